package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"text/template"
	"text/template/parse"
	"time"

	"helpdesk_exporter/internal/civil"
)

// instant is a time in a template, with the zone in which it is formatted.
type instant struct {
	at   time.Time
	zone *time.Location
}

// String is RFC 3339 in UTC. Before the first poll it is the epoch.
func (i instant) String() string { return i.utc().Format(time.RFC3339) }

func (i instant) utc() time.Time {
	if i.at.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return i.at.UTC()
}

// functions are those of templates, besides the language's own.
func functions() template.FuncMap {
	return template.FuncMap{
		"rfc3339": func(i instant) string { return i.String() },
		"unix":    func(i instant) int64 { return i.utc().Unix() },
		"unix_ms": func(i instant) int64 { return i.utc().UnixMilli() },
		"date":    func(i instant) string { return i.format("2006-01-02") },
		"format":  func(layout string, i instant) string { return i.format(layout) },
		"plus":    func(span string, i instant) (instant, error) { return i.move(span, 1) },
		"minus":   func(span string, i instant) (instant, error) { return i.move(span, -1) },
		"join":    join,
		"number":  func(v any) any { return v },
		escape: func(v any) string {
			if n, ok := v.(json.Number); ok {
				v = integral(n.String())
			}
			return url.PathEscape(fmt.Sprint(v))
		},
	}
}

func (i instant) format(layout string) string { return i.utc().In(i.zone).Format(layout) }

func (i instant) move(span string, sign time.Duration) (instant, error) {
	d, err := civil.ParseDuration(span)
	return instant{at: i.utc().Add(sign * d), zone: i.zone}, err
}

func join(separator string, list any) (string, error) {
	var parts []string
	switch list := list.(type) {
	case []string:
		parts = list
	case []any:
		for _, v := range list {
			parts = append(parts, text(v))
		}
	default:
		return "", fmt.Errorf("join needs a list, got %T", list)
	}
	return strings.Join(parts, separator), nil
}

const escape = "escaped_for_a_path"

// tmpl is a text with {{ actions }}.
type tmpl struct {
	text     string
	compiled *template.Template // nil where there is no action
	// alone tells that the text is one action, so that its result may be a number, or nothing.
	alone, number bool
}

var (
	lone       = regexp.MustCompile(`^\{\{[^{}]*\}\}$`)
	loneNumber = regexp.MustCompile(`\|\s*number\s*-?\}\}$`)
)

// newTemplate compiles a text. In a path, what an action gives is escaped.
func newTemplate(source string, inPath bool) (tmpl, error) {
	t := tmpl{text: source}
	if !strings.Contains(source, "{{") {
		return t, nil
	}
	compiled, err := template.New("").Option("missingkey=error").Funcs(functions()).Parse(source)
	if err != nil {
		return t, errors.New(strings.TrimPrefix(err.Error(), "template: :1: "))
	}
	if inPath {
		escapeActions(compiled.Root)
	}
	t.compiled = compiled
	trimmed := strings.TrimSpace(source)
	t.alone = lone.MatchString(trimmed)
	t.number = t.alone && loneNumber.MatchString(trimmed)
	return t, nil
}

// escapeActions adds the escaping to every action that prints.
func escapeActions(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			escapeActions(child)
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{
				NodeType: parse.NodeCommand, Pos: n.Pos,
				Args: []parse.Node{parse.NewIdentifier(escape).SetPos(n.Pos)},
			})
		}
	case *parse.IfNode:
		escapeActions(n.List)
		escapeActions(n.ElseList)
	case *parse.RangeNode:
		escapeActions(n.List)
		escapeActions(n.ElseList)
	case *parse.WithNode:
		escapeActions(n.List)
		escapeActions(n.ElseList)
	}
}

// render executes the template. Its errors hold no value.
func (t tmpl) render(data map[string]any) (string, error) {
	if t.compiled == nil {
		return t.text, nil
	}
	var b strings.Builder
	if err := t.compiled.Execute(&b, data); err != nil {
		return "", fmt.Errorf("template %s: %s", t.text, cause(err))
	}
	return b.String(), nil
}

// cause cuts the place off an error of the template engine.
func cause(err error) string {
	message := err.Error()
	if i := strings.Index(message, ">: "); i >= 0 {
		return message[i+3:]
	}
	return message
}

// value is what the template stands for in a JSON body: a text, a number where it ends with | number, or
// nothing where its only action gives nothing.
func (t tmpl) value(data map[string]any) (v any, told bool, err error) {
	s, err := t.render(data)
	if err != nil || !t.alone {
		return s, true, err
	}
	if s == "" {
		return nil, false, nil
	}
	if t.number {
		n := json.Number(strings.TrimSpace(s))
		if _, err := n.Float64(); err != nil {
			return nil, false, fmt.Errorf("template %s gives no number", t.text)
		}
		return n, true, nil
	}
	return s, true, nil
}

// tree is a JSON value with templates in it.
type tree struct {
	leaf   *tmpl
	fields map[string]tree
	items  []tree
	other  any
	kind   byte // 't'emplate, 'o'bject, 'l'ist, or another value
}

func newTree(v any) (tree, error) {
	switch v := v.(type) {
	case string:
		t, err := newTemplate(v, false)
		return tree{leaf: &t, kind: 't'}, err
	case map[string]any:
		out := tree{fields: make(map[string]tree, len(v)), kind: 'o'}
		for key, value := range v {
			below, err := newTree(value)
			if err != nil {
				return out, fmt.Errorf("%s: %w", key, err)
			}
			out.fields[key] = below
		}
		return out, nil
	case []any:
		out := tree{kind: 'l'}
		for _, value := range v {
			below, err := newTree(value)
			if err != nil {
				return out, err
			}
			out.items = append(out.items, below)
		}
		return out, nil
	}
	return tree{other: v}, nil
}

func (t tree) render(data map[string]any) (v any, told bool, err error) {
	switch t.kind {
	case 't':
		return t.leaf.value(data)
	case 'o':
		out := make(map[string]any, len(t.fields))
		for key, below := range t.fields {
			v, told, err := below.render(data)
			if err != nil {
				return nil, false, err
			}
			if told {
				out[key] = v
			}
		}
		return out, true, nil
	case 'l':
		out := make([]any, 0, len(t.items))
		for _, below := range t.items {
			v, told, err := below.render(data)
			if err != nil {
				return nil, false, err
			}
			if told {
				out = append(out, v)
			}
		}
		return out, true, nil
	}
	return t.other, true, nil
}
