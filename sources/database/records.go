package database

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/record"
)

// tickets makes a batch of a stream's rows and of the rows of its children for them.
func (s *session) tickets(ctx context.Context, st *stream, r result) (record.Batch, error) {
	batch := record.Batch{Whole: st.keyed() || len(st.children) > 0}
	created := map[string]time.Time{} // by ticket, before which nothing of it happens
	if err := s.records(st, r, created, &batch); err != nil {
		return batch, err
	}
	var ids []any
	for _, read := range r.rows {
		if id := keyOf(read.get("id")); id.value != nil {
			ids = append(ids, id.value)
		}
	}
	for _, child := range st.children {
		var all result
		for chunk := range chunks(ids, maxIDs) {
			r, err := s.query(ctx, "query of "+child.name, child.query, map[string]any{"ids": chunk})
			if err != nil {
				return batch, err
			}
			all.columns = r.columns
			all.rows = append(all.rows, r.rows...)
		}
		sortByID(all.rows)
		if err := s.records(child, all, maps.Clone(created), &batch); err != nil {
			return batch, err
		}
	}
	return batch, nil
}

// sortByID puts the rows of a ticket in the order in which they were written.
func sortByID(rows []row) {
	slices.SortStableFunc(rows, func(a, b row) int {
		if c := compareIDs(a.get("ticket"), b.get("ticket")); c != 0 {
			return c
		}
		return compareIDs(a.get("id"), b.get("id"))
	})
}

// compareIDs orders numbers by value, others as text.
func compareIDs(a, b any) int {
	m, numeric := integer(a)
	n, both := integer(b)
	if numeric && both {
		return cmp.Compare(m, n)
	}
	return strings.Compare(text(a), text(b))
}

// records adds a part to the batch. floors holds for each ticket the instant before which its next row
// cannot lie, and is moved on.
func (s *session) records(st *stream, r result, floors map[string]time.Time, batch *record.Batch) error {
	part := record.Part{Stream: st.name, Read: len(r.rows)}
	if len(r.columns) > 0 {
		if err := s.checkColumns(st, r); err != nil {
			return err
		}
	}
	readers := map[record.Kind]*reader{}
	for _, read := range r.rows {
		kind, rec, anomalies, err := s.record(st, r, read, readers, floors)
		if errors.Is(err, errZone) {
			return dataError(st.name, "%w", err)
		}
		if err != nil {
			batch.Rejects = append(batch.Rejects, record.Reject{
				Stream: st.name, ID: text(read.get("id")), Ticket: ticketOf(kind, read), Err: s.source.secrets.redact(err),
			})
			continue
		}
		for _, a := range anomalies {
			a.Stream = st.name
			batch.Anomalies = append(batch.Anomalies, a)
		}
		part.Records = append(part.Records, rec)
	}
	batch.Parts = append(batch.Parts, part)
	return nil
}

func ticketOf(kind record.Kind, read row) string {
	if kind == record.KindTicket {
		return text(read.get("id"))
	}
	return text(read.get("ticket"))
}

// record makes a row's record by the reader of its kind, which it adds to the readers where there is none.
func (s *session) record(
	st *stream, r result, read row, readers map[record.Kind]*reader, floors map[string]time.Time,
) (record.Kind, record.Record, []record.Anomaly, error) {
	kind, err := st.kindOf(read)
	if err != nil {
		return kind, nil, nil, err
	}
	of := readers[kind]
	if of == nil {
		of = newReader(st, r, kind)
		readers[kind] = of
	}
	rec, anomalies, err := s.decode(st, of, read, floors)
	return kind, rec, anomalies, err
}

// reader reads the rows of a result that are records of one kind.
type reader struct {
	kind    record.Kind
	columns []fieldColumn
	fields  record.Fields // of the row that is being read
}

// fieldColumn is a column that holds a field.
type fieldColumn struct {
	column
	place int
	field record.FieldType
	first bool // isFirst
}

