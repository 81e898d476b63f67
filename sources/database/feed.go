package database

import (
	"context"
	"maps"
	"time"
)

// feed is a query in ascending order of an id or of a time and an id: a change feed, or a stream of
// records with a cursor.
type feed struct {
	name       string
	query      statement
	start      *statement
	byTime     bool
	timeColumn string // of the result, where byTime
	idColumn   string
	overlapIDs int64
	overlap    time.Duration
	settle     time.Duration
	deletes    bool
}

// scan reads a feed page by page in one pass.
type scan struct {
	*feed
	pos    *position
	clocks clocks
	asOf   time.Time

	began          bool
	after, afterID any
	lastID         int64 // the same, of a feed by id
	limit          int
	done           bool
	passed         map[uint64]bool // rows of the time after, which a query with >= gives again
	gone           map[int64]bool  // ids that were seen before this pass, and not yet in it
}

func (f *feed) scan(pos *position, c clocks, asOf time.Time, limit int) *scan {
	return &scan{feed: f, pos: pos, clocks: c, asOf: asOf, limit: limit, passed: map[uint64]bool{}}
}

// page returns the rows of the next page that were not seen before, and the number that was read. It
// moves the position, which may be stored only with what the rows name.
func (sc *scan) page(ctx context.Context, s *session) (fresh result, read int, err error) {
	if !sc.began {
		if err := sc.begin(ctx, s); err != nil {
			return result{}, 0, err
		}
		sc.began = true
	}
	r, err := sc.rows(ctx, s, sc.after, sc.afterID, sc.limit)
	if err != nil {
		return result{}, 0, err
	}
	fresh.columns = r.columns
	if sc.byTime {
		fresh.rows, err = sc.passTimes(s, r)
	} else {
		fresh.rows, err = sc.passIDs(s, r)
		sc.forgetGone(err)
	}
	sc.pos.prune(sc.feed)
	return fresh, len(r.rows), err
}

func (sc *scan) rows(ctx context.Context, s *session, after, afterID any, limit int) (result, error) {
	r, err := s.query(ctx, sc.what(), sc.query, map[string]any{
		"cursor": after, "cursor_id": afterID, "limit": int64(limit),
	})
	if err != nil {
		return r, err
	}
	for _, name := range []string{sc.timeColumn, sc.idColumn} {
		if name != "" && !r.has(name) {
			return r, schemaError(s.stream, "%s: the result has no column %q: add it to the query", sc.what(), name)
		}
	}
	return r, nil
}

func (sc *scan) what() string {
	if sc.name == "" {
		return "query"
	}
	return "change feed " + sc.name
}

// begin finds where to start: behind the position by the overlap.
func (sc *scan) begin(ctx context.Context, s *session) error {
	if !sc.byTime {
		from := max(sc.pos.id-sc.overlapIDs, -1)
		sc.lastID, sc.after, sc.afterID = from, from, from
		sc.gone = maps.Clone(sc.pos.ids)
		return nil
	}
	all, err := sc.everything(ctx, s)
	if err != nil {
		return err
	}
	if sc.pos.at.IsZero() {
		sc.after = all
		return nil
	}
	if sc.pos.notation == "" {
		if err := sc.findNotation(ctx, s, all); err != nil {
			return err
		}
		if sc.pos.notation == "" { // no row yet
			sc.after = all
			return nil
		}
	}
	// A second less, because a query may ask for later times only.
	from := sc.pos.at.Add(-sc.overlap).Truncate(time.Second).Add(-time.Second)
	sc.after = sc.clocks.earliest(from, sc.asOf, sc.pos.notation)
	return nil
}

// everything is a bound below every time. SQLite sorts every text above every number; MySQL converts;
// PostgreSQL must be given the column's type.
func (sc *scan) everything(ctx context.Context, s *session) (any, error) {
	switch s.source.dialect.name {
	case SQLite:
		return int64(0), nil
	case MySQL:
		return "1970-01-01 00:00:00", nil
	}
	r, err := sc.rows(ctx, s, nil, nil, 0)
	if err != nil {
		return nil, err
	}
	switch r.typeOf(sc.timeColumn) {
	case "INT2", "INT4", "INT8", "NUMERIC", "FLOAT4", "FLOAT8":
		return int64(0), nil
	}
	return "1970-01-01 00:00:00", nil
}

func (sc *scan) findNotation(ctx context.Context, s *session, all any) error {
	r, err := sc.rows(ctx, s, all, nil, 1)
	if err != nil || len(r.rows) == 0 {
		return err
	}
	m, err := sc.time(s, r, r.rows[0])
	sc.pos.notation = m.notation
	return err
}

func (sc *scan) time(s *session, r result, read row) (moment, error) {
	m, ok, err := sc.clocks.read(read.get(sc.timeColumn), r.typeOf(sc.timeColumn))
	if err != nil {
		return m, dataError(s.stream, "%s: column %q of row %s: %w", sc.what(), sc.timeColumn, sc.rowID(read), err)
	}
	if !ok {
		return m, dataError(s.stream, "%s: column %q of row %s is empty: the query must leave such rows out", sc.what(), sc.timeColumn, sc.rowID(read))
	}
	return m, nil
}

func (sc *scan) rowID(read row) string {
	for _, name := range []string{sc.idColumn, "id"} {
		if v := text(read.get(name)); v != "" {
			return v
		}
	}
	return "without an id"
}

