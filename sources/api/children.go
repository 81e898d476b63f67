package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"helpdesk_exporter/sources/api/exchange"
	"helpdesk_exporter/sources/record"
)

// todo notes on a batch of tickets that their children are still to be read. Until they are, the ledger
// derives nothing of the tickets, also when this process ends before.
func (p *pass) todo(batch *record.Batch, parents []parent) {
	for _, t := range parents {
		p.pending[t.id] = true
		for _, child := range p.stream.children {
			batch.Todo = append(batch.Todo, record.Todo{Stream: child.name, Ticket: t.id})
		}
	}
}

// parentVariables are the variables of for_each.where.
func parentVariables() []string { return []string{"$since", "$vars"} }

// applies tells whether a ticket has children of a stream.
func (p *pass) applies(ctx context.Context, child *stream, t parent) bool {
	if child.where == nil {
		return true
	}
	since := ""
	if !p.from.Since.IsZero() {
		since = p.from.Since.UTC().Format(time.RFC3339)
	}
	return child.where.isTrue(ctx, t.object, since, p.vars())
}

// withChildren are the tickets that have children to be read. Those alone are complete as they are, unless
// nothing but children makes a ticket whole.
func (p *pass) withChildren(ctx context.Context, parents []parent) (with, alone []parent) {
	if p.stream.whole {
		return parents, nil
	}
	for _, t := range parents {
		if slices.ContainsFunc(p.stream.children, func(child *stream) bool { return p.applies(ctx, child, t) }) {
			with = append(with, t)
		} else {
			alone = append(alone, t)
		}
	}
	return with, alone
}

// family is a batch of tickets with all their children.
type family struct {
	batch   record.Batch
	tickets int
	since   time.Time
}

// readChildren reads the children of tickets and delivers them with their tickets. A ticket whose children
// cannot be read stays on the ledger's list; the others are read all the same.
func (p *pass) readChildren(ctx context.Context, parents []parent) error {
	f := p.family()
	for _, t := range parents {
		children, err := p.children(ctx, t)
		if err != nil {
			if err := p.bear(ctx, err); err != nil {
				return err
			}
			delete(p.pending, t.id)
			p.asked[t.id] = true // not again in this pass
			continue
		}
		p.join(f, t, children)
		if f.tickets >= batchChildren || p.source.now().Sub(f.since) >= batchSpan {
			if err := p.flush(ctx, f); err != nil {
				return err
			}
			f = p.family()
		}
	}
	return p.flush(ctx, f)
}

// maxFailures is how many tickets of a pass may fail by themselves; with more the helpdesk has failed.
const maxFailures = 3

// bear takes the fault of a single ticket, so that it does not hold up the others. What is a fault of the
// whole helpdesk, or one too many, is returned.
func (p *pass) bear(ctx context.Context, err error) error {
	single := isReason(err, ReasonConnect, ReasonTimeout, ReasonData, ReasonSchema, ReasonQuery)
	if unrecorded(err) {
		if len(p.failures) == 0 {
			p.failures = append(p.failures, err)
		}
		return nil
	}
	if ctx.Err() != nil || isDelivery(err) || !single || len(p.failures) >= maxFailures {
		return err
	}
	p.failures = append(p.failures, err)
	return nil
}

func (p *pass) family() *family {
	return &family{since: p.source.now()}
}

// join adds a ticket with its children to a batch.
func (p *pass) join(f *family, t parent, children []record.Batch) {
	f.tickets++
	b := &f.batch
	b.Whole = p.stream.whole
	add(b, record.Part{Stream: p.stream.name, Records: t.records})
	b.Asked = append(b.Asked, t.id)
	for i, child := range p.stream.children {
		b.Done = append(b.Done, record.Todo{Stream: child.name, Ticket: t.id})
		for _, part := range children[i].Parts {
			add(b, part)
		}
		b.Rejects = append(b.Rejects, children[i].Rejects...)
		b.Anomalies = append(b.Anomalies, children[i].Anomalies...)
	}
	delete(p.pending, t.id)
	p.asked[t.id], p.complete[t.id] = true, true
}

