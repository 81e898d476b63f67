package fake

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

func minutesOf(t *testing.T, row map[string]any, key string) any {
	t.Helper()
	s, ok := row[key].(map[string]any)
	require.True(t, ok, key)
	require.Equal(t, s["calendar"], s["business"])
	return s["calendar"]
}

// The metrics are those of the desk's history, and are told within a ticket and beside it.
func testMetrics(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 6*24*time.Hour)
	frame := c.settled()
	body := c.one("/incremental/tickets/cursor?start_time=0&include=metric_sets,users,groups,comment_count")
	beside := map[int64]map[string]any{}
	for _, row := range rowsOf(t, body, "metric_sets") {
		beside[num(row["ticket_id"])] = row
	}
	users, groups := newest(rowsOf(t, body, "users")), newest(rowsOf(t, body, "groups"))
	within := newest(rowsOf(t, body, "tickets"))
	reopened, replied := 0, 0
	for _, ticket := range frame.Tickets {
		row, ok := within[ticket.ID]["metric_set"].(map[string]any)
		require.True(t, ok)
		require.Equal(t, beside[ticket.ID], row)
		require.Contains(t, users, CustomerID(ticket.Customer))
		require.Contains(t, groups, GroupID(ticket.Team))
		reopens, replies := 0, 0
		first := time.Time{}
		for _, ch := range ticket.Changes {
			if ch.Field == "status" && (ch.Old == "solved" || ch.Old == "closed") && ch.New != "closed" && ch.New != "merged" && word(statuses(), ch.New) != "deleted" {
				reopens++
			}
		}
		for _, m := range ticket.Messages {
			if (m.Author == "agent" || m.Author == "bot") && !m.Internal {
				replies++
				if first.IsZero() {
					first = m.Created
				}
			}
		}
		require.InDelta(t, reopens, num(row["reopens"]), 0, ticket.ID)
		require.InDelta(t, replies, num(row["replies"]), 0)
		reopened, replied = reopened+reopens, replied+replies
		if first.IsZero() {
			require.Nil(t, minutesOf(t, row, "reply_time_in_minutes"))
		} else {
			require.InDelta(t, first.Sub(ticket.Created).Minutes(), minutesOf(t, row, "reply_time_in_minutes"), 0.5)
		}
		if ticket.Status == "solved" || ticket.Status == "closed" {
			require.NotNil(t, minutesOf(t, row, "full_resolution_time_in_minutes"))
			require.Contains(t, row, "solved_at")
		} else if ticket.Status != "merged" && word(statuses(), ticket.Status) != "deleted" {
			require.NotContains(t, row, "solved_at")
		}
	}
	require.Positive(t, reopened)
	require.Positive(t, replied)
}

// Events of metrics come in order; each reply fulfils what waited, and what is late is a breach when it is late.
func testMetricEvents(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 6*24*time.Hour)
	frame := c.settled()
	rows, _ := c.timeWalk("ticket_metric_events", "/incremental/ticket_metric_events?start_time=0&per_page=500")
	all := newest(rows)
	byCursor := newest(c.list("ticket_metric_events", "/incremental/ticket_metric_events?start_time=0"))
	require.Equal(t, all, byCursor)
	last, kinds := time.Time{}, map[string]int{}
	type key struct {
		ticket   int64
		instance int64
	}
	open, targets := map[key]time.Time{}, map[key]float64{}
	for _, row := range rows {
		at := when(t, row["time"])
		require.False(t, at.Before(last))
		require.False(t, at.After(frame.At))
		last = at
		kinds[str(row["metric"])+" "+str(row["type"])]++
		if row["metric"] != "reply_time" {
			continue
		}
		k := key{num(row["ticket_id"]), num(row["instance_id"])}
		switch row["type"] {
		case "activate":
			open[k] = at
		case "apply_sla":
			sla, _ := row["sla"].(map[string]any)
			targets[k], _ = sla["target"].(float64)
		case "breach":
			require.False(t, at.Before(open[k].Add(time.Duration(targets[k])*time.Minute)))
		}
	}
	for _, kind := range []string{
		"reply_time activate", "reply_time apply_sla", "reply_time fulfill", "reply_time breach", "reply_time update_status",
		"agent_work_time pause", "agent_work_time fulfill", "requester_wait_time activate", "requester_wait_time pause",
	} {
		require.Positive(t, kinds[kind], kind)
	}
	// Nothing of the past changes its number, whatever comes after.
	early := newClient(t, api.Options{Tape: c.tape.Copy(), Calm: true}, 2*24*time.Hour)
	early.settled()
	before, _ := early.timeWalk("ticket_metric_events", "/incremental/ticket_metric_events?start_time=0")
	for _, row := range before {
		if again := all[num(row["id"])]; again != nil {
			require.Equal(t, row["time"], again["time"])
			require.Equal(t, row["type"], again["type"])
		}
	}
	ticket := frame.Tickets[0]
	one := c.one(fmt.Sprintf("/tickets/%d?include=metric_events", ticket.ID))
	within, _ := one["ticket"].(map[string]any)
	require.NotEmpty(t, rowsOf(t, within["metric_events"].(map[string]any), "agent_work_time"))
}

