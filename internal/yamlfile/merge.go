package yamlfile

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Under lays a preset's mapping under a user's: what the user sets wins, mappings are merged key by key,
// lists are replaced. A user's key hides a preset's that differs in case only, because the words of a
// helpdesk are looked up without regard to case. Neither argument is changed.
func (f *Files) Under(user, preset *yaml.Node) *yaml.Node {
	out := *user
	out.Content = nil
	f.names[&out] = f.names[user]
	for i := 0; i+1 < len(user.Content); i += 2 {
		key, value := user.Content[i], user.Content[i+1]
		if j := index(preset, key.Value, true); j >= 0 {
			below := preset.Content[j+1]
			switch {
			case isNull(value):
				value = below
			case value.Kind == yaml.MappingNode && below.Kind == yaml.MappingNode:
				value = f.Under(value, below)
			}
		}
		out.Content = append(out.Content, key, value)
	}
	for j := 0; j+1 < len(preset.Content); j += 2 {
		if index(user, preset.Content[j].Value, true) < 0 {
			out.Content = append(out.Content, preset.Content[j], preset.Content[j+1])
		}
	}
	return &out
}

// Append adds a further file to a configuration: lists are appended, mappings merged, and a single value
// that is set twice is an error. It changes neither argument.
func (f *Files) Append(base, more *yaml.Node, prefix string) (*yaml.Node, Errors) {
	out := *base
	out.Content = append([]*yaml.Node(nil), base.Content...)
	f.names[&out] = f.names[base]
	var errs Errors
	for i := 0; i+1 < len(more.Content); i += 2 {
		key, value := more.Content[i], more.Content[i+1]
		path := JoinPath(prefix, key.Value)
		j := index(&out, key.Value, false)
		if j < 0 {
			out.Content = append(out.Content, key, value)
			continue
		}
		first := out.Content[j+1]
		switch {
		case isNull(value):
		case isNull(first):
			out.Content[j], out.Content[j+1] = key, value
		case first.Kind == yaml.SequenceNode && value.Kind == yaml.SequenceNode:
			joined := *first
			joined.Content = append(append([]*yaml.Node(nil), first.Content...), value.Content...)
			f.names[&joined] = f.names[first]
			out.Content[j+1] = &joined
		case first.Kind == yaml.MappingNode && value.Kind == yaml.MappingNode:
			merged, more := f.Append(first, value, path)
			out.Content[j+1] = merged
			errs = append(errs, more...)
		default:
			errs = append(errs, f.Errorf(key, path, "set twice, first at %s", f.Where(out.Content[j])))
		}
	}
	return &out, errs
}

// KeyAt returns the key that a path of dotted keys leads to, nil where it is absent.
func KeyAt(n *yaml.Node, path string) *yaml.Node {
	name, rest, more := strings.Cut(path, ".")
	i := index(n, name, false)
	switch {
	case i < 0:
		return nil
	case more:
		return KeyAt(n.Content[i+1], rest)
	}
	return n.Content[i]
}

// Without returns a mapping without the key that a path of dotted keys leads to. The argument is not
// changed.
func (f *Files) Without(n *yaml.Node, path string) *yaml.Node {
	name, rest, more := strings.Cut(path, ".")
	i := index(n, name, false)
	if i < 0 {
		return n
	}
	out := *n
	f.names[&out] = f.names[n]
	if more {
		out.Content = slices.Clone(n.Content)
		out.Content[i+1] = f.Without(n.Content[i+1], rest)
		return &out
	}
	out.Content = append(slices.Clone(n.Content[:i]), n.Content[i+2:]...)
	return &out
}
