package yamlfile

import (
	"encoding"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// fields are the keys a struct takes.
type fields struct {
	byKey  map[string][]int
	names  []string
	inline [][]int
	open   bool  // an inline map takes any key
	rest   []int // the field of that map
	tagged bool  // at least one field has a yaml tag
}

func fieldsOf(t reflect.Type) fields {
	out := fields{byKey: map[string][]int{}}
	out.collect(t, nil)
	slices.Sort(out.names)
	return out
}

func (f *fields) collect(t reflect.Type, index []int) {
	for i := range t.NumField() {
		field := t.Field(i)
		tag, tagged := field.Tag.Lookup("yaml")
		name, options, _ := strings.Cut(tag, ",")
		here := append(slices.Clone(index), i)
		switch {
		case !field.IsExported() || name == "-":
		case strings.Contains(options, "inline") && field.Type.Kind() == reflect.Struct:
			f.inline = append(f.inline, here)
			f.tagged = true
			f.collect(field.Type, here)
		case strings.Contains(options, "inline"):
			f.open, f.rest = true, here
		default:
			if name == "" {
				name = strings.ToLower(field.Name)
			}
			f.tagged = f.tagged || tagged
			f.byKey[name] = here
			f.names = append(f.names, name)
		}
	}
}

// nearest returns the name a misspelt key was probably meant to be, empty where none is near.
func nearest(key string, names []string) string {
	best, distance := "", 1+max(1, len(key)/3)
	for _, name := range names {
		if d := editDistance(strings.ToLower(key), name); d < distance {
			best, distance = name, d
		}
	}
	return best
}

// editDistance is the Levenshtein distance in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Keys lists the paths of all keys that a configuration of the type of v takes, in alphabetical order;
// "[]" stands for an item of a list, "*" for a key of the user's own.
func Keys(v any) []string {
	var paths []string
	collectKeys(reflect.TypeOf(v), "", &paths)
	slices.Sort(paths)
	return slices.Compact(paths)
}

func collectKeys(t reflect.Type, path string, paths *[]string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if decodesItself(t) || t == nodeType.Elem() {
		return
	}
	switch t.Kind() {
	case reflect.Slice:
		collectKeys(t.Elem(), path+"[]", paths)
	case reflect.Map:
		collectKeys(t.Elem(), path+".*", paths)
	case reflect.Struct:
		fields := fieldsOf(t)
		if fields.open {
			collectKeys(t.FieldByIndex(fields.rest).Type, path, paths)
		}
		for key, index := range fields.byKey {
			here := JoinPath(path, key)
			*paths = append(*paths, here)
			collectKeys(t.FieldByIndex(index).Type, here, paths)
		}
	}
}

func decodesItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[yaml.Unmarshaler]()) || p.Implements(reflect.TypeFor[obsoleteUnmarshaler]()) ||
		p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}
