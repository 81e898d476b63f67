package api

import (
	"context"
	"slices"

	"helpdesk_exporter/sources/record"
)

// collector maps the objects of one request and keeps what they made until it is delivered.
type collector struct {
	pass   *pass
	stream *stream
	set    string
	ticket string // the ticket of a child
	parent any
	vars   any

	batch record.Batch
	read  int
	// parents are the objects of tickets, where they have children.
	parents []parent
	held    []any // until the page is complete, where the map reads $page
	moved   bool  // the answer came from another address than was asked
}

// parent is a ticket whose children are to be read.
type parent struct {
	id      string
	object  any
	records []record.Record
}

func (p *pass) collector(st *stream, set string) *collector {
	return &collector{pass: p, stream: st, set: set, vars: p.vars()}
}

func (c *collector) reset() {
	c.batch, c.read, c.parents, c.held = record.Batch{}, 0, nil, nil
}

// add maps an object now, or when its page is complete.
func (c *collector) add(ctx context.Context, object any) error {
	if c.stream.needsPage {
		c.held = append(c.held, object)
		return nil
	}
	return c.mapObject(ctx, object, nil)
}

// page maps a whole page.
func (c *collector) page(ctx context.Context, page *collected) error {
	for _, object := range page.objects {
		c.read++
		if err := c.add(ctx, object); err != nil {
			return err
		}
	}
	return c.complete(ctx, page.envelope)
}

// complete maps what waited for the page.
func (c *collector) complete(ctx context.Context, envelope any) error {
	for _, object := range c.held {
		if err := c.mapObject(ctx, object, envelope); err != nil {
			return err
		}
	}
	c.held = nil
	return nil
}

func (c *collector) mapObject(ctx context.Context, object, envelope any) error {
	m := c.stream.mapper
	id := text(c.stream.id.in(object))
	ticket := c.ticket
	if ticket == "" && slices.Contains(c.stream.kinds, record.KindTicket) {
		ticket = id
	}
	values := []any{c.parent, c.set, envelope, c.vars}
	out := m.run(ctx, c.stream.name, object, values, id, ticket)
	if len(m.missed) > 0 {
		again, err := c.pass.rediscover(ctx, m.missed)
		if err != nil {
			return err
		}
		if again {
			out = m.run(ctx, c.stream.name, object, values, id, ticket)
		}
	}
	for i := range out.rejects {
		out.rejects[i].Err = c.pass.source.auth.secrets.redact(out.rejects[i].Err)
	}
	c.batch.Anomalies = append(c.batch.Anomalies, out.anomalies...)
	c.batch.Rejects = append(c.batch.Rejects, out.rejects...)
	part := c.part()
	part.Records = append(part.Records, out.records...)
	if len(c.stream.children) > 0 {
		c.collectParents(object, out.records)
	}
	return nil
}

func (c *collector) collectParents(object any, records []record.Record) {
	for _, r := range records {
		if r.Kind() != record.KindTicket || r.Key() == "" {
			continue
		}
		t := parent{id: r.Key(), object: object, records: records}
		if i := slices.IndexFunc(c.parents, func(p parent) bool { return p.id == t.id }); i >= 0 {
			t.records = append(slices.Clone(c.parents[i].records), records...)
			c.parents[i] = t
			continue
		}
		c.parents = append(c.parents, t)
	}
}

// part is the batch's part of the collector's stream.
func (c *collector) part() *record.Part {
	if len(c.batch.Parts) == 0 {
		c.batch.Parts = append(c.batch.Parts, record.Part{Stream: c.stream.name})
	}
	return &c.batch.Parts[0]
}

// take returns what was collected, and begins anew.
func (c *collector) take() (record.Batch, []parent) {
	if c.read > 0 {
		c.part().Read = c.read
	}
	batch, parents := c.batch, c.parents
	c.reset()
	return batch, parents
}

// full tells that a batch is worth delivering before the page's end.
func (c *collector) full() bool {
	return len(c.batch.Parts) > 0 && len(c.batch.Parts[0].Records)+len(c.batch.Rejects) >= batchRecords
}
