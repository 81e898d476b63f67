package database

import (
	"context"
	"fmt"
	"time"

	"helpdesk_exporter/sources/record"
)

// keyed polls a stream that is walked by its key once and then follows its change feeds.
func (p *pass) keyed(ctx context.Context) error {
	if err := p.startFeeds(ctx); err != nil {
		return err
	}
	if p.cursor.Phase == walking {
		if err := p.walk(ctx); err != nil {
			return err
		}
	}
	if err := p.follow(ctx); err != nil {
		return err
	}
	if err := p.lookUpWanted(ctx); err != nil {
		return err
	}
	if p.sweepDue() {
		if err := p.sweep(ctx); err != nil {
			return err
		}
		if err := p.lookUpWanted(ctx); err != nil {
			return err
		}
	}
	if len(p.stream.feeds) == 0 { // nothing tells what changed: the next pass walks again
		p.cursor.Phase, p.cursor.Walked = walking, key{}
	}
	return p.complete(ctx)
}

// startFeeds finds each feed's newest position before a walk begins, so that the walk or the feed gives
// each change; and, on a later pass, whether a feed went back.
func (p *pass) startFeeds(ctx context.Context) error {
	return p.read(ctx, func(s *session) error {
		fresh := false
		for _, f := range p.stream.feeds {
			if p.cursor.Feeds[f.name] == nil {
				fresh = true // also a feed that the configuration did not have before
			}
		}
		if !fresh {
			restored, err := p.restored(ctx, s)
			if err != nil || restored == "" {
				return err
			}
			p.anomaly(record.AnomalyRestored, restored)
		}
		p.cursor.Phase, p.cursor.Walked = walking, key{}
		p.cursor.Feeds = map[string]*position{}
		for _, f := range p.stream.feeds {
			if err := p.startFeed(ctx, s, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// startFeed takes the newest position and marks the rows of the overlap that exist already. Those that
// appear later were not visible to the walk.
func (p *pass) startFeed(ctx context.Context, s *session, f *feed) error {
	pos := newPosition()
	p.cursor.Feeds[f.name] = pos
	if f.start == nil {
		pos.at = p.asOf
	} else {
		id, at, err := f.newest(ctx, s, p.stream.clocks)
		if err != nil {
			return err
		}
		pos.id, pos.at, pos.notation = id, at.first, at.notation
		if pos.at.After(p.asOf) {
			pos.at = p.asOf
		}
	}
	if f.byTime && pos.at.IsZero() {
		return nil // empty: the feed is read from its beginning
	}
	sc := f.scan(pos, p.stream.clocks, p.asOf, p.source.pageSize)
	for !sc.done {
		if _, _, err := sc.page(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// restored compares each feed's greatest id with the position.
func (p *pass) restored(ctx context.Context, s *session) (string, error) {
	for _, f := range p.stream.feeds {
		if f.byTime || f.start == nil {
			continue
		}
		newest, _, err := f.newest(ctx, s, p.stream.clocks)
		if err != nil {
			return "", err
		}
		pos := p.cursor.Feeds[f.name]
		lowest := pos.id
		if f.deletes {
			lowest -= f.overlapIDs
		}
		if newest < lowest {
			return fmt.Sprintf("the greatest id of change feed %s went from %d back to %d", f.name, pos.id, newest), nil
		}
	}
	return "", nil
}

// page of a walk.
type page struct {
	batch record.Batch
	last  key  // of its rows, nil where there is none
	end   bool // no page follows
}

// walk reads every ticket once, page by page in the order of the key. The cursor moves with the page that
// is delivered, not with the one that is read ahead.
func (p *pass) walk(ctx context.Context) error {
	walked := p.cursor.Walked
	return ahead(ctx, func(ctx context.Context) (next page, more bool, err error) {
		err = p.read(ctx, func(s *session) (err error) {
			next, err = p.page(ctx, s, walked)
			return err
		})
		walked = next.last
		return next, !next.end, err
	}, func(read page) error {
		if read.last.value != nil {
			_, number := read.last.value.(int64)
			p.cursor.Walked, p.cursor.TextKeys = read.last, !number
		}
		if read.end {
			p.cursor.Phase = following
		}
		return p.send(ctx, read.batch, true)
	})
}

// page reads the tickets behind a key.
func (p *pass) page(ctx context.Context, s *session, walked key) (read page, err error) {
	r, err := s.query(ctx, "walk", p.stream.walkStatement(walked, p.from.Since), map[string]any{
		"cursor_id": walked.value,
		"limit":     int64(p.source.pageSize),
		"since":     p.stream.clocks.write(p.from.Since, p.sinceNotation()),
	})
	if err != nil {
		return read, err
	}
	if read.batch, err = s.tickets(ctx, p.stream, r); err != nil {
		return read, err
	}
	read.end = len(r.rows) < p.source.pageSize
	if len(r.rows) == 0 {
		return read, nil
	}
	read.last = keyOf(r.rows[len(r.rows)-1].get("id"))
	if read.last.value == nil || read.last == walked {
		return read, schemaError(p.stream.name, "walk: column %q must be the key %q", "id", p.stream.config.Key.text(p.source.dialect.name))
	}
	return read, nil
}

func (p *pass) sinceNotation() notation {
	if p.stream.clocks.zone == nil {
		return instantText
	}
	return civilText
}

// follow reads the change feeds in turn and looks up what they name.
func (p *pass) follow(ctx context.Context) error {
	scans := make([]*scan, len(p.stream.feeds))
	for i, f := range p.stream.feeds {
		scans[i] = f.scan(p.cursor.Feeds[f.name], p.stream.clocks, p.asOf, p.source.pageSize)
	}
	for {
		ids, read, more, err := p.changes(ctx, scans)
		if err != nil {
			return err
		}
		p.rowsRead += read
		if err := p.lookUp(ctx, ids, true); err != nil {
			return err
		}
		if !more {
			return nil
		}
	}
}

// changes reads a page of each feed that has more.
func (p *pass) changes(ctx context.Context, scans []*scan) (ids []key, read int, more bool, err error) {
	named := map[key]bool{}
	for _, sc := range scans {
		if sc.done {
			continue
		}
		err := p.read(ctx, func(s *session) error {
			r, n, err := sc.page(ctx, s)
			if err != nil {
				return err
			}
			read += n
			if !r.has("id") {
				return schemaError(p.stream.name, "%s: the result has no column %q: add it to the query", sc.what(), "id")
			}
			for _, changed := range r.rows {
				id := keyOf(changed.get("id"))
				if id.value == nil {
					p.cursor.Vanished = true
				} else if !named[id] {
					named[id] = true
					ids = append(ids, id)
				}
			}
			return nil
		})
		if err != nil {
			return nil, 0, false, err
		}
		more = more || !sc.done
	}
	return ids, read, more, nil
}

// lookUpWanted looks up what the ledger asked for, until it asks for nothing new.
func (p *pass) lookUpWanted(ctx context.Context) error {
	for len(p.wanted) > 0 {
		ids := p.wanted
		p.wanted = nil
		if err := p.lookUp(ctx, ids, false); err != nil {
			return err
		}
	}
	return nil
}

// lookUp delivers tickets by their ids. The feeds' positions, which have moved already, are stored with
// the last of them.
func (p *pass) lookUp(ctx context.Context, ids []key, moved bool) error {
	left := len(ids)
	for chunk := range chunks(ids, min(maxIDs, p.source.pageSize)) {
		left -= len(chunk)
		var batch record.Batch
		err := p.read(ctx, func(s *session) error {
			values := make([]any, len(chunk))
			for i, id := range chunk {
				values[i] = id.value
			}
			r, err := s.query(ctx, "look-up", p.stream.lookUp, map[string]any{
				"ids": values, "cursor": p.source.lowestTime(), "cursor_id": nil, "limit": int64(maxRows), "since": nil,
			})
			if err != nil {
				return err
			}
			batch, err = s.tickets(ctx, p.stream, r)
			return err
		})
		if err != nil {
			return err
		}
		for _, id := range chunk {
			batch.Asked = append(batch.Asked, text(id.value))
		}
		if err := p.send(ctx, batch, moved && left == 0); err != nil {
			return err
		}
	}
	return nil
}

// maxRows lifts a query's own limit where it is used for a look-up.
const maxRows = 1 << 31

// lowestTime is before every time of a cursor, where its notation does not matter.
func (s *Source) lowestTime() any {
	if s.dialect.name == SQLite {
		return int64(0)
	}
	return time.Unix(0, 0).UTC().Format(time.DateTime)
}
