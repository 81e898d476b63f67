// Package helpscout tests what the preset makes of single conversations.
package helpscout

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func TestConversations(t *testing.T) {
	for _, c := range []struct {
		name string
		with object
		want []string
	}{
		{"of a customer", nil, []string{`open customer email "Orders" ""`}},
		{
			"of an agent, who wrote in the browser",
			object{"createdBy": user(4), "source": object{"type": "web", "via": "user"}, "assignee": user(4)},
			[]string{`open agent email "Orders" "4"`},
		},
		{"assigned to a team", object{"assignee": object{"id": 7, "type": "team"}}, []string{`open customer email "Orders" ""`}},
		{"assigned to anyone", object{"assignee": user(1)}, []string{`open customer email "Orders" ""`}},
		{"closed chat", object{"type": "chat", "status": "closed", "closedAt": at(5)}, []string{`solved customer chat "Orders" ""`}},
		{"from a Beacon", object{"source": object{"type": "beacon-v2", "via": "customer"}}, []string{`open customer form "Orders" ""`}},
		{"from a messenger", object{"type": "chat", "source": object{"type": "channel", "via": "customer"}}, []string{`open customer messaging "Orders" ""`}},
		{"deleted", object{"state": "deleted"}, []string{`deleted customer email "Orders" ""`}},
		{"spam", object{"status": "spam", "mailboxId": 86}, []string{`spam customer email "Billing" ""`}},
		{"draft", object{"state": "draft"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, &account{conversation: conversation(c.with)}, "")
			require.NoError(t, d.Poll("tickets"))
			require.Equal(t, c.want, d.told(record.KindTicket))
			require.Empty(t, d.Ledger.Anomalies)
		})
	}
}

// What a conversation's life leaves in its threads, whether they fit on a page or not.
func TestThreads(t *testing.T) {
	life := []object{
		thread(0, "customer", customer(9), object{"status": "active"}),
		thread(1, "message", user(2), action("automatic-workflow", object{"workflow": 5})),
		thread(2, "message", aiAgent(), object{"assignedTo": user(1)}),
		thread(3, "note", user(4), nil),
		thread(4, "message", user(4), object{"state": "draft", "status": "closed"}),
		thread(5, "lineitem", user(4), object{"assignedTo": object{"id": 7, "type": "team"}}),
		thread(6, "message", user(4), object{"status": "closed", "assignedTo": user(4), "state": "hidden"}),
		thread(7, "customer", customer(8), object{"status": "active", "assignedTo": user(4)}),
		thread(8, "lineitem", user(2), object{"status": "pending", "action": object{"type": "automatic-workflow"}}),
		thread(9, "phone", user(5), object{"assignedTo": user(5)}),
		thread(10, "forwardparent", user(5), nil),
		thread(11, "lineitem", user(5), object{"status": "pending", "action": object{"type": "manual-workflow"}}),
		thread(12, "lineitem", user(5), object{"status": "closed"}),
	}
	for _, perPage := range []int{25, 4, 1} {
		d := open(t, &account{conversation: conversation(nil), threads: life, perPage: perPage}, ", vars: {workflows: bot}")
		require.NoError(t, d.Poll("tickets"))
		require.ElementsMatch(t, []string{
			"0 public customer 9", "1 public bot 2", "2 public bot 155250", "3 internal agent 4", "6 public agent 4",
			"7 public customer 8", "9 public agent 5",
		}, d.told(record.KindMessage), perPage)
		require.Empty(t, d.Ledger.Anomalies)
		if perPage != 25 {
			continue
		}
		require.Equal(t, []string{
			"0 of 1:  to open by customer", "6 of 1: open to solved by agent", "7 of 1: solved to open by customer",
			"8 of 1: open to pending by bot", "12 of 1: pending to solved by agent",
		}, d.told(record.KindStatusChange))
		require.Equal(t, []string{
			`6 agent "" to "4", group - to -`, `9 agent "4" to "5", group - to -`,
		}, d.told(record.KindAssignmentChange))
	}
}

// Where a status was told twice, in two pages, the second is no change; the ledger knows.
func TestStatusesAcrossPages(t *testing.T) {
	d := open(t, &account{conversation: conversation(nil), perPage: 1, threads: []object{
		thread(0, "customer", customer(9), object{"status": "active"}),
		thread(1, "lineitem", user(4), object{"status": "closed"}),
	}}, "")
	require.NoError(t, d.Poll("tickets"))
	require.Equal(t, []string{"0 of 1:  to open by customer", "1 of 1:  to solved by agent"}, d.told(record.KindStatusChange))
}

