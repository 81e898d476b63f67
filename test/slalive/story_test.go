//go:build live

package slalive

// Acts on a ticket, beside its creation.
const (
	create = "create"
	ask    = "ask"
	answer = "answer"
)

// act is what happens to a ticket, in seconds after the beginning: create, ask, answer, or a state it gets.
type act struct {
	at int
	do string
}

// clock is what must become of an SLA clock. due is in seconds after the beginning; of a clock that stands still, 0.
type clock struct {
	target  string
	due     int
	outcome string
}

// ticket is one of the story, with its clocks worked out by hand from the promises of the configuration.
type ticket struct {
	why             string
	group, priority string
	acts            []act
	clocks          []clock
	// left is the state in which the last clock is still open at the end; empty is none.
	left string
}

// The frame of the story, in seconds after the beginning.
const (
	down, up = 80, 120 // the desk shuts the exporter out, and lets it in again
	closes   = 60      // the field's desk has a break, of a minute
	opens    = 120
	end      = 172
)

// kills are when the exporter is killed; it is back two seconds later. The first is when a clock is breached but not
// declared yet, like the last; the second falls into the outage.
var kills = [...]int{71, 110, 146}

// policies says which policy holds for a group.
var policies = map[string]string{"Support": "replies", "Billing": "solutions", "Sales": "repairs", "Field": "office"}

// configuration of the exporter: %[1]s is a directory of its own, %[2]s the reporting zone, in which it is about noon,
// %[3]s and %[4]s are the date and the minutes of the break.
const configuration = `
global:
  poll_interval: 2s
  timezone: %[2]s
  state: {path: %[1]s/state.db, backup: {every: 0s}}
privacy: {key_file: %[1]s/identity.key}
schedules:
  - {name: office, hours: {mon-sun: "06:00-18:00"}, breaks: {%[3]q: %[4]q}}
teams: [{name: Field, schedule: office}]
sla:
  - name: replies
    match: {group: [Support]}
    targets:
      first_response: {default: 40s, by_priority: {high: 30s, urgent: 20s}}
      next_response: {default: 30s}
  - name: solutions
    match: {group: [Billing]}
    targets: {requester_wait: {default: 30s}}
  - name: repairs
    match: {group: [Sales]}
    targets: {resolution: {default: 60s, by_priority: {high: 40s, urgent: 20s}}}
  - name: office
    match: {group: [Field]}
    targets: {first_response: {default: 40s, clock: business}}
sources: [{name: desk, preset: zammad, dsn_file: %[1]s/dsn}]
`

func story() []ticket {
	return []ticket{
		{
			why:   "answered on the due instant; the next question is not, and the exporter is killed then",
			group: "Support", priority: "3 high",
			acts:   []act{{5, create}, {35, answer}, {40, ask}, {77, answer}},
			clocks: []clock{{"first_response", 35, "met"}, {"next_response", 70, "breached"}},
		},
		{
			why:   "breached, then made good",
			group: "Support", priority: "4 urgent",
			acts:   []act{{10, create}, {50, answer}},
			clocks: []clock{{"first_response", 30, "breached"}},
		},
		{
			why:   "solved without a reply before it was due",
			group: "Support", priority: "2 normal",
			acts:   []act{{12, create}, {40, Closed}},
			clocks: []clock{{"first_response", 52, "cancelled"}},
		},
		{
			why:   "due in the outage, answered in it in time",
			group: "Support", priority: "3 high",
			acts:   []act{{65, create}, {90, answer}},
			clocks: []clock{{"first_response", 95, "met"}},
		},
		{
			why:   "due in the outage, never answered",
			group: "Support", priority: "4 urgent",
			acts:   []act{{70, create}},
			clocks: []clock{{"first_response", 90, "breached"}}, left: "breached",
		},
		{
			why:   "opened in the outage, answered before it was due",
			group: "Support", priority: "3 high",
			acts:   []act{{100, create}, {125, answer}},
			clocks: []clock{{"first_response", 130, "met"}},
		},
		{
			why:   "waited for the customer when it would have been due; solved with 5 seconds left",
			group: "Billing", priority: "3 high",
			acts:   []act{{8, create}, {28, Pending}, {58, Open}, {63, Closed}},
			clocks: []clock{{"requester_wait", 68, "met"}},
		},
		{
			why:   "waits for the customer to the end",
			group: "Billing", priority: "4 urgent",
			acts:   []act{{10, create}, {25, Pending}},
			clocks: []clock{{"requester_wait", 0, ""}}, left: "paused",
		},
		{
			why:   "has 20 of 30 seconds left when the customer is back; breached then, and the exporter is killed",
			group: "Billing", priority: "3 high",
			acts:   []act{{15, create}, {25, Pending}, {125, Open}},
			clocks: []clock{{"requester_wait", 145, "breached"}}, left: "breached",
		},
		{
			why:   "solved 5 seconds before it was due",
			group: "Sales", priority: "3 high",
			acts:   []act{{20, create}, {55, Closed}},
			clocks: []clock{{"resolution", 60, "met"}},
		},
		{
			why:   "breached; solved in the outage, too late",
			group: "Sales", priority: "4 urgent",
			acts:   []act{{25, create}, {100, Closed}},
			clocks: []clock{{"resolution", 45, "breached"}},
		},
		{
			why:   "deleted before it was due",
			group: "Sales", priority: "3 high",
			acts:   []act{{62, create}, {75, Removed}},
			clocks: []clock{{"resolution", 102, "cancelled"}},
		},
		{
			why:   "waits for the customer, which does not stop a resolution; due in the outage",
			group: "Sales", priority: "2 normal",
			acts:   []act{{30, create}, {50, Pending}},
			clocks: []clock{{"resolution", 90, "breached"}}, left: "breached",
		},
		{
			why:   "answered in the open hours before the break",
			group: "Field", priority: "4 urgent",
			acts:   []act{{5, create}, {20, answer}},
			clocks: []clock{{"first_response", 45, "met"}},
		},
		{
			why:   "20 seconds before the break, 20 after it",
			group: "Field", priority: "4 urgent",
			acts:   []act{{40, create}},
			clocks: []clock{{"first_response", 140, "breached"}}, left: "breached",
		},
		{
			why:   "due at 85 by the calendar, at 145 in business time; answered between",
			group: "Field", priority: "3 high",
			acts:   []act{{45, create}, {130, answer}},
			clocks: []clock{{"first_response", 145, "met"}},
		},
	}
}
