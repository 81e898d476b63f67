package api

import (
	"fmt"
	"strings"
)

// path leads to a value: keys joined by dots, a leading dot is allowed. Lists on the way are entered; of
// several values the first counts. The path "." is the whole. A last key * stands for the values of an
// object that is used as a map, and a key that ends with ? may be missing.
type path struct {
	keys     []string
	values   bool // ends with *
	optional bool // a key ends with ?
	// listed tells, of a path to records, that they come in pages: a single object in place of their list is none.
	listed bool
}

func parsePath(text string) (path, error) {
	text = strings.TrimPrefix(strings.TrimSpace(text), ".")
	if text == "" {
		return path{}, nil
	}
	p := path{keys: strings.Split(text, ".")}
	for i, key := range p.keys {
		if bare, ok := strings.CutSuffix(key, "?"); ok {
			key, p.keys[i], p.optional = bare, bare, true
		}
		switch {
		case key == "*" && i == len(p.keys)-1:
			p.keys, p.values = p.keys[:i], true
		case key == "" || strings.ContainsAny(key, "[]*|\"' \t\n"):
			return p, fmt.Errorf("%q is not a path: write keys joined by dots, such as meta.next", text)
		}
	}
	return p, nil
}

// in returns the value at the path, nil where there is none.
func (p path) in(v any) any {
	for i, key := range p.keys {
		switch at := v.(type) {
		case map[string]any:
			v = at[key]
		case []any:
			for _, item := range at {
				if found := (path{keys: p.keys[i:]}).in(item); found != nil {
					return found
				}
			}
			return nil
		default:
			return nil
		}
	}
	return v
}

// remove takes what is at the path out of a value; of lists, out of every element.
func (p path) remove(v any) {
	if len(p.keys) == 0 {
		return
	}
	switch at := v.(type) {
	case map[string]any:
		if len(p.keys) == 1 {
			delete(at, p.keys[0])
			return
		}
		path{keys: p.keys[1:]}.remove(at[p.keys[0]])
	case []any:
		for _, item := range at {
			p.remove(item)
		}
	}
}