func newReader(st *stream, r result, kind record.Kind) *reader {
	of := &reader{kind: kind, fields: record.Fields{}}
	for _, name := range st.fields[kind].names {
		for i := len(r.columns) - 1; i >= 0; i-- {
			if c := r.columns[i]; c.name == name {
				of.columns = append(of.columns, fieldColumn{c, i, st.fields[kind].types[name], isFirst(name)})
				break
			}
		}
	}
	return of
}

func (s *session) decode(st *stream, of *reader, read row, floors map[string]time.Time) (record.Record, []record.Anomaly, error) {
	clear(of.fields)
	ticket := ticketOf(of.kind, read)
	floor := floors[ticket]
	var emptied error
	for _, c := range of.columns {
		v := read.values[c.place]
		switch c.field {
		case record.Time:
			m, ok, err := st.clocks.read(v, c.typ)
			if err != nil {
				return nil, nil, fmt.Errorf("column %q of %s %s: %w", c.name, of.kind, text(read.get("id")), err)
			}
			of.fields[c.name] = nil
			if !ok && v != nil && c.first {
				emptied = fmt.Errorf("column %q is %q, which is no time", c.name, text(v))
			}
			if ok {
				t := m.notBefore(floor)
				if c.name == "updated_at" {
					t = m.notAfter(s.asOf)
				}
				of.fields[c.name] = t
				if c.first && t.After(floor) {
					floor = t
				}
			}
		case record.List:
			elements, err := list(v, c.typ)
			if err != nil {
				return nil, nil, fmt.Errorf("column %q of %s %s: %w", c.name, of.kind, text(read.get("id")), err)
			}
			of.fields[c.name] = elements
		default:
			of.fields[c.name] = v
		}
	}
	if ticket != "" {
		floors[ticket] = floor
	}
	rec, anomalies, err := record.Decode(of.kind, of.fields, s.source.words)
	if err != nil && emptied != nil {
		err = fmt.Errorf("%w (%w)", err, emptied)
	}
	return rec, anomalies, err
}

// isFirst tells the times from which a record starts; its other times are not before them.
func isFirst(name string) bool {
	switch name {
	case "created_at", "at", "offered_at", "sent_at", "started_at":
		return true
	}
	return false
}

// firstTimesFirst lists fields with the first times first.
func firstTimesFirst(types map[string]record.FieldType) []string {
	return slices.SortedFunc(maps.Keys(types), func(a, b string) int {
		if isFirst(a) != isFirst(b) {
			if isFirst(a) {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
}

// checkColumns finds misspelt and missing columns in a stream's first result. A column that appears later
// is that of a table that was changed: it does not matter until the next start. One that goes away does.
func (s *session) checkColumns(st *stream, r result) error {
	of := rows{st.name, s.sweep}
	s.source.mu.Lock()
	defer s.source.mu.Unlock()
	if seen, ok := s.source.checked[of]; ok {
		return s.source.checkAgain(st, r, seen)
	}
	seen := map[string]bool{}
	for _, c := range r.columns {
		if !st.knows(c.name) {
			return schemaError(st.name, "the result's column %q is no field of %s: name it after one, or begin it with _ (fields: %s)",
				c.name, joinKinds(st.kinds), strings.Join(fieldNames(st.kinds), ", "))
		}
		seen[c.name] = true
	}
	for _, names := range st.required() {
		if !slices.ContainsFunc(names, r.has) {
			return schemaError(st.name, "the result has no column \"%s\": add it to the query", strings.Join(names, `" or "`))
		}
	}
	s.source.checked[of] = seen
	return nil
}

// checkAgain compares a result with the first one. seen is true for its columns, and false for those that
// were told of since.
func (s *Source) checkAgain(st *stream, r result, seen map[string]bool) error {
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		if seen[name] && !r.has(name) {
			return schemaError(st.name, "the result has no column %q any more: the table was changed, adapt the query", name)
		}
	}
	for _, c := range r.columns {
		if _, told := seen[c.name]; told || st.knows(c.name) {
			continue
		}
		seen[c.name] = false
		s.logger.Warn("the result has a new column, which is left out until the next start and refused then: list the query's columns, instead of *",
			"stream", st.name, "column", c.name)
	}
	return nil
}
