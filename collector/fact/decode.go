package fact

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"helpdesk_exporter/sources/record"
)

var errShort = errors.New("data ends early or names a string that is not there")

// UnmarshalHistory reads what AppendBinary wrote. It fails on other versions and on damaged data.
func UnmarshalHistory(b []byte) (*History, error) {
	if len(b) == 0 || b[0] != historyVersion {
		return nil, fmt.Errorf("ticket history: not of version %d", historyVersion)
	}
	d := &decoder{rest: b[1:]}
	for range d.length() {
		d.table = append(d.table, string(d.bytes(d.length())))
	}
	h := d.history()
	if d.err == nil && len(d.rest) > 0 {
		d.err = fmt.Errorf("%d bytes too many", len(d.rest))
	}
	if d.err != nil {
		return nil, fmt.Errorf("ticket history: %w", d.err)
	}
	return h, nil
}

// decoder reads the stored form. After the first error it reads zeros.
type decoder struct {
	rest  []byte
	table []string
	last  int64
	err   error
}

func (d *decoder) fail() {
	d.rest = nil
	if d.err == nil {
		d.err = errShort
	}
}

func (d *decoder) uint() uint64 {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) int() int {
	v, n := binary.Varint(d.rest)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[n:]
	return int(v)
}

// length reads a number of things that take a byte each at least, so that damaged data cannot ask for
// more memory than it has bytes.
func (d *decoder) length() int {
	n := d.uint()
	if n > uint64(len(d.rest)) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.rest) {
		d.fail()
		return nil
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) bool() bool { return d.uint() == 1 }

func (d *decoder) string() string {
	i := d.uint()
	if i == 0 {
		return ""
	}
	if i > uint64(len(d.table)) {
		d.fail()
		return ""
	}
	return d.table[i-1]
}

func (d *decoder) strings() []string {
	return list(d, d.string)
}

// list reads a length and so many elements; nil for none.
func list[T any](d *decoder, read func() T) []T {
	n := d.length()
	if n == 0 {
		return nil
	}
	l := make([]T, 0, min(n, 64))
	for range n {
		l = append(l, read())
	}
	return l
}

func (d *decoder) time() time.Time {
	n := d.uint()
	if n == 0 {
		return time.Time{}
	}
	n--
	d.last += int64(n>>1) ^ -int64(n&1)
	return time.UnixMilli(d.last).UTC()
}

func (d *decoder) pointer() *string {
	if !d.bool() {
		return nil
	}
	s := d.string()
	return &s
}

func (d *decoder) count() *int {
	if !d.bool() {
		return nil
	}
	n := d.int()
	return &n
}

func (d *decoder) actor() record.Actor {
	role := record.Author(d.string())
	return record.Actor{Role: role, ID: d.string()}
}

func (d *decoder) history() *History {
	h := &History{Source: d.string()}
	d.ticket(&h.Ticket)
	h.Known = d.bool()
	var before Snapshot
	h.Snapshots = list(d, func() Snapshot {
		d.snapshot(&before)
		return before
	})
	h.Statuses = list(d, func() (c record.StatusChange) {
		c.ID, c.Ticket, c.At, c.Actor = d.change()
		c.From = record.Status(d.string())
		c.To = record.Status(d.string())
		return c
	})
	h.Assignments = list(d, func() (c record.AssignmentChange) {
		c.ID, c.Ticket, c.At, c.Actor = d.change()
		c.Agent = d.pointer()
		c.Group = d.pointer()
		c.FromAgent = d.pointer()
		c.FromGroup = d.pointer()
		return c
	})
	h.Priorities = list(d, func() (c record.PriorityChange) {
		c.ID, c.Ticket, c.At, c.Actor = d.change()
		c.From = record.Priority(d.string())
		c.To = record.Priority(d.string())
		return c
	})
	h.Categories = list(d, func() (c record.CategoryChange) {
		c.ID, c.Ticket, c.At, c.Actor = d.change()
		c.From = d.string()
		c.To = d.string()
		return c
	})
	h.Messages = list(d, d.message)
	h.Topics = list(d, func() (t Topic) {
		t.Name = d.string()
		t.Version = d.time()
		return t
	})
	h.Absorbed = list(d, func() (a Absorbed) {
		a.Ticket = d.string()
		a.At = d.time()
		a.Since = d.time()
		a.Message = d.string()
		return a
	})
	h.SLAClocks = list(d, d.clock)
	d.prior(&h.Prior)
	return h
}

func (d *decoder) ticket(t *record.Ticket) {
	t.ID = d.string()
	t.CreatedAt = d.time()
	t.UpdatedAt = d.time()
	t.SolvedAt = d.time()
	t.VoidedAt = d.time()
	for _, s := range ticketStrings(t) {
		*s = d.string()
	}
	t.Origin = record.Origin(d.string())
	t.Channel = record.Channel(d.string())
	t.Priority = record.Priority(d.string())
	t.Status = record.Status(d.string())
	t.CustomerKeys = d.strings()
	t.Tags = d.strings()
	t.Topics = d.strings()
	t.Reopens = d.count()
	t.Replies = d.count()
}

func (d *decoder) clock() (c record.SLAClock) {
	c.ID = d.string()
	c.Ticket = d.string()
	c.Policy = d.string()
	c.Target = d.string()
	c.Cycle = d.int()
	for _, t := range clockTimes(&c) {
		*t = d.time()
	}
	return c
}

func (d *decoder) change() (id, ticket string, at time.Time, by record.Actor) {
	id = d.string()
	ticket = d.string()
	at = d.time()
	return id, ticket, at, d.actor()
}

func (d *decoder) message() (m record.Message) {
	m.ID = d.string()
	m.Ticket = d.string()
	m.At = d.time()
	m.UpdatedAt = d.time()
	m.Direction = record.Direction(d.string())
	m.Author = record.Author(d.string())
	m.AuthorID = d.string()
	m.Visibility = record.Visibility(d.string())
	m.Language = d.string()
	return m
}

// snapshot turns the snapshot before into the next one.
func (d *decoder) snapshot(s *Snapshot) {
	s.Version = d.time()
	bits := d.uint()
	if bits&bitStatus != 0 {
		s.Status = record.Status(d.string())
	}
	if bits&bitSolvedAt != 0 {
		s.SolvedAt = d.time()
	}
	if bits&bitGroup != 0 {
		s.Group = d.string()
	}
	if bits&bitAssignee != 0 {
		s.Assignee = d.string()
	}
	if bits&bitPriority != 0 {
		s.Priority = record.Priority(d.string())
	}
	if bits&bitCounters != 0 {
		s.Reopens = d.int()
		s.Replies = d.int()
	}
	if bits&bitCategory != 0 {
		s.Category = d.string()
		s.Taxonomy = d.uint()
	}
	if bits&bitRest != 0 {
		s.VoidedAt = d.time()
		s.Brand = d.string()
		s.Channel = record.Channel(d.string())
		s.Origin = record.Origin(d.string())
		s.MergedInto = d.string()
	}
}

func (d *decoder) prior(p *Prior) {
	p.Through = d.time()
	p.LastStatus = record.Status(d.string())
	p.Resolved = d.int()
	p.Reopened = d.int()
	p.Touches = d.int()
	p.Voided = d.int()
	p.Answered = d.bool()
	p.Final = d.bool()
}
