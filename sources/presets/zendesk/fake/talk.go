package fake

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// talkRoutes are the exports of calls.
// https://developer.zendesk.com/api-reference/voice/talk-api/incremental_exports/
func talkRoutes() map[string]endpoint {
	return map[string]endpoint{
		"GET /api/v2/channels/voice/stats/incremental/calls": {bucketTalk, true, (*call).exportCalls},
		"GET /api/v2/channels/voice/stats/incremental/legs":  {bucketTalk, true, (*call).exportLegs},
		"GET /api/v2/channels/voice/phone_numbers":           {"", true, (*call).listNumbers},
	}
}

// phoneCall is the call about a ticket that came by phone. It is made up: the simulated desk has only the
// ticket.
type phoneCall struct {
	d          *dossier
	begin      time.Time
	outbound   bool
	completion string
	voicemail  bool
	agent      int64 // 0: nobody answered
	missed     int64 // another agent, who did not take it
	wait, talk time.Duration
	wrap, hold time.Duration
	duration   time.Duration
	// updated is when the row was last changed: some time after the end, when the charge is known.
	updated time.Time
}

// call makes up the call of a ticket. The ticket is opened when it begins.
func (d *dossier) call() phoneCall {
	t := d.t
	luck := mix(d.s.o.Seed^0xca11, t.ID)
	second := func(shift, least, most uint64) time.Duration {
		return time.Duration(least+(luck>>shift)%(most-least)) * time.Second
	}
	k := phoneCall{d: d, begin: t.Created, outbound: t.OpenedBy == "agent", completion: "completed"}
	var team []int64
	for _, a := range d.s.o.Tape.Agents {
		if a.Team == d.first.team {
			team = append(team, a.ID)
		}
	}
	someone := func(shift uint64) int64 { return team[(luck>>shift)%uint64(len(team))] }
	switch kind := luck % 20; {
	case k.outbound:
		k.agent, k.talk, k.wrap = d.first.agent, second(8, 20, 900), second(20, 5, 120)
	case kind < 13:
		k.wait, k.talk, k.hold, k.wrap, k.agent = second(8, 3, 240), second(20, 30, 1200), second(30, 0, 60), second(34, 5, 180), someone(40)
		if luck>>50%4 == 0 {
			k.missed = someone(44)
		}
	case kind < 16:
		k.voicemail, k.wait, k.completion = true, second(8, 60, 300), "completed"
		k.duration = k.wait + second(20, 10, 90)
	case kind < 19:
		k.wait, k.completion = second(8, 5, 200), "abandoned_in_queue"
	default:
		k.wait, k.completion = second(8, 2, 40), "abandoned_in_ivr"
	}
	if k.duration == 0 {
		k.duration = k.wait + k.talk
	}
	return k
}

// charged is how long after its end a call's charge is known, and the row changes.
const charged = 40 * time.Minute

func (k *phoneCall) end() time.Time { return k.begin.Add(k.duration + k.wrap) }

// phoned are the calls that have ended by now, and how they were last changed. Calls of tickets that are gone
// stay, without the ticket.
func (c *call) phoned() []phoneCall {
	if c.v.calls != nil {
		return c.v.calls
	}
	list := []phoneCall{}
	add := func(d *dossier) {
		if d.t.Channel != "phone" || d.t.OpenedBy == "system" {
			return
		}
		k := d.call()
		k.updated = k.end()
		if k.updated.After(c.v.at) {
			return
		}
		if later := k.updated.Add(charged); !later.After(c.v.at) {
			k.updated = later
		}
		list = append(list, k)
	}
	for _, d := range c.v.all {
		add(d)
	}
	for _, t := range c.v.frame.Gone {
		add(&dossier{s: c.Server, t: t, first: opened(t)})
	}
	slices.SortFunc(list, func(a, b phoneCall) int {
		return cmp.Or(a.updated.Compare(b.updated), cmp.Compare(a.d.t.ID, b.d.t.ID))
	})
	c.v.calls = list
	return list
}

func seconds(d time.Duration) int { return int(d / time.Second) }

func (c *call) phoneCall(k phoneCall) []byte {
	t := k.d.t
	id := CallID(t.ID)
	j := map[string]any{
		"id": id, "created_at": text(k.begin), "updated_at": text(k.updated), "agent_id": nil, "call_charge": nil, "consultation_time": 0,
		"completion_status": k.completion, "customer_id": CustomerID(t.Customer), "customer_requested_voicemail": false, "direction": "inbound",
		"duration": seconds(k.duration), "exceeded_queue_wait_time": k.voicemail, "hold_time": seconds(k.hold), "minutes_billed": nil,
		"outside_business_hours": false, "phone_number_id": int64(phoneNumberID), "phone_number": "+39025550100", "ticket_id": t.ID,
		"time_to_answer": nil, "voicemail": k.voicemail, "wait_time": seconds(k.wait), "wrap_up_time": seconds(k.wrap), "ivr_time_spent": nil,
		"ivr_hops": nil, "ivr_destination_group_name": nil, "talk_time": seconds(k.talk), "ivr_routed_to": nil, "callback": false,
		"callback_source": nil, "default_group": true, "ivr_action": nil, "line": "Casa", "line_id": int64(phoneNumberID), "line_type": "phone",
		"overflowed": false, "overflowed_to": nil, "recording_control_interactions": 0, "recording_time": seconds(k.talk), "not_recording_time": 0,
		"call_recording_consent": "always", "call_recording_consent_action": nil, "call_recording_consent_keypress": nil,
		"call_group_id": GroupID(k.d.first.team), "call_channel": "pstn", "quality_issues": []string{"none"},
	}
	if k.outbound {
		j["direction"] = "outbound"
	}
	if k.agent != 0 {
		j["agent_id"], j["time_to_answer"] = AgentID(k.agent), seconds(k.wait)
	}
	if k.completion == "abandoned_in_ivr" {
		j["ivr_time_spent"], j["wait_time"] = seconds(k.wait), 0
	}
	if c.v.byID[t.ID] == nil {
		j["ticket_id"] = nil
	}
	if k.updated.After(k.end()) {
		billed := int((k.duration + time.Minute - 1) / time.Minute)
		j["call_charge"], j["minutes_billed"] = fmt.Sprintf("%.3f", float64(billed)*0.003), billed
	}
	return encode(j)
}

