package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/itchyny/gojq"

	"helpdesk_exporter/sources/record"
)

// mapper turns the objects of a stream into canonical records by its jq program. It is used by one
// goroutine at a time.
type mapper struct {
	program *program
	kinds   []record.Kind
	clocks  clocks
	fixed   []map[string]map[string]any // the stream's tables, then the source's
	found   map[string]map[string]any   // discovered tables, replaced as they are read again
	words   record.Words
	fields  []*fieldProgram

	// types are those of the fields of each kind.
	types map[record.Kind]map[string]record.FieldType

	// Of the record at hand.
	raw      record.Fields
	missed   map[string]bool
	unmapped []string
}

// The variables of a map, in the order of their values.
func variables() []string { return []string{"$parent", "$set", "$page", "$vars"} }

// mapped is what a program made of one object.
type mapped struct {
	records   []record.Record
	anomalies []record.Anomaly
	rejects   []record.Reject
}

func newMapper(source string, c clocks) (*mapper, error) {
	m := &mapper{
		clocks: c, found: map[string]map[string]any{}, types: map[record.Kind]map[string]record.FieldType{},
		raw: record.Fields{}, missed: map[string]bool{},
	}
	p, err := compileProgram(source, variables(), m.options())
	if err != nil {
		return nil, err
	}
	m.program = p
	m.fields = fieldPrograms(p.query)
	return m, nil
}

func (m *mapper) table(name string) (table map[string]any, discovered, ok bool) {
	for _, tables := range m.fixed {
		if t, ok := tables[name]; ok {
			return t, false, true
		}
	}
	t, ok := m.found[name]
	return t, true, ok
}

// run maps one object. Who names it in a reject: its id, and its ticket where that is known.
func (m *mapper) run(ctx context.Context, stream string, input any, values []any, id, ticket string) mapped {
	var out mapped
	clear(m.missed)
	m.unmapped = m.unmapped[:0]
	reject := func(id, ticket string, err error) {
		out.rejects = append(out.rejects, record.Reject{Stream: stream, ID: id, Ticket: ticket, Err: err})
	}
	err := m.program.all(ctx, input, values, func(v any) error {
		if v == nil {
			return nil
		}
		kind, fields, err := m.recordOf(v)
		if err != nil {
			reject(id, ticket, err)
			return nil
		}
		r, anomalies, err := record.Decode(kind, fields, m.words)
		for i := range anomalies {
			anomalies[i].Stream = stream
		}
		if err != nil {
			reject(id+suffix(kind, fields, id), ticketOf(kind, fields, ticket), err)
			return nil
		}
		out.records = append(out.records, r)
		out.anomalies = append(out.anomalies, anomalies...)
		return nil
	})
	if err != nil {
		field := m.failing(ctx, input, values)
		if field != "" {
			field = fmt.Sprintf("field %q: ", field)
		}
		out.records = nil
		who := id
		if who == "" {
			who = "without an id"
		}
		reject(id, ticket, fmt.Errorf("map: record %s: %s%w", who, field, bounded(err)))
	}
	for _, detail := range m.unmapped {
		out.anomalies = append(out.anomalies, record.Anomaly{
			Stream: stream, Reason: record.AnomalyUnmapped, ID: id, Detail: detail,
		})
	}
	return out
}

// suffix tells several records of one object apart in the quarantine.
func suffix(kind record.Kind, fields record.Fields, id string) string {
	own := text(fields["id"])
	if own == "" || own == id {
		return ""
	}
	return "/" + string(kind) + "/" + own
}

func ticketOf(kind record.Kind, fields record.Fields, otherwise string) string {
	own := text(fields["ticket"])
	if kind == record.KindTicket {
		own = text(fields["id"])
	}
	if own == "" {
		return otherwise
	}
	return own
}

// bounded shortens what jq says: it shows values, which may be texts of customers.
func bounded(err error) error {
	message := err.Error()
	var value gojq.ValueError
	if errors.As(err, &value) { // error("…") of the program itself
		message = "error: " + shown(text(value.Value()))
	}
	if i := strings.IndexAny(message, "({["); i > 0 {
		message = strings.TrimSpace(message[:i])
	}
	const most = 120
	if r := []rune(message); len(r) > most {
		message = string(r[:most]) + "…"
	}
	return errors.New(message)
}

// recordOf reads one result of the program. The fields are good until the next call.
func (m *mapper) recordOf(v any) (record.Kind, record.Fields, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return "", nil, errors.New("map: a result is not an object: write {kind: …, id: …}")
	}
	kind := record.Kind(text(object["kind"]))
	if kind == "" && len(m.kinds) == 1 {
		kind = m.kinds[0]
	}
	types := m.types[kind]
	if types == nil {
		types = record.FieldTypes(kind)
	}
	if types == nil {
		return kind, nil, fmt.Errorf("map: kind %s is unknown", shown(string(kind)))
	}
	if !slices.Contains(m.kinds, kind) {
		return kind, nil, fmt.Errorf("map: kind %q is not one of the stream's: add it to kinds", kind)
	}
	m.types[kind] = types
	clear(m.raw)
	for name, value := range object {
		if name == "kind" || strings.HasPrefix(name, "_") {
			continue
		}
		if _, known := types[name]; !known {
			return kind, nil, fmt.Errorf("map: a %s has no field %q", kind, name)
		}
		m.raw[name] = plain(value)
	}
	return kind, m.raw, nil
}

// plain gives numbers the form that records read.
func plain(v any) any {
	switch v := v.(type) {
	case *big.Int:
		return json.Number(v.String())
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = plain(item)
		}
		return out
	}
	return v
}
