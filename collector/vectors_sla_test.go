package collector_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// slaFile are the courses of tickets and what the clocks of a product come to.
type slaFile struct {
	PausingStates []string  `json:"pausing_states"`
	Cases         []slaCase `json:"cases"`
}

type slaCase struct {
	ID        string                     `json:"id"`
	Calendar  *vectorSchedule            `json:"calendar"`
	Policy    map[string]json.RawMessage `json:"policy_minutes"`
	Timeline  []slaEvent                 `json:"timeline"`
	Expect    map[string]json.RawMessage `json:"expect"`
	Otherwise map[string]json.RawMessage `json:"alt_expect"` // where two versions of the product differ
	Tolerance float64                    `json:"tolerance_seconds"`
}

type slaEvent struct {
	At       time.Time `json:"t"`
	Type     string    `json:"type"`
	State    string    `json:"state"`
	Priority string    `json:"priority"`
	To       string    `json:"to"`
}

// slaWords are the targets as vectors name them.
func slaWords() map[string]sla.Target {
	return map[string]sla.Target{
		"first_response": sla.FirstResponse, "response": sla.NextResponse,
		"update": sla.PeriodicUpdate, "solution": sla.Resolution,
	}
}

// runSLATimelines runs courses of tickets. In these products a pausing state stops every clock, closing
// pauses what waits for an answer and goes on after a reopening, and the first message begins a round.
func runSLATimelines(r *vectorRun, text []byte) {
	var file slaFile
	decodeVectors(r, text, &file)
	r.cases = len(file.Cases)
	for i := range file.Cases {
		c := &file.Cases[i]
		rules, unknown := c.rules(r)
		run := &slaRun{slaCase: c, rules: rules, pausing: file.PausingStates, paused: map[time.Time]bool{}}
		unknown = append(unknown, run.evaluate()...)
		var differences []string
		for _, name := range sortedKeys(c.Expect) {
			got, known := run.field(name, c.Expect[name])
			switch {
			case !known:
				unknown = append(unknown, "expect="+name)
			case !c.same(c.Expect[name], got) && !c.same(c.Otherwise[name], got):
				differences = append(differences, fmt.Sprintf("%s want %s got %s", name, c.Expect[name], jsonText(got)))
			}
		}
		if len(unknown) > 0 {
			r.skip(unknown[0])
			continue
		}
		r.check(c.ID, "", strings.Join(differences, "; "))
	}
}

func sortedKeys(m map[string]json.RawMessage) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// jsonText writes a value as JSON does.
func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// rules make the policy of a case. It also returns what this format has that is not known here.
func (c *slaCase) rules(r *vectorRun) (*sla.Rules, []string) {
	var unknown []string
	p := sla.Policy{Name: "policy", Reopen: sla.ReopenResume, Targets: map[sla.Target]sla.Goal{
		// What has no target is measured all the same.
		sla.RequesterWait: {Default: sla.Budget{Duration: 1e6 * time.Minute}, PauseOn: []record.Status{record.StatusPending}},
	}}
	for name, value := range c.Policy {
		target, known := slaWords()[name]
		switch {
		case known:
			var minutes float64
			require.NoError(r, json.Unmarshal(value, &minutes), c.ID)
			p.Targets[target] = sla.Goal{
				Default: sla.Budget{Duration: time.Duration(minutes * float64(time.Minute))},
				PauseOn: []record.Status{record.StatusPending},
			}
		case name == "condition":
			var condition string
			require.NoError(r, json.Unmarshal(value, &condition), c.ID)
			field, value, equals := strings.Cut(condition, "==")
			if !equals || strings.TrimSpace(field) != "priority" {
				unknown = append(unknown, "condition="+condition)
			}
			p.Match.Priority = []string{strings.TrimSpace(value)}
		default:
			unknown = append(unknown, "policy="+name)
		}
	}
	if g, ok := p.Targets[sla.NextResponse]; ok {
		g.Start = sla.StartAnyMessage
		p.Targets[sla.NextResponse] = g
	}
	rules := &sla.Rules{Policies: []sla.Policy{p}}
	if c.Calendar != nil {
		schedule, err := c.Calendar.calendar(r)
		require.NoError(r, err)
		rules.Schedule = func(string, string, sla.Labels) sla.Schedule { return schedule }
	}
	return rules, unknown
}

// slaRun is a case and its clocks.
type slaRun struct {
	*slaCase
	rules   *sla.Rules
	pausing []string
	last    time.Time          // event
	paused  map[time.Time]bool // at an instant until which the course was read
	clocks  map[sla.Target][]sla.Clock
}

// evaluate finds the clocks. Those of the solution end with a close, which for all others is a pause.
func (s *slaRun) evaluate() (unknown []string) {
	s.clocks = map[sla.Target][]sla.Clock{}
	for _, e := range s.Timeline {
		if e.At.After(s.last) {
			s.last = e.At
		}
	}
	for _, closes := range []bool{true, false} {
		t, missing := s.timeline(closes, s.last)
		unknown = missing
		for _, c := range s.rules.Evaluate(&t) {
			if (c.Target == sla.Resolution) == closes {
				s.clocks[c.Target] = append(s.clocks[c.Target], c)
			}
		}
	}
	return unknown
}

