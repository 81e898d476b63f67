// Package freshdesk tests what the preset makes of single tickets, and how it walks through the lists, of an account of
// the fake Freshdesk whose tickets are told by hand.
package freshdesk

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/api/fake"
	freshdesk "helpdesk_exporter/sources/presets/freshdesk/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

var noon = desk.At(0)

// account is a desk whose tickets are told while it is polled.
type account struct {
	*desk.Desk
	server  *freshdesk.Server
	tape    *replay.Tape
	numbers int64 // of messages and changes
}

// setup is what differs from an ordinary account and its source.
type setup struct {
	options fake.Options
	key     string // of the account's owner, if empty
	with    string // further keys of the source
	url     string
	// front, if given, stands before the account.
	front func(http.Handler) http.Handler
}

// open opens an account at noon, with nothing in it.
func open(t *testing.T, s setup) *account {
	t.Helper()
	tape := &replay.Tape{
		Begin: noon.AddDate(-1, 0, 0), End: noon.AddDate(1, 0, 0), Step: time.Second, Zone: time.UTC,
		Teams:  []replay.Team{{ID: 1, Name: "Billing"}, {ID: 2, Name: "Returns"}},
		Brands: []replay.Brand{{ID: 1, Name: "Casa"}},
		Agents: []replay.Agent{{ID: 4, Team: 1, Name: "Ada"}, {ID: 5, Team: 2, Name: "Bo"}},
	}
	o, clock := s.options, fake.NewClock(noon)
	o.Tape, o.Clock = tape, clock
	server := freshdesk.New(o)
	handler := http.Handler(server)
	if s.front != nil {
		handler = s.front(handler)
	}
	block := fmt.Sprintf("{name: fd, preset: freshdesk, url: %q, token: %s%s}",
		cmp.Or(s.url, "https://"+freshdesk.Host), cmp.Or(s.key, freshdesk.APIKey), s.with)
	d := &account{Desk: desk.Connect(t, block, handler, clock), server: server, tape: tape}
	d.Ledger.Since.Since = noon.AddDate(0, 0, -90)
	return d
}

// wait lets the clock go on to a minute after noon.
func (d *account) wait(minute int) {
	if left := desk.At(minute).Sub(d.Clock.Now()); left > 0 {
		d.Clock.Advance(left)
	}
}

// poll polls a stream at a minute after noon, or as soon as it can be.
func (d *account) poll(minute int, stream string) {
	d.T.Helper()
	d.wait(minute)
	require.NoError(d.T, d.Poll(stream))
}

// asked counts the requests so far whose path and query begin so.
func (d *account) asked(prefix string) (n int) {
	for _, r := range d.Network.Sent() {
		if strings.HasPrefix(r.URL.RequestURI(), "/api/v2"+prefix) {
			n++
		}
	}
	return n
}

// life is a ticket that something happens to.
type life struct {
	d *account
	replay.Ticket
}

// ticket opens one of customer 9, by mail, for the team Billing.
func (d *account) ticket(id int64, created time.Time, with func(*replay.Ticket)) *life {
	x := &life{d, replay.Ticket{
		ID: id, Brand: 1, Customer: 9, OpenedBy: "customer", Channel: "mail", Team: 1, Priority: "p3", Topic: "invoice",
		Subject: "Where is it?", Status: "open", Created: created,
	}}
	if with != nil {
		with(&x.Ticket)
	}
	if x.Description == "" {
		d.numbers++
		x.Messages = append(x.Messages, replay.Message{ID: d.numbers, Author: "customer", AuthorID: x.Customer, Body: "Hello", Created: created})
	}
	return x.put(created)
}

func (x *life) put(updated time.Time) *life {
	x.Updated = updated
	version := x.Ticket
	version.Messages, version.Changes = slices.Clone(x.Messages), slices.Clone(x.Changes)
	x.d.tape.Put(updated, &version)
	return x
}

// say adds a message; a name with a bar is an internal one's author.
func (x *life) say(minute int, author string) *life {
	x.d.numbers++
	name, internal := strings.CutSuffix(author, "|")
	m := replay.Message{ID: x.d.numbers, Author: name, Internal: internal, Body: "Well.", Created: desk.At(minute)}
	switch name {
	case "customer":
		m.AuthorID = x.Customer
	case "agent":
		m.AuthorID = 4
	}
	x.Messages = append(x.Messages, m)
	return x.put(desk.At(minute))
}

// set changes the status, by agent 4.
func (x *life) set(minute int, status string) *life {
	x.d.numbers++
	x.Changes = append(x.Changes, replay.Change{ID: x.d.numbers, Field: "status", Old: x.Status, New: status, Actor: "agent", ActorID: 4, At: desk.At(minute)})
	x.Status = status
	return x.put(desk.At(minute))
}

// told are the records of a kind in a few words each, sorted.
func (d *account) told(kind record.Kind) (list []string) {
	for _, key := range d.Ledger.Keys() {
		if strings.HasPrefix(key, string(kind)+"/") {
			list = append(list, words(d.Ledger.Records[key]))
		}
	}
	slices.Sort(list)
	return list
}

// minute of an instant after noon; a second more or less shows.
func minute(at time.Time) string { return cmp.Or(desk.Since(at), "never") }

func words(r record.Record) string {
	switch r := r.(type) {
	case record.Ticket:
		return fmt.Sprintf("%s: %s %s %s %q %q %s %q %v", r.ID, r.Status, r.Origin, r.Channel, r.Group, r.Brand, r.Priority, r.Assignee, r.Topics)
	case record.Message:
		return fmt.Sprintf("%s: at %s %s %s", r.Ticket, minute(r.At), r.Visibility, r.Author)
	case record.StatusChange:
		return fmt.Sprintf("%s: at %.5s %s", r.Ticket, minute(r.At), r.To)
	case record.SLAClock:
		return fmt.Sprintf("%s: %s from %s to %s, paused %s, met %s, missed %s", r.Ticket, r.Target,
			minute(r.StartedAt), minute(r.DueAt), minute(r.PausedAt), minute(r.FulfilledAt), minute(r.BreachedAt))
	case record.Survey:
		score := "-"
		if r.Score != nil {
			score = strconv.Itoa(*r.Score)
		}
		return fmt.Sprintf("%s of %s: %s of %d to %d %q, revised %t", r.SubjectID, r.Group, score, r.ScaleLowest, r.ScaleHigh, r.Name, !r.RevisedAt.IsZero())
	case record.Agent:
		return fmt.Sprintf("%s %s", r.ID, r.Presence)
	}
	return r.Key()
}
