package ledger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
)

// ErrNoTicket tells that the ledger has no such ticket: it was never read, or its summary has been forgotten.
var ErrNoTicket = errors.New("no such ticket")

// Explanation is what the ledger knows of a ticket, and why each of its facts counts or does not. It has no
// identities of customers and agents.
type Explanation struct {
	Source, Ticket string
	// State is open, window or summary.
	State string
	// At is until when the course is told: the watermark, or the ticket's last event if that is later.
	At time.Time
	// Watermark is until when facts are counted, zero before the first complete pass.
	Watermark time.Time
	// Next is when the next fact becomes certain, or the ticket becomes a summary, or is forgotten; zero: never,
	// if nothing else happens.
	Next time.Time
	// Reading are the streams of which the ticket is still to be read.
	Reading []string
	// Prior is what is left of a summary.
	Prior fact.Prior
	// Course is empty of a ticket of which only a summary is left, or that is not known yet.
	Course fact.Course
	Facts  []Verdict
}

// Verdict is a fact and what became of it.
type Verdict struct {
	Fact fact.Fact
	// Verdict is Counted, Waiting or Passed.
	Verdict string
	// Why it was not counted, or what it waits for.
	Why string
}

// What becomes of a fact.
const (
	Counted = "counted"
	Waiting = "waiting"
	Passed  = "not counted"
)

// Explain tells what is known of a ticket. It fails with ErrUnknownSource or ErrNoTicket.
func (l *Ledger) Explain(ctx context.Context, name, ticket string) (*Explanation, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	src, err := l.source(name)
	if err != nil {
		return nil, err
	}
	tx := l.begin(src, "explain", l.now())
	if err := tx.load(ctx, []string{ticket}); err != nil {
		return nil, err
	}
	e := tx.tickets[ticket]
	if e == nil || e.stored == 0 {
		return nil, fmt.Errorf("source %s: %w: %q", name, ErrNoTicket, ticket)
	}
	x := &Explanation{
		Source: name, Ticket: ticket, State: stateNames[e.state], Watermark: src.released, Next: e.due,
		Reading: slices.Sorted(maps.Keys(tx.todoOf(ticket))), Prior: e.history.Prior,
	}
	if e.state == stateSummary || !e.history.Known {
		x.Facts = leftovers(e, nil)
		return x, nil
	}
	study := tx.study(e)
	x.At = src.released
	for _, at := range study.Instants() {
		if at.After(x.At) {
			x.At = at
		}
	}
	x.Course = study.CourseUntil(x.At)
	for i := range study.Facts {
		x.Facts = append(x.Facts, tx.verdict(e, &study.Facts[i]))
	}
	for _, f := range study.Voided() {
		x.Facts = append(x.Facts, tx.voided(e, f))
	}
	slices.SortStableFunc(x.Facts, func(a, b Verdict) int { return a.Fact.KnownAt.Compare(b.Fact.KnownAt) })
	x.Facts = append(x.Facts, leftovers(e, x.Facts)...)
	return x, nil
}

// leftovers are facts that are settled though the history does not tell of them.
func leftovers(e *entry, told []Verdict) []Verdict {
	known := map[string]bool{}
	for i := range told {
		known[told[i].Fact.Key], known[told[i].Fact.Also] = true, true
	}
	var list []Verdict
	for _, key := range slices.Sorted(maps.Keys(e.marks)) {
		if known[key] {
			continue
		}
		v := Verdict{Fact: fact.Fact{Key: key}, Verdict: Passed, Why: "before its baseline"}
		if e.marks[key] {
			v.Verdict, v.Why = Counted, "the history no longer tells of it"
		}
		if e.state == stateSummary && e.marks[key] {
			v.Why = ""
		}
		list = append(list, v)
	}
	return list
}

// verdict tells what became of a fact.
func (tx *transaction) verdict(e *entry, f *fact.Fact) Verdict {
	v := Verdict{Fact: *f, Verdict: Waiting}
	counted, settled := e.marks[f.Key]
	also, alias := e.marks[f.Also]
	switch {
	case settled && counted:
		v.Verdict = Counted
	case settled:
		v.Verdict, v.Why = Passed, tx.passed(e, f)
	case f.Also != "" && alias && also:
		v.Verdict, v.Why = Passed, f.Also+" was counted as something else before"
	case f.Also != "" && alias:
		v.Verdict, v.Why = Passed, f.Also+" was passed over before"
	case !f.KnownAt.After(e.history.Prior.Through):
		v.Verdict, v.Why = Passed, "settled before the history was reduced to a summary on "+tx.stamp(e.history.Prior.Through)
	case len(tx.todoOf(e.id)) > 0:
		v.Why = "the ticket is still to be read whole"
	case tx.partial(e.id):
		v.Why = "a record of the ticket does not map and is in quarantine"
	case tx.src.released.IsZero():
		v.Why = "no pass over all streams is complete yet"
	case f.KnownAt.After(tx.src.released):
		v.Why = "certain on " + tx.stamp(f.KnownAt) + ", if nothing else happens; the watermark is " + tx.stamp(tx.src.released)
	case !f.At.After(tx.since(f)):
		v.Why = "will not count: " + tx.passed(e, f)
	default:
		v.Why = "counts with the next pass"
	}
	return v
}

// passed is the reason why a settled fact was not counted. It asks in the order in which counting does.
func (tx *transaction) passed(e *entry, f *fact.Fact) string {
	streams := tx.baseline("") // of the streams alone: no kind has this name
	own, isOwn := tx.meta.CountedSince[f.Since]
	kind := tx.baseline(f.Kind)
	switch {
	case !f.At.After(streams):
		return "before the baseline " + tx.stamp(streams)
	case !f.At.After(kind):
		return fmt.Sprintf("%s is counted since %s", f.Kind, tx.stamp(kind))
	case isOwn && f.Since != "" && !f.At.After(own):
		return fmt.Sprintf("%s is counted since %s", f.Since, tx.stamp(own))
	case f.Requires != "" && !e.marks[f.Requires]:
		return "needs " + f.Requires + ", which was not counted"
	case f.Kind == fact.TopicFirstSeen:
		return "the topic was seen before"
	}
	return "settled under other rules"
}

// voided is the verdict on a fact that a void takes away.
func (tx *transaction) voided(e *entry, f fact.Fact) Verdict {
	v := tx.verdict(e, &f)
	if v.Verdict == Waiting {
		v.Verdict, v.Why = Passed, "the ticket was void on "+tx.stamp(f.KnownAt)
	}
	return v
}

// Stamp is how explanations write instants, in the reporting zone.
const Stamp = "Mon 2006-01-02 15:04:05 -07:00"

func (tx *transaction) stamp(at time.Time) string {
	if zone := tx.l.cfg.Periods.Zone; zone != nil {
		return at.In(zone).Format(Stamp)
	}
	return at.UTC().Format(Stamp)
}