// add joins a part to that of the same stream.
func add(b *record.Batch, part record.Part) {
	for i := range b.Parts {
		if b.Parts[i].Stream == part.Stream {
			b.Parts[i].Records = append(b.Parts[i].Records, part.Records...)
			b.Parts[i].Read += part.Read
			return
		}
	}
	part.Records = append([]record.Record(nil), part.Records...)
	b.Parts = append(b.Parts, part)
}

func (p *pass) flush(ctx context.Context, f *family) error {
	if f.tickets == 0 {
		return nil
	}
	return p.send(ctx, f.batch, false)
}

// children reads every child stream of one ticket.
func (p *pass) children(ctx context.Context, t parent) ([]record.Batch, error) {
	out := make([]record.Batch, len(p.stream.children))
	for i, child := range p.stream.children {
		if !p.applies(ctx, child, t) {
			continue
		}
		items := []any{nil}
		if child.items != nil {
			items, _ = child.items.in(t.object).([]any)
		}
		collect := p.collector(child, "")
		collect.ticket, collect.parent = t.id, t.object
		for _, item := range items {
			err := p.childPages(exchange.Asks{Optional: child.optional}.In(ctx), child, t, item, collect)
			if isReason(err, ReasonUnavailable) {
				p.unavailable(child, err)
				break
			}
			if err != nil {
				return nil, within(err, child.name, "")
			}
		}
		out[i], _ = collect.take()
	}
	return out, nil
}

// unavailable says once that the helpdesk does not give a child; its tickets are complete without.
func (p *pass) unavailable(child *stream, err error) {
	if !p.said[child.name] {
		p.said[child.name] = true
		p.source.logger.Warn("the helpdesk does not give a stream", "stream", child.name, "err", err)
	}
}

// childPages reads all pages of one request of a child.
func (p *pass) childPages(ctx context.Context, child *stream, t parent, item any, collect *collector) error {
	data := p.data()
	data["parent"], data["item"], data["id"] = t.object, item, t.id
	set := child.sets[0]
	return p.pages(ctx, call{
		stream: child.name, request: set.request, records: set.records, responses: orGone(child.responses),
	}, data, child.pages, func(page *collected) error { return collect.page(ctx, page) })
}

// orGone adds to rules that what is not found is not there: the ticket may have vanished since.
func orGone(rules []response) []response {
	return append(slices.Clone(rules), response{status: []int{http.StatusNotFound, http.StatusGone}, do: doSkip})
}

// collected is a page of which all objects are kept.
type collected struct {
	objects  []any
	envelope any
	moved    bool
}

// pages reads all pages of a request that has no cursor.
func (p *pass) pages(ctx context.Context, c call, data map[string]any, pages pages, each func(*collected) error) error {
	at := pages.first()
	sent := map[string]bool{}
	total, idle := 0, 0
	previous := uint64(0)
	for number := 0; ; number++ {
		page := &collected{}
		hash := uint64(0)
		data["token"], data["page"], data["offset"] = at.Token, at.Page, at.Offset
		data["size"], data["first"] = pages.size, number == 0
		c.data, c.address = data, at.Address
		c.begin = func() { *page, hash = collected{}, 0 }
		c.each = func(o object) error {
			v, err := o.value()
			hash = hash*1099511628211 ^ contentHash("", o.raw)
			page.objects = append(page.objects, v)
			return err
		}
		asks := exchange.AsksOf(ctx)
		asks.Further = number > 0
		out, err := p.source.get(asks.In(ctx), c)
		if err != nil {
			return err
		}
		page.envelope, page.moved = out.envelope, out.moved
		if sent[out.sent] {
			return failf(ReasonData, "the pages turn in circles: %s was answered before", out.address.Path)
		}
		sent[out.sent] = true
		if err := each(page); err != nil {
			return err
		}
		total += len(page.objects)
		t := turn{records: len(page.objects), read: total, same: number > 0 && len(page.objects) > 0 && hash == previous}
		if t.records > 0 {
			t.last = page.objects[t.records-1]
			idle = -1
		}
		if idle++; idle > maxIdle {
			return failf(ReasonData, "%d pages without a record: the pages do not end", idle)
		}
		previous = hash
		next, done, err := pages.after(at, out, t)
		if err != nil {
			return err
		}
		if done {
			return nil
		}
		if t.same {
			return failf(ReasonData, "page %d repeats the one before: the helpdesk does not turn the page", at.Page)
		}
		at = next
	}
}