// A survey is offered a day after a solve that holds: until the account's turn as a rating, then as a CSAT
// survey. What has been said may be changed in place.
func testSurveys(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Seed: 5, Limit: 10_000}, 6*24*time.Hour)
	frame := c.settled()
	ratings := c.list("satisfaction_ratings", "/satisfaction_ratings?page[size]=7")
	responses := c.list("survey_responses", "/guide/survey_responses?page[size]=7")
	offered, last := map[int64]bool{}, time.Time{}
	for _, row := range ratings {
		at := when(t, row["created_at"])
		require.False(t, at.Before(last))
		require.False(t, at.After(frame.At))
		last = at
		id := num(row["ticket_id"])
		if row["score"] == "offered" {
			offered[id] = true
			require.True(t, at.Before(c.server.turn))
		} else {
			require.True(t, offered[id])
		}
	}
	require.NotEmpty(t, offered)
	require.Less(t, len(offered), len(ratings))
	require.NotEmpty(t, responses)
	for _, row := range responses {
		subject := rowsOf(t, row, "subjects")[0]
		require.False(t, offered[number(str(subject["id"]))], "a ticket is asked about once")
		answer := rowsOf(t, row, "answers")[0]
		require.Contains(t, []any{"good", "bad"}, answer["rating_category"])
		at, err := time.Parse("2006-01-02T15:04:05.000Z", str(answer["created_at"]))
		require.NoError(t, err)
		require.True(t, at.After(c.server.turn))
		one := c.list("survey_responses", fmt.Sprintf("/guide/survey_responses?filter[created_at_start]=%d&filter[created_at_end]=%d", at.UnixMilli(), at.UnixMilli()))
		require.Contains(t, one, row)
	}
	received := c.list("satisfaction_ratings", "/satisfaction_ratings?score=received")
	require.Len(t, received, len(ratings)-len(offered))
	since := c.list("satisfaction_ratings", fmt.Sprintf("/satisfaction_ratings?start_time=%d", last.Unix()))
	require.NotEmpty(t, since)
	require.Equal(t, 400, c.do(fmt.Sprintf("/satisfaction_ratings?end_time=%d", c.clock.Now().Unix())).status)
}

// There is a call for each ticket that came by phone. The feed has no end but its count, tells the last row
// again, and tells a call again when its charge is known.
func testCalls(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 6*24*time.Hour)
	frame := c.settled()
	body := c.one("/channels/voice/stats/incremental/calls?start_time=0")
	calls := newest(rowsOf(t, body, "calls"))
	want := 0
	for _, ticket := range frame.Tickets {
		call := calls[CallID(ticket.ID)]
		if ticket.Channel != "phone" || ticket.OpenedBy == "system" {
			require.Nil(t, call)
			continue
		}
		if frame.At.Sub(ticket.Created) < 2*time.Hour {
			continue
		}
		want++
		require.Equal(t, ticket.ID, num(call["ticket_id"]))
		require.True(t, ticket.Created.Equal(when(t, call["created_at"])))
		require.Equal(t, map[bool]string{true: "outbound", false: "inbound"}[ticket.OpenedBy == "agent"], call["direction"])
		if call["agent_id"] != nil {
			require.Equal(t, num(call["duration"]), num(call["time_to_answer"])+num(call["talk_time"]))
		} else {
			require.Zero(t, num(call["talk_time"]))
		}
	}
	require.Positive(t, want)
	require.NotNil(t, body["next_page"])
	again := c.one(str(body["next_page"]))
	require.NotEmpty(t, rowsOf(t, again, "calls"))
	require.Equal(t, again["next_page"], c.one(str(again["next_page"]))["next_page"])
	legs := rowsOf(t, c.one("/channels/voice/stats/incremental/legs?start_time=0"), "legs")
	require.Greater(t, len(legs), len(calls))
	for _, leg := range legs {
		require.Contains(t, calls, num(leg["call_id"]))
	}
	early := newClient(t, api.Options{Tape: c.tape.Copy(), Calm: true}, 30*time.Hour)
	early.settled()
	revised := 0
	for id, row := range newest(rowsOf(t, early.one("/channels/voice/stats/incremental/calls?start_time=0"), "calls")) {
		if row["call_charge"] == nil {
			revised++
			require.NotNil(t, calls[id]["call_charge"])
			require.NotEqual(t, row["updated_at"], calls[id]["updated_at"])
		}
	}
	t.Logf("%d calls revised", revised)
}
