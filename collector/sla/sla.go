// Package sla evaluates SLA policies: from the course of a ticket to clocks with due instants, states and
// outcomes. It is pure and reads no clock: what lies in the future of a ticket is derived on the assumption
// that nothing else happens to it. The rules are docs/semantics.md, "SLA".
package sla

import (
	"time"

	"helpdesk_exporter/sources/record"
)

// Schedule measures business or calendar time. *calendar.Calendar implements it.
type Schedule interface {
	// Within is the time of the schedule in [from, to).
	Within(from, to time.Time) time.Duration
	// Add is the earliest instant at which d of the schedule's time has passed since from; false when
	// there is none within the schedule's horizon.
	Add(from time.Time, d time.Duration) (time.Time, bool)
	// AddDays is the end of the nth working day that begins with from; false as in Add.
	AddDays(from time.Time, n int) (time.Time, bool)
}

// AllTime is the calendar clock: each second counts, and a day has 24 hours.
type AllTime struct{}

// Within implements Schedule.
func (AllTime) Within(from, to time.Time) time.Duration { return max(0, to.Sub(from)) }

// Add implements Schedule.
func (AllTime) Add(from time.Time, d time.Duration) (time.Time, bool) { return from.Add(d), true }

// AddDays implements Schedule.
func (AllTime) AddDays(from time.Time, n int) (time.Time, bool) {
	return from.Add(time.Duration(n) * 24 * time.Hour), true
}

// Target is what a policy promises.
type Target string

// The targets.
const (
	FirstResponse  Target = "first_response"
	NextResponse   Target = "next_response"
	PeriodicUpdate Target = "periodic_update"
	Resolution     Target = "resolution"
	RequesterWait  Target = "requester_wait"
	AgentWork      Target = "agent_work"
)

// Targets lists every target in the order of their clocks.
func Targets() []Target {
	return []Target{FirstResponse, NextResponse, PeriodicUpdate, Resolution, RequesterWait, AgentWork}
}

// Labels are the labels of a ticket that policies match and outcomes carry. Category "" and "none" are
// the same, as are priority "" and "none".
type Labels struct {
	Brand    string
	Group    string
	Channel  record.Channel
	Category string
	Priority record.Priority
}

// Rules are all that the evaluation needs beside a ticket. They are read only.
type Rules struct {
	// Policies in order: the first that matches applies.
	Policies []Policy
	// Schedule returns the schedule of a name, and for the empty name the one that applies to a ticket
	// of the labels: its team's, else its source's. Nil is none, and all time counts.
	Schedule func(name, source string, l Labels) Schedule
	// ReopenWork is how long after a reopening without an agent's reply it counts as work; the rule of
	// the fact "reopened". 0 means that no reopening is without work.
	ReopenWork time.Duration
}
