package fact

import (
	"slices"
	"sort"
	"strconv"
	"time"

	"helpdesk_exporter/sources/record"
)

// track is the value of one attribute of a ticket over time.
type track struct {
	first string // before the first step
	steps []step
}

// step is a change of the value.
type step struct {
	at    time.Time
	value string
	key   string // identifies the transition within its kind
	// counts is false for a difference between snapshots that is no transition: the source has a
	// history of changes, or an edited taxonomy gave the category another name.
	counts bool
}

// at returns the value at an instant.
func (t *track) at(when time.Time) string {
	i := sort.Search(len(t.steps), func(i int) bool { return t.steps[i].at.After(when) })
	if i == 0 {
		return t.first
	}
	return t.steps[i-1].value
}

// attribute describes where the values of one attribute come from.
type attribute struct {
	emitted bool // the source has a history of changes
	changes []step
	from    *string // what the first change tells of the value before it
	of      func(*Snapshot) string
	// assume: the first known value was there from the start, if nothing tells otherwise.
	assume bool
}

// track makes the track of an attribute (docs/semantics.md, "Labels"): the changes where there are any,
// else the snapshots.
func (a attribute) track(h *History) track {
	var t track
	if len(a.changes) > 0 {
		t.steps = a.changes
		switch {
		case a.from != nil:
			t.first = *a.from
		case len(h.Snapshots) > 0 && h.Snapshots[0].Version.Before(a.changes[0].at):
			t.first = a.of(&h.Snapshots[0])
		case a.assume:
			t.first = a.changes[0].value
		}
		return t
	}
	if len(h.Snapshots) == 0 {
		return t
	}
	t.first = a.of(&h.Snapshots[0])
	last, n := t.first, 0
	for i := 1; i < len(h.Snapshots); i++ {
		s := &h.Snapshots[i]
		value := a.of(s)
		if value == last {
			continue
		}
		last = value
		n++
		t.steps = append(t.steps, step{at: s.Version, value: value, key: h.ordinal(n), counts: !a.emitted})
	}
	return t
}

// ordinal is the key of the nth transition that was found by comparing snapshots. Numbers start again
// after a summary, hence its instant is part of them.
func (h *History) ordinal(n int) string {
	key := "snapshot/"
	if h.partial() {
		key += strconv.FormatInt(h.Prior.Through.UnixMilli(), 10) + "/"
	}
	return key + strconv.Itoa(n)
}

// changeKey is the key of a transition: the vendor's event id, else instant and new value.
func changeKey(id string, at time.Time, to string) string {
	if id != "" {
		return id
	}
	return strconv.FormatInt(at.UnixMilli(), 10) + "/" + to
}

// partial tells that the history does not reach back behind its summary.
func (h *History) partial() bool {
	through := h.Prior.Through
	if through.IsZero() {
		return false
	}
	old := func(t time.Time) bool { return !t.After(through) }
	switch {
	case len(h.Snapshots) > 0 && old(h.Snapshots[0].Version),
		len(h.Statuses) > 0 && old(h.Statuses[0].At),
		len(h.Messages) > 0 && old(h.Messages[0].At):
		return false
	}
	return true
}

func groupTrack(h *History, rules *Rules) track {
	a := attribute{emitted: rules.Emits[record.KindAssignmentChange], assume: true, of: func(s *Snapshot) string { return rules.Teams.Name(s.Group) }}
	for _, c := range h.Assignments {
		if c.Group == nil {
			continue
		}
		if len(a.changes) == 0 {
			a.from = named(c.FromGroup, rules)
		}
		a.changes = append(a.changes, step{at: c.At, value: rules.Teams.Name(*c.Group), key: changeKey(c.ID, c.At, *c.Group), counts: true})
	}
	return a.track(h)
}

// named is the team of a group that was told, nil if none was.
func named(group *string, rules *Rules) *string {
	if group == nil {
		return nil
	}
	name := rules.Teams.Name(*group)
	return &name
}

func assigneeTrack(h *History, rules *Rules) track {
	a := attribute{emitted: rules.Emits[record.KindAssignmentChange], of: func(s *Snapshot) string { return s.Assignee }}
	for _, c := range h.Assignments {
		if c.Agent == nil {
			continue
		}
		if len(a.changes) == 0 {
			a.from = c.FromAgent
		}
		a.changes = append(a.changes, step{at: c.At, value: *c.Agent, counts: true})
	}
	return a.track(h)
}

func priorityTrack(h *History, rules *Rules) track {
	a := attribute{emitted: rules.Emits[record.KindPriorityChange], assume: true, of: func(s *Snapshot) string { return string(s.Priority) }}
	for i, c := range h.Priorities {
		if i == 0 {
			a.from = told(string(c.From))
		}
		a.changes = append(a.changes, step{at: c.At, value: string(c.To), counts: true})
	}
	return a.track(h)
}

// categoryTrack leaves out what only an edited taxonomy changed: a category of another taxonomy than the
// snapshot before has another name, not another meaning.
func categoryTrack(h *History, rules *Rules) track {
	a := attribute{emitted: rules.Emits[record.KindCategoryChange], of: func(s *Snapshot) string { return normalCategory(s.Category) }}
	for i, c := range h.Categories {
		if i == 0 {
			if a.from = told(c.From); a.from != nil {
				*a.from = normalCategory(c.From)
			}
		}
		a.changes = append(a.changes, step{at: c.At, value: normalCategory(c.To), key: changeKey(c.ID, c.At, c.To), counts: true})
	}
	t := a.track(h)
	if len(a.changes) > 0 {
		return t
	}
	for i := 1; i < len(h.Snapshots); i++ {
		if h.Snapshots[i].Taxonomy == h.Snapshots[i-1].Taxonomy {
			continue
		}
		k := slices.IndexFunc(t.steps, func(s step) bool { return s.at.Equal(h.Snapshots[i].Version) })
		if k >= 0 {
			t.steps[k].counts = false
		}
	}
	return t
}

// snapshotTrack follows an attribute for which no product has a history.
func snapshotTrack(h *History, of func(*Snapshot) string) track {
	return attribute{emitted: true, of: of}.track(h)
}

func told(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

// normalCategory spells "no category" in one way.
func normalCategory(category string) string {
	if category == "none" {
		return ""
	}
	return category
}
