package exchange

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Secret stands in a recording where a secret was. Played back it is equal to everything.
const Secret = "<secret>"

var (
	secretNames = regexp.MustCompile(`(?i)token|secret|passw|api_?key|authorization|session|credential|signature`)
	textNames   = regexp.MustCompile(`(?i)subject|description|body|content|text|comment|message$|preview|snippet|html|feedback|remark|reason$|title|note`)
	personNames = regexp.MustCompile(`(?i)^(name|email|e_mail|phone|address|first|last|first_?name|last_?name|full_?name|photo|avatar|user_?name|login|signature|display_?name)$|email|phone|mail_address|_ip$|^ip$`)
	ownNames    = regexp.MustCompile(`(?i)^((display_?)?name|title|label)s?$`)
	headerNames = regexp.MustCompile(`(?i)^(content-type|date|link|location|retry-after)$|rate|limit|quota|remaining|reset|retry`)
	addresses   = regexp.MustCompile(`[\w.+-]+@[\w-]+\.[\w.-]+`)
)

// redactor takes out of an exchange what must not be kept.
type redactor struct {
	key []byte
	// hide replaces the secrets that the source knows.
	hide func(string) string
	// names lets the names of what is no person stand.
	names bool
}

// body replaces secrets, texts and people. What is equal stays equal, so that a customer is still the
// same one; an empty text stays empty. Names of a desk's own, such as those of groups, are under the same
// keys and are replaced, too, but in answers to a Lookup.
func (r redactor) body(raw []byte) json.RawMessage {
	stored := asJSON(raw)
	if stored == nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(stored))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil
	}
	if s, ok := v.(string); ok && !json.Valid(raw) { // a form, or a page of HTML
		v = r.form(s)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r.value("", v)); err != nil {
		return nil
	}
	return bytes.TrimSpace(b.Bytes())
}

// form shows the fields of a form; of other texts nothing is kept but that they were there.
func (r redactor) form(s string) string {
	values, err := url.ParseQuery(s)
	if err != nil || !strings.Contains(s, "=") || strings.Contains(s, "<") {
		return "not JSON"
	}
	return r.query(values).Encode()
}

func (r redactor) query(values url.Values) url.Values {
	out := url.Values{}
	for name, list := range values {
		for _, v := range list {
			if secretNames.MatchString(name) && !pageToken(name) {
				v = Secret
			}
			out.Add(name, r.text(v))
		}
	}
	return out
}

// pageToken tells the tokens of pages, which are no secrets and without which nothing can be played back.
func pageToken(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "page") || strings.Contains(name, "cursor") || strings.Contains(name, "next") || strings.Contains(name, "sync") || strings.Contains(name, "after")
}

func (r redactor) value(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		of := r
		of.names = r.names && !person(v)
		for name, below := range v {
			v[name] = of.value(name, below)
		}
		return v
	case []any:
		for i, below := range v {
			v[i] = r.value(key, below)
		}
		return v
	case string:
		return r.scalar(key, v)
	}
	return v
}

func (r redactor) scalar(key, s string) string {
	switch {
	case s == "":
		return s
	case secretNames.MatchString(key) && !pageToken(key):
		return Secret
	case r.names && ownNames.MatchString(key):
	case personNames.MatchString(key):
		return r.pseudonym(s)
	case textNames.MatchString(key) && !strings.HasPrefix(s, "http"):
		return "text " + r.pseudonym(s)
	}
	return r.text(s)
}

// text hides known secrets and addresses of people in any text.
func (r redactor) text(s string) string {
	if r.hide != nil {
		s = strings.ReplaceAll(r.hide(s), "<secret>", Secret)
	}
	return addresses.ReplaceAllStringFunc(s, r.pseudonym)
}

// pseudonym stands for a person or a text, within one recording.
func (r redactor) pseudonym(s string) string {
	h := hmac.New(sha256.New, r.key)
	h.Write([]byte(s)) //nolint:errcheck // a hash never fails
	name := hex.EncodeToString(h.Sum(nil)[:6])
	if strings.Contains(s, "@") {
		return name + "@redacted.example"
	}
	return name
}

// address is where a request went, without credentials.
func (r redactor) address(u *url.URL) string {
	out := *u
	out.User = nil
	out.RawQuery = r.query(u.Query()).Encode()
	return out.String()
}

// headers are those that a source reads.
func (r redactor) headers(h http.Header) map[string]string {
	out := map[string]string{}
	for name := range h {
		if headerNames.MatchString(name) && !secretNames.MatchString(name) {
			out[name] = r.text(strings.Join(h.Values(name), ", "))
		}
	}
	return out
}
