package yamlfile

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// Defaulter is implemented by a pointer to a struct that has defaults; they are set before its keys are
// decoded.
type Defaulter interface{ Defaults() }

// Expander is implemented by a pointer to a type that has a short form: Expand returns the node of the long
// one, which is then decoded as strictly as any. Nodes that it makes should carry the line of the text they
// come from.
type Expander interface {
	Expand(n *yaml.Node) (*yaml.Node, error)
}

// Decode decodes a node into the value that into points to, and returns every error: keys that the target
// does not have, keys given twice, values of a wrong type. Prefix is put before each path. Types with an
// UnmarshalYAML of either form, or an UnmarshalText, decode themselves.
func (f *Files) Decode(n *yaml.Node, prefix string, into any) Errors {
	d := decoder{files: f}
	d.value(n, prefix, reflect.ValueOf(into).Elem())
	return d.errs
}

type decoder struct {
	files *Files
	errs  Errors
	// secret suppresses values in messages.
	secret bool
}

func (d *decoder) fail(n *yaml.Node, path, format string, args ...any) {
	d.errs = append(d.errs, d.files.Errorf(n, path, format, args...))
}

// obsoleteUnmarshaler is the older form of yaml.Unmarshaler, which the Prometheus libraries use.
type obsoleteUnmarshaler interface {
	UnmarshalYAML(unmarshal func(any) error) error
}

// nodeType is for parts that are decoded later.
var nodeType = reflect.TypeFor[*yaml.Node]()

func (d *decoder) value(n *yaml.Node, path string, v reflect.Value) {
	if v.Type() == nodeType {
		v.Set(reflect.ValueOf(n))
		return
	}
	if isNull(n) {
		return
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		d.value(n, path, v.Elem())
		return
	}
	if v.CanAddr() {
		if d.itself(n, path, v) {
			return
		}
		if short, ok := v.Addr().Interface().(Expander); ok {
			long, err := short.Expand(n)
			if err != nil {
				d.problem(n, path, err)
				return
			}
			n = long
		}
		if def, ok := v.Addr().Interface().(Defaulter); ok {
			def.Defaults()
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		if d.is(n, path, yaml.MappingNode) {
			d.structure(n, path, v)
		}
	case reflect.Map:
		if d.is(n, path, yaml.MappingNode) {
			d.mapping(n, path, v)
		}
	case reflect.Slice:
		if d.is(n, path, yaml.SequenceNode) {
			d.list(n, path, v)
		}
	case reflect.Interface:
		d.plain(n, path, v)
	default:
		if d.is(n, path, yaml.ScalarNode) {
			d.scalar(n, path, v)
		}
	}
}

// itself lets a type decode itself, where it can.
func (d *decoder) itself(n *yaml.Node, path string, v reflect.Value) bool {
	target := v.Addr().Interface()
	if at, ok := target.(*time.Time); ok {
		d.time(n, path, at)
		return true
	}
	if !decodesItself(v.Type()) {
		return false
	}
	if v.Kind() == reflect.Struct && n.Kind == yaml.MappingNode {
		// Its own decoding would accept any key. Only tagged structs are written like that.
		if fields := fieldsOf(v.Type()); fields.tagged && !fields.open {
			d.keys(n, path, fields)
		}
	}
	d.plain(n, path, v)
	return true
}

func (d *decoder) time(n *yaml.Node, path string, into *time.Time) {
	if !d.is(n, path, yaml.ScalarNode) {
		return
	}
	at, err := time.Parse(time.RFC3339, n.Value)
	if err != nil {
		d.fail(n, path, "expected a time such as 2026-01-31T09:00:00Z, got %s", d.show(n))
		return
	}
	*into = at.UTC()
}

// plain leaves the decoding to the YAML library.
func (d *decoder) plain(n *yaml.Node, path string, v reflect.Value) {
	err := n.Decode(v.Addr().Interface())
	if err == nil {
		return
	}
	var typeError *yaml.TypeError
	if errors.As(err, &typeError) {
		for _, message := range typeError.Errors {
			line, text := splitLine(message)
			e := d.files.Errorf(n, path, "%s", text)
			if line > 0 {
				e.Line = line
			}
			if d.secret {
				e.Message = "wrong type"
			}
			d.errs = append(d.errs, e)
		}
		return
	}
	d.problem(n, path, err)
}

// problem takes an error of a type that decodes or expands itself, or several that are joined.
func (d *decoder) problem(n *yaml.Node, path string, err error) {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		for _, one := range joined.Unwrap() {
			d.problem(n, path, one)
		}
		return
	}
	var p Problem
	if errors.As(err, &p) {
		d.errs = append(d.errs, d.files.Resolve(n, path, []Problem{p})...)
		return
	}
	_, message := splitLine(err.Error())
	d.fail(n, path, "%s", message)
}

