package enrich

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strings"
)

// domain keeps customers and agents apart: the same text hashes differently in each.
type domain string

const (
	customers domain = "customer"
	agents    domain = "agent"
)

// hashLength is how many hexadecimal digits of a keyed hash are kept: at 64 bits, a million people meet
// by chance once in forty million tries.
const hashLength = 16

// hasher replaces identities of one source by keyed hashes. It remembers them: the people of a batch are
// few, and each is named by many records. It is for one goroutine.
type hasher struct {
	mac    hash.Hash
	source string
	hashed map[person]string
}

type person struct {
	domain   domain
	identity string
}

func newHasher(key []byte, source string) *hasher {
	return &hasher{mac: hmac.New(sha256.New, key), source: source, hashed: map[person]string{}}
}

// of hashes an identity; the empty one stays empty. E-mail addresses, telephone numbers in international
// form and ids with a name before them ("shopify:17") are the same person in every source, so that an
// order of the shop finds the ticket; any other id means something in its own source only.
func (h *hasher) of(d domain, identity string) string {
	identity = strings.TrimSpace(identity)
	if identity == "" {
		return ""
	}
	who := person{d, identity}
	sum, ok := h.hashed[who]
	if !ok {
		sum = h.sum(d, identity)
		h.hashed[who] = sum
	}
	return sum
}

func (h *hasher) sum(d domain, identity string) string {
	scope, text := h.source, identity
	if address, ok := email(identity); ok {
		scope, text = "", address
	} else if number, ok := telephone(identity); ok {
		scope, text = "", number
	} else if namespace, id, ok := strings.Cut(identity, ":"); ok && namespace != "" && id != "" {
		scope = ""
	}
	h.mac.Reset()
	// Neither a domain nor a source's name contains a zero byte, so the parts cannot run together.
	h.mac.Write([]byte(string(d) + "\x00" + scope + "\x00" + text))
	return hex.EncodeToString(h.mac.Sum(nil)[:hashLength/2])
}

func (h *hasher) pointer(d domain, identity *string) *string {
	if identity == nil {
		return nil
	}
	hashed := h.of(d, *identity)
	return &hashed
}

// all hashes a list; two spellings of one identity become one element.
func (h *hasher) all(d domain, identities []string) []string {
	var hashed []string
	seen := make(map[string]bool, len(identities))
	for _, identity := range identities {
		if s := h.of(d, identity); s != "" && !seen[s] {
			seen[s] = true
			hashed = append(hashed, s)
		}
	}
	return hashed
}

// email returns the normalised address, also of "Ada <ada@example.org>".
func email(s string) (string, bool) {
	if open := strings.LastIndexByte(s, '<'); open >= 0 && strings.HasSuffix(s, ">") {
		s = s[open+1 : len(s)-1]
	}
	local, host, ok := strings.Cut(s, "@")
	if !ok || local == "" || host == "" {
		return "", false
	}
	return strings.ToLower(strings.TrimSpace(s)), true
}

// telephone returns a number in international form, +4930123456.
func telephone(s string) (string, bool) {
	const shortest, longest = 7, 15 // digits, ITU-T E.164
	if after, ok := strings.CutPrefix(s, "00"); ok {
		s = "+" + after
	}
	digits, ok := strings.CutPrefix(s, "+")
	if !ok {
		return "", false
	}
	digits = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -./()\u00a0", r) {
			return -1
		}
		return r
	}, digits)
	if len(digits) < shortest || len(digits) > longest || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	return "+" + digits, true
}
