package simulator_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
)

// total sums the samples that have some labels, "name=value" each.
func total(truth []simulator.Sample, name string, labels ...string) float64 {
	sum := 0.0
	for _, s := range truth {
		if s.Name != name {
			continue
		}
		fits := !slices.ContainsFunc(labels, func(label string) bool {
			key, value, _ := strings.Cut(label, "=")
			return s.Labels[key] != value
		})
		if fits {
			sum += s.Value
		}
	}
	return sum
}

// number is the only value of a query.
func number(t *testing.T, path, query string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(dump(t, path, query)[0], 64)
	require.NoError(t, err)
	return n
}

const (
	isResolved = "('solved', 'closed')"
	isVoid     = "('merged', 'spam', 'trash')"
)

// What the truth says agrees with itself, and with what lies in the tables.
func TestIdentities(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			desk, path := newDesk(t, simulator.Options{Seed: seed, Begin: monday, Rules: simulator.OrdinaryRules("shop", monday)})
			now := monday.AddDate(0, 0, 25)
			require.NoError(t, desk.Advance(t.Context(), now))
			truth := desk.Truth(now, monday.Add(-time.Second))
			sum := func(name string, labels ...string) float64 { return total(truth, "helpdesk_"+name, labels...) }
			tickets := number(t, path, "SELECT MAX(id) FROM tickets")
			gone := tickets - number(t, path, "SELECT COUNT(*) FROM tickets")
			require.Greater(t, gone, 50.0)
			require.Equal(t, tickets, sum("tickets_created_total"))
			require.Equal(t, gone+number(t, path, "SELECT COUNT(*) FROM tickets WHERE status IN "+isVoid),
				sum("tickets_voided_total", "change=new")-sum("tickets_voided_total", "change=retracted"))
			require.Equal(t, number(t, path, "SELECT COUNT(*) FROM tickets WHERE status NOT IN "+isVoid+" AND status NOT IN "+isResolved), sum("tickets"))
			require.Equal(t, sum("tickets"), sum("tickets_older_than", "threshold_seconds=0"))
			require.Equal(t, sum("tickets"), sum("open_categories"))
			require.Equal(t, sum("tickets"), sum("period_events", "period=day", "which=current", "event=unresolved_at_end"))
			require.Equal(t, number(t, path, "SELECT COUNT(*) FROM tickets WHERE agent_id IS NULL AND solved IS NULL AND status NOT IN "+isVoid), sum("tickets_unassigned"))
			require.Equal(t, number(t, path, "SELECT MAX(id) FROM messages"), sum("messages_total"))
			moves := "FROM history WHERE field = 'status' AND "
			require.Equal(t, number(t, path, "SELECT COUNT(*) "+moves+"new_value IN "+isResolved+" AND old_value NOT IN "+isResolved), sum("tickets_resolved_total"))
			reopened := number(t, path, "SELECT COUNT(*) "+moves+"old_value IN "+isResolved+" AND new_value NOT IN "+isResolved)
			require.LessOrEqual(t, sum("tickets_reopened_total"), reopened)
			require.Greater(t, sum("tickets_reopened_total")+30, reopened)
			require.Equal(t, number(t, path, "SELECT COUNT(*) FROM history WHERE field = 'team'"), sum("tickets_moved_total"))
			require.Equal(t, sum("tickets_resolved_total", "nth=first"), sum("resolution_touches_total"))
			require.Equal(t, sum("tickets_resolved_total", "nth=first"), sum("resolution_time_seconds_count", "stage=first", "clock=business"))
			finals := sum("resolution_time_seconds_count", "stage=final", "clock=calendar")
			require.Greater(t, finals, 1000.0)
			require.Equal(t, finals, sum("ticket_messages_count"))
			for _, phase := range []string{"new", "open", "pending", "hold"} {
				require.Equal(t, finals, sum("phase_time_seconds_count", "phase="+phase, "clock=business"))
			}
			require.Less(t, sum("first_response_time_seconds_count"), sum("reply_time_seconds_count"))
			require.Equal(t, sum("reply_time_seconds_count"), sum("reply_time_seconds_bucket", "le=+Inf"))
			require.Less(t, sum("reply_time_seconds_sum", "clock=business"), sum("reply_time_seconds_sum", "clock=calendar"))
			require.Equal(t, number(t, path, "SELECT COUNT(DISTINCT topic) FROM tickets"), sum("topics_first_seen_total"))
			for _, s := range truth {
				require.False(t, s.Value < 0 && s.Name != "helpdesk_period_events", "%v", s)
			}
			again := desk.Truth(now.AddDate(0, 0, -3), monday)
			require.Less(t, total(again, "helpdesk_tickets_created_total"), tickets)
			require.Equal(t, again, desk.Truth(now.AddDate(0, 0, -3), monday))
		})
	}
}

