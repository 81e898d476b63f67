package collector_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/sources/record"
)

// replyCase is a list of messages, their times in seconds, and the replies that it holds.
type replyCase struct {
	ID       string                     `json:"id"`
	Messages []replyMessage             `json:"messages"`
	Expect   map[string]json.RawMessage `json:"expect"`
}

type replyMessage struct {
	At       float64 `json:"t"`
	From     string  `json:"from"`
	Internal bool    `json:"internal"`
}

// runReplyTimes runs lists of messages. The ticket is created with the first of them, by whoever wrote it.
func runReplyTimes(r *vectorRun, text []byte) {
	var file struct {
		Cases []json.RawMessage `json:"cases"`
	}
	decodeVectors(r, text, &file)
	r.cases = len(file.Cases)
	for _, raw := range file.Cases {
		var c replyCase
		decodeVectors(r, raw, &c)
		unknown := unknownKeys(r, raw, "id", "source", "messages", "expect", "note")
		for _, m := range rawList(r, raw, "messages") {
			unknown = append(unknown, unknownKeys(r, m, "t", "from", "internal")...)
		}
		facts, strange := c.facts()
		unknown = append(unknown, strange...)
		var differences []string
		for _, name := range sortedKeys(c.Expect) {
			got, known := replyValue(facts, name)
			switch {
			case !known:
				unknown = append(unknown, "expect="+name)
			case !sameValue(c.Expect[name], got, 0.001):
				differences = append(differences, fmt.Sprintf("%s want %s got %s", name, c.Expect[name], jsonText(got)))
			}
		}
		if len(unknown) > 0 {
			r.skip(unknown[0])
			continue
		}
		r.check(c.ID, "", strings.Join(differences, "; "))
	}
}

// facts derives what the messages say. It also returns what this format has that is not known here.
func (c *replyCase) facts() (facts []fact.Fact, unknown []string) {
	start := time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)
	rules := &fact.Rules{
		ReopenWindow: 7 * 24 * time.Hour, ReopenWork: 24 * time.Hour, Clocks: fact.Clocks{Calendar: true},
		Emits: map[record.Kind]bool{record.KindTicket: true, record.KindMessage: true},
	}
	ticket := record.Ticket{ID: "1", CreatedAt: start, UpdatedAt: start, Status: record.StatusOpen, Origin: record.OriginCustomer}
	h := fact.History{Source: "desk"}
	for i, m := range c.Messages {
		author, known := authorOf(strings.TrimSuffix(m.From, "_handoff"))
		if !known {
			unknown = append(unknown, "from="+m.From)
		}
		if strings.HasSuffix(m.From, "_handoff") {
			rules.Responses.FromHandoff = true
		}
		message := comment(fmt.Sprint(i), start.Add(time.Duration(m.At*float64(time.Second))), author, m.From, !m.Internal)
		if i == 0 {
			ticket.CreatedAt, ticket.UpdatedAt = message.At, message.At
			ticket.Origin = originOf(author)
		}
		h.Merge(message)
	}
	h.Merge(ticket)
	return fact.Derive(&h, rules), unknown
}

// replyValue is a value that the format expects, nil for none.
func replyValue(facts []fact.Fact, name string) (any, bool) {
	replies := observations(facts, "helpdesk_reply_time_seconds", "clock", "calendar")
	sum := 0.0
	for _, s := range replies {
		sum += s
	}
	switch name {
	case "count":
		return len(replies), true
	case "reply_seconds":
		return replies, true
	case "total_seconds":
		return sum, true
	case "average_seconds":
		if len(replies) == 0 {
			return nil, true
		}
		return sum / float64(len(replies)), true
	case "first_response_seconds":
		if first := observations(facts, "helpdesk_first_response_time_seconds", "clock", "calendar"); len(first) > 0 {
			return first[0], true
		}
		return nil, true
	}
	return nil, false
}

