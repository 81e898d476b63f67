package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// promise makes rules with one policy of calendar time, an hour each.
func promise(targets ...sla.Target) *Rules {
	rules := withHistory()
	p := sla.Policy{Name: "standard", Targets: map[sla.Target]sla.Goal{}}
	for _, t := range targets {
		p.Targets[t] = sla.Goal{Default: sla.Budget{Duration: hour}}
	}
	rules.SLA = &sla.Rules{Policies: []sla.Policy{p}, ReopenWork: 24 * hour}
	return rules
}

// docs/semantics.md, "SLA": what a history tells of its clocks.
func TestOutcomesOfHistories(t *testing.T) {
	m := func(n int) time.Time { return at(time.Duration(n) * time.Minute) }
	open, solved, spam := record.StatusOpen, record.StatusSolved, record.StatusSpam
	tests := map[string]struct {
		target  sla.Target
		records []record.Record
		want    map[string]time.Time
	}{
		"an answer":                        {sla.FirstResponse, []record.Record{mail("1", base), answer("2", m(30))}, map[string]time.Time{"sla/first_response/created/met": m(30)}},
		"an answer in time":                {sla.FirstResponse, []record.Record{mail("1", base), answer("2", m(60))}, map[string]time.Time{"sla/first_response/created/met": m(60)}},
		"too late":                         {sla.FirstResponse, []record.Record{mail("1", base), answer("2", m(61))}, map[string]time.Time{"sla/first_response/created/breached": m(60)}},
		"a bot and a note":                 {sla.FirstResponse, []record.Record{mail("1", base), bot("2", m(5)), note("3", m(6))}, map[string]time.Time{"sla/first_response/created/breached": m(60)}},
		"an answer from before the ticket": {sla.FirstResponse, []record.Record{answer("1", m(-5))}, map[string]time.Time{"sla/first_response/created/met": base}},
		"void":                             {sla.FirstResponse, []record.Record{status("v", m(30), open, spam)}, map[string]time.Time{"sla/first_response/created/cancelled": m(30)}},
		"void by a snapshot": {
			sla.FirstResponse, []record.Record{ticket(base, m(30), spam)}, map[string]time.Time{"sla/first_response/created/cancelled": m(30)},
		},
		"void, and recovered": {
			sla.Resolution,
			[]record.Record{status("v", m(30), open, spam), status("r", m(90), spam, open)},
			map[string]time.Time{"sla/resolution/created/cancelled": m(30), "sla/resolution/created/" + stampOf(m(90)) + "/breached": m(120)},
		},
		"an answer with the solve": {
			sla.FirstResponse, []record.Record{status("s", m(30), open, solved), answer("2", m(30))}, map[string]time.Time{"sla/first_response/created/met": m(30)},
		},
		"a question of the customer's own": {
			sla.NextResponse,
			[]record.Record{mail("1", base), answer("2", m(10)), mail("3", m(20)), mail("4", m(25)), answer("5", m(70))},
			map[string]time.Time{"sla/next_response/3/met": m(70)},
		},
		"an internal question": {
			sla.NextResponse,
			[]record.Record{mail("1", base), answer("2", m(10)), func() record.Message {
				q := mail("3", m(20))
				q.Visibility = record.Internal
				return q
			}()},
			map[string]time.Time{},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(append([]record.Record{ticket(base, base, open)}, tc.records...)...)
			got := map[string]time.Time{}
			for _, f := range Derive(h, promise(tc.target)) {
				if f.Kind == SLAOutcome {
					got[f.Key] = f.At
					require.Equal(t, f.At, f.KnownAt)
				}
			}
			require.Equal(t, tc.want, got)
		})
	}
}

func stampOf(at time.Time) string { return changeKey("", at, "")[:13] }

