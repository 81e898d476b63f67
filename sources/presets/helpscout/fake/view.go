package fake

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// view is the account as it is in a frame. It is read only but for its orders.
type view struct {
	frame  *replay.Frame
	people *people
	rows   []*row
	byID   map[int64]*row
	// told are the stories of the tickets as they are now.
	told map[*ticket]*story
	tags []tagged
	// topics are all that any ticket has or had, sorted.
	topics []string

	// known finds the customers that the account knows, and since when.
	known func() map[int64]time.Time

	mu     sync.Mutex
	orders map[string][]*row

	rated    sync.Once
	ratings  []Rating
	byThread map[int64]*Rating
	// ratedTickets have a rating.
	ratedTickets map[int64]bool
}

// row is a conversation.
type row struct {
	*ticket
	*story
	// sources are the tickets that were merged into it, and into those.
	sources []*row
	// modified and touched include what the merges did.
	modified, touched time.Time
}

type tagged struct {
	name  string
	count int
	first time.Time
}

// redirected is how long a merged conversation leads to the one that it was merged into.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/get/
const redirected = 60 * 24 * time.Hour

// newView makes the view of a frame, with what the one before has found out.
func newView(frame *replay.Frame, before *view, p *people) *view {
	v := &view{
		frame: frame, people: p, byID: make(map[int64]*row, len(frame.Tickets)),
		told: make(map[*ticket]*story, len(frame.Tickets)), orders: map[string][]*row{},
	}
	v.known = sync.OnceValue(v.meet)
	all := make([]row, len(frame.Tickets))
	topics, tags := map[string]bool{}, map[string]*tagged{}
	for i, t := range frame.Tickets {
		var s *story
		if before != nil {
			s = before.told[t]
		}
		if s == nil {
			s = tell(t, p)
		}
		v.told[t] = s
		r := &all[i]
		*r = row{ticket: t, story: s, modified: s.modified, touched: s.touched}
		v.byID[t.ID] = r
		if t.Status != "merged" {
			v.rows = append(v.rows, r)
		}
		note(t, s, topics, tags)
	}
	for i := range all {
		if r := &all[i]; r.Status == "merged" {
			v.merge(r)
		}
	}
	for topic := range topics {
		v.topics = append(v.topics, topic)
	}
	slices.Sort(v.topics)
	for _, tag := range tags {
		v.tags = append(v.tags, *tag)
	}
	slices.SortFunc(v.tags, func(a, b tagged) int { return cmp.Compare(a.name, b.name) })
	return v
}

func note(t *ticket, s *story, topics map[string]bool, tags map[string]*tagged) {
	for _, topic := range s.topics {
		topics[topic] = true
	}
	for _, name := range t.Tags {
		tag := tags[name]
		if tag == nil {
			tag = &tagged{name: name, first: t.Created}
			tags[name] = tag
		}
		if tag.count++; t.Created.Before(tag.first) {
			tag.first = t.Created
		}
	}
}

// merge gives what was merged to the conversation where it is now.
func (v *view) merge(source *row) {
	target := source
	for range 100 {
		next, ok := v.byID[target.MergedInto]
		if !ok {
			return
		}
		if target = next; target.Status != "merged" {
			break
		}
	}
	target.sources = append(target.sources, source)
	target.modified = later(target.modified, source.merged)
	if source.merger.role == "agent" {
		target.touched = later(target.touched, source.merged)
	}
}

// listed tells whether lists show a conversation: not in the trash.
func (c *row) listed() bool { return !c.deleted }

// customerName is that by which lists are sorted.
func (v *view) customerName(r *row) string {
	first, last := names(v.people.customers[r.Customer].Name)
	return strings.ToLower(first + " " + last)
}

// order sorts all conversations, ascending; equals by number.
func (v *view) order(field string) []*row {
	v.mu.Lock()
	defer v.mu.Unlock()
	if sorted, ok := v.orders[field]; ok {
		return sorted
	}
	compare := map[string]func(a, b *row) int{
		"createdAt":    func(a, b *row) int { return a.Created.Compare(b.Created) },
		"modifiedAt":   func(a, b *row) int { return a.modified.Compare(b.modified) },
		"waitingSince": func(a, b *row) int { return a.waiting.Compare(b.waiting) },
		"customerEmail": func(a, b *row) int {
			return cmp.Compare(v.people.customers[a.Customer].Email, v.people.customers[b.Customer].Email)
		},
		"customerName": func(a, b *row) int { return cmp.Compare(v.customerName(a), v.customerName(b)) },
		"mailboxid":    func(a, b *row) int { return cmp.Compare(a.Team, b.Team) },
		"number":       func(a, b *row) int { return cmp.Compare(a.ID, b.ID) },
		"score":        func(_, _ *row) int { return 0 },
		"status":       func(a, b *row) int { return cmp.Compare(a.story.status, b.story.status) },
		"subject":      func(a, b *row) int { return cmp.Compare(a.Subject, b.Subject) },
	}[field]
	sorted := slices.Clone(v.rows)
	slices.SortStableFunc(sorted, compare)
	v.orders[field] = sorted
	return sorted
}