func (sc *scan) passIDs(s *session, r result) ([]row, error) {
	var fresh []row
	sc.done = len(r.rows) < sc.limit
	seen := false // of the row's id, before this page
	for i, read := range sc.wholeIDs(r.rows) {
		if read.get(sc.idColumn) == nil {
			return nil, dataError(s.stream, "%s: column %q of row %s is empty: the query must leave such rows out", sc.what(), sc.idColumn, sc.rowID(read))
		}
		id, ok := integer(read.get(sc.idColumn))
		if !ok {
			return nil, dataError(s.stream, "%s: column %q is %q, not a whole number: a cursor by id needs an integer primary key", sc.what(), sc.idColumn, text(read.get(sc.idColumn)))
		}
		if id < sc.lastID {
			return nil, schemaError(s.stream, "%s: rows do not ascend by %q: add ORDER BY to the query", sc.what(), sc.idColumn)
		}
		if id != sc.lastID || i == 0 {
			seen = sc.pos.ids[id]
		}
		if !seen {
			fresh = append(fresh, read)
		}
		sc.pos.ids[id] = true
		delete(sc.gone, id)
		sc.pos.id = max(sc.pos.id, id)
		sc.lastID, sc.after, sc.afterID = id, id, id
	}
	return fresh, nil
}

// forgetGone forgets, at the end of a pass, the ids that have vanished. They come back as other rows where a
// backup was restored.
func (sc *scan) forgetGone(err error) {
	if err != nil || !sc.done {
		return
	}
	for id := range sc.gone {
		delete(sc.pos.ids, id)
	}
}

// wholeIDs leaves the rows of the last id to the next page, where the page is full: one change may name
// several tickets, and the limit may have cut between them.
func (sc *scan) wholeIDs(rows []row) []row {
	if sc.done {
		return rows
	}
	last := len(rows) - 1
	for i := last; i > 0; i-- {
		if text(rows[i-1].get(sc.idColumn)) != text(rows[last].get(sc.idColumn)) {
			return rows[:i]
		}
	}
	return rows
}

// farFuture is when a time is not the clock's but a mistake that will not pass by itself.
const farFuture = time.Hour

func (sc *scan) passTimes(s *session, r result) ([]row, error) {
	var fresh []row
	progress := false
	before := text(sc.after)
	for _, read := range r.rows {
		m, err := sc.time(s, r, read)
		if err != nil {
			return nil, err
		}
		at := m.first
		hash := rowHash(read.get(sc.timeColumn), read.get(sc.idColumn))
		if sc.passed[hash] {
			continue
		}
		sc.passed[hash] = true
		progress = true
		if _, seen := sc.pos.rows[hash]; !seen {
			fresh = append(fresh, read)
		}
		// A younger row may change once more within its second, or get a neighbour: it is read again.
		if !at.After(sc.asOf.Add(-sc.settle)) || at.After(sc.asOf.Add(farFuture)) {
			sc.pos.rows[hash] = at.Unix()
		}
		// A time that lies ahead must not carry the position away from the clock.
		if at.After(sc.asOf) {
			at = sc.asOf
		}
		if at.After(sc.pos.at) {
			sc.pos.at = at
		}
		sc.pos.notation = m.notation
		sc.after, sc.afterID = sc.parameter(r, read), keyOf(read.get(sc.idColumn)).value
	}
	sc.done = len(r.rows) < sc.limit
	if !sc.done && !progress {
		sc.limit *= 2 // more rows of one time than a page holds
	}
	if text(sc.after) != before { // rows of earlier times do not come again
		clear(sc.passed)
		for _, read := range r.rows {
			if text(sc.parameter(r, read)) == text(sc.after) {
				sc.passed[rowHash(read.get(sc.timeColumn), read.get(sc.idColumn))] = true
			}
		}
	}
	return fresh, nil
}

// parameter gives a row's time back to the database as it came.
func (sc *scan) parameter(r result, read row) any {
	switch v := read.get(sc.timeColumn).(type) {
	case time.Time:
		if r.typeOf(sc.timeColumn) == "TIMESTAMPTZ" {
			return sc.clocks.write(v, instantText)
		}
		return v.Format("2006-01-02 15:04:05.999999")
	case []byte:
		return string(v)
	default:
		return v
	}
}

// newest asks for the feed's newest position.
func (f *feed) newest(ctx context.Context, s *session, c clocks) (id int64, at moment, err error) {
	r, err := s.query(ctx, "start of change feed "+f.name, *f.start, nil)
	if err != nil {
		return 0, moment{}, err
	}
	if len(r.rows) == 0 || len(r.columns) != 1 {
		if len(r.columns) == 1 {
			return 0, moment{}, nil
		}
		return 0, moment{}, schemaError(s.stream, "start of change feed %s: %d columns: select one value", f.name, len(r.columns))
	}
	v := r.rows[0].get(r.columns[0].name)
	if f.byTime {
		at, _, err = c.read(v, r.columns[0].typ)
		if err != nil {
			err = dataError(s.stream, "start of change feed %s: %w", f.name, err)
		}
		return 0, at, err
	}
	if v == nil {
		return 0, moment{}, nil
	}
	id, ok := integer(v)
	if !ok {
		return 0, moment{}, dataError(s.stream, "start of change feed %s: %q is not a whole number", f.name, text(v))
	}
	return id, moment{}, nil
}