func (d *decoder) structure(n *yaml.Node, path string, v reflect.Value) {
	fields := fieldsOf(v.Type())
	for _, inline := range fields.inline {
		if def, ok := v.FieldByIndex(inline).Addr().Interface().(Defaulter); ok {
			def.Defaults()
		}
	}
	d.keys(n, path, fields)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i].Value
		field, known := fields.byKey[key]
		if !known && !fields.open || seen[key] {
			continue
		}
		seen[key] = true
		here := JoinPath(path, key)
		if !known {
			d.item(n.Content[i], n.Content[i+1], here, v.FieldByIndex(fields.rest))
			continue
		}
		secret := d.secret
		d.secret = secret || d.files.Keys[key].Expand
		value, err := d.files.treat(key, n.Content[i+1])
		if err != nil {
			d.fail(n.Content[i+1], here, "%v", err)
		} else {
			d.value(value, here, v.FieldByIndex(field))
		}
		d.secret = secret
	}
}

// keys checks the keys of a mapping against the fields of a struct.
func (d *decoder) keys(n *yaml.Node, path string, fields fields) {
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		here := JoinPath(path, key.Value)
		if before, twice := first[key.Value]; twice {
			d.fail(key, here, "set twice, first at %s", d.files.Where(before))
			continue
		}
		first[key.Value] = key
		if _, known := fields.byKey[key.Value]; known || fields.open {
			continue
		}
		if near := nearest(key.Value, fields.names); near != "" {
			err := d.files.Errorf(key, here, "unknown key, did you mean %q?", near)
			err.meant = JoinPath(path, near)
			d.errs = append(d.errs, err)
		} else {
			d.fail(key, here, "unknown key; known are: %s", strings.Join(fields.names, ", "))
		}
	}
}

func (d *decoder) mapping(n *yaml.Node, path string, v reflect.Value) {
	if v.IsNil() {
		v.Set(reflect.MakeMapWithSize(v.Type(), len(n.Content)/2))
	}
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		here := JoinPath(path, key.Value)
		if before, twice := first[key.Value]; twice {
			d.fail(key, here, "set twice, first at %s", d.files.Where(before))
			continue
		}
		first[key.Value] = key
		d.item(key, n.Content[i+1], here, v)
	}
}

// item decodes a key and its value into a map.
func (d *decoder) item(key, n *yaml.Node, path string, v reflect.Value) {
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	name := reflect.New(v.Type().Key()).Elem()
	if d.is(key, path, yaml.ScalarNode) {
		d.value(key, path, name)
	}
	value := reflect.New(v.Type().Elem()).Elem()
	d.value(n, path, value)
	v.SetMapIndex(name, value)
}

func (d *decoder) list(n *yaml.Node, path string, v reflect.Value) {
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.value(item, fmt.Sprintf("%s[%d]", path, i), out.Index(i))
	}
	v.Set(out)
}

func (d *decoder) scalar(n *yaml.Node, path string, v reflect.Value) {
	if v.Kind() == reflect.String {
		v.SetString(n.Value)
		return
	}
	// The library would cut a fraction off without a word.
	fraction := n.Tag == "!!float" && !v.CanFloat()
	if err := n.Decode(v.Addr().Interface()); err != nil || fraction {
		d.fail(n, path, "expected %s, got %s", describe(v.Kind()), d.show(n))
	}
}

// is checks that a node has the form that its target needs.
func (d *decoder) is(n *yaml.Node, path string, kind yaml.Kind) bool {
	if n.Kind == kind {
		return true
	}
	d.fail(n, path, "expected %s, got %s", kinds[kind], d.show(n))
	return false
}

func (d *decoder) show(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		return kinds[n.Kind]
	}
	if d.secret {
		return "another value"
	}
	return fmt.Sprintf("%q", n.Value)
}

var kinds = map[yaml.Kind]string{
	yaml.MappingNode:  "a mapping",
	yaml.SequenceNode: "a list",
	yaml.ScalarNode:   "a single value",
}

func describe(kind reflect.Kind) string {
	switch kind {
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	default:
		return "a whole number"
	}
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }
