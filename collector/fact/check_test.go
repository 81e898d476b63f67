package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// askedOf returns the fact of a check with a window of a day, and its answer; "" if it was not asked.
func askedOf(t *testing.T, h *History, name CheckName) (Fact, string) {
	t.Helper()
	rules := withHistory()
	rules.Checks = []Check{{name, 24 * hour}}
	for _, f := range Derive(h, rules) {
		if f.Kind == CheckAsked {
			require.Equal(t, "check/"+string(name)+"/1d", f.Key)
			require.Equal(t, f.Key, f.Since)
			require.Equal(t, string(name), label(t, f, familyChecks, "check"))
			require.Equal(t, "1d", label(t, f, familyChecks, "window"))
			return f, label(t, f, familyChecks, "result")
		}
	}
	return Fact{}, ""
}

// docs/semantics.md, "Checks": what each asks of which tickets, from where, and what a yes is. The window is a
// day; base is the creation of the ticket.
func TestChecks(t *testing.T) {
	const day = 24 * hour
	open, solved := record.StatusOpen, record.StatusSolved
	customer, byAgent := record.OriginCustomer, record.OriginAgent
	automatic := func(id string, when time.Time) record.Message {
		m := answer(id, when)
		m.Author = record.AuthorAutomation
		return m
	}
	internal := func(m record.Message) record.Message {
		m.Visibility = record.Internal
		return m
	}
	solve := func(d time.Duration) record.StatusChange { return status("s"+d.String(), at(d), open, solved) }
	reopen := func(d time.Duration) record.StatusChange { return status("r"+d.String(), at(d), solved, open) }
	void := func(d time.Duration) record.StatusChange {
		return status("v"+d.String(), at(d), open, record.StatusSpam)
	}
	type records []record.Record
	tests := map[string]struct {
		check  CheckName
		origin record.Origin
		records
		want   string
		anchor time.Duration
		known  time.Duration // 0: a day after the anchor
	}{
		"acknowledged by automation":       {check: Acknowledged, records: records{automatic("1", at(hour))}, want: "yes"},
		"acknowledged by a bot":            {check: Acknowledged, records: records{bot("1", at(hour))}, want: "yes"},
		"acknowledged by an agent":         {check: Acknowledged, records: records{answer("1", at(hour))}, want: "yes"},
		"acknowledged with the creation":   {check: Acknowledged, records: records{automatic("1", base)}, want: "yes"},
		"acknowledged just before it":      {check: Acknowledged, records: records{automatic("1", at(-time.Second))}, want: "yes"},
		"a note acknowledges nothing":      {check: Acknowledged, records: records{note("1", at(hour))}, want: "no"},
		"nor does the customer":            {check: Acknowledged, records: records{mail("1", at(hour))}, want: "no"},
		"acknowledged at the end":          {check: Acknowledged, records: records{automatic("1", at(day-1e6))}, want: "yes"},
		"acknowledged too late":            {check: Acknowledged, records: records{automatic("1", at(day))}, want: "no"},
		"acknowledged: opened by an agent": {check: Acknowledged, origin: byAgent, records: records{answer("1", base)}},
		"acknowledged: void by then":       {check: Acknowledged, records: records{answer("1", at(hour)), void(2 * hour)}},
		"acknowledged: void afterwards":    {check: Acknowledged, records: records{answer("1", at(hour)), void(day + hour)}, want: "yes"},

		"answered by an agent":         {check: Answered, records: records{answer("1", at(hour))}, want: "yes"},
		"answered by a bot":            {check: Answered, records: records{bot("1", at(hour))}, want: "yes"},
		"automation answers nothing":   {check: Answered, records: records{automatic("1", at(hour))}, want: "no"},
		"a bot's note, too":            {check: Answered, records: records{internal(bot("1", at(hour)))}, want: "no"},
		"answered too late":            {check: Answered, records: records{answer("1", at(day))}, want: "no"},
		"closed without an answer":     {check: Answered, records: records{solve(hour)}, want: "no"},
		"answered: opened by an agent": {check: Answered, origin: byAgent, records: records{answer("1", at(hour))}},

		"resolved":             {check: ResolvedIn, records: records{solve(hour)}, want: "yes"},
		"resolved: any ticket": {check: ResolvedIn, origin: byAgent, records: records{solve(hour)}, want: "yes"},
		"resolved at the end":  {check: ResolvedIn, records: records{solve(day - 1e6)}, want: "yes"},
		"resolved too late":    {check: ResolvedIn, records: records{solve(day)}, want: "no"},
		"resolved, reopened":   {check: ResolvedIn, records: records{solve(hour), reopen(2 * hour)}, want: "yes"},
		"not resolved":         {check: ResolvedIn, want: "no"},
		"resolved and void":    {check: ResolvedIn, records: records{solve(hour), void(2 * hour)}},

		"never solved":           {check: NoReopen},
		"stayed solved":          {check: NoReopen, records: records{solve(hour)}, want: "yes", anchor: hour},
		"reopened, work by then": {check: NoReopen, records: records{solve(hour), reopen(2 * hour), answer("1", at(3*hour))}, want: "no", anchor: hour},
		"reopened, nobody answers": {
			check: NoReopen, records: records{solve(hour), reopen(2 * hour)}, want: "no", anchor: hour, known: 26 * hour,
		},
		"reopened, thanked": {
			check: NoReopen, records: records{solve(hour), reopen(2 * hour), mail("1", at(2*hour)), solve(3 * hour)}, want: "yes", anchor: hour,
		},
		"reopened at the end": {
			check: NoReopen, records: records{solve(hour), reopen(day + hour - 1e6)}, want: "no", anchor: hour, known: 2*day + hour - 1e6,
		},
		"reopened at the end, thanked after it": {
			check: NoReopen, records: records{solve(hour), reopen(day), solve(day + 3*hour)}, want: "yes", anchor: hour, known: day + 3*hour,
		},
		"reopened after the window":     {check: NoReopen, records: records{solve(hour), reopen(day + hour)}, want: "yes", anchor: hour},
		"the first solve is the anchor": {check: NoReopen, records: records{solve(hour), reopen(2 * day), solve(3 * day)}, want: "yes", anchor: hour},

		"first contact by an agent":  {check: FirstContact, records: records{mail("1", base), answer("2", at(hour)), solve(2 * hour)}, want: "yes", anchor: 2 * hour},
		"first contact by a bot":     {check: FirstContact, records: records{mail("1", base), bot("2", at(hour)), solve(2 * hour)}, want: "yes", anchor: 2 * hour},
		"first contact with answers": {check: FirstContact, records: records{mail("1", base), answer("2", at(hour)), answer("3", at(hour+1e9)), solve(2 * hour)}, want: "yes", anchor: 2 * hour},
		"a bot's messages in a row are one answer": {
			check: FirstContact, records: records{mail("1", base), bot("2", at(hour)), bot("3", at(hour+1e9)), solve(2 * hour)}, want: "yes", anchor: 2 * hour,
		},
		"first contact: nobody answered": {check: FirstContact, records: records{mail("1", base), solve(2 * hour)}, want: "no", anchor: 2 * hour},
		"first contact: a bot and an agent": {
			check: FirstContact, records: records{mail("1", base), bot("2", at(hour)), answer("3", at(hour+1e9)), solve(2 * hour)}, want: "no", anchor: 2 * hour,
		},
		"first contact: two rounds": {
			check: FirstContact, want: "no", anchor: 4 * hour,
			records: records{mail("1", base), answer("2", at(hour)), mail("3", at(2*hour)), answer("4", at(3*hour)), solve(4 * hour)},
		},
		"first contact: reopened": {
			check: FirstContact, want: "no", anchor: 2 * hour,
			records: records{mail("1", base), answer("2", at(hour)), solve(2 * hour), reopen(3 * hour), answer("3", at(4*hour))},
		},

		"one touch":                               {check: OneTouch, records: records{mail("1", base), answer("2", at(hour)), solve(2 * hour)}, want: "yes", anchor: 2 * hour},
		"one touch: an answer with the solve":     {check: OneTouch, records: records{mail("1", base), answer("2", at(2*hour)), solve(2 * hour)}, want: "yes", anchor: 2 * hour},
		"one touch: untouched is on neither side": {check: OneTouch, records: records{mail("1", base), solve(2 * hour)}},
		"one touch: a bot touches nothing":        {check: OneTouch, records: records{mail("1", base), bot("2", at(hour)), solve(2 * hour)}},
		"one touch: two": {
			check: OneTouch, want: "no", anchor: 4 * hour,
			records: records{mail("1", base), answer("2", at(hour)), mail("3", at(2*hour)), answer("4", at(3*hour)), solve(4 * hour)},
		},
		"one touch: what comes after the solve is none": {
			check: OneTouch, want: "yes", anchor: 2 * hour,
			records: records{mail("1", base), answer("2", at(hour)), solve(2 * hour), mail("3", at(3*hour)), answer("4", at(4*hour))},
		},
		"one touch: reopened": {
			check: OneTouch, want: "no", anchor: 2 * hour,
			records: records{mail("1", base), answer("2", at(hour)), solve(2 * hour), reopen(3 * hour), answer("3", at(4*hour))},
		},

		"automated":                      {check: Automated, records: records{mail("1", base), bot("2", at(hour)), solve(2 * hour)}, want: "yes", anchor: 2 * hour},
		"automated: automation confirms": {check: Automated, records: records{mail("1", base), automatic("2", at(hour)), solve(2 * hour)}, want: "no", anchor: 2 * hour},
		"automated: an agent before":     {check: Automated, records: records{mail("1", base), bot("2", at(hour)), answer("3", at(hour)), solve(2 * hour)}, want: "no", anchor: 2 * hour},
		"automated: an agent in the window": {
			check: Automated, records: records{mail("1", base), bot("2", at(hour)), solve(2 * hour), answer("3", at(20*hour))}, want: "no", anchor: 2 * hour,
		},
		"automated: an agent after it": {
			check: Automated, records: records{mail("1", base), bot("2", at(hour)), solve(2 * hour), answer("3", at(26*hour))}, want: "yes", anchor: 2 * hour,
		},
		"automated: an agent's note is no reply": {
			check: Automated, records: records{mail("1", base), bot("2", at(hour)), note("3", at(hour)), solve(2 * hour)}, want: "yes", anchor: 2 * hour,
		},
		"automated: a bot after the solve": {check: Automated, records: records{mail("1", base), solve(2 * hour), bot("2", at(3*hour))}, want: "no", anchor: 2 * hour},

		"repeat contact, from the ticket itself": {check: RepeatContact, records: records{mail("1", base), solve(2 * hour), mail("2", at(3*hour)), reopen(3 * hour)}, want: "no", anchor: 2 * hour},
		"repeat contact: never solved":           {check: RepeatContact, records: records{mail("1", base)}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tk := ticket(base, base, open)
			tk.Origin = tc.origin
			if tk.Origin == "" {
				tk.Origin = customer
			}
			f, got := askedOf(t, historyOf(append([]record.Record{tk}, tc.records...)...), tc.check)
			require.Equal(t, tc.want, got)
			if tc.want == "" {
				return
			}
			if tc.known == 0 {
				tc.known = tc.anchor + day
			}
			require.Equal(t, at(tc.anchor), f.At)
			require.Equal(t, at(tc.known), f.KnownAt)
		})
	}
}

