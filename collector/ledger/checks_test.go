package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/sources/record"
)

const (
	checked = "helpdesk_ticket_checks_total"
	aDay    = 24 * 60 // minutes
)

func asking(checks ...fact.Check) func(*ledger.Config) {
	return func(c *ledger.Config) { c.Checks = checks }
}

func repeatContact() fact.Check { return fact.Check{Name: fact.RepeatContact, Window: 24 * time.Hour} }

// answers are yes and no of a check.
func (b *bench) answers(check fact.CheckName) [2]int {
	b.t.Helper()
	return [2]int{
		b.total(checked, "check", string(check), "result", "yes"), b.total(checked, "check", string(check), "result", "no"),
	}
}

// solved is a ticket of a requester with its solve.
func solved(id, requester string, created, at int) []record.Record {
	r := ticket(id, created, record.StatusSolved)
	r.Requester, r.UpdatedAt = requester, minute(at)
	return []record.Record{r, change("s"+id, id, at, record.StatusOpen, record.StatusSolved)}
}

// docs/semantics.md, "Checks": a repeat contact is another ticket that the requester opened in the window.
func TestRepeatContact(t *testing.T) {
	other := func(created int, change func(*record.Ticket)) record.Ticket {
		r := ticket("2", created, record.StatusOpen)
		r.Requester = "ann"
		if change != nil {
			change(&r)
		}
		return r
	}
	void := func(at int) func(*record.Ticket) {
		return func(r *record.Ticket) {
			r.Status, r.UpdatedAt, r.VoidedAt = record.StatusSpam, minute(at), minute(at)
		}
	}
	const end = 100 + aDay
	tests := map[string]struct {
		other record.Ticket
		want  [2]int
	}{
		"in the window":                  {other(200, nil), [2]int{1, 0}},
		"in its last moment":             {other(end-1, nil), [2]int{1, 0}},
		"at its end":                     {other(end, nil), [2]int{0, 1}},
		"with the solve":                 {other(100, nil), [2]int{0, 1}},
		"just after the solve":           {other(101, nil), [2]int{1, 0}},
		"before the solve":               {other(50, nil), [2]int{0, 1}},
		"of somebody else":               {other(200, func(r *record.Ticket) { r.Requester = "ann2" }), [2]int{0, 1}},
		"opened by an agent":             {other(200, func(r *record.Ticket) { r.Origin = record.OriginAgent }), [2]int{0, 1}},
		"void":                           {other(200, void(300)), [2]int{0, 1}},
		"void since the answer is known": {other(200, void(end+10)), [2]int{1, 0}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, asking(repeatContact()))
			first := solved("1", "ann", 0, 100)
			b.pass(minute(110), first...)
			if tc.other.CreatedAt.Before(minute(end)) {
				b.pass(minute(end-1), tc.other)
			}
			require.Equal(t, [2]int{}, b.answers(fact.RepeatContact), "the window has not passed")
			b.reopen()
			b.pass(minute(end+20), tc.other)
			for range 3 {
				require.Equal(t, tc.want, b.answers(fact.RepeatContact))
				b.reopen()
				b.now = minute(end + 30)
				b.pass(minute(end+40), append(first, tc.other)...)
			}
		})
	}
}

// The index of who opened what follows the ticket: another requester, another creation.
func TestARequesterThatChanges(t *testing.T) {
	b := newBench(t, asking(repeatContact()))
	b.pass(minute(110), solved("1", "ann", 0, 100)...)
	r := ticket("2", 200, record.StatusOpen)
	r.Requester = "ann"
	b.pass(minute(300), r)
	r.Requester, r.UpdatedAt = "bob", minute(400)
	b.pass(minute(500), r)
	b.pass(minute(100 + aDay))
	require.Equal(t, [2]int{0, 1}, b.answers(fact.RepeatContact))
}

// First contact and automation are no if the requester came again.
func TestARepeatContactSpoilsAFirstContact(t *testing.T) {
	for name, again := range map[string]bool{"alone": false, "again": true} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, asking(fact.Check{Name: fact.FirstContact, Window: 24 * time.Hour}))
			b.pass(minute(110), append(solved("1", "ann", 0, 100), message("1", "1", 0, record.AuthorCustomer), message("2", "1", 50, record.AuthorAgent))...)
			if again {
				r := ticket("2", 200, record.StatusOpen)
				r.Requester = "ann"
				b.pass(minute(300), r)
			}
			b.pass(minute(100 + aDay))
			want := [2]int{1, 0}
			if again {
				want = [2]int{0, 1}
			}
			require.Equal(t, want, b.answers(fact.FirstContact))
		})
	}
}

// "First sync": a new check counts from when it is first there; it makes no burst.
func TestANewCheckMakesNoBurst(t *testing.T) {
	b := newBench(t, nil)
	old := solved("1", "ann", 0, 100)
	b.pass(minute(110), old...)
	asking(repeatContact(), fact.Check{Name: fact.ResolvedIn, Window: time.Hour})(&b.cfg)
	b.now = minute(200)
	b.reopen()
	young := ticket("2", 190, record.StatusOpen)
	b.pass(minute(210), young, ticket("3", 205, record.StatusOpen))
	b.pass(minute(100 + aDay))
	require.Equal(t, [2]int{}, b.answers(fact.RepeatContact), "its solve was before the check was there")
	require.Equal(t, [2]int{0, 1}, b.answers(fact.ResolvedIn), "only the ticket that was created since")
	b.reopen()
	b.pass(minute(9*aDay), solved("2", "c2", 190, 9*aDay-1)...)
	b.pass(minute(11 * aDay))
	require.Equal(t, [2]int{0, 1}, b.answers(fact.RepeatContact), "a solve since")
}

// "Exactly once": what comes back of a ticket after its summary asks nothing again.
func TestAChangeThatIsReadAgainAfterTheSummary(t *testing.T) {
	b := newBench(t, asking(fact.Check{Name: fact.NoReopen, Window: 3 * 24 * time.Hour}))
	r := ticket("1", 0, record.StatusClosed)
	r.UpdatedAt = minute(2 * aDay)
	all := []record.Record{
		r, change("a", "1", 100, record.StatusOpen, record.StatusSolved), change("b", "1", 2*aDay, record.StatusSolved, record.StatusClosed),
	}
	b.pass(minute(2*aDay+10), all...)
	b.pass(minute(8 * aDay))
	require.Equal(t, [2]int{1, 0}, b.answers(fact.NoReopen))
	require.Equal(t, 1, b.states()["summary"])
	for i, again := range all {
		b.pass(minute((9+6*i)*aDay), again)
		b.pass(minute((14 + 6*i) * aDay))
		require.Equal(t, [2]int{1, 0}, b.answers(fact.NoReopen))
	}
}

// states are how many tickets are in each state.
func (b *bench) states() map[string]int {
	b.t.Helper()
	v, err := b.l.View(b.t.Context(), b.now)
	require.NoError(b.t, err)
	return v.Sources[0].Ledger
}
