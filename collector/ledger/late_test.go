package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// What arrives below the watermark: a row each of the table in docs/semantics.md, "Late and changed data".
func TestWhatArrivesLate(t *testing.T) {
	const (
		durations = "helpdesk_reply_time_seconds"
		moved     = "helpdesk_tickets_moved_total"
		reopened  = "helpdesk_tickets_reopened_total"
	)
	open := ticket("1", 0, record.StatusOpen)
	move := func(id string, at int, from, to string) record.AssignmentChange {
		return record.AssignmentChange{ID: id, Ticket: "1", At: minute(at), Group: &to, FromGroup: &from}
	}
	spam := ticket("1", 0, record.StatusSpam)
	spam.VoidedAt, spam.UpdatedAt = minute(2), minute(2)
	type totals map[[3]string]int
	for name, c := range map[string]struct {
		known []record.Record
		first int // minute of the pass that counts what is known
		late  []record.Record
		want  totals
	}{
		"a ticket": {
			first: 60, late: []record.Record{open, message("1", "1", 0, record.AuthorCustomer)},
			want: totals{{created}: 1, {messages}: 1},
		},
		"a customer's message from before a counted round": {
			known: []record.Record{open, message("5", "1", 10, record.AuthorCustomer), message("6", "1", 20, record.AuthorAgent)},
			first: 60, late: []record.Record{message("4", "1", 5, record.AuthorCustomer)},
			want: totals{{messages}: 3, {durations}: 1},
		},
		"an answer from before the one that ended a counted round": {
			known: []record.Record{open, message("5", "1", 10, record.AuthorCustomer), message("7", "1", 20, record.AuthorAgent)},
			first: 60, late: []record.Record{message("6", "1", 15, record.AuthorAgent)},
			want: totals{{messages}: 3, {durations}: 1, {"helpdesk_first_response_time_seconds"}: 1},
		},
		"a solve from before a counted solve": {
			known: []record.Record{open, change("9", "1", 30, record.StatusOpen, record.StatusSolved)},
			first: 60, late: []record.Record{change("7", "1", 10, record.StatusOpen, record.StatusSolved), change("8", "1", 20, record.StatusSolved, record.StatusOpen)},
			want: totals{{resolved}: 2, {resolved, "nth", "first"}: 2},
		},
		"a solve soon after a reopening that counts as work": {
			known: []record.Record{open, change("1", "1", 10, record.StatusOpen, record.StatusSolved), change("2", "1", 20, record.StatusSolved, record.StatusOpen)},
			first: 2000, late: []record.Record{change("3", "1", 30, record.StatusOpen, record.StatusSolved)},
			want: totals{{resolved}: 2, {reopened, "kind", "work"}: 1, {reopened, "kind", "no_reply_needed"}: 0},
		},
		"a move": {
			known: []record.Record{open, message("5", "1", 10, record.AuthorCustomer)},
			first: 60, late: []record.Record{move("1", 5, "Support", "Sales")},
			want: totals{{moved, "to_group", "Sales"}: 1, {messages, "group", "Support"}: 1, {messages, "group", "Sales"}: 0},
		},
		"a void": {
			known: []record.Record{open, message("5", "1", 10, record.AuthorCustomer), message("6", "1", 20, record.AuthorAgent)},
			first: 60, late: []record.Record{spam},
			want: totals{{voided, "change", "new"}: 1, {durations}: 1, {created}: 1},
		},
		"anything of a summary": {
			known: []record.Record{open, change("1", "1", 10, record.StatusOpen, record.StatusSolved)},
			first: 30 * 24 * 60, late: []record.Record{message("5", "1", 5, record.AuthorCustomer), message("6", "1", 7, record.AuthorAgent)},
			want: totals{{messages}: 0, {durations}: 0, {resolved}: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			b.pass(minute(c.first), c.known...)
			before := b.anomalies(record.AnomalyLate)
			require.Zero(t, before)
			b.pass(minute(c.first+1), c.late...)
			b.pass(minute(c.first + 2))
			for what, want := range c.want {
				var pairs []string
				if what[1] != "" {
					pairs = what[1:]
				}
				require.Equal(t, want, b.total(what[0], pairs...), "%v", what)
			}
		})
	}
}
