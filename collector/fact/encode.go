package fact

import (
	"encoding/binary"
	"slices"
	"time"

	"helpdesk_exporter/sources/record"
)

// historyVersion is the first byte of an encoded history. A reader refuses others.
const historyVersion = 2

// AppendBinary appends the history's stored form to b: a version, a table of strings, then the records
// with times as differences to the time before. Equal histories give equal bytes.
func (h *History) AppendBinary(b []byte) []byte {
	e := &encoder{body: make([]byte, 0, 256), table: make([]string, 0, 16)}
	e.history(h)
	b = append(b, historyVersion)
	b = binary.AppendUvarint(b, uint64(len(e.table)))
	for _, s := range e.table {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return append(b, e.body...)
}

type encoder struct {
	body  []byte
	table []string
	index map[string]uint64 // of a long table
	last  int64             // the time before, in milliseconds
}

func (e *encoder) uint(n uint64) { e.body = binary.AppendUvarint(e.body, n) }
func (e *encoder) int(n int)     { e.body = binary.AppendVarint(e.body, int64(n)) }

func (e *encoder) bool(v bool) {
	if v {
		e.uint(1)
		return
	}
	e.uint(0)
}

// string writes 0 for the empty string, else one more than the place in the table.
func (e *encoder) string(s string) {
	if s == "" {
		e.uint(0)
		return
	}
	i := e.find(s)
	if i == 0 {
		e.table = append(e.table, s)
		i = uint64(len(e.table))
		if e.index != nil {
			e.index[s] = i
		}
	}
	e.uint(i)
}

// shortTable is up to how many strings are searched one by one, which most histories never exceed.
const shortTable = 32

// find returns one more than the place of a string in the table, 0 where it is not there.
func (e *encoder) find(s string) uint64 {
	if len(e.table) <= shortTable {
		return uint64(slices.Index(e.table, s) + 1)
	}
	if e.index == nil {
		e.index = make(map[string]uint64, 2*len(e.table))
		for i, known := range e.table {
			e.index[known] = uint64(i + 1)
		}
	}
	return e.index[s]
}

func (e *encoder) strings(list []string) {
	e.uint(uint64(len(list)))
	for _, s := range list {
		e.string(s)
	}
}

// time writes 0 for the zero time, else one more than the zigzag difference to the time before.
func (e *encoder) time(t time.Time) {
	if t.IsZero() {
		e.uint(0)
		return
	}
	ms := t.UnixMilli()
	d := ms - e.last
	e.last = ms
	e.uint(uint64(d<<1^d>>63) + 1)
}

// pointer writes 0 for nil, else one more than the string would be.
func (e *encoder) pointer(s *string) {
	e.bool(s != nil)
	if s != nil {
		e.string(*s)
	}
}

func (e *encoder) count(n *int) {
	e.bool(n != nil)
	if n != nil {
		e.int(*n)
	}
}

func (e *encoder) actor(a record.Actor) {
	e.string(string(a.Role))
	e.string(a.ID)
}

func (e *encoder) history(h *History) {
	e.string(h.Source)
	e.ticket(&h.Ticket)
	e.bool(h.Known)
	e.uint(uint64(len(h.Snapshots)))
	var before Snapshot
	for i := range h.Snapshots {
		e.snapshot(&before, &h.Snapshots[i])
		before = h.Snapshots[i]
	}
	e.uint(uint64(len(h.Statuses)))
	for _, c := range h.Statuses {
		e.change(c.ID, c.Ticket, c.At, c.Actor)
		e.string(string(c.From))
		e.string(string(c.To))
	}
	e.uint(uint64(len(h.Assignments)))
	for _, c := range h.Assignments {
		e.change(c.ID, c.Ticket, c.At, c.Actor)
		e.pointer(c.Agent)
		e.pointer(c.Group)
		e.pointer(c.FromAgent)
		e.pointer(c.FromGroup)
	}
	e.uint(uint64(len(h.Priorities)))
	for _, c := range h.Priorities {
		e.change(c.ID, c.Ticket, c.At, c.Actor)
		e.string(string(c.From))
		e.string(string(c.To))
	}
	e.uint(uint64(len(h.Categories)))
	for _, c := range h.Categories {
		e.change(c.ID, c.Ticket, c.At, c.Actor)
		e.string(c.From)
		e.string(c.To)
	}
	e.uint(uint64(len(h.Messages)))
	for i := range h.Messages {
		e.message(&h.Messages[i])
	}
	e.uint(uint64(len(h.Topics)))
	for _, t := range h.Topics {
		e.string(t.Name)
		e.time(t.Version)
	}
	e.uint(uint64(len(h.Absorbed)))
	for _, a := range h.Absorbed {
		e.string(a.Ticket)
		e.time(a.At)
		e.time(a.Since)
		e.string(a.Message)
	}
	e.uint(uint64(len(h.SLAClocks)))
	for i := range h.SLAClocks {
		e.clock(&h.SLAClocks[i])
	}
	e.prior(&h.Prior)
}

// clock writes what a vendor says of its own clock.
func (e *encoder) clock(c *record.SLAClock) {
	e.string(c.ID)
	e.string(c.Ticket)
	e.string(c.Policy)
	e.string(c.Target)
	e.int(c.Cycle)
	for _, t := range clockTimes(c) {
		e.time(*t)
	}
}

// clockTimes are the instants of a clock in the order in which they are stored.
func clockTimes(c *record.SLAClock) []*time.Time {
	return []*time.Time{
		&c.UpdatedAt, &c.StartedAt, &c.DueAt, &c.PausedAt, &c.FulfilledAt, &c.BreachedAt, &c.CancelledAt,
	}
}

func (e *encoder) ticket(t *record.Ticket) {
	e.string(t.ID)
	e.time(t.CreatedAt)
	e.time(t.UpdatedAt)
	e.time(t.SolvedAt)
	e.time(t.VoidedAt)
	for _, s := range ticketStrings(t) {
		e.string(*s)
	}
	e.string(string(t.Origin))
	e.string(string(t.Channel))
	e.string(string(t.Priority))
	e.string(string(t.Status))
	e.strings(t.CustomerKeys)
	e.strings(t.Tags)
	e.strings(t.Topics)
	e.count(t.Reopens)
	e.count(t.Replies)
}

func ticketStrings(t *record.Ticket) []*string {
	return []*string{&t.Requester, &t.Brand, &t.Group, &t.Assignee, &t.Category, &t.Language, &t.MergedInto}
}

func (e *encoder) change(id, ticket string, at time.Time, by record.Actor) {
	e.string(id)
	e.string(ticket)
	e.time(at)
	e.actor(by)
}

func (e *encoder) message(m *record.Message) {
	e.string(m.ID)
	e.string(m.Ticket)
	e.time(m.At)
	e.time(m.UpdatedAt)
	e.string(string(m.Direction))
	e.string(string(m.Author))
	e.string(m.AuthorID)
	e.string(string(m.Visibility))
	e.string(m.Language)
}

// Bits of what changed between two snapshots. Most versions of a ticket differ in little.
const (
	bitStatus = 1 << iota
	bitSolvedAt
	bitGroup
	bitAssignee
	bitPriority
	bitCounters
	bitCategory
	bitRest
)

func (e *encoder) snapshot(old, s *Snapshot) {
	bit := func(changed bool, mask uint64) uint64 {
		if changed {
			return mask
		}
		return 0
	}
	bits := bit(old.Status != s.Status, bitStatus) | bit(old.SolvedAt != s.SolvedAt, bitSolvedAt) |
		bit(old.Group != s.Group, bitGroup) | bit(old.Assignee != s.Assignee, bitAssignee) |
		bit(old.Priority != s.Priority, bitPriority) |
		bit(old.Reopens != s.Reopens || old.Replies != s.Replies, bitCounters) |
		bit(old.Category != s.Category || old.Taxonomy != s.Taxonomy, bitCategory) |
		bit(old.VoidedAt != s.VoidedAt || old.Brand != s.Brand || old.Channel != s.Channel ||
			old.Origin != s.Origin || old.MergedInto != s.MergedInto, bitRest)
	e.time(s.Version)
	e.uint(bits)
	if bits&bitStatus != 0 {
		e.string(string(s.Status))
	}
	if bits&bitSolvedAt != 0 {
		e.time(s.SolvedAt)
	}
	if bits&bitGroup != 0 {
		e.string(s.Group)
	}
	if bits&bitAssignee != 0 {
		e.string(s.Assignee)
	}
	if bits&bitPriority != 0 {
		e.string(string(s.Priority))
	}
	if bits&bitCounters != 0 {
		e.int(s.Reopens)
		e.int(s.Replies)
	}
	if bits&bitCategory != 0 {
		e.string(s.Category)
		e.uint(s.Taxonomy)
	}
	if bits&bitRest != 0 {
		e.time(s.VoidedAt)
		e.string(s.Brand)
		e.string(string(s.Channel))
		e.string(string(s.Origin))
		e.string(s.MergedInto)
	}
}

func (e *encoder) prior(p *Prior) {
	e.time(p.Through)
	e.string(string(p.LastStatus))
	e.int(p.Resolved)
	e.int(p.Reopened)
	e.int(p.Touches)
	e.int(p.Voided)
	e.bool(p.Answered)
	e.bool(p.Final)
}