// "Checks": where another ticket of the requester changes the answer, the ledger is asked for one.
func TestChecksThatAskForAContact(t *testing.T) {
	one := []record.Record{mail("1", base), answer("2", at(hour)), status("s", at(2*hour), record.StatusOpen, record.StatusSolved)}
	robot := []record.Record{mail("1", base), bot("2", at(hour)), status("s", at(2*hour), record.StatusOpen, record.StatusSolved)}
	tests := map[string]struct {
		check   CheckName
		records []record.Record
		nobody  bool   // is told to have asked
		want    string // the answer if there is one; "" if nothing is looked up
	}{
		"repeat contact":                      {check: RepeatContact, records: one, want: "yes"},
		"first contact":                       {check: FirstContact, records: one, want: "no"},
		"automated":                           {check: Automated, records: robot, want: "no"},
		"what is no anyway needs no look":     {check: FirstContact, records: append(one[:2:2], mail("3", at(hour+1e9)), answer("4", at(hour+2e9)), one[2])},
		"an agent's answer is no automation":  {check: Automated, records: one},
		"one touch asks for none":             {check: OneTouch, records: one},
		"no reopening asks for none":          {check: NoReopen, records: one},
		"a requester who is not told is none": {check: RepeatContact, records: one, nobody: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tk := ticket(base, base, record.StatusOpen)
			if !tc.nobody {
				tk.Requester = "ann"
			}
			f, _ := askedOf(t, historyOf(append([]record.Record{tk}, tc.records...)...), tc.check)
			if tc.want == "" {
				require.Nil(t, f.Contact)
				return
			}
			require.Equal(t, &Contact{Requester: "ann", From: at(2 * hour), To: at(26 * hour), Samples: f.Contact.Samples}, f.Contact)
			require.Equal(t, tc.want, label(t, Fact{Samples: f.Contact.Samples}, familyChecks, "result"))
		})
	}
}

