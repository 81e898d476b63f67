package exchange

import (
	"context"
	"net/http"
	"regexp"
)

// lookup marks the context of a request for a desk's own names.
type lookup struct{}

// Lookup marks requests for names that are the desk's own, such as those of its groups: without them a
// recording gives other metrics. Names of people are still redacted.
func Lookup(ctx context.Context) context.Context { return context.WithValue(ctx, lookup{}, true) }

func isLookup(req *http.Request) bool { return req.Context().Value(lookup{}) != nil }

// ofPerson are keys that only people have.
var ofPerson = regexp.MustCompile(`(?i)mail|phone|avatar|photo|role|login|signature|time_?zone|locale|surname|last_?name`)

// person tells if an object is one.
func person(object map[string]any) bool {
	for key := range object {
		if ofPerson.MatchString(key) {
			return true
		}
	}
	return false
}