func TestMoves(t *testing.T) {
	moved := func(n, from int) object {
		return thread(n, "lineitem", user(4), action("moved-from-mailbox", object{"mailbox": from}))
	}
	d := open(t, &account{conversation: conversation(object{"mailboxId": 87}), threads: []object{
		thread(0, "customer", customer(9), object{"status": "active"}), moved(1, 85), moved(2, 86), moved(3, 999),
	}}, "")
	require.NoError(t, d.Poll("tickets"))
	require.Equal(t, []string{
		`1 agent - to -, group "Orders" to "Billing"`, `2 agent - to -, group "Billing" to -`, `3 agent - to -, group - to "Returns"`,
	}, d.told(record.KindAssignmentChange))
}

func TestDeletedAndRestored(t *testing.T) {
	d := open(t, &account{conversation: conversation(nil), threads: []object{
		thread(0, "customer", customer(9), object{"status": "active"}),
		thread(1, "message", user(4), object{"status": "pending"}),
		thread(2, "lineitem", user(4), action("deleted-ticket", nil)),
		thread(3, "lineitem", user(4), action("restore-ticket", nil)),
	}}, "")
	require.NoError(t, d.Poll("tickets"))
	require.Equal(t, []string{
		"0 of 1:  to open by customer", "1 of 1: open to pending by agent", "2 of 1: pending to deleted by agent", "3 of 1: deleted to pending by agent",
	}, d.told(record.KindStatusChange))
}

// The target of a merge tells of the other conversation, which is no longer there.
func TestMerged(t *testing.T) {
	d := open(t, &account{conversation: conversation(nil), merged: "33", threads: []object{
		thread(0, "customer", customer(9), object{"status": "active"}),
		thread(2, "lineitem", user(4), action("merged", object{"originalConversation": 33})),
	}}, "")
	d.Ledger.Want("33")
	require.NoError(t, d.Poll("tickets"))
	require.Contains(t, d.told(record.KindStatusChange), "2 of 33:  to merged by agent")
	require.Empty(t, d.Ledger.Wanted())
	require.NotContains(t, d.Ledger.Records, "ticket/33")
}

// What an agent opened a conversation with is no message, whatever a merge has put before it.
func TestOpeningText(t *testing.T) {
	opened := conversation(object{"createdBy": user(4), "source": object{"type": "web", "via": "user"}})
	first := thread(0, "message", user(4), object{"status": "active"})
	early := thread(-30, "customer", customer(9), nil)
	later := []object{thread(1, "customer", customer(9), nil), thread(2, "message", user(4), nil)}
	for _, c := range []struct {
		name    string
		threads []object
		want    []string
	}{
		{"at its creation", append([]object{first}, later...), []string{"1 public customer 9", "2 public agent 4"}},
		{"sent later than its draft", later[1:], nil},
		{"after a merge with an older one", append([]object{early, first}, later...), []string{"-30 public customer 9", "1 public customer 9", "2 public agent 4"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, &account{conversation: opened, threads: c.threads}, "")
			require.NoError(t, d.Poll("tickets"))
			require.ElementsMatch(t, c.want, d.told(record.KindMessage))
		})
	}
}

// How long ago a customer wrote is no news: the threads are read again only when something else differs.
func TestAgeIsNoChange(t *testing.T) {
	d := open(t, &account{conversation: conversation(nil)}, "")
	wait := func(minutes int) {
		d.conversation["customerWaitingSince"] = object{"time": at(0), "friendly": fmt.Sprintf("%d min ago", minutes)}
		require.NoError(t, d.Poll("tickets"))
		d.Clock.Advance(time.Minute)
	}
	wait(60)
	wait(61)
	read := func() int { return strings.Count(strings.Join(d.paths, " "), "/threads") }
	before := read()
	wait(62)
	require.Equal(t, before, read())
	d.conversation["status"] = "pending"
	wait(63)
	require.Equal(t, before+1, read())
}

// Ratings belong to the larger plans: without them all else goes on.
func TestRatings(t *testing.T) {
	d := open(t, &account{conversation: conversation(nil), reports: http.StatusForbidden, ratings: []object{
		{"id": 1, "threadid": 106, "ratingId": 1, "ratingCustomerId": 9, "ratingUserId": 4, "ratingCreatedAt": at(20)},
		{"id": 1, "threadid": 107, "ratingId": 3, "ratingCustomerId": 9, "ratingUserId": 5, "ratingCreatedAt": at(30)},
	}}, "")
	var own interface{ Reason() string }
	require.ErrorAs(t, d.Poll("surveys"), &own)
	require.Equal(t, "unavailable", own.Reason())
	require.NoError(t, d.Poll("tickets"))
	d.reports = http.StatusOK
	require.NoError(t, d.Poll("surveys"))
	require.Equal(t, []string{"106/9 of 1 at 20: 3 of 1 to 3 by 9 for 4", "107/9 of 1 at 30: 1 of 1 to 3 by 9 for 5"}, d.told(record.KindSurvey))
}