// phoneLeg is one end of a call.
type phoneLeg struct {
	k          phoneCall
	id         int64
	kind       string
	agent      int64
	completion string
	duration   time.Duration
}

// legged are the legs of the calls: the customer's, and one of each agent whose phone rang.
func (c *call) legged() []phoneLeg {
	if c.v.legs != nil {
		return c.v.legs
	}
	list := []phoneLeg{}
	for _, k := range c.phoned() {
		id := CallID(k.d.t.ID) + 8
		list = append(list, phoneLeg{k, id, "customer", 0, k.completion, k.duration})
		if k.missed != 0 && k.missed != k.agent {
			list = append(list, phoneLeg{k, id + 8, "agent", k.missed, "agent_missed", 0})
		}
		if k.agent != 0 {
			list = append(list, phoneLeg{k, id + 16, "agent", k.agent, "completed", k.talk})
		}
	}
	c.v.legs = list
	return list
}

func (c *call) phoneLeg(l phoneLeg) []byte {
	j := map[string]any{
		"id": l.id, "created_at": text(l.k.begin), "updated_at": text(l.k.updated), "agent_id": 0, "user_id": CustomerID(l.k.d.t.Customer),
		"duration": seconds(l.duration), "hold_time": 0, "wrap_up_time": nil, "available_via": nil, "forwarded_to": nil,
		"consultation_from": nil, "transferred_from": nil, "transferred_to": nil, "minutes_billed": nil, "call_charge": "0.0",
		"completion_status": l.completion, "consultation_time": nil, "talk_time": 0, "consultation_to": nil, "conference_time": nil,
		"conference_from": nil, "conference_to": nil, "quality_issues": []string{"none"}, "call_id": CallID(l.k.d.t.ID), "type": l.kind,
	}
	if l.kind == "agent" {
		j["agent_id"], j["user_id"], j["available_via"], j["wrap_up_time"] = AgentID(l.agent), 0, "browser", 0
		if l.completion == "completed" {
			j["talk_time"], j["hold_time"], j["wrap_up_time"] = seconds(l.k.talk), seconds(l.k.hold), seconds(l.k.wrap)
		}
	}
	return encode(j)
}

// exportCalls is the export of calls.
func (c *call) exportCalls() {
	var rows []timed
	for _, k := range c.phoned() {
		rows = append(rows, timed{at: k.updated.Unix(), id: CallID(k.d.t.ID), render: func() []byte { return c.phoneCall(k) }})
	}
	c.byUpdate("calls", rows)
}

// exportLegs is the export of call legs.
func (c *call) exportLegs() {
	var rows []timed
	for _, l := range c.legged() {
		rows = append(rows, timed{at: l.k.updated.Unix(), id: l.id, render: func() []byte { return c.phoneLeg(l) }})
	}
	c.byUpdate("legs", rows)
}

// byUpdate is an export of Talk: there is no sign of the end but the count, the next page is always named, and
// the last row is sent again and again.
// https://developer.zendesk.com/api-reference/voice/talk-api/incremental_exports/#pagination-and-polling
func (c *call) byUpdate(key string, rows []timed) {
	start := number(c.r.URL.Query().Get("start_time"))
	if !c.r.URL.Query().Has("start_time") {
		refuse(c.w, http.StatusUnprocessableEntity, "InvalidStartTime", "start_time is required")
		return
	}
	from, _ := slices.BinarySearchFunc(rows, start, func(r timed, start int64) int { return cmp.Compare(r.at, start) })
	to := len(rows)
	for to > from && rows[to-1].at > c.sealed() {
		to--
	}
	page, next := cutTimed(rows[from:to], exportSize)
	if len(page) == 0 {
		next = start
	}
	var o object
	o.list(key, renderTimed(page))
	o.set("next_page", c.nextStart(next))
	o.set("count", len(page))
	o.set("end_time", next)
	c.send(&o)
}

func (c *call) listNumbers() {
	c.list("phone_numbers", []item{raw(phoneNumberID, map[string]any{
		"id": int64(phoneNumberID), "number": "+39025550100", "name": "Casa", "display_number": "+39 02 5550 100", "country_code": "IT",
		"created_at": c.founded(), "recorded": true, "sms_enabled": false, "external": false, "line_type": "phone",
	})})
}
