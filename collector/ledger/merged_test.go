package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/sources/record"
)

func merged(id string, created int, into string, at int) record.Ticket {
	r := ticket(id, created, record.StatusMerged)
	r.MergedInto, r.VoidedAt, r.UpdatedAt = into, minute(at), minute(at)
	return r
}

// docs/semantics.md, "What counts": a wait goes on through tickets that were merged in turn, whatever the order in
// which they are read.
func TestAWaitIsHandedOnThroughAChainOfMerges(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(5), ticket("5", 1, record.StatusOpen), ticket("7", 1, record.StatusOpen), ticket("9", 0, record.StatusOpen),
		message("1", "9", 0, record.AuthorCustomer))
	b.pass(minute(30), merged("5", 1, "7", 20), merged("9", 0, "5", 10))
	b.pass(minute(50), message("2", "7", 40, record.AuthorAgent))
	require.Equal(t, 1, b.total(replies))
	require.Equal(t, (40 * time.Minute).Milliseconds(), b.sum(replies))
}

// "Exactly once": a ticket that was merged away does not take back its messages when an older copy of them is read.
func TestAStaleCopyDoesNotTakeAMessageBack(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(10), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer), ticket("2", 5, record.StatusOpen))
	b.pass(minute(20), merged("1", 0, "2", 15), message("1", "2", 0, record.AuthorCustomer))
	b.pass(minute(30), message("1", "1", 0, record.AuthorCustomer))
	b.pass(minute(40), message("2", "2", 35, record.AuthorAgent), change("1", "2", 36, record.StatusOpen, record.StatusSolved))
	b.pass(minute(8 * 24 * 60))
	require.Equal(t, 1, b.total("helpdesk_ticket_messages"))
	require.EqualValues(t, 2, b.sum("helpdesk_ticket_messages"), "the message that moved and its answer")
}

// "Labels": the group a ticket is moved to has its place among the groups, none of its own.
func TestGroupsHaveOnePlaceEach(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) {
		c.Labels.Values = map[string]catalogue.Values{"group": {Max: 2}}
	})
	other := ticket("2", 0, record.StatusOpen)
	other.Group = "Sales"
	b.pass(minute(1), ticket("1", 0, record.StatusOpen), other)
	from, to, last := "Support", "Billing", "Sales"
	b.pass(minute(10),
		record.AssignmentChange{ID: "1", Ticket: "1", At: minute(5), Group: &to, FromGroup: &from},
		record.AssignmentChange{ID: "2", Ticket: "1", At: minute(6), Group: &last, FromGroup: &to})
	require.Equal(t, 1, b.total("helpdesk_tickets_moved_total", "group", "Support", "to_group", "other"))
	require.Equal(t, 1, b.total("helpdesk_tickets_moved_total", "group", "other", "to_group", "Sales"))
}
