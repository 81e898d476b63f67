package api

import (
	"context"
	"errors"
	"slices"

	"helpdesk_exporter/sources/api/exchange"
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
	collect := p.collector(p.stream, "")
	left := ids
	for _, set := range p.stream.lookUp.sets {
		if len(left) == 0 {
			break
		}
		collect.set = set
		if err := p.lookUpIn(ctx, set, left, collect); err != nil {
			return err
		}
		left = collect.missing(left)
	}
	batch, parents := collect.take()
	if collect.moved && len(ids) == 1 {
		batch.Merged = mergedInto(ids[0], batch.Parts)
	}
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
	alone := record.Batch{Asked: rest, Merged: batch.Merged, Rejects: batch.Rejects, Anomalies: batch.Anomalies}
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

// mergedInto tells which other ticket came when one was asked for and the helpdesk led elsewhere.
func mergedInto(id string, parts []record.Part) map[string]string {
	merged := map[string]string{}
	for _, part := range parts {
		for _, r := range part.Records {
			if t, ok := r.(record.Ticket); ok && t.ID != id {
				merged[id] = t.ID
			}
		}
	}
	return merged
}

// sweepDue reports whether the list of what is unresolved is to be read.
func (p *pass) sweepDue() bool {
	open := p.stream.open
	return open != nil && !p.asOf().Before(p.cursor.Swept.Add(open.every))
}

// sweep delivers the ids of all that is unresolved. What moved while the lists were read is looked up.
func (p *pass) sweep(ctx context.Context) error {
	open := p.stream.open
	at := p.source.now()
	list := &openList{seen: map[string]bool{}}
	for _, r := range open.lists {
		err := p.listOpen(exchange.Asks{Ordered: open.while != nil}.In(ctx), r, list)
		if unrecorded(err) {
			p.source.logger.Warn("the recording has no list of what is unresolved", "stream", p.stream.name, "err", err)
			return nil
		}
		if err != nil {
			return err
		}
	}
	if p.source.fixedNow != nil {
		at = *p.source.fixedNow
	} else {
		at, _ = p.source.clock.at(at, p.told)
	}
	if open.refresh {
		p.want(list.ids)
	}
	p.cursor.Swept = at.UTC()
	sweep := record.Sweep{At: at.UTC(), Scope: record.ScopeUnresolved, IDs: list.ids}
	return p.send(ctx, record.Batch{Parts: []record.Part{{
		Stream: p.stream.name, Records: []record.Record{sweep}, Read: list.read,
	}}}, true)
}

// openList is what a sweep has found.
type openList struct {
	ids  []string
	seen map[string]bool
	read int
}

// errListEnds tells that the rest of a list is no longer unresolved.
var errListEnds = errors.New("the list ends here")

// listOpen reads one list of a sweep.
func (p *pass) listOpen(ctx context.Context, r openRequest, list *openList) error {
	open := p.stream.open
	data := p.data()
	data["set"] = r.set
	err := p.pages(ctx, call{
		stream: p.stream.name, responses: p.stream.responses, request: r.request, records: r.records,
	}, data, open.pages, func(page *collected) error {
		for _, v := range page.objects {
			if open.while != nil && !open.while.isTrue(ctx, v, data["vars"]) {
				return errListEnds
			}
			list.read++
			if open.where != nil && !open.where.isTrue(ctx, v, data["vars"]) {
				continue
			}
			id := text(open.id.in(v))
			if id == "" {
				return failf(ReasonSchema, "open: a record has no id where open.id leads")
			}
			if !list.seen[id] {
				list.seen[id] = true
				list.ids = append(list.ids, id)
			}
		}
		return nil
	})
	if errors.Is(err, errListEnds) {
		return nil
	}
	return err
}
