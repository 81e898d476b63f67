package yamlfile

import (
	"errors"
	"fmt"
	"testing"
	"time"

	promconfig "github.com/prometheus/common/config"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

type desk struct {
	Name     string            `yaml:"name"`
	Pages    int               `yaml:"pages"`
	Fast     *bool             `yaml:"fast"`
	Every    Duration          `yaml:"every"`
	Settle   model.Duration    `yaml:"settle"`
	Size     Bytes             `yaml:"size"`
	Since    time.Time         `yaml:"since"`
	Statuses map[string]string `yaml:"statuses"`
	Tags     []string          `yaml:"tags"`
	Streams  []stream          `yaml:"streams"`
	Query    query             `yaml:"query"`
	Later    *yaml.Node        `yaml:"later"`
	Connect  `yaml:",inline"`
}

type stream struct {
	Name  string `yaml:"name"`
	Limit int    `yaml:"limit"`
}

type Connect struct {
	DSN  promconfig.Secret `yaml:"dsn"`
	File string            `yaml:"dsn_file"`
	Port int               `yaml:"port"`
	Size int               `yaml:"page_size"`
}

func (c *Connect) Defaults() { c.Size = 500 }

// query is a string or one per dialect, as a room may declare it.
type query map[string]string

func (q *query) UnmarshalYAML(n *yaml.Node) error {
	switch n.Kind {
	case yaml.ScalarNode:
		*q = query{"": n.Value}
		return nil
	case yaml.MappingNode:
		*q = query{}
		var errs []error
		for i := 0; i < len(n.Content); i += 2 {
			if k := n.Content[i].Value; k != "mysql" && k != "sqlite" {
				errs = append(errs, Problem{Path: k, Message: "unknown dialect"})
			}
			(*q)[n.Content[i].Value] = n.Content[i+1].Value
		}
		return errors.Join(errs...)
	}
	return errors.New("expected a query, or one per dialect")
}

func parse(t *testing.T, text string) (*Files, *yaml.Node) {
	t.Helper()
	files := &Files{
		Keys: map[string]Treatment{"dsn": {Expand: true}, "port": {Expand: true}, "dsn_file": {Expand: true, FromFile: true}},
		LookupEnv: func(name string) (string, bool) {
			v, ok := map[string]string{"PASSWORD": "s3cret", "EMPTY": "", "DIR": "run"}[name]
			return v, ok
		},
	}
	n, err := files.Parse("conf/desk.yml", []byte(text))
	require.NoError(t, err)
	return files, n
}

// opening has a short form, keys of the user's own beside a known one, and a list of files.
type opening struct {
	Holidays countries        `yaml:"holidays"`
	Days     map[string]words `yaml:",inline"`
}

type countries struct {
	Country words `yaml:"country"`
	Files   words `yaml:"dsn_file"`
}

func (*countries) Expand(n *yaml.Node) (*yaml.Node, error) {
	switch n.Kind {
	case yaml.MappingNode:
		return n, nil
	case yaml.ScalarNode:
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "country", Line: n.Line}
		return &yaml.Node{Kind: yaml.MappingNode, Line: n.Line, Content: []*yaml.Node{key, n}}, nil
	}
	return nil, errors.New("expected a country")
}

type words []string

func (*words) Expand(n *yaml.Node) (*yaml.Node, error) {
	if n.Kind != yaml.ScalarNode {
		return n, nil
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Line: n.Line, Content: []*yaml.Node{n}}, nil
}

