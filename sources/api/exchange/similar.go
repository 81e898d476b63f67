package exchange

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	sizeNames  = regexp.MustCompile(`(?i)size|per_?page|limit|max_?results`)
	moreNames  = regexp.MustCompile(`(?i)^(include|expand|embed|fields|operator|display_as|locale|lang|_)(\[\]?)?$`)
	orderNames = regexp.MustCompile(`(?i)^\$?(sort|order)(_?(by|type|dir|direction|field|order))?$|^(sort|order)\.`)
	placeNames = regexp.MustCompile(`(?i)page|cursor|starting_after|offset|scroll|next|token`)
	timeNames  = regexp.MustCompile(`(?i)time|date|since|start|begin|from|until|end$|to$|created|updated|modified|changed|after|before|[gl]te?\]?$|^value$`)
	// clocks are names of times: from which of them a list begins.
	clocks = regexp.MustCompile(`(?i)^(created|updated|modified|changed|last_?(updated|modified))(_?(at|on|date))?$`)
	// times are points in time within a longer text, such as a query.
	times = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[+-][0-9:]+)?)?`)
)

// What a question that differs from the recorded one is charged.
const (
	// spelling is a difference without a meaning, such as a page's size, or the first page said or not.
	spelling = 1
	// little is a difference in how much comes, not what.
	little = 20
	// narrower is a parameter that only the recorded question has, or another version of the interface.
	narrower = 1000
	// unknown is a recorded question without the body that it must have had.
	unknown = 10_000
	// other is another question.
	other = -1
)

// differs tells how far a question is from a recorded one: 0 is the same, other another. It is similar where
// only the instant to begin at differs, the size of pages, what is to come along, the order of the records: a
// recording is of use to a source that asks a little differently. Where in a walk it stands must agree.
func (q *question) differs(recorded *question, a Asks) int {
	if q.method != recorded.method || q.unversioned != recorded.unversioned {
		return other
	}
	if a.Login {
		return spelling
	}
	cost := 0
	if q.path != recorded.path {
		cost = narrower
	}
	names := maps.Clone(q.fields)
	maps.Copy(names, recorded.fields)
	if recorded.bodyless && !q.bodyless {
		cost, names = cost+unknown, recorded.fields
	}
	placed := q.placed(recorded)
	for name := range names {
		if q.hidden[name] || recorded.hidden[name] {
			continue
		}
		each := difference(name, q.fields[name], recorded.fields[name], a, placed)
		if each == other {
			return other
		}
		cost += each
	}
	return cost
}

// difference is the charge for one parameter.
func difference(name string, asked, kept []string, a Asks, placed bool) int {
	switch {
	case slices.Equal(asked, kept):
		return 0
	case sizeNames.MatchString(name):
		return spelling
	case moreNames.MatchString(name):
		return little
	case orderNames.MatchString(name):
		if a.Ordered {
			return other
		}
		return little
	case placeNames.MatchString(name):
		if first(asked) && first(kept) {
			return spelling
		}
		return other
	case everything(asked) && everything(kept):
		return spelling
	case moments(name, asked, kept):
		if a.Further && !placed { // the instant is where in the walk it stands
			return other
		}
		return little
	case len(asked) == 1 && len(kept) == 1 && clocks.MatchString(asked[0]) && clocks.MatchString(kept[0]) && !a.Ordered:
		return little
	case len(asked) == 0:
		return narrower
	}
	return other
}

// placed tells that both questions name the same page after the first.
func (q *question) placed(recorded *question) bool {
	for name, asked := range q.fields {
		if placeNames.MatchString(name) && !sizeNames.MatchString(name) && !first(asked) && slices.Equal(asked, recorded.fields[name]) {
			return true
		}
	}
	return false
}

// first tells the first page, said or not.
func first(page []string) bool {
	return len(page) == 0 || len(page) == 1 && (page[0] == "0" || page[0] == "1")
}

// everything tells a filter that leaves nothing out, said or not.
func everything(values []string) bool {
	return len(values) == 0 || len(values) == 1 && slices.Contains([]string{"all", "any", "*"}, values[0])
}

// moments tells two values that differ in a point in time only. What is left out, and a number such as 0, stand
// for the beginning of all.
func moments(name string, asked, kept []string) bool {
	if len(asked) > 1 || len(kept) > 1 {
		return false
	}
	x, y := strings.Join(asked, ""), strings.Join(kept, "")
	from, at := isInstant(name, x), isInstant(name, y)
	switch {
	case from && at, from && y == "", at && x == "":
		return true
	case from:
		_, err := strconv.ParseUint(y, 10, 64)
		return err == nil
	}
	return x != "" && times.MatchString(x) && times.ReplaceAllString(x, "") == times.ReplaceAllString(y, "")
}

// isInstant tells points in time; numbers are also those of records.
func isInstant(name, value string) bool {
	_, ok := instant(value)
	_, err := strconv.ParseFloat(value, 64)
	return ok && (err != nil || timeNames.MatchString(name))
}

// instant reads a point in time, a text or seconds or milliseconds since 1970.
func instant(value string) (seconds float64, ok bool) {
	if n, err := strconv.ParseFloat(value, 64); err == nil {
		if n > 100_000_000_000 {
			n /= 1000
		}
		return n, n > 100_000_000
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, "2006-01-02T15:04", time.DateOnly} {
		if at, err := time.Parse(layout, value); err == nil {
			return float64(at.Unix()), true
		}
	}
	return 0, false
}

// before tells how well a recording's beginning fits: the last that is not after what is asked is the best,
// for what it has too much does no harm.
func (q *question) before(recorded *question) (late bool, seconds float64) {
	for name, asked := range q.fields {
		kept := recorded.fields[name]
		if len(asked) != 1 || len(kept) != 1 || placeNames.MatchString(name) {
			continue
		}
		at, ok := instant(asked[0])
		from, found := instant(kept[0])
		switch {
		case !ok:
		case !found:
			return false, at
		default:
			return from > at, max(from-at, at-from)
		}
	}
	return false, 0
}
