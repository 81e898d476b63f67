package fact

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/record"
)

// instant brings a time into the form in which histories hold it: UTC, whole milliseconds. Equal
// instants are then equal values.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func sortTimes(list []time.Time) { slices.SortFunc(list, time.Time.Compare) }

// compareIDs orders vendors' ids: numbers by value, before all others, which are ordered as text.
func compareIDs(a, b string) int {
	an, bn := numeric(a), numeric(b)
	switch {
	case an && bn:
		x, y := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y), cmp.Compare(a, b))
	case an != bn:
		if an {
			return -1
		}
		return 1
	}
	return cmp.Compare(a, b)
}

func numeric(id string) bool {
	for i := range len(id) {
		if id[i] < '0' || id[i] > '9' {
			return false
		}
	}
	return id != ""
}

// compareStatuses orders changes of one instant by the vendor's ids, which grow with time. What else happens
// at the instant of a void (a merged ticket is closed) does not count, in whatever order it is told.
func compareStatuses(a, b record.StatusChange) int {
	return cmp.Or(a.At.Compare(b.At), compareIDs(a.ID, b.ID), cmp.Compare(a.To, b.To))
}

func compareAssignments(a, b record.AssignmentChange) int {
	return cmp.Or(a.At.Compare(b.At), compareIDs(a.ID, b.ID),
		comparePointers(a.Group, b.Group), comparePointers(a.Agent, b.Agent))
}

func comparePriorities(a, b record.PriorityChange) int {
	return cmp.Or(a.At.Compare(b.At), compareIDs(a.ID, b.ID), cmp.Compare(a.To, b.To))
}

func compareCategories(a, b record.CategoryChange) int {
	return cmp.Or(a.At.Compare(b.At), compareIDs(a.ID, b.ID), cmp.Compare(a.To, b.To))
}

func compareMessages(a, b record.Message) int {
	return cmp.Or(a.At.Compare(b.At), compareIDs(a.ID, b.ID))
}

// compareClocks orders clocks by what identifies them.
func compareClocks(a, b record.SLAClock) int {
	return cmp.Or(compareIDs(a.ID, b.ID), cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Cycle, b.Cycle))
}

// comparePointers orders nil before every value.
func comparePointers(a, b *string) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Compare(*a, *b)
}