// A wait that a merge hands on is a round from when the customer wrote; one whose message came too is that of
// the message.
func TestClocksOfAMerge(t *testing.T) {
	rules := promise(sla.NextResponse)
	handed := Absorbed{Ticket: "9", At: at(30 * time.Minute), Since: at(20 * time.Minute), Message: "child"}
	first := []record.Record{ticket(base, base, record.StatusOpen), mail("1", base), answer("2", at(10*time.Minute))}
	alone := historyOf(first...)
	alone.Absorb(handed)
	require.Equal(t, at(80*time.Minute), find(t, Derive(alone, rules), "sla/next_response/child/breached").At)
	moved := historyOf(append(first, mail("child", at(25*time.Minute)))...)
	moved.Absorb(handed)
	require.Equal(t, at(85*time.Minute), find(t, Derive(moved, rules), "sla/next_response/child/breached").At)
}

// Of a summary that goes on, only what comes after it is told.
func TestClocksOfAPartialHistory(t *testing.T) {
	rules := promise(sla.FirstResponse, sla.Resolution)
	h := summarised(t, rules, ticket(base, at(hour), record.StatusSolved), mail("1", base), answer("2", at(30*time.Minute)),
		status("1", at(30*time.Minute), record.StatusOpen, record.StatusSolved))
	back := h.Prior.Through.Add(hour)
	h.Merge(ticket(base, back, record.StatusOpen))
	h.Merge(status("2", back, record.StatusSolved, record.StatusOpen))
	got := []string{}
	for _, f := range Derive(h, rules) {
		if f.Kind == SLAOutcome {
			got = append(got, f.Key+" "+f.At.Sub(back).String())
		}
	}
	require.Equal(t, []string{"sla/resolution/reopened/" + stampOf(back) + "/breached 1h0m0s"}, got)
	require.Len(t, ViewAt(h, rules, back.Add(time.Minute)).Clocks, 1)
}

// What an outcome carries: labels of its instant, what counts by day, and what to count if it is revoked.
func TestWhatAnOutcomeCarries(t *testing.T) {
	rules := promise(sla.Resolution)
	h := historyOf(ticket(base, base, record.StatusOpen), grouped(at(30*time.Minute), "Support", "Sales"), grouped(at(2*hour), "Sales", "Billing"))
	f := find(t, Derive(h, rules), "sla/resolution/created/breached")
	require.Equal(t, "Sales", label(t, f, familyOutcomes, "group"))
	require.Equal(t, "standard", label(t, f, familyOutcomes, "policy"))
	require.Equal(t, "breached", label(t, f, familyOutcomes, "outcome"))
	require.Equal(t, "sla/resolution/created", f.Also)
	require.Equal(t, []Event{{At: at(hour), Group: "Sales", Event: period.SLABreached, Value: 1}}, f.Events)
	require.Equal(t, "corrected", label(t, Fact{Samples: []Sample{*f.Revoke}}, familyOutcomes, "outcome"))
	require.Equal(t, f.Samples[0].Values[:6], f.Revoke.Values[:6])
	require.Equal(t, rules.SLA.Policies[0].Identities(), []string{f.Since[len("sla/"):]})
}

// The clocks of the stock are those that are open at the instant, none of a ticket that is solved or void.
func TestClocksOfTheStock(t *testing.T) {
	rules := promise(sla.FirstResponse, sla.Resolution)
	rules.SLA.Policies[0].Targets[sla.RequesterWait] = sla.Goal{Default: sla.Budget{Duration: hour}}
	h := historyOf(ticket(base, base, record.StatusOpen), mail("1", base), answer("2", at(10*time.Minute)),
		status("p", at(10*time.Minute), record.StatusOpen, record.StatusPending),
		status("s", at(3*hour), record.StatusPending, record.StatusSolved))
	shown := func(d time.Duration) map[sla.Target]sla.State {
		all := map[sla.Target]sla.State{}
		for _, c := range ViewAt(h, rules, at(d)).Clocks {
			all[c.Target] = c.State(at(d))
		}
		return all
	}
	require.Equal(t, map[sla.Target]sla.State{sla.Resolution: sla.Breached, sla.RequesterWait: sla.Paused}, shown(2*hour))
	require.Empty(t, shown(3*hour))
	require.Empty(t, shown(-hour))
}