// Labels are those of the anchor, and the anchor may lie before what is known.
func TestChecksCarryTheLabelsOfTheirAnchor(t *testing.T) {
	sales, support := "Sales", "Support"
	h := historyOf(ticket(base, base, record.StatusOpen),
		record.AssignmentChange{ID: "m", Ticket: "1", At: at(hour), Group: &sales, FromGroup: &support},
		status("s", at(2*hour), record.StatusOpen, record.StatusSolved))
	f, _ := askedOf(t, h, Answered)
	require.Equal(t, "Support", label(t, f, familyChecks, "group"))
	f, _ = askedOf(t, h, NoReopen)
	require.Equal(t, "Sales", label(t, f, familyChecks, "group"))
}

// Each window is a check of its own, and is written as short as it can be.
func TestWindowsOfChecks(t *testing.T) {
	windows := map[time.Duration]string{
		15 * time.Minute: "15m", hour: "1h", 90 * time.Minute: "90m", 24 * hour: "1d", 36 * hour: "36h", 7 * 24 * hour: "7d",
		30 * time.Second: "30s", 1500 * time.Millisecond: "1.500s",
	}
	rules := withHistory()
	for d := range windows {
		rules.Checks = append(rules.Checks, Check{ResolvedIn, d})
	}
	got := map[string]bool{}
	for _, f := range Derive(historyOf(ticket(base, base, record.StatusOpen)), rules) {
		if f.Kind == CheckAsked {
			got[label(t, f, familyChecks, "window")] = true
		}
	}
	require.Len(t, got, len(windows))
	for _, w := range windows {
		require.True(t, got[w], w)
	}
}

