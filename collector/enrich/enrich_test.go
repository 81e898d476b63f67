package enrich

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func testKey() []byte { return bytes.Repeat([]byte{7}, keyLength) }

func newEnricher(t testing.TB, cfg Config) *Enricher {
	t.Helper()
	e, err := New(cfg, testKey())
	require.NoError(t, err)
	return e
}

// one passes a single record through an enricher.
func one(t testing.TB, e *Enricher, source string, r record.Record) record.Record {
	t.Helper()
	b := e.Batch(source, record.Batch{Parts: []record.Part{{Records: []record.Record{r}}}})
	require.Len(t, b.Parts, 1)
	require.Len(t, b.Parts[0].Records, 1)
	return b.Parts[0].Records[0]
}

func everyKind() []record.Record {
	return []record.Record{
		record.Ticket{},
		record.StatusChange{},
		record.AssignmentChange{},
		record.PriorityChange{},
		record.CategoryChange{},
		record.Message{},
		record.Contact{},
		record.WorkLog{},
		record.Survey{},
		record.Order{},
		record.Refund{},
		record.Agent{},
		record.Group{},
		record.SLAClock{},
		record.Sweep{},
	}
}

// fill puts a marker that names the field into every string below v.
func fill(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(path)
	case reflect.Pointer:
		if v.Type().Elem().Kind() == reflect.String {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), path)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), path)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	}
}