// Whoever polls as often as was agreed sees everything before it vanishes.
func TestPollsSeeEverything(t *testing.T) {
	const every = 20 * time.Minute
	desk, path := newDesk(t, simulator.Options{Seed: 4, Begin: monday, MaxPoll: every, Rules: simulator.OrdinaryRules("", monday)})
	seen := map[string]bool{}
	now := monday
	for range 6 * 24 * 3 {
		now = now.Add(every)
		require.NoError(t, desk.Advance(t.Context(), now))
		for _, row := range dump(t, path, `SELECT 'message', id FROM messages UNION ALL SELECT 'history', id FROM history UNION ALL SELECT 'ticket', id FROM tickets`) {
			seen[row] = true
		}
	}
	for _, table := range []string{"message", "history", "ticket"} {
		n := 0
		for row := range maps.Keys(seen) {
			if strings.HasPrefix(row, table) {
				n++
			}
		}
		plural := strings.TrimSuffix(table, "y") + map[string]string{"history": "y"}[table] + map[string]string{"message": "s", "ticket": "s"}[table]
		require.Equal(t, number(t, path, "SELECT MAX(id) FROM "+plural), float64(n), table)
	}
	require.Greater(t, number(t, path, "SELECT MAX(id) - COUNT(*) FROM tickets"), 20.0, "some have vanished")
}

// The acts of one ticket never share a second, but those of one moment, however fast the desk lives.
func TestMoments(t *testing.T) {
	for _, speed := range []float64{0, 300} {
		t.Run(fmt.Sprint("speed ", speed), func(t *testing.T) {
			c := &clock{now: monday, end: monday.Add(40 * time.Minute)}
			desk, path := newDesk(t, simulator.Options{Seed: 9, Begin: monday.AddDate(0, 0, -3), Clock: c, Speed: speed, Volume: 3})
			require.NoError(t, desk.Advance(t.Context(), monday))
			if speed > 0 {
				live(t, desk, c)
				require.NotEmpty(t, desk.Truth(c.now, monday))
			}
			require.Greater(t, number(t, path, "SELECT MAX(id) FROM messages"), 3000+speed*5)
			require.Empty(t, dump(t, path, `SELECT ticket_id, created, COUNT(*) FROM messages GROUP BY 1, 2 HAVING COUNT(*) > 1`))
			require.Empty(t, dump(t, path, `SELECT h.id FROM history h JOIN messages m USING (ticket_id, created) WHERE field IN ('team', 'priority')`))
			require.Empty(t, dump(t, path, `SELECT a.id FROM history a JOIN history b USING (ticket_id, created, field)
				WHERE a.id < b.id AND a.field <> 'agent'`))
			require.Empty(t, dump(t, path, `SELECT b.id FROM history a JOIN history b ON b.id = a.id + 1 WHERE b.created < a.created`))
		})
	}
}