// authorOf is the role that a name of vectors begins with.
func authorOf(name string) (record.Author, bool) {
	role, _, _ := strings.Cut(strings.ToLower(name), "_")
	author, known := map[string]record.Author{
		"customer": record.AuthorCustomer, "requester": record.AuthorCustomer, "end": record.AuthorCustomer,
		"enduser": record.AuthorCustomer, "end-user": record.AuthorCustomer, "user": record.AuthorCustomer, "cc": record.AuthorCustomer,
		"agent": record.AuthorAgent, "admin": record.AuthorAgent,
		"bot":    record.AuthorBot,
		"system": record.AuthorAutomation, "automation": record.AuthorAutomation, "trigger": record.AuthorAutomation,
	}[role]
	return author, known
}

// originOf is who opened a ticket that an author's message began.
func originOf(author record.Author) record.Origin {
	switch author {
	case record.AuthorCustomer:
		return record.OriginCustomer
	case record.AuthorAgent:
		return record.OriginAgent
	}
	return record.OriginAutomation
}

// comment is a message of ticket 1.
func comment(id string, at time.Time, author record.Author, authorID string, public bool) record.Message {
	m := record.Message{
		ID: id, Ticket: "1", At: at, Author: author, AuthorID: authorID,
		Direction: record.Outbound, Visibility: record.Internal,
	}
	if author == record.AuthorCustomer {
		m.Direction = record.Inbound
	}
	if public {
		m.Visibility = record.Public
	}
	return m
}

// samplesOf are the counts of one family's samples with the given values of labels.
func samplesOf(facts []fact.Fact, family string, pairs ...string) []int64 {
	known, ok := catalogue.Lookup(family)
	if !ok {
		panic("no family " + family)
	}
	counts := []int64{}
	for i := range facts {
		for _, s := range facts[i].Samples {
			matches := s.Family == family
			for p := 0; p+1 < len(pairs) && matches; p += 2 {
				matches = s.Values[known.LabelIndex(pairs[p])] == pairs[p+1]
			}
			if matches {
				counts = append(counts, s.Count)
			}
		}
	}
	return counts
}

// observations are those of a histogram of durations, in seconds.
func observations(facts []fact.Fact, family string, pairs ...string) []float64 {
	seconds := []float64{}
	for _, ms := range samplesOf(facts, family, pairs...) {
		seconds = append(seconds, float64(ms)/1000)
	}
	return seconds
}

// unknownKeys are the keys of an object that are not known here.
func unknownKeys(r *vectorRun, object json.RawMessage, known ...string) []string {
	var values map[string]json.RawMessage
	decodeVectors(r, object, &values)
	var unknown []string
	for _, key := range sortedKeys(values) {
		if !slices.Contains(known, key) {
			unknown = append(unknown, "input="+key)
		}
	}
	return unknown
}

// rawList is the list of a key of an object.
func rawList(r *vectorRun, object json.RawMessage, key string) []json.RawMessage {
	var values map[string]json.RawMessage
	decodeVectors(r, object, &values)
	var list []json.RawMessage
	if values[key] != nil {
		decodeVectors(r, values[key], &list)
	}
	return list
}

// sameValue compares what is wanted with a value: numbers, also in lists, within the tolerance, and instants
// within as many minutes.
func sameValue(want json.RawMessage, got any, tolerance float64) bool {
	if at, ok := got.(time.Time); ok {
		var text string
		if json.Unmarshal(want, &text) != nil {
			return false
		}
		expected, err := time.Parse("2006-01-02T15:04:05.999999999", strings.TrimSuffix(text, "Z"))
		return err == nil && at.Sub(expected).Abs().Minutes() <= tolerance
	}
	var a, b any
	if json.Unmarshal(want, &a) != nil || json.Unmarshal([]byte(jsonText(got)), &b) != nil {
		return false
	}
	return alike(a, b, tolerance)
}

func alike(a, b any, tolerance float64) bool {
	switch a := a.(type) {
	case float64:
		number, ok := b.(float64)
		return ok && math.Abs(a-number) <= tolerance
	case []any:
		list, ok := b.([]any)
		return ok && slices.EqualFunc(a, list, func(x, y any) bool { return alike(x, y, tolerance) })
	case map[string]any:
		return false
	}
	return a == b
}
