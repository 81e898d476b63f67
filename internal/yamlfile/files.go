package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxNodes bounds what a document may grow to when its aliases are expanded.
const maxNodes = 200_000

// Files holds parsed YAML documents and knows in which file each of their nodes stands, so that blocks
// of several files can be merged and still name the line that is wrong.
type Files struct {
	// Keys says how the values of keys with these names are treated wherever a struct has them.
	Keys map[string]Treatment
	// LookupEnv resolves ${VAR}; nil leaves such values as they are.
	LookupEnv func(name string) (string, bool)

	names map[*yaml.Node]string
}

// Treatment is what is done to the value of a key, or to each of a list, before it is decoded.
type Treatment struct {
	// Expand replaces ${VAR} by the environment variable; an unset one is an error. Such values are
	// never printed.
	Expand bool
	// FromFile makes a relative path start at the folder of the file it is written in; a URL stays.
	FromFile bool
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)

// Parse reads one YAML document; name stands for it in messages. Aliases and merge keys are expanded. The
// node is an empty mapping for an empty document.
func (f *Files) Parse(name string, data []byte) (*yaml.Node, error) {
	if f.names == nil {
		f.names = map[*yaml.Node]string{}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		empty := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: 1}
		f.names[empty] = name
		return empty, nil
	case err != nil:
		line, message := splitLine(err.Error())
		if begunByTab(data, line) {
			message = "begins with a tab: YAML is indented by spaces"
		}
		return nil, Errors{{File: name, Line: line, Message: message}}
	}
	var second yaml.Node
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, Errors{{File: name, Line: second.Line, Message: "a second YAML document: write one document a file"}}
	}
	if isNull(document.Content[0]) {
		document.Content[0] = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: 1}
	}
	e := expander{file: name, names: f.names}
	root := e.expand(document.Content[0], 0)
	if len(e.errs) > 0 {
		return nil, e.errs
	}
	return root, nil
}

// begunByTab reports whether a line, counted from 1, has a tab before its text.
func begunByTab(data []byte, line int) bool {
	lines := bytes.Split(data, []byte("\n"))
	return line > 0 && line <= len(lines) && bytes.HasPrefix(bytes.TrimLeft(lines[line-1], " "), []byte("\t"))
}

// splitLine takes the line number off a message of the YAML library.
func splitLine(message string) (int, string) {
	m := yamlLine.FindStringSubmatch(message)
	if m == nil {
		return 0, strings.TrimPrefix(message, "yaml: ")
	}
	line, err := strconv.Atoi(m[1])
	if err != nil {
		return 0, message
	}
	return line, message[len(m[0]):]
}

// expander copies a tree without aliases and merge keys.
type expander struct {
	file  string
	names map[*yaml.Node]string
	count int
	errs  Errors
}

func (e *expander) fail(n *yaml.Node, message string) {
	if len(e.errs) == 0 || e.errs[len(e.errs)-1].Message != message {
		e.errs = append(e.errs, Error{File: e.file, Line: n.Line, Message: message})
	}
}

func (e *expander) expand(n *yaml.Node, depth int) *yaml.Node {
	e.count++
	if depth > 200 || e.count > maxNodes {
		e.fail(n, "too many aliases, or an alias of itself")
		return n
	}
	if n.Kind == yaml.AliasNode {
		out := e.expand(n.Alias, depth+1)
		out.Line = n.Line
		return out
	}
	out := *n
	out.Content = nil
	out.Anchor = ""
	e.names[&out] = e.file
	if n.Kind != yaml.MappingNode {
		for _, child := range n.Content {
			out.Content = append(out.Content, e.expand(child, depth+1))
		}
		return &out
	}
	var inherited []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Tag != "!!merge" {
			out.Content = append(out.Content, e.expand(key, depth+1), e.expand(value, depth+1))
			continue
		}
		bases := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			bases = value.Content
		}
		for _, base := range bases {
			if b := e.expand(base, depth+1); b.Kind == yaml.MappingNode {
				inherited = append(inherited, b.Content...)
			} else {
				e.fail(key, "<< needs a mapping")
			}
		}
	}
	for i := 0; i+1 < len(inherited); i += 2 {
		if Get(&out, inherited[i].Value) == nil {
			out.Content = append(out.Content, inherited[i], inherited[i+1])
		}
	}
	return &out
}

// Get returns the value of a key of a mapping, nil where it is absent.
func Get(mapping *yaml.Node, key string) *yaml.Node {
	if i := index(mapping, key, false); i >= 0 {
		return mapping.Content[i+1]
	}
	return nil
}

// index finds a key in the contents of a mapping, -1 where it is absent.
func index(mapping *yaml.Node, key string, fold bool) int {
	if mapping == nil || mapping.Kind != yaml.MappingNode {
		return -1
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if k := mapping.Content[i].Value; k == key || fold && strings.EqualFold(k, key) {
			return i
		}
	}
	return -1
}

// File names the file of a node.
func (f *Files) File(n *yaml.Node) string { return f.names[n] }

// Where names the place of a node as file:line.
func (f *Files) Where(n *yaml.Node) string {
	return Error{File: f.names[n], Line: n.Line}.where()
}

