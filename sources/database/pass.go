package database

import (
	"context"
	"fmt"
	"time"

	"helpdesk_exporter/sources/record"
)

// maxSkew is how far the server's clock may be from ours without notice.
const maxSkew = 30 * time.Second

// maxIDs is the number of ids in one statement.
const maxIDs = 1000

// pass is one poll of a stream.
type pass struct {
	source  *Source
	stream  *stream
	from    record.Position
	deliver record.Deliver
	asOf    time.Time
	cursor  *cursor

	anomalies []record.Anomaly // not delivered yet
	wanted    []key            // to be looked up
	asked     map[string]bool  // wanted once in this pass
	rowsRead  int              // from change feeds, not delivered yet
}

// begin reads the server's clock, which is the pass's.
func (s *Source) begin(ctx context.Context, st *stream, from record.Position, deliver record.Deliver) (*pass, error) {
	p := &pass{source: s, stream: st, from: from, deliver: deliver, asked: map[string]bool{}}
	var err error
	if p.cursor, err = decodeCursor(from.Cursor); err != nil {
		return nil, &Error{Stream: st.name, reason: ReasonInternal, err: err}
	}
	before := s.now()
	err = s.read(ctx, st.name, func(session *session) (err error) {
		before = s.now()
		if p.asOf, err = session.now(ctx); err != nil || len(s.config.OptionalTables) == 0 {
			return err
		}
		missing, err := session.missing(ctx)
		if err != nil {
			return err
		}
		p.stream, err = s.without(missing, st.name)
		return err
	})
	if err != nil {
		return nil, err
	}
	if s.fixedNow == nil {
		p.noteSkew(before, s.now())
	}
	p.want(from.Want)
	return p, nil
}

func (p *pass) noteSkew(before, after time.Time) {
	if !p.asOf.Before(before.Add(-maxSkew)) && !p.asOf.After(after.Add(maxSkew)) {
		return
	}
	p.anomaly(record.AnomalyClockSkew, fmt.Sprintf("the server's clock differs from ours by %s", p.asOf.Sub(after).Round(time.Second)))
}

func (p *pass) anomaly(reason record.AnomalyReason, detail string) {
	p.anomalies = append(p.anomalies, record.Anomaly{Stream: p.stream.name, Reason: reason, Detail: detail})
}

// want queues ids that the ledger asked for. Each is looked up once in a pass.
func (p *pass) want(ids []string) {
	for _, id := range ids {
		if p.asked[id] {
			continue
		}
		p.asked[id] = true
		k := key{id}
		if n, ok := integer(id); ok && !p.cursor.TextKeys && text(n) == id {
			k = key{n}
		}
		p.wanted = append(p.wanted, k)
	}
}

// send delivers a batch, with the cursor as it is now where the batch is the last that the cursor stands
// for.
func (p *pass) send(ctx context.Context, batch record.Batch, moved bool) error {
	batch.Stream, batch.AsOf = p.stream.name, p.asOf
	batch.Anomalies = append(p.anomalies, batch.Anomalies...)
	if p.rowsRead > 0 {
		batch.Parts = append(batch.Parts, record.Part{Stream: p.stream.name, Read: p.rowsRead})
	}
	if moved {
		var err error
		if batch.Cursor, err = p.cursor.encode(); err != nil {
			return &Error{Stream: p.stream.name, reason: ReasonInternal, err: err}
		}
	}
	answer, err := p.deliver(ctx, batch)
	if err != nil {
		return err
	}
	p.anomalies, p.rowsRead = nil, 0
	p.want(answer.Want)
	return nil
}

func (p *pass) complete(ctx context.Context) error {
	return p.send(ctx, record.Batch{Complete: true}, true)
}

// read runs a function in a read-only transaction on the source's connection.
func (p *pass) read(ctx context.Context, do func(*session) error) error {
	return p.source.read(ctx, p.stream.name, func(s *session) error {
		s.asOf = p.asOf
		return do(s)
	})
}

// sweepDue reports whether the list of what is unresolved is to be read.
func (p *pass) sweepDue() bool {
	open := p.stream.open
	return open != nil && (p.cursor.Vanished || !p.asOf.Before(p.cursor.Swept.Add(open.every)))
}

// sweep delivers the ids of all that is unresolved and, where the query gives whole rows, the rows.
func (p *pass) sweep(ctx context.Context) error {
	var (
		at    time.Time
		r     result
		open  = p.stream.open
		whole = !p.stream.keyed()
	)
	err := p.read(ctx, func(s *session) (err error) {
		if at, err = s.now(ctx); err != nil {
			return err
		}
		r, err = s.query(ctx, "open", open.query, map[string]any{})
		return err
	})
	if err != nil {
		return err
	}
	if !r.has("id") {
		return schemaError(p.stream.name, "open: the result has no column %q: add it to the query", "id")
	}
	ids := make([]string, 0, len(r.rows))
	for _, read := range r.rows {
		if read.get("id") == nil {
			return dataError(p.stream.name, "open: column %q is empty: the query must leave such rows out", "id")
		}
		ids = append(ids, text(read.get("id")))
	}
	if whole && len(r.columns) > 1 {
		for rows := range chunks(r.rows, p.source.pageSize) {
			batch, err := p.batch(ctx, result{columns: r.columns, rows: rows}, true)
			if err != nil {
				return err
			}
			if err := p.send(ctx, batch, false); err != nil {
				return err
			}
		}
	}
	if open.refresh {
		for _, read := range r.rows {
			p.wanted = append(p.wanted, keyOf(read.get("id")))
		}
	}
	p.cursor.Swept, p.cursor.Vanished = at, false
	sweep := record.Sweep{At: at, Scope: record.ScopeUnresolved, IDs: ids}
	return p.send(ctx, record.Batch{Parts: []record.Part{{
		Stream: p.stream.name, Records: []record.Record{sweep}, Read: len(r.rows),
	}}}, true)
}

// batch makes the records of rows, with the children of their tickets.
func (p *pass) batch(ctx context.Context, r result, sweep bool) (batch record.Batch, err error) {
	err = p.read(ctx, func(s *session) error {
		s.sweep = sweep
		batch, err = s.tickets(ctx, p.stream, r)
		return err
	})
	return batch, err
}

// chunks splits a list.
func chunks[T any](list []T, size int) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for len(list) > 0 {
			n := min(size, len(list))
			if !yield(list[:n]) {
				return
			}
			list = list[n:]
		}
	}
}
