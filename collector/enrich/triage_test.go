package enrich

import (
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

func triageOf(t *testing.T, rules ...TriageRule) *Enricher {
	t.Helper()
	return newEnricher(t, Config{
		Categories: Categories{
			{Name: "injury", Match: Match{Subject: "(?i)hurt"}},
			{Name: "delivery", Match: Match{Topic: []string{"shipping*"}}},
		},
		Triage: rules,
		Team: func(group string) string {
			if group == "360001" {
				return "Returns"
			}
			return group
		},
	})
}

// Each ticket goes through the same rules, of which the first that matches decides.
func TestTriage(t *testing.T) {
	e := triageOf(t,
		TriageRule{TriageMatch{Category: Patterns{"injury"}, Channel: Patterns{"phone"}}, record.PriorityUrgent},
		TriageRule{TriageMatch{Category: Patterns{"Inj*"}}, record.PriorityHigh},
		TriageRule{TriageMatch{Topic: Patterns{"vip", "gold*"}}, record.PriorityHigh},
		TriageRule{TriageMatch{Tag: Patterns{"spare"}}, record.PriorityLow},
		TriageRule{TriageMatch{Subject: "(?i)refund"}, record.PriorityNormal},
		TriageRule{TriageMatch{Group: Patterns{"returns"}}, record.PriorityLow},
		TriageRule{TriageMatch{Channel: Patterns{"api"}}, record.PriorityLow},
	)
	for _, c := range []struct {
		name   string
		ticket record.Ticket
		want   record.Priority
	}{
		{"the helpdesk's own priority stays", record.Ticket{Priority: record.PriorityNormal, Subject: "I am hurt"}, record.PriorityNormal},
		{"all conditions hold", record.Ticket{Subject: "I am hurt", Channel: record.ChannelPhone}, record.PriorityUrgent},
		{"one does not: the next rule", record.Ticket{Subject: "I am hurt", Channel: record.ChannelEmail}, record.PriorityHigh},
		{"none is no priority", record.Ticket{Priority: record.PriorityNone, Subject: "hurt"}, record.PriorityHigh},
		{"a topic", record.Ticket{Topics: []string{"x", "Gold customer"}}, record.PriorityHigh},
		{"the helpdesk's category is a topic", record.Ticket{Category: "VIP"}, record.PriorityHigh},
		{"a tag", record.Ticket{Tags: []string{"Spare"}}, record.PriorityLow},
		{"the subject", record.Ticket{Subject: "Refund, please"}, record.PriorityNormal},
		{"the name of the team", record.Ticket{Group: "360001"}, record.PriorityLow},
		{"the channel", record.Ticket{Channel: record.ChannelAPI}, record.PriorityLow},
		{"nothing matches", record.Ticket{Category: "other"}, record.PriorityNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.ticket.ID = "1"
			require.Equal(t, c.want, one(t, e, "shop", c.ticket).(record.Ticket).Priority)
		})
	}
}

func TestTriageByGroupOfTheHelpdesk(t *testing.T) {
	e := triageOf(t, TriageRule{TriageMatch{Group: Patterns{"360001"}}, record.PriorityHigh})
	require.Equal(t, record.PriorityHigh, one(t, e, "shop", record.Ticket{ID: "1", Group: "360001"}).(record.Ticket).Priority)
	require.Equal(t, record.PriorityNone, one(t, e, "shop", record.Ticket{ID: "1", Group: "Returns"}).(record.Ticket).Priority)
}

func TestWithoutTriageAPriorityIsNone(t *testing.T) {
	require.Empty(t, one(t, newEnricher(t, Config{}), "shop", record.Ticket{ID: "1"}).(record.Ticket).Priority)
}

// A change to no priority is one to the priority that triage gives.
func TestTriageOfChanges(t *testing.T) {
	e := triageOf(t, TriageRule{TriageMatch{Channel: Patterns{"phone"}}, record.PriorityHigh})
	b := e.Batch("shop", record.Batch{Parts: []record.Part{
		{Records: []record.Record{
			record.PriorityChange{Ticket: "1", From: record.PriorityNone, To: record.PriorityUrgent},
			record.PriorityChange{Ticket: "1", From: record.PriorityUrgent, To: record.PriorityNone},
			record.PriorityChange{Ticket: "1", To: record.PriorityLow},
			record.PriorityChange{Ticket: "2", From: record.PriorityUrgent, To: record.PriorityNone},
		}},
		{Records: []record.Record{record.Ticket{ID: "1", Channel: record.ChannelPhone}, record.Ticket{ID: "2"}}},
	}})
	require.Equal(t, []record.Record{
		record.PriorityChange{Ticket: "1", From: record.PriorityHigh, To: record.PriorityUrgent},
		record.PriorityChange{Ticket: "1", From: record.PriorityUrgent, To: record.PriorityHigh},
		record.PriorityChange{Ticket: "1", To: record.PriorityLow},
		record.PriorityChange{Ticket: "2", From: record.PriorityUrgent, To: record.PriorityNone},
	}, b.Parts[0].Records)
}

func TestTriageValidate(t *testing.T) {
	categories := Categories{{Name: "delivery", Match: Match{Tag: []string{"x"}}}}
	got := Config{Categories: categories, Triage: Triage{
		{TriageMatch{Category: Patterns{"Deliv*"}, Channel: Patterns{"*mail"}}, record.PriorityHigh},
		{TriageMatch{}, record.PriorityNone},
		{TriageMatch{Category: Patterns{"injury"}, Topic: Patterns{" "}, Subject: "(?i", Channel: Patterns{"fax"}}, "asap"},
	}}.Validate()
	require.Equal(t, []yamlfile.Problem{
		{Path: "triage[1].priority", Message: `"none" is not one of urgent, high, normal, low`},
		{Path: "triage[1].match", Message: "empty: give category, topic, tag, subject, group or channel"},
		{Path: "triage[2].priority", Message: `"asap" is not one of urgent, high, normal, low`},
		{Path: "triage[2].match.category[0]", Message: `no category "injury"; there are: delivery, other, none`},
		{Path: "triage[2].match.topic[0]", Message: "empty: give a word, or remove it"},
		{Path: "triage[2].match.channel[0]", Message: `no channel "fax"; there are: email, form, chat, messaging, phone, social, marketplace, review, api, other`},
		{Path: "triage[2].match.subject", Message: "not a regular expression: invalid or unsupported Perl syntax: `(?i`"},
	}, got)
	require.Empty(t, Triage{{TriageMatch{Category: Patterns{"whatever"}}, record.PriorityLow}}.Validate(nil),
		"without a taxonomy every category of the helpdesk is possible")
}