// Each act that the story knows happens in some weeks, so that the truth is about something.
func TestEverythingHappens(t *testing.T) {
	desk, path := newDesk(t, simulator.Options{Seed: 2, Begin: monday, Rules: simulator.OrdinaryRules("", monday)})
	now := monday.AddDate(0, 0, 36)
	require.NoError(t, desk.Advance(t.Context(), now))
	truth := desk.Truth(now, monday)
	for _, each := range strings.Split(strings.TrimSpace(everything), "\n") {
		fields := strings.Fields(each)
		require.Positive(t, total(truth, "helpdesk_"+fields[0], fields[1:]...), each)
	}
	require.NotEmpty(t, dump(t, path, `SELECT id FROM messages WHERE edited IS NOT NULL`))
	require.NotEmpty(t, dump(t, path, `SELECT ticket_id FROM ticket_tags`))
	require.NotEmpty(t, dump(t, path, `SELECT h.id FROM history h JOIN tickets t ON t.id = ticket_id WHERE field = 'topic' AND status = 'closed' AND h.created > solved`))
	require.NotEmpty(t, dump(t, path, `SELECT id FROM tickets WHERE topic = 'coupon app fails'`))
	require.Equal(t, float64(len(simulator.Categories())), number(t, path, `SELECT COUNT(*) FROM topics`))
	days := dump(t, path, `SELECT COUNT(*) FROM tickets GROUP BY substr(created, 1, 10) ORDER BY COUNT(*)`)
	require.Greater(t, number(t, path, `SELECT COUNT(*) FROM tickets WHERE created LIKE '2026-06-16%'`), 700.0, "the bad day")
	require.Len(t, days, 37)
	for _, n := range days[5 : len(days)-1] { // but the days of the beginning and the end, and holidays
		count, err := strconv.Atoi(n)
		require.NoError(t, err)
		require.InDelta(t, 200, count, 110)
	}
}

const everything = `
tickets_created_total origin=customer channel=email brand=Casa
tickets_created_total origin=agent
tickets_created_total origin=automation
tickets_created_total priority=urgent channel=social
tickets_created_total channel=marketplace brand=MegaMarket
tickets_created_total channel=phone
ticket_categories_total change=new category=none
ticket_categories_total change=new category=other
ticket_categories_total change=retracted
tickets_resolved_total nth=first
tickets_resolved_total nth=repeat
resolution_touches_total by=agent touches=0
resolution_touches_total by=agent touches=1
resolution_touches_total by=agent touches=2+
resolution_touches_total by=bot touches=0
resolution_touches_total by=automation touches=1
resolution_touches_total by=customer touches=0
tickets_reopened_total kind=work
tickets_reopened_total kind=no_reply_needed
tickets_voided_total reason=merged change=new
tickets_voided_total reason=spam change=new
tickets_voided_total reason=spam change=retracted
tickets_voided_total reason=deleted change=new
tickets_voided_total reason=deleted change=retracted
tickets_moved_total group=Billing to_group=Returns
messages_total author=customer direction=inbound visibility=public hours=closed
messages_total author=agent direction=outbound visibility=public hours=open
messages_total author=agent direction=outbound visibility=internal
messages_total author=automation direction=outbound visibility=public
messages_total author=automation direction=outbound visibility=internal
messages_total author=bot direction=outbound visibility=public
phase_time_seconds_sum phase=hold clock=business
tickets status=hold
tickets status=pending
tickets status=new
tickets_awaiting_reply
tickets_unassigned
requesters window=90d
ticket_checks_total check=automated result=yes
ticket_checks_total check=repeat_contact result=yes
ticket_checks_total check=acknowledged result=no
sla_outcomes_total outcome=met target=first_response policy=marketplace
sla_outcomes_total outcome=breached priority=urgent
sla_outcomes_total outcome=cancelled
sla_outcomes_total outcome=corrected
sla_clocks state=running
sla_clocks state=paused
period_events event=sla_breached period=month which=previous
goal kpi=unresolved
group_schedule_info group=Returns
schedule_next_change_timestamp_seconds
sla_objective_ratio policy=standard
`