// Errorf makes an error at a node.
func (f *Files) Errorf(n *yaml.Node, path, format string, args ...any) Error {
	return Error{File: f.names[n], Line: n.Line, Path: path, Message: fmt.Sprintf(format, args...)}
}

// Resolve gives the problems of a block their places. A path that does not exist, as that of a key that
// is missing, stands at the deepest part of it that does. Prefix is put before each path.
func (f *Files) Resolve(block *yaml.Node, prefix string, problems []Problem) Errors {
	errs := make(Errors, 0, len(problems))
	for _, p := range problems {
		n := f.find(block, p.Path)
		errs = append(errs, f.Errorf(n, JoinPath(prefix, p.Path), "%s", p.Message))
	}
	return errs
}

// ResolveBeside is Resolve for a block that had errors when it was decoded: problems at the same places
// follow from those and are left out, as are those of the block as a whole and of keys that are misspelt.
func (f *Files) ResolveBeside(errs Errors, block *yaml.Node, prefix string, problems []Problem) Errors {
	var own Errors
	for _, problem := range f.Resolve(block, prefix, problems) {
		follows := func(e Error) bool {
			return problem.Path == prefix || within(e.Path, problem.Path) || within(problem.Path, e.Path) ||
				e.meant != "" && e.meant == problem.Path
		}
		if !slices.ContainsFunc(errs, follows) {
			own = append(own, problem)
		}
	}
	return append(errs, own...)
}

// within reports whether a path is that of a block or lies in it.
func within(path, block string) bool {
	rest, ok := strings.CutPrefix(path, block)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// JoinPath puts a prefix before a path.
func JoinPath(prefix, path string) string {
	if prefix == "" || path == "" || strings.HasPrefix(path, "[") {
		return prefix + path
	}
	return prefix + "." + path
}

// find follows a path and returns the node that marks its place: the key of a mapping's value, or an item.
func (f *Files) find(n *yaml.Node, path string) *yaml.Node {
	place := n
	for path != "" {
		rest := strings.TrimPrefix(path, ".")
		switch n.Kind {
		case yaml.MappingNode:
			// Keys may hold dots, so the longest key that the path begins with is taken.
			best := -1
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i].Value
				tail, ok := strings.CutPrefix(rest, key)
				if ok && (tail == "" || tail[0] == '.' || tail[0] == '[') && (best < 0 || len(key) > len(n.Content[best].Value)) {
					best = i
				}
			}
			if i, ok := pair(n, rest); best < 0 && ok {
				return n.Content[i]
			}
			if best < 0 {
				return place
			}
			place, path, n = n.Content[best], rest[len(n.Content[best].Value):], n.Content[best+1]
		case yaml.SequenceNode:
			number, tail, ok := strings.Cut(strings.TrimPrefix(rest, "["), "]")
			i, err := strconv.Atoi(number)
			if !ok || err != nil || i < 0 || i >= len(n.Content) {
				return place
			}
			n = n.Content[i]
			place, path = n, tail
		default:
			return place
		}
	}
	return place
}

// pair is the key that an item's path leads to where the short form of a list, a mapping, is written.
func pair(mapping *yaml.Node, path string) (int, bool) {
	number, _, ok := strings.Cut(strings.TrimPrefix(path, "["), "]")
	i, err := strconv.Atoi(number)
	return 2 * i, ok && err == nil && path[0] == '[' && i >= 0 && 2*i < len(mapping.Content)
}

// expandEnv replaces ${VAR}; $${ stands for a literal ${.
func (f *Files) expandEnv(value string) (string, error) {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(value, "${")
		if !found {
			return out.String() + value, nil
		}
		if strings.HasSuffix(before, "$") {
			out.WriteString(before + "{")
			value = after
			continue
		}
		name, rest, closed := strings.Cut(after, "}")
		if !closed {
			return "", errors.New("${ without }")
		}
		set, ok := f.LookupEnv(name)
		if !ok {
			return "", fmt.Errorf("environment variable %s is not set", name)
		}
		out.WriteString(before + set)
		value = rest
	}
}

// treat applies the treatment of a key to its value.
func (f *Files) treat(key string, n *yaml.Node) (*yaml.Node, error) {
	t, ok := f.Keys[key]
	if !ok || isNull(n) {
		return n, nil
	}
	out := *n
	if n.Kind == yaml.SequenceNode {
		out.Content = nil
		for _, item := range n.Content {
			treated, err := f.treat(key, item)
			if err != nil {
				return n, err
			}
			out.Content = append(out.Content, treated)
		}
		f.names[&out] = f.names[n]
		return &out, nil
	}
	if n.Kind != yaml.ScalarNode {
		return n, nil
	}
	if t.Expand && f.LookupEnv != nil && strings.Contains(n.Value, "${") {
		value, err := f.expandEnv(n.Value)
		if err != nil {
			return n, err
		}
		out.Value, out.Tag = value, "!!str"
	}
	if t.FromFile && out.Value != "" && !filepath.IsAbs(out.Value) && !strings.Contains(out.Value, "://") {
		out.Value = filepath.Join(filepath.Dir(f.names[n]), out.Value)
	}
	f.names[&out] = f.names[n]
	return &out, nil
}
