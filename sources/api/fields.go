package api

import (
	"context"
	"slices"
	"strings"

	"github.com/itchyny/gojq"

	"helpdesk_exporter/sources/record"
)

// fieldProgram evaluates one field of an object that a map makes, to find out which of them fails.
type fieldProgram struct {
	name  string
	query *gojq.Query
	code  *gojq.Code
	tried bool
}

// objectIn is an object that a program makes, with what has to run before it.
type objectIn struct {
	object *gojq.Object
	wrap   func(*gojq.Query) *gojq.Query
}

// objectsIn finds the objects that are results of a query: through pipes, commas, brackets, conditions,
// definitions and bindings.
func objectsIn(q *gojq.Query, wrap func(*gojq.Query) *gojq.Query) []objectIn {
	if q == nil {
		return nil
	}
	if len(q.FuncDefs) > 0 {
		outer, defs := wrap, q.FuncDefs
		wrap = func(inner *gojq.Query) *gojq.Query {
			return outer(&gojq.Query{FuncDefs: defs, Term: bracket(inner)})
		}
	}
	switch {
	case q.Right != nil && q.Op == gojq.OpComma:
		return append(objectsIn(q.Left, wrap), objectsIn(q.Right, wrap)...)
	case q.Right != nil && q.Op == gojq.OpPipe:
		outer, left, patterns := wrap, q.Left, q.Patterns
		return objectsIn(q.Right, func(inner *gojq.Query) *gojq.Query {
			return outer(&gojq.Query{Left: left, Op: gojq.OpPipe, Patterns: patterns, Right: inner})
		})
	case q.Term == nil || len(q.Term.SuffixList) > 0:
		return nil
	case q.Term.Object != nil:
		return []objectIn{{q.Term.Object, wrap}}
	case q.Term.Query != nil:
		return objectsIn(q.Term.Query, wrap)
	case q.Term.If != nil:
		return objectsInIf(q.Term.If, wrap)
	}
	return nil
}

func objectsInIf(i *gojq.If, wrap func(*gojq.Query) *gojq.Query) []objectIn {
	branch := func(cond *gojq.Query) func(*gojq.Query) *gojq.Query {
		return func(inner *gojq.Query) *gojq.Query {
			return wrap(&gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeIf, If: &gojq.If{
				Cond: cond, Then: inner, Else: &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeNull}},
			}}})
		}
	}
	out := objectsIn(i.Then, branch(i.Cond))
	for _, e := range i.Elif {
		out = append(out, objectsIn(e.Then, branch(e.Cond))...)
	}
	return append(out, objectsIn(i.Else, wrap)...)
}

func bracket(q *gojq.Query) *gojq.Term {
	return &gojq.Term{Type: gojq.TermTypeQuery, Query: q}
}

// fieldPrograms makes a program for each field that a map names.
func fieldPrograms(q *gojq.Query) []*fieldProgram {
	var out []*fieldProgram
	for _, o := range objectsIn(q, func(inner *gojq.Query) *gojq.Query { return inner }) {
		// Without a field, what runs before the object is tried.
		out = append(out, &fieldProgram{query: o.wrap(&gojq.Query{
			Term: &gojq.Term{Type: gojq.TermTypeObject, Object: &gojq.Object{}},
		})})
		for _, kv := range o.object.KeyVals {
			if keyOf(kv) == "" {
				continue
			}
			single := &gojq.Object{KeyVals: []*gojq.ObjectKeyVal{kv}}
			out = append(out, &fieldProgram{name: keyOf(kv), query: o.wrap(&gojq.Query{
				Term: &gojq.Term{Type: gojq.TermTypeObject, Object: single},
			})})
		}
	}
	return out
}

// failing names the first field that fails on an object, empty where none does by itself.
func (m *mapper) failing(ctx context.Context, input any, values []any) string {
	for _, f := range m.fields {
		if !f.tried {
			f.tried = true
			f.code, _ = compileQuery(f.query, variables(), m.options()) //nolint:errcheck // then the field is not named
		}
		if f.code == nil {
			continue
		}
		if err := runCode(ctx, f.code, input, values, func(any) error { return nil }); err != nil {
			return f.name
		}
	}
	return ""
}

// named is an object of a program whose kind stands there as a word.
type named struct {
	kind   record.Kind
	fields []string
}

// namedObjects finds the objects of a program that name their kind, or all where kind is the only one.
func namedObjects(q *gojq.Query, only record.Kind) []named {
	var out []named
	for _, o := range objectsIn(q, func(inner *gojq.Query) *gojq.Query { return inner }) {
		n := named{kind: only}
		for _, kv := range o.object.KeyVals {
			switch key := keyOf(kv); key {
			case "":
			case "kind":
				n.kind = record.Kind(constant(kv.Val))
			default:
				n.fields = append(n.fields, key)
			}
		}
		if n.kind != "" {
			out = append(out, n)
		}
	}
	return out
}

// keyOf is a key that stands there as a word, else empty.
func keyOf(kv *gojq.ObjectKeyVal) string {
	switch {
	case kv.KeyString != nil && kv.KeyString.Queries == nil:
		return kv.KeyString.Str
	case strings.HasPrefix(kv.Key, "$"):
		return kv.Key[1:]
	}
	return kv.Key
}

// constant is the text that a query is, if it is nothing but one.
func constant(q *gojq.Query) string {
	if q == nil || q.Term == nil || q.Term.Str == nil || q.Term.Str.Queries != nil || len(q.Term.SuffixList) > 0 {
		return ""
	}
	return q.Term.Str.Str
}

// kindsIn lists the kinds that a program names.
func kindsIn(q *gojq.Query) []record.Kind {
	var kinds []record.Kind
	for _, n := range namedObjects(q, "") {
		if !slices.Contains(kinds, n.kind) {
			kinds = append(kinds, n.kind)
		}
	}
	return kinds
}
