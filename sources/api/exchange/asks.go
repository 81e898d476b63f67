package exchange

import (
	"context"
	"net/http"
	"regexp"
)

// Asks is what a source tells of a request besides the request: a recorder and a player treat it accordingly.
type Asks struct {
	// Names are asked for that are the desk's own, such as those of its groups: without them a recording gives
	// other metrics. Names of people are still redacted.
	Names bool
	// Optional is what a helpdesk need not have: that it was not recorded is no fault.
	Optional bool
	// Login asks for a token: whose it is does not matter.
	Login bool
	// Further is a page after the first: where its answer was not recorded, the recording ends.
	Further bool
	// Ordered tells that the answer to another order of records is none.
	Ordered bool
}

type asksKey struct{}

// In marks the context of a request.
func (a Asks) In(ctx context.Context) context.Context { return context.WithValue(ctx, asksKey{}, a) }

// AsksOf returns what a context was marked with.
func AsksOf(ctx context.Context) Asks {
	a, _ := ctx.Value(asksKey{}).(Asks) //nolint:errcheck // none is the zero value
	return a
}

func asks(req *http.Request) Asks { return AsksOf(req.Context()) }

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
