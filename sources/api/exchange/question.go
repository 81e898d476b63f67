package exchange

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// question is a request in a form in which spellings do not matter: the order of parameters, their encoding,
// the credentials among them, and whether they stand in the address, a form or a JSON body.
type question struct {
	method string
	host   string
	path   string
	// unversioned is the path without the version of the interface, such as v2.
	unversioned string
	// fields are the values of each parameter, and of each leaf of the body by its key, sorted.
	fields map[string][]string
	// hidden are the names of values that are equal to everything.
	hidden map[string]bool
	// bodyless is a POST whose body nobody wrote down.
	bodyless bool
	// key is the same for the same question.
	key string
}

var versions = regexp.MustCompile(`/v[0-9]+(\.[0-9]+)*\b`)

// ask returns the question of a request.
func ask(method string, u *url.URL, body []byte) question {
	q := question{
		method: strings.ToUpper(method), host: strings.ToLower(u.Host),
		path: strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), ".json"), fields: map[string][]string{}, hidden: map[string]bool{},
	}
	q.unversioned = versions.ReplaceAllString(q.path, "/v")
	q.values(u.Query())
	if q.method != "GET" && q.method != "HEAD" {
		content := decoded(asJSON(body))
		if text, ok := content.(string); ok { // a form, or JSON in a text
			content = decoded([]byte(text))
			if values, err := url.ParseQuery(text); content == nil && err == nil && strings.Contains(text, "=") {
				q.values(values)
			} else if content == nil {
				q.add("", text)
			}
		}
		q.bodyless = content == nil && len(body) == 0
		q.leaves("", content)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %t", q.method, q.path, q.bodyless)
	for _, name := range slices.Sorted(maps.Keys(q.fields)) {
		slices.Sort(q.fields[name])
		fmt.Fprintf(&b, " %s=%q", name, q.fields[name])
	}
	q.key = b.String()
	return q
}

func (q *question) values(values url.Values) {
	for name, list := range values {
		for _, v := range list {
			q.add(name, v)
		}
	}
}

// add keeps a value. An empty one is none; credentials are nobody's business.
func (q *question) add(name, value string) {
	if value == "" || isSecret(name) {
		return
	}
	if value == Secret {
		q.hidden[name] = true
		return
	}
	q.fields[name] = append(q.fields[name], value)
}

// leaves keeps the values of a body by their keys. What tells of an order is marked as such.
func (q *question) leaves(name string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, below := range v {
			if orderNames.MatchString(name) {
				key = name + "." + key
			}
			q.leaves(key, below)
		}
	case []any:
		for _, below := range v {
			q.leaves(name, below)
		}
	case nil:
	case string:
		q.add(name, strings.Join(strings.Fields(v), " "))
	default:
		q.add(name, fmt.Sprint(v))
	}
}

func isSecret(name string) bool { return secretNames.MatchString(name) && !pageToken(name) }

// describe names a request without its secrets.
func (q *question) describe(u *url.URL) string {
	names := make([]string, 0, len(q.fields))
	for name, values := range q.fields {
		names = append(names, name+"="+strings.Join(values, ","))
	}
	slices.Sort(names)
	what := q.method + " " + u.EscapedPath()
	if len(names) > 0 {
		what += "?" + strings.Join(names, "&")
	}
	return what
}
