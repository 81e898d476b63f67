package api

import (
	"context"
	"slices"

	"helpdesk_exporter/sources/record"
)

// lookUpWanted looks up what the ledger asked for, until it asks for nothing new.
func (p *pass) lookUpWanted(ctx context.Context) error {
	for len(p.wanted) > 0 {
		ids := slices.DeleteFunc(p.wanted, func(id string) bool { return p.complete[id] })
		p.wanted = nil
		for len(ids) > 0 {
			n := min(p.stream.lookUp.batch, len(ids))
			if err := p.lookUp(ctx, ids[:n]); err != nil {
				if err := p.bear(ctx, err); err != nil {
					return err
				}
			}
			ids = ids[n:]
		}
	}
	return nil
}

// lookUp delivers tickets by their ids, whole. Those that do not come back do not exist.
func (p *pass) lookUp(ctx context.Context, ids []string) error {
	l := p.stream.lookUp
	data := p.data()
	data["ids"], data["id"] = ids, ids[0]
	collect := p.collector(p.stream, p.stream.sets[0].name)
	gone := response{status: []int{404, 410}, do: doSkip}
	err := p.pages(ctx, call{
		stream: p.stream.name, request: l.request, records: l.records,
		responses: append(append([]response(nil), l.responses...), gone),
	}, data, pages{kind: "none"}, func(page *collected) error {
		for _, v := range page.objects {
			collect.read++
			if err := collect.add(ctx, v); err != nil {
				return err
			}
		}
		return collect.complete(ctx, page.envelope)
	})
	if err != nil {
		return err
	}
	batch, parents := collect.take()
	if len(p.stream.children) == 0 {
		batch.Asked = ids
		return p.send(ctx, batch, false)
	}
	// Tickets come with their children; what has none to come with, because it vanished or cannot be
	// mapped, is told by itself.
	with := map[string]bool{}
	for _, t := range parents {
		with[t.id] = true
	}
	var rest []string
	for _, id := range ids {
		if !with[id] {
			rest = append(rest, id)
		}
	}
	alone := record.Batch{Asked: rest, Rejects: batch.Rejects, Anomalies: batch.Anomalies}
	if len(rest) > 0 || len(batch.Rejects) > 0 || len(batch.Anomalies) > 0 {
		for _, id := range rest {
			for _, child := range p.stream.children {
				alone.Done = append(alone.Done, record.Todo{Stream: child.name, Ticket: id})
			}
		}
		if err := p.send(ctx, alone, false); err != nil {
			return err
		}
	}
	return p.readChildren(ctx, parents)
}

// sweepDue reports whether the list of what is unresolved is to be read.
func (p *pass) sweepDue() bool {
	open := p.stream.open
	return open != nil && !p.asOf().Before(p.cursor.Swept.Add(open.every))
}

// sweep delivers the ids of all that is unresolved. What moved while the list was read is looked up.
func (p *pass) sweep(ctx context.Context) error {
	open := p.stream.open
	at := p.source.now()
	read := 0
	var ids []string
	seen := map[string]bool{}
	data := p.data()
	err := p.pages(ctx, call{
		stream: p.stream.name, responses: p.stream.responses, request: open.request, records: open.records,
	}, data, open.pages, func(page *collected) error {
		for _, v := range page.objects {
			read++
			id := text(open.id.in(v))
			if id == "" {
				return failf(ReasonSchema, "open: a record has no id where open.id leads")
			}
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if p.source.fixedNow != nil {
		at = *p.source.fixedNow
	} else {
		at, _ = p.source.clock.at(at, p.told)
	}
	if open.refresh {
		p.want(ids)
	}
	p.cursor.Swept = at.UTC()
	sweep := record.Sweep{At: at.UTC(), Scope: record.ScopeUnresolved, IDs: ids}
	return p.send(ctx, record.Batch{Parts: []record.Part{{
		Stream: p.stream.name, Records: []record.Record{sweep}, Read: read,
	}}}, true)
}
