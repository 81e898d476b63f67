package database

import (
	"context"
	"fmt"

	"helpdesk_exporter/sources/record"
)

// ordered polls a stream of records in the order of its cursor.
func (p *pass) ordered(ctx context.Context) error {
	f := p.stream.cursor
	pos := p.cursor.Feeds[f.name]
	if pos == nil {
		pos = newPosition()
		p.cursor.Feeds[f.name] = pos
		if f.byTime && p.stream.open != nil {
			pos.at = p.from.Since // what was unresolved before is in the sweep
		}
	}
	sc := f.scan(pos, p.stream.clocks, p.asOf, p.source.pageSize)
	for !sc.done {
		var batch record.Batch
		err := p.read(ctx, func(s *session) error {
			r, read, err := sc.page(ctx, s)
			if err != nil {
				return err
			}
			if batch, err = s.tickets(ctx, p.stream, r); err != nil {
				return err
			}
			batch.Parts[0].Read = read
			return nil
		})
		if err != nil {
			return err
		}
		if sc.done && len(batch.Parts[0].Records) == 0 && len(batch.Rejects) == 0 {
			p.rowsRead += batch.Parts[0].Read // nothing new: it goes with the end of the pass
			break
		}
		if err := p.send(ctx, batch, true); err != nil {
			return err
		}
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
	return p.complete(ctx)
}

// list polls a short list that is read whole each time.
func (p *pass) list(ctx context.Context) error {
	var r result
	err := p.read(ctx, func(s *session) (err error) {
		r, err = s.query(ctx, "query", p.stream.query, map[string]any{})
		return err
	})
	if err != nil {
		return err
	}
	for rows := range chunks(r.rows, p.source.pageSize) {
		batch, err := p.batch(ctx, result{columns: r.columns, rows: rows}, false)
		if err != nil {
			return err
		}
		if err := p.send(ctx, batch, false); err != nil {
			return err
		}
	}
	p.wanted = nil // all there is has been delivered
	return p.complete(ctx)
}

// byIDs makes a look-up of an ordered query. It reads the whole query, which only what the ledger asks for
// is worth.
func byIDs(d dialect, query, idColumn string) (statement, error) {
	quote := `"`
	if d.name == MySQL {
		quote = "`"
	}
	return parse(d, fmt.Sprintf("SELECT * FROM (\n%s\n) AS looked_up WHERE looked_up.%s%s%s IN (:ids)", query, quote, idColumn, quote))
}