// texts collects every string below v.
func texts(v reflect.Value) []string {
	var all []string
	switch v.Kind() {
	case reflect.String:
		return []string{v.String()}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*time.Location]() {
			return texts(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			all = append(all, texts(v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			all = append(all, texts(v.Field(i))...)
		}
	}
	return all
}

// A field that is added to a record is personal until it is put on this list.
func TestOnlyTheseTextsPass(t *testing.T) {
	pass := []string{
		"Ticket.ID", "Ticket.Origin", "Ticket.Channel", "Ticket.Brand", "Ticket.Group", "Ticket.Priority",
		"Ticket.Category", "Ticket.Tags", "Ticket.Topics", "Ticket.Language", "Ticket.Status", "Ticket.MergedInto",
		"StatusChange.ID", "StatusChange.Ticket", "StatusChange.From", "StatusChange.To", "StatusChange.Actor.Role",
		"AssignmentChange.ID", "AssignmentChange.Ticket", "AssignmentChange.Group", "AssignmentChange.FromGroup",
		"AssignmentChange.Actor.Role",
		"PriorityChange.ID", "PriorityChange.Ticket", "PriorityChange.From", "PriorityChange.To", "PriorityChange.Actor.Role",
		"CategoryChange.ID", "CategoryChange.Ticket", "CategoryChange.From", "CategoryChange.To", "CategoryChange.Actor.Role",
		"Message.ID", "Message.Ticket", "Message.Direction", "Message.Author", "Message.Visibility", "Message.Language",
		"Contact.ID", "Contact.Channel", "Contact.Queue", "Contact.Group", "Contact.Outcome", "Contact.TransferredFrom",
		"WorkLog.ID", "WorkLog.Ticket",
		"Survey.ID", "Survey.Subject", "Survey.SubjectID", "Survey.Group", "Survey.Name",
		"Order.ID", "Order.Amount", "Order.Currency", "Order.Channel",
		"Refund.ID", "Refund.Order", "Refund.Amount",
		"Agent.Group", "Agent.Presence",
		"Group.ID", "Group.Name",
		"SLAClock.ID", "SLAClock.Ticket", "SLAClock.Policy", "SLAClock.Target",
		"Sweep.Scope", "Sweep.IDs",
	}
	e := newEnricher(t, Config{})
	var passed []string
	for _, empty := range everyKind() {
		v := reflect.New(reflect.TypeOf(empty)).Elem()
		fill(v, reflect.TypeOf(empty).Name())
		for _, text := range texts(reflect.ValueOf(one(t, e, "shop", v.Interface().(record.Record)))) {
			if strings.Contains(text, ".") {
				passed = append(passed, text)
				continue
			}
			require.Regexp(t, `^([0-9a-f]{16})?$`, text)
		}
	}
	require.ElementsMatch(t, pass, passed)
}

func TestNothingPersonalSurvives(t *testing.T) {
	planted := []string{"Ada Lovelace", "ada@example.org", "ADA@example.org ", "+49 30 1234567", "my parcel is late", "c-17", "a-5", "Grace"}
	ada, grace := "c-17", "a-5"
	records := []record.Record{
		record.Ticket{
			ID: "1", Requester: "ada@example.org", CustomerKeys: []string{ada, "ADA@example.org ", "+49 30 1234567"},
			Assignee: grace, Subject: "Ada Lovelace: my parcel is late", Tags: []string{"vip"},
		},
		record.Message{ID: "2", Ticket: "1", Author: record.AuthorCustomer, AuthorID: ada, Subject: "my parcel is late", Text: "Regards, Ada Lovelace"},
		record.Message{ID: "3", Ticket: "1", Author: record.AuthorAgent, AuthorID: grace, Text: "Dear Ada Lovelace"},
		record.StatusChange{Ticket: "1", Actor: record.Actor{Role: record.AuthorCustomer, ID: ada}},
		record.AssignmentChange{Ticket: "1", Agent: &grace, FromAgent: &grace, Actor: record.Actor{Role: record.AuthorAgent, ID: grace}},
		record.PriorityChange{Ticket: "1", Actor: record.Actor{ID: grace}},
		record.CategoryChange{Ticket: "1", Actor: record.Actor{ID: grace}},
		record.Contact{ID: "4", Agent: grace},
		record.WorkLog{ID: "5", Ticket: "1", Agent: grace},
		record.Survey{ID: "6", Subject: record.SubjectCustomer, SubjectID: "ada@example.org", Requester: ada, Agent: grace},
		record.Order{ID: "7", CustomerKeys: []string{"ada@example.org"}},
		record.Agent{ID: grace, Name: "Grace"},
	}
	for _, label := range []AgentLabel{"", AgentOff, AgentPseudonym} {
		e := newEnricher(t, Config{
			Agents:     Agents{Label: label},
			Categories: Categories{{Name: "late", Match: Match{Subject: "late"}}},
		})
		b := e.Batch("shop", record.Batch{Parts: []record.Part{{Records: records}}})
		out := texts(reflect.ValueOf(b))
		require.Contains(t, out, "late", "the category is derived before the subject goes")
		for _, text := range out {
			for _, personal := range planted {
				require.NotContains(t, strings.ToLower(text), strings.ToLower(strings.TrimSpace(personal)))
			}
		}
	}
}

func TestBatchDoesNotChangeItsArgument(t *testing.T) {
	build := func() record.Batch {
		agent := "a"
		return record.Batch{
			Stream: "tickets", Cursor: []byte("c"), Complete: true,
			Rejects: []record.Reject{{ID: "8"}}, Todo: []record.Todo{{Ticket: "1"}},
			Parts: []record.Part{{Stream: "tickets", Read: 3, Records: []record.Record{
				record.Ticket{ID: "1", Requester: "r", CustomerKeys: []string{"k"}, Subject: "s", Tags: []string{"t"}},
				record.AssignmentChange{Agent: &agent, FromAgent: &agent},
				record.Order{CustomerKeys: []string{"k"}},
			}}},
		}
	}
	before := build()
	after := newEnricher(t, Config{}).Batch("shop", before)
	require.Equal(t, build(), before)

	require.NotEqual(t, build().Parts, after.Parts)
	require.Equal(t, 3, after.Parts[0].Read)
	after.Parts = before.Parts
	require.Equal(t, before, after, "all but the records passes as it is")
	require.Equal(t, record.Batch{}, newEnricher(t, Config{}).Batch("shop", record.Batch{}))
}

func TestHashes(t *testing.T) {
	e := newEnricher(t, Config{})
	customer := func(source, identity string) string {
		return one(t, e, source, record.Ticket{Requester: identity}).(record.Ticket).Requester
	}
	agent := func(source, identity string) string {
		return one(t, e, source, record.Ticket{Assignee: identity}).(record.Ticket).Assignee
	}
	require.Empty(t, customer("shop", ""))
	require.Empty(t, customer("shop", "  "))
	require.Regexp(t, "^[0-9a-f]{16}$", customer("shop", "17"))
	require.Equal(t, "2a40a6ff302f7300", customer("shop", "17"), "a state written by an older release must stay readable")

	for _, same := range [][4]string{
		{"shop", "17", "shop", " 17 "},
		{"shop", "ada@example.org", "shop", " ADA@Example.org"},
		{"shop", "ada@example.org", "store", "Ada Lovelace <ada@example.org>"},
		{"shop", "+49 (30) 123-4567", "store", "0049 30 1234567"},
		{"shop", "shopify:17", "store", "shopify:17"},
	} {
		require.Equal(t, customer(same[0], same[1]), customer(same[2], same[3]), "%q", same)
	}
	for _, different := range [][4]string{
		{"shop", "17", "shop", "18"},
		{"shop", "17", "store", "17"},
		{"shop", "Ada", "shop", "ada"},
		{"shop", "shopify:17", "shop", "woo:17"},
		{"shop", "17", "shop", "+17"},
		{"shop", "@ada", "shop", "@ADA"},
	} {
		require.NotEqual(t, customer(different[0], different[1]), customer(different[2], different[3]), "%q", different)
	}
	require.NotEqual(t, customer("shop", "17"), agent("shop", "17"), "customers and agents are kept apart")
	require.NotEqual(t, customer("shop", "a@b.org"), agent("shop", "a@b.org"))

	other, err := New(Config{}, bytes.Repeat([]byte{8}, keyLength))
	require.NoError(t, err)
	require.NotEqual(t, customer("shop", "17"), one(t, other, "shop", record.Ticket{Requester: "17"}).(record.Ticket).Requester)
}

func TestHashesMeetAcrossRecords(t *testing.T) {
	e := newEnricher(t, Config{})
	ticket := one(t, e, "shop", record.Ticket{
		Requester: "17", Assignee: "5", CustomerKeys: []string{"Ada@example.org", "ada@example.org", "17", ""},
	}).(record.Ticket)
	require.Len(t, ticket.CustomerKeys, 2)
	require.Contains(t, ticket.CustomerKeys, ticket.Requester)

	order := one(t, e, "store", record.Order{CustomerKeys: []string{"ada@example.org"}}).(record.Order)
	require.Subset(t, ticket.CustomerKeys, order.CustomerKeys)

	for role, want := range map[record.Author]string{
		record.AuthorCustomer: ticket.Requester,
		record.AuthorAgent:    one(t, e, "shop", record.Agent{ID: "17"}).Key(),
	} {
		message := one(t, e, "shop", record.Message{Author: role, AuthorID: "17"}).(record.Message)
		require.Equal(t, want, message.AuthorID, role)
		change := one(t, e, "shop", record.StatusChange{Actor: record.Actor{Role: role, ID: "17"}}).(record.StatusChange)
		require.Equal(t, record.Actor{Role: role, ID: want}, change.Actor)
	}

	nobody, five := "", "5"
	change := one(t, e, "shop", record.AssignmentChange{Agent: &nobody, FromAgent: &five}).(record.AssignmentChange)
	require.Equal(t, "", *change.Agent, "nobody stays nobody")
	require.Equal(t, ticket.Assignee, *change.FromAgent)
	change = one(t, e, "shop", record.AssignmentChange{}).(record.AssignmentChange)
	require.Nil(t, change.Agent, "not changed stays not changed")
}

func TestAgentLabel(t *testing.T) {
	agent := record.Agent{ID: "5", Name: "Grace", Group: "g", Presence: record.PresenceAway}
	hashed := one(t, newEnricher(t, Config{}), "shop", agent).Key()
	for label, name := range map[AgentLabel]string{
		"": "", AgentOff: "", AgentPseudonym: hashed, AgentID: "5", AgentName: "Grace",
	} {
		e := newEnricher(t, Config{Agents: Agents{Label: label}})
		want := record.Agent{ID: hashed, Name: name, Group: "g", Presence: record.PresenceAway}
		require.Equal(t, want, one(t, e, "shop", agent), label)
	}
}

type stranger struct{ record.Ticket }

func TestUnknownRecordsDoNotPass(t *testing.T) {
	b := newEnricher(t, Config{}).Batch("shop", record.Batch{Parts: []record.Part{{
		Records: []record.Record{stranger{record.Ticket{Requester: "ada"}}, &record.Ticket{Requester: "ada"}, nil, record.Group{ID: "1"}},
	}}})
	require.Equal(t, []record.Record{record.Group{ID: "1"}}, b.Parts[0].Records)
}

func TestNewRefuses(t *testing.T) {
	_, err := New(Config{}, []byte("short"))
	require.EqualError(t, err, "identity key of 5 bytes, want 32")
	_, err = New(Config{Categories: Categories{{Name: "a", Match: Match{Subject: "("}}}}, testKey())
	require.EqualError(t, err, "categories[0].match.subject: not a regular expression: missing closing ): `(`")
}

func TestStreams(t *testing.T) {
	streams := []record.Stream{{Name: "changes", Kinds: []record.Kind{record.KindStatusChange, record.KindCategoryChange}}}
	before := fmt.Sprint(streams)
	require.Equal(t, streams, newEnricher(t, Config{}).Streams(streams))

	e := newEnricher(t, Config{Categories: Categories{{Name: "a", Match: Match{Tag: []string{"a"}}}}})
	require.Equal(t, []record.Stream{{Name: "changes", Kinds: []record.Kind{record.KindStatusChange}}}, e.Streams(streams))
	require.Equal(t, before, fmt.Sprint(streams))
	b := e.Batch("shop", record.Batch{Parts: []record.Part{{Records: []record.Record{record.CategoryChange{To: "x"}}}}})
	require.Empty(t, b.Parts[0].Records)
}

func TestEnricherIsSafeForConcurrentUse(t *testing.T) {
	e := newEnricher(t, Config{Categories: Categories{{Name: "a", Match: Match{Tag: []string{"a*"}}}}})
	results := make(chan record.Record)
	for range 8 {
		go func() {
			b := e.Batch("shop", record.Batch{Parts: []record.Part{{Records: []record.Record{record.Ticket{Requester: "17", Tags: []string{"ab"}}}}}})
			results <- b.Parts[0].Records[0]
		}()
	}
	var all []record.Record
	for range 8 {
		all = append(all, <-results)
	}
	require.Len(t, slices.CompactFunc(all, func(a, b record.Record) bool { return reflect.DeepEqual(a, b) }), 1)
}