func TestShortForms(t *testing.T) {
	files, n := parse(t, "mon: a\ntue: [b, c]\nholidays: IT\n")
	var into opening
	require.NoError(t, files.Decode(n, "", &into).Sorted())
	require.Equal(t, opening{Holidays: countries{Country: words{"IT"}}, Days: map[string]words{"mon": {"a"}, "tue": {"b", "c"}}}, into)

	// Each item of a list is treated as a single value is; a URL is no path.
	files, n = parse(t, `holidays: {country: IT, dsn_file: [a.ics, "${DIR}/b.ics", /c.ics, "https://h/${PASSWORD}"]}`)
	into = opening{}
	require.NoError(t, files.Decode(n, "", &into).Sorted())
	require.Equal(t, words{"conf/a.ics", "conf/run/b.ics", "/c.ics", "https://h/s3cret"}, into.Holidays.Files)

	for text, want := range map[string]string{
		"mon: {}":                            "conf/desk.yml:1: mon: expected a list, got a mapping",
		"mon: a\nmon: b":                     "conf/desk.yml:2: mon: set twice, first at conf/desk.yml:1",
		"holidays: [a]":                      "conf/desk.yml:1: holidays: expected a country",
		"holidays: {contry: IT}":             `conf/desk.yml:1: holidays.contry: unknown key, did you mean "country"?`,
		`holidays: {dsn_file: [a, "${NO}"]}`: "conf/desk.yml:1: holidays.dsn_file: environment variable NO is not set",
	} {
		files, n := parse(t, text)
		require.EqualError(t, files.Decode(n, "", &opening{}).Sorted(), want)
	}
	require.Equal(t, []string{"holidays", "holidays.country", "holidays.dsn_file"}, Keys(opening{}))
}

