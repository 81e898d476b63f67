package fake

import (
	"time"
)

// survey is the question whether the customer was satisfied, with which the desk's rules follow a solved
// ticket after a day. It is made up: the simulated desk asks nobody.
type survey struct {
	d       *dossier
	offered time.Time
	// answered and revised are zero if that never happens.
	answered, revised time.Time
	good, finally     bool
	comment           string
	// modern is one of the newer CSAT surveys.
	modern bool
}

// surveyed plans the survey of a ticket that a customer opened: a day after it was first solved and stayed so
// for the day. Two of five answer.
func (s *Server) surveyed(d *dossier) *survey {
	if d.t.OpenedBy != "customer" {
		return nil
	}
	for i, p := range d.phases {
		if p.status != "solved" {
			continue
		}
		offered := p.from.Add(24 * time.Hour)
		if i+1 < len(d.phases) && d.phases[i+1].from.Before(offered) {
			return nil
		}
		luck := mix(s.o.Seed^0xc5a7, d.t.ID)
		y := &survey{d: d, offered: offered, modern: !offered.Before(s.turn)}
		if luck%5 < 2 {
			y.answered = offered.Add(10*time.Minute + time.Duration(luck>>4%(40*3600))*time.Second)
			y.good = luck>>24%5 > 0
			y.finally = y.good
			if luck>>32%3 == 0 {
				y.comment = "Thank you, that was quick."
				if !y.good {
					y.comment = "I had to ask twice."
				}
			}
			if luck>>40%20 == 0 {
				y.revised = y.answered.Add(time.Duration(1+luck>>48%120) * time.Minute)
				y.finally = !y.good
			}
		}
		return y
	}
	return nil
}

// step counts what has happened by now.
func (y *survey) step(now time.Time) int {
	n := 0
	if y != nil {
		for _, at := range []time.Time{y.offered, y.answered, y.revised} {
			if !at.IsZero() && !at.After(now) {
				n++
			}
		}
	}
	return n
}

func score(good bool) string {
	if good {
		return "good"
	}
	return "bad"
}

// audits are the updates that the survey brings.
func (y *survey) audits() []audit {
	if y == nil {
		return nil
	}
	d := y.d
	id := surveyEventID(d.t.ID)
	customer := CustomerID(d.t.Customer)
	list := []audit{{id: id, at: y.offered, author: SystemID, via: rule("automation", 4_402_000_000_512, "Request customer satisfaction rating")}}
	if y.modern {
		list[0].events = []event{{id: id + 64, kind: "SurveyOffered", more: map[string]any{"survey_id": surveyID, "survey_type": "customer_satisfaction", "survey_name": "CSAT"}}}
	} else {
		list[0].events = []event{{id: id + 64, kind: "Change", field: "satisfaction_score", value: "offered", previous: "unoffered"}}
	}
	before := "offered"
	for i, at := range []time.Time{y.answered, y.revised} {
		if at.IsZero() {
			continue
		}
		now := score(y.good)
		if i == 1 {
			now = score(y.finally)
		}
		a := audit{id: id + int64(i+1)*128, at: at, author: customer, via: web()}
		if y.modern {
			a.events = []event{{id: a.id + 64, kind: "SurveyResponseSubmitted", more: map[string]any{"survey_response_id": y.ulid(), "assignee_id": y.assignee(), "survey_id": surveyID}}}
		} else {
			a.events = []event{
				{id: a.id + 64, kind: "Change", field: "satisfaction_score", value: now, previous: before},
				{id: a.id + 80, kind: "SatisfactionRating", more: map[string]any{"score": now, "assignee_id": y.assignee(), "body": y.comment}},
			}
		}
		before = now
		list = append(list, a)
	}
	return list
}

// assignee is who had the ticket when the survey was offered.
func (y *survey) assignee() any {
	agent := y.d.first.agent
	for _, c := range y.d.t.Changes {
		if c.Field == "agent" && !c.At.After(y.offered) {
			agent = number(c.New)
		}
	}
	if agent == 0 {
		return nil
	}
	return AgentID(agent)
}

func (y *survey) group() int64 {
	team := y.d.first.team
	for _, c := range y.d.t.Changes {
		if c.Field == "team" && !c.At.After(y.offered) {
			team = number(c.New)
		}
	}
	return GroupID(team)
}

// shown is the rating that the ticket shows. The newer surveys do not show there.
func (y *survey) shown(now time.Time) any {
	step := y.step(now)
	switch {
	case y == nil, step == 0, y.modern:
		return map[string]any{"score": "unoffered"}
	case step == 1:
		return map[string]any{"score": "offered"}
	}
	good := y.good
	if step == 3 {
		good = y.finally
	}
	return map[string]any{"score": score(good), "id": ratingID(y.d.t.ID) + 64, "comment": orNull(y.comment), "reason": "No reason provided", "reason_id": 0}
}

// ulid is the id of a survey response: it begins with the instant of the answer.
func (y *survey) ulid() string {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var id [26]byte
	at := uint64(y.answered.UnixMilli())
	for i := 9; i >= 0; i-- {
		id[i] = digits[at&31]
		at >>= 5
	}
	luck := mix(11, y.d.t.ID)
	for i := 10; i < 26; i++ {
		id[i] = digits[luck&31]
		luck = mix(luck, int64(i))
	}
	return string(id[:])
}