// timeline is the course of the ticket until an instant.
func (s *slaRun) timeline(closes bool, until time.Time) (t sla.Timeline, unknown []string) {
	t.Origin = record.OriginCustomer
	solved := false
	to := func(e slaEvent, state string) {
		paused := slices.Contains(s.pausing, state)
		s.paused[until] = paused
		status := record.StatusOpen
		if paused {
			status = record.StatusPending
		}
		// A close may be told again by the state that follows from it.
		if solved = solved && paused && !strings.HasPrefix(state, "pending"); solved {
			status = record.StatusClosed
		}
		t.Events = append(t.Events, sla.Event{At: e.At, Kind: sla.StatusChanged, Place: len(t.Events), Status: status})
	}
	for i, e := range s.Timeline {
		if e.At.After(until) {
			continue
		}
		message := sla.Event{At: e.At, Place: i, ID: fmt.Sprint(i)}
		switch e.Type {
		case "created":
			t.Created, t.Labels.Priority, t.Status = e.At, record.Priority(e.Priority), record.StatusNew
			to(e, e.State)
		case "state":
			to(e, e.To)
		case "close":
			solved = closes
			to(e, "closed")
		case "priority":
			t.Events = append(t.Events, sla.Event{At: e.At, Kind: sla.LabelsChanged, Labels: sla.Labels{Priority: record.Priority(e.To)}})
		case "customer_message":
			message.Kind = sla.CustomerMessage
			t.Events = append(t.Events, message)
		case "agent_reply":
			message.Kind = sla.AgentMessage
			t.Events = append(t.Events, message)
		case "internal_note":
		default:
			unknown = append(unknown, "event="+e.Type)
		}
	}
	return t, unknown
}

// field is the value of an expectation: an instant, whole minutes, or nil.
func (s *slaRun) field(name string, want json.RawMessage) (any, bool) {
	switch name {
	case "next_due":
		var next any
		for _, target := range slaWords() {
			if due, ok := s.due(target).(time.Time); ok && (next == nil || due.Before(next.(time.Time))) {
				next = due
			}
		}
		return next, true
	case "active_minutes_between":
		var span struct{ From, To time.Time }
		if json.Unmarshal(want, &span) != nil {
			return nil, false
		}
		return map[string]any{
			"from": span.From, "to": span.To,
			"minutes": (s.active(span.To) - s.active(span.From)) / time.Minute,
		}, true
	}
	for _, suffix := range []string{"_due", "_at", "_worst_elapsed_min", "_worst_margin_min", "_elapsed_min", "_margin_min"} {
		word, found := strings.CutSuffix(name, suffix)
		target, known := slaWords()[word]
		if !found || !known {
			continue
		}
		switch suffix {
		case "_due":
			return s.due(target), true
		case "_at":
			return s.endedAt(target), true
		}
		return s.minutes(target, strings.HasSuffix(suffix, "margin_min")), true
	}
	return nil, false
}

// due is that of the open clock; nothing is due in a pause.
func (s *slaRun) due(target sla.Target) any {
	for i := range s.clocks[target] {
		if c := &s.clocks[target][i]; c.Open(s.last) && !s.paused[s.last] && !c.Due.IsZero() {
			return c.Due
		}
	}
	return nil
}

func (s *slaRun) endedAt(target sla.Target) any {
	for _, c := range s.clocks[target] {
		if !c.EndedAt.IsZero() && c.State(c.EndedAt) != sla.Cancelled {
			return c.EndedAt
		}
	}
	return nil
}

// minutes are those of the longest clock that has ended: of several the product keeps that one.
func (s *slaRun) minutes(target sla.Target, margin bool) any {
	var longest any
	for i := range s.clocks[target] {
		c := &s.clocks[target][i]
		if c.Open(s.last) || c.State(s.last) == sla.Cancelled {
			continue
		}
		elapsed := int(c.Elapsed(s.last) / time.Minute)
		if n, ok := longest.(int); !ok || elapsed > n {
			longest = elapsed
		}
	}
	if elapsed, ok := longest.(int); ok && margin {
		return int(s.rules.Policies[0].Targets[target].Default.Duration/time.Minute) - elapsed
	}
	return longest
}

// active is how long the ticket has been in a running state until an instant.
func (s *slaRun) active(until time.Time) time.Duration {
	t, _ := s.timeline(true, until)
	var elapsed time.Duration
	for _, c := range s.rules.Evaluate(&t) {
		if c.Target == sla.RequesterWait {
			elapsed = c.Elapsed(until) // a clock that is resumed goes on with the time of the one before
		}
	}
	return elapsed
}

// same compares a value with an expectation, instants within the tolerance.
func (c *slaCase) same(want json.RawMessage, got any) bool {
	if at, ok := got.(time.Time); ok {
		var expected time.Time
		return json.Unmarshal(want, &expected) == nil && at.Sub(expected).Abs().Seconds() <= c.Tolerance
	}
	if want == nil {
		return false
	}
	var a, b any
	return json.Unmarshal(want, &a) == nil && json.Unmarshal([]byte(jsonText(got)), &b) == nil && jsonText(a) == jsonText(b)
}