func TestDecodeGivesEveryError(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown key with a near one", "nam: x", `conf/desk.yml:1: nam: unknown key, did you mean "name"?`},
		{"near key of an inline struct", "\npage_sze: 3", `conf/desk.yml:2: page_sze: unknown key, did you mean "page_size"?`},
		{"unknown key with none near", "streams: [{zzzzzz: 1}]", `conf/desk.yml:1: streams[0].zzzzzz: unknown key; known are: limit, name`},
		{"twice", "name: a\nname: b", `conf/desk.yml:2: name: set twice, first at conf/desk.yml:1`},
		{"twice in a map", "statuses:\n  a: open\n  a: closed", `conf/desk.yml:3: statuses.a: set twice, first at conf/desk.yml:2`},
		{"number", "pages: many", `conf/desk.yml:1: pages: expected a whole number, got "many"`},
		{"fraction", "pages: 1.5", `conf/desk.yml:1: pages: expected a whole number, got "1.5"`},
		{"boolean", "fast: 7", `conf/desk.yml:1: fast: expected true or false, got "7"`},
		{"list for scalar", "name: [a]", `conf/desk.yml:1: name: expected a single value, got a list`},
		{"scalar for list", "tags: a", `conf/desk.yml:1: tags: expected a list, got "a"`},
		{"list for mapping", "statuses: []", `conf/desk.yml:1: statuses: expected a mapping, got a list`},
		{"duration", "every: soon", `conf/desk.yml:1: every: expected a duration such as 90s, 15m or 7d, got "soon"`},
		{"negative duration", "every: -5m", `conf/desk.yml:1: every: expected a duration such as 90s, 15m or 7d, got "-5m"`},
		{"a library's type", "settle: soon", `conf/desk.yml:1: settle: not a valid duration string: "soon"`},
		{"size", "size: 64MB", `conf/desk.yml:1: size: expected a size such as 64MiB, got "64MB"`},
		{"time", "since: yesterday", `conf/desk.yml:1: since: expected a time such as 2026-01-31T09:00:00Z, got "yesterday"`},
		{"problems of a type of its own", "query:\n  mysql: SELECT 1\n  oracle: x\n  mssql: y", "conf/desk.yml:3: query.oracle: unknown dialect\nconf/desk.yml:4: query.mssql: unknown dialect"},
		{"error of a type of its own", "query: [a]", `conf/desk.yml:1: query: expected a query, or one per dialect`},
		{"unset variable", "dsn: mysql://u:${NOPE}@h/d", `conf/desk.yml:1: dsn: environment variable NOPE is not set`},
		{"no secret in a message", "port: ${PASSWORD}", `conf/desk.yml:1: port: expected a whole number, got another value`},
		{"all at once", "pages: x\nstreams:\n- {name: [], limt: 2}\nevery: y", `conf/desk.yml:1: pages: expected a whole number, got "x"
conf/desk.yml:3: streams[0].limt: unknown key, did you mean "limit"?
conf/desk.yml:3: streams[0].name: expected a single value, got a list
conf/desk.yml:4: every: expected a duration such as 90s, 15m or 7d, got "y"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			files, n := parse(t, c.text)
			var into desk
			require.EqualError(t, files.Decode(n, "", &into).Sorted(), c.want)
		})
	}
}

func TestDecodeValues(t *testing.T) {
	files, n := parse(t, `
name: off
fast: true
every: 1d12h
settle: 2s
size: 64MiB
since: 2026-01-01T01:00:00+01:00
statuses: {1: open, Awaiting parts: pending}
tags: [on, 2]
dsn: mysql://u:${PASSWORD}${EMPTY}@h/$${d}
dsn_file: ${DIR}/dsn
port: 3306
later: {a: b}
query: SELECT 1
streams:
- &base {name: tickets, limit: 5}
- {<<: *base, name: messages}
- *base
`)
	var got desk
	require.NoError(t, files.Decode(n, "", &got).Sorted())
	require.Equal(t, "b", Get(got.Later, "a").Value)
	require.Equal(t, "conf/desk.yml:13", files.Where(got.Later))
	got.Later = nil
	fast := true
	require.Equal(t, desk{
		Name: "off", Fast: &fast, Every: Duration(36 * time.Hour), Settle: model.Duration(2 * time.Second), Size: 64 << 20,
		Since:    time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Statuses: map[string]string{"1": "open", "Awaiting parts": "pending"},
		Tags:     []string{"on", "2"},
		Connect:  Connect{DSN: "mysql://u:s3cret@h/${d}", File: "conf/run/dsn", Port: 3306, Size: 500},
		Query:    query{"": "SELECT 1"},
		Streams:  []stream{{"tickets", 5}, {"messages", 5}, {"tickets", 5}},
	}, got)
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"syntax", "a: [1\nb: 2", "f.yml:1: did not find expected ',' or ']'"},
		{"two documents", "a: 1\n---\nb: 2", "f.yml:2: a second YAML document: write one document a file"},
		{"alias of itself", "a: &x [*x]", "f.yml:1: too many aliases, or an alias of itself"},
		{"merge of a scalar", "a: &x 1\nb: {<<: *x}", "f.yml:2: << needs a mapping"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var files Files
			_, err := files.Parse("f.yml", []byte(c.text))
			require.EqualError(t, err, c.want)
		})
	}
	var files Files
	for _, empty := range []string{"", "# nothing\n", "---\n", "null"} {
		n, err := files.Parse("f.yml", []byte(empty))
		require.NoError(t, err)
		require.Equal(t, yaml.MappingNode, n.Kind, empty)
	}
}

func TestResolveFindsTheLine(t *testing.T) {
	files, n := parse(t, `name: x
streams:
  - name: tickets
  - name: messages
    limit:
      7
statuses:
  a.b: open
  a: closed
`)
	for path, line := range map[string]int{
		"":                   1,
		"name":               1,
		"streams":            2,
		"streams[1]":         4,
		"streams[1].limit":   5,
		"streams[1].missing": 4,
		"streams[9].name":    2,
		"statuses.a.b":       8,
		"statuses.a":         9,
		"nothing.of.this":    1,
	} {
		errs := files.Resolve(n, "sources[0]", []Problem{{Path: path, Message: "wrong"}})
		where := JoinPath("sources[0]", path)
		require.EqualError(t, errs.Sorted(), fmt.Sprintf("conf/desk.yml:%d: %s: wrong", line, where))
	}
}

func TestUnitsReadBack(t *testing.T) {
	for _, text := range []string{"0s", "90s", "15m", "7d", "1h30m"} {
		var d Duration
		require.NoError(t, yaml.Unmarshal([]byte(text), &d))
		var again Duration
		require.NoError(t, yaml.Unmarshal([]byte(d.String()), &again))
		require.Equal(t, d, again)
	}
	for text, want := range map[string]Bytes{"64MiB": 64 << 20, "1536KiB": 1536 << 10, "1GiB": 1 << 30, "1000": 1000, "7B": 7, "0": 0} {
		var b Bytes
		require.NoError(t, yaml.Unmarshal([]byte(text), &b))
		require.Equal(t, want, b)
		var again Bytes
		require.NoError(t, yaml.Unmarshal([]byte(b.String()), &again))
		require.Equal(t, want, again)
	}
}
