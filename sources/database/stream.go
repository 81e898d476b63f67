package database

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/record"
)

// stream is a configured stream with its statements.
type stream struct {
	name   string
	config StreamConfig
	kinds  []record.Kind
	fields map[record.Kind]fields
	clocks clocks
	settle time.Duration

	parent   *stream
	children []*stream

	off      bool     // its table is missing
	partsOff []string // of the stream, for the log

	query  statement // of a child or a list
	cursor *feed     // of an ordered stream
	open   *sweeper

	// Of a keyed stream.
	feeds            []*feed
	first, next      statement // the walk's first page, and the pages after it
	firstSince, then statement // the same within the history
	lookUp           statement // of an ordered stream too
}

// fields are what a record of one kind is made of, the times from which it starts first.
type fields struct {
	names []string
	types map[string]record.FieldType
}

func fieldsOf(kinds []record.Kind) map[record.Kind]fields {
	out := map[record.Kind]fields{}
	for _, kind := range kinds {
		types := record.FieldTypes(kind)
		out[kind] = fields{firstTimesFirst(types), types}
	}
	return out
}

type sweeper struct {
	query   statement
	every   time.Duration
	refresh bool
}

func (st *stream) keyed() bool { return len(st.config.Key) > 0 }

func (st *stream) walkStatement(walked key, since time.Time) statement {
	bounded := !since.IsZero() && len(st.config.History) > 0
	switch {
	case walked.value == nil && bounded:
		return st.firstSince
	case walked.value == nil:
		return st.first
	case bounded:
		return st.then
	}
	return st.next
}

// kindOf returns the row's kind: the column "kind", or the only one of the stream.
func (st *stream) kindOf(read row) (record.Kind, error) {
	named := record.Kind(strings.ToLower(strings.TrimSpace(text(read.get("kind")))))
	if named == "" {
		if len(st.kinds) == 1 {
			return st.kinds[0], nil
		}
		return "", fmt.Errorf("column %q is empty: the stream has several kinds (%s)", "kind", joinKinds(st.kinds))
	}
	if !slices.Contains(st.kinds, named) {
		return "", fmt.Errorf("kind %q is not one of the stream's (%s): add it to kinds", named, joinKinds(st.kinds))
	}
	return named, nil
}

// required lists the columns without which no row can be read; of alternatives one is enough.
func (st *stream) required() [][]string {
	var lists [][]string
	if len(st.kinds) > 1 {
		lists = append(lists, []string{"kind"})
	}
	for _, kind := range st.kinds {
		if _, ok := record.FieldTypes(kind)["ticket"]; ok {
			lists = append(lists, []string{"ticket"})
		}
		if !isChange(kind) {
			lists = append(lists, []string{"id"})
		}
		lists = append(lists, needed(kind)...)
	}
	return lists
}

// needed lists what a record of a kind cannot do without, besides what it is about: a query that forgot it
// would give nothing but records in quarantine, or of an unknown status.
func needed(kind record.Kind) [][]string {
	return map[record.Kind][][]string{
		record.KindTicket:           {{"created_at"}, {"status", "status_type"}},
		record.KindMessage:          {{"at"}, {"author", "direction"}},
		record.KindStatusChange:     {{"at"}, {"to", "to_type"}},
		record.KindAssignmentChange: {{"at"}},
		record.KindPriorityChange:   {{"at"}, {"to"}},
		record.KindCategoryChange:   {{"at"}, {"to"}},
	}[kind]
}

// isChange tells the records that may have no id of their own.
func isChange(kind record.Kind) bool { return strings.HasSuffix(string(kind), "_change") }

// columns lists what a result may have.
func (st *stream) columns() map[string]bool {
	names := map[string]bool{"kind": true}
	for _, name := range fieldNames(st.kinds) {
		names[name] = true
	}
	if st.cursor != nil {
		names[st.cursor.timeColumn], names[st.cursor.idColumn] = true, true
	}
	return names
}

// knows tells whether a result may have a column. What begins with _ is the query's own.
func (st *stream) knows(column string) bool {
	return strings.HasPrefix(column, "_") || st.columns()[column]
}

func fieldNames(kinds []record.Kind) []string {
	names := map[string]bool{}
	for _, kind := range kinds {
		for name := range record.FieldTypes(kind) {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func joinKinds(kinds []record.Kind) string {
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = string(kind)
	}
	return strings.Join(names, ", ")
}