// A solve that only the vendor's counter tells came first: there is no first solve to ask about.
func TestChecksOfASolveThatWasNotSeen(t *testing.T) {
	h := historyOf(
		counted(ticket(base, base, record.StatusOpen), 0),
		counted(ticket(base, at(2*hour), record.StatusOpen), 1),
		counted(ticket(base, at(4*hour), record.StatusSolved), 1),
	)
	rules := snapshotsOnly()
	rules.Checks = []Check{{NoReopen, 24 * hour}, {ResolvedIn, 24 * hour}}
	require.Equal(t, []string{"check/resolved/1d"}, ofKind(Derive(h, rules), CheckAsked))
}

// What a summary was asked is not asked again, whatever comes back of its history.
func TestChecksOfASummary(t *testing.T) {
	rules := withHistory()
	rules.Checks = []Check{{NoReopen, 3 * 24 * hour}, {Answered, 24 * hour}}
	closed := status("2", at(48*hour), record.StatusSolved, record.StatusClosed)
	past := []record.Record{ticket(base, at(48*hour), record.StatusClosed), status("1", at(hour), record.StatusOpen, record.StatusSolved), closed}
	require.Len(t, ofKind(Derive(historyOf(past...), rules), CheckAsked), 2)
	for _, again := range [][]record.Record{past, {past[0]}, {past[0], closed}, {past[0], past[1]}} {
		h := summarised(t, rules, past...)
		for _, r := range again {
			h.Merge(r)
		}
		require.Empty(t, ofKind(Derive(h, rules), CheckAsked))
	}
}
