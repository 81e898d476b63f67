package fake

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

func format(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// parse is 0 for nobody.
func parse(id string) int64 {
	n, _ := strconv.ParseInt(id, 10, 64)
	return n
}

// levels are Intercom's names of the desk's priorities.
//
// Source: the enumeration of conversation.priority in
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml.
func level(priority string) string {
	switch priority {
	case "p1":
		return "urgent"
	case "p2":
		return "high"
	case "p3":
		return "medium"
	case "p4":
		return "low"
	}
	return "none"
}

// priorityIn is a priority as a version shows it. Nobody knows which levels the versions before 2.16 show as
// priority; here it is the upper two.
func priorityIn(f flavour, priority string) string {
	switch {
	case f.levels:
		return level(priority)
	case priority == "p1", priority == "p2":
		return "priority"
	}
	return "not_priority"
}

// priority tells a change of priority, in the old versions only if it shows.
//
// Source: priority_changed in https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/0/api.intercom.io.yaml.
func (w *teller) priority(c *replay.Change, who author) {
	old := flavour{}
	w.add(&part{
		id: ChangePartID(c), kind: partPriority, at: c.At, author: who, levelsOnly: priorityIn(old, c.Old) == priorityIn(old, c.New),
		details: func(f flavour) object {
			return object{"current_priority": priorityIn(f, c.New), "previous_priority": priorityIn(f, c.Old)}
		},
	})
}

// topic tells that a conversation was given another contact reason.
//
// Source: conversation_attribute_updated_by_admin, _by_workflow and _by_user in the OpenAPI description.
func (w *teller) topic(c *replay.Change, who author) {
	kind := partByAdmin
	switch who.kind {
	case "bot":
		kind = partByWorkflow
	case "user", "lead":
		kind = partByUser
	}
	w.add(&part{id: ChangePartID(c), kind: kind, at: c.At, author: who, topic: c.New, details: func(f flavour) object {
		value := object{"name": c.New}
		details := object{"attribute": object{"name": TopicAttribute}, "value": value}
		if kind == partByWorkflow {
			details["workflow"] = object{"name": "Sort incoming conversations"}
		} else if f.minor >= 15 {
			value["previous"] = orNull(c.Old)
		}
		return details
	}})
}

// tags tells that a tag was put on a conversation, taken off, or both.
//
// Source: conversation_tags_updated in https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/0/api.intercom.io.yaml.
func (w *teller) tags(c *replay.Change, who author, added, removed string) {
	details := object{"tags_added": some(added), "tags_removed": some(removed)}
	w.add(&part{id: partID(c.At, c.ID, 2), kind: partTags, at: c.At, author: who, details: func(flavour) object { return details }})
}

func some(name string) list {
	if name == "" {
		return list{}
	}
	return list{name}
}

// mergedInto tells that another conversation was merged into this one. It does not say which.
//
// Source: merged_primary_conversation in the example of POST /conversations/{id}/merge in the OpenAPI description.
func (w *teller) mergedInto(away *replay.Ticket) {
	for i := range away.Changes {
		if c := &away.Changes[i]; c.Field == "status" && c.New == "merged" {
			w.add(&part{id: partID(c.At, c.ID, 7), kind: partMergedInto, at: c.At, author: w.people.who(c.Actor, c.ActorID), follows: true})
		}
	}
}

// order puts the parts in the order of their instants; those of one moment stay as they were told.
func (w *teller) order() {
	slices.SortStableFunc(w.parts, func(a, b *part) int { return a.at.Compare(b.at) })
	state := stateOf(before(w.ticket, "status", w.ticket.Status))
	for _, p := range w.parts {
		if p.follows {
			p.state = state
		}
		state = p.state
	}
}

// rating is a customer's opinion of a conversation.
type rating struct {
	requested, replied time.Time
	score              int
	remark             string
	teammate           int64
}

// The ratings: every third customer who is asked answers, after some minutes.
const (
	askedAfter    = 5 * time.Second
	answeredAfter = 7 * time.Minute
)

// afterwards tells what Intercom does by itself: it asks for a rating after the first closing, if a teammate
// has written, and a job scores closed conversations at night. The desk knows neither.
func (w *teller) afterwards() {
	var teammate int64
	var asked, last time.Time
	for _, p := range w.parts {
		if p.updated.After(last) {
			last = p.updated
		}
		if p.author.kind == "admin" && p.spoken() {
			teammate = parse(p.author.id)
		}
		if p.state == stateClosed && p.kind == partClose && asked.IsZero() && teammate != 0 && w.source.deliveredAs == customerInitiated {
			asked = p.at.Add(askedAfter)
		}
	}
	mark := w.ticket.Status == "spam" || w.ticket.Status == "trash" || w.ticket.Status == "merged"
	if !asked.IsZero() && !mark {
		w.rating = &rating{requested: asked, teammate: teammate}
		if draw(w.ticket.ID, 1)%3 == 0 {
			w.rating.replied = asked.Add(answeredAfter + time.Duration(draw(w.ticket.ID, 2)%1200)*time.Second)
			w.rating.score = int(draw(w.ticket.ID, 3)%5) + 1
			if draw(w.ticket.ID, 4)%4 == 0 {
				w.rating.remark = "Thanks, that was quick."
			}
		}
	}
	if w.state == stateClosed && len(w.parts) > 0 {
		w.score = night(last, w.zone)
	}
}

// night is the next three o'clock.
func night(after time.Time, zone *time.Location) time.Time {
	local := after.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), 3, 0, 0, 0, zone)
	if !at.After(after) {
		at = time.Date(local.Year(), local.Month(), local.Day()+1, 3, 0, 0, 0, zone)
	}
	return at.UTC()
}

// ratingParts are the parts of what a customer has said about a conversation by an instant.
func (s *story) ratingParts(at time.Time, who author) []*part {
	r := s.rating
	if r == nil || r.replied.IsZero() || r.replied.After(at) {
		return nil
	}
	parts := []*part{{id: partID(r.replied, s.ticket.ID, 5), kind: partRating, at: r.replied, updated: r.replied, author: who}}
	if r.remark != "" {
		parts = append(parts, &part{id: partID(r.replied, s.ticket.ID, 6), kind: partRemark, at: r.replied, updated: r.replied, author: who})
	}
	for _, p := range parts {
		for _, q := range s.parts {
			if !q.at.After(p.at) {
				p.state = q.state
			}
		}
	}
	return parts
}

// all are the parts that a version shows of a conversation at an instant.
func (s *story) all(f flavour, at time.Time, who author) []*part {
	parts := make([]*part, 0, len(s.parts)+2)
	for _, p := range s.parts {
		if !p.levelsOnly || f.levels {
			parts = append(parts, p)
		}
	}
	if rated := s.ratingParts(at, who); len(rated) > 0 {
		parts = append(parts, rated...)
		slices.SortStableFunc(parts, func(a, b *part) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	}
	return parts
}
