package database

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStatementsAreBound(t *testing.T) {
	values := map[string]any{"c": "2026", "id": int64(7), "ids": []any{int64(1), int64(2), int64(3)}, "none": nil}
	for name, test := range map[string]struct {
		dialect string
		query   string
		want    string
		args    []any
	}{
		"postgres":           {Postgres, "a > :c OR (a = :c AND id > :id)", "a > $1 OR (a = $2 AND id > $3)", []any{"2026", "2026", "7"}},
		"mysql":              {MySQL, "a > :c OR (a = :c AND id > :id)", "a > ? OR (a = ? AND id > ?)", []any{"2026", "2026", int64(7)}},
		"list":               {SQLite, "id IN (:ids) AND x = :id", "id IN (?, ?, ?) AND x = ?", []any{int64(1), int64(2), int64(3), int64(7)}},
		"list postgres":      {Postgres, "id IN (:ids)", "id IN ($1, $2, $3)", []any{"1", "2", "3"}},
		"null":               {Postgres, "(a, id) > (:c, :none)", "(a, id) > ($1, $2)", []any{"2026", nil}},
		"cast":               {Postgres, "a::text = :c::text", "a::text = $1::text", []any{"2026"}},
		"quotes":             {MySQL, "':c' \":c\" `:c` :c", "':c' \":c\" `:c` ?", []any{"2026"}},
		"doubled quotes":     {SQLite, "'it''s :c' :c", "'it''s :c' ?", []any{"2026"}},
		"backslash mysql":    {MySQL, `'it\'s :c' :c`, `'it\'s :c' ?`, []any{"2026"}},
		"backslash postgres": {Postgres, `'a\' :c`, `'a\' $1`, []any{"2026"}},
		"E string":           {Postgres, `E'a\' :c' :c`, `E'a\' :c' $1`, []any{"2026"}},
		"no E string":        {Postgres, `type'a\' :c`, `type'a\' $1`, []any{"2026"}},
		"backslash backtick": {MySQL, "`a\\` :c", "`a\\` ?", []any{"2026"}},
		"dollar":             {Postgres, "$$ :c $$ $t$ :c $$ $t$ :c", "$$ :c $$ $t$ :c $$ $t$ $1", []any{"2026"}},
		"dollar in a name":   {Postgres, "a$b$c :c", "a$b$c $1", []any{"2026"}},
		"dollar in mysql":    {MySQL, "a$$b :c", "a$$b ?", []any{"2026"}},
		"brackets":           {SQLite, "[:c] :c", "[:c] ?", []any{"2026"}},
		"array slice":        {Postgres, "a[1:2] = :c", "a[1:2] = $1", []any{"2026"}},
		"dashes":             {Postgres, "1 --:c\n+ :c", "1 --:c\n+ $1", []any{"2026"}},
		"dashes mysql":       {MySQL, "1 --:id -- :c\n+ :c", "1 --? -- :c\n+ ?", []any{int64(7), "2026"}},
		"hash mysql":         {MySQL, "1 # :c\n+ :c", "1 # :c\n+ ?", []any{"2026"}},
		"hash postgres":      {Postgres, "a #> :c", "a #> $1", []any{"2026"}},
		"block":              {MySQL, "/* :c /* */ :c", "/* :c /* */ ?", []any{"2026"}},
		"nested block":       {Postgres, "/* :c /* :c */ :c */ :c", "/* :c /* :c */ :c */ $1", []any{"2026"}},
		"comment at the end": {Postgres, ":c -- :c", "$1 -- :c", []any{"2026"}},
		"assignment":         {MySQL, "@a := :c", "@a := ?", []any{"2026"}},
		"question in text":   {MySQL, "'?' = :c", "'?' = ?", []any{"2026"}},
		"question postgres":  {Postgres, "j ? 'a' AND b = :c", "j ? 'a' AND b = $1", []any{"2026"}},
		"semicolon":          {MySQL, "SELECT :c ; \n", "SELECT ?", []any{"2026"}},
		"next to text":       {SQLite, "(:c)||:id", "(?)||?", []any{"2026", int64(7)}},
		"words beyond ASCII": {SQLite, "'é' = :c", "'é' = ?", []any{"2026"}},
	} {
		t.Run(name, func(t *testing.T) {
			d, ok := dialectOf(test.dialect)
			require.True(t, ok)
			s, err := parse(d, test.query)
			require.NoError(t, err)
			got, args, err := s.bind(d, values)
			require.NoError(t, err)
			require.Equal(t, test.want, got)
			require.Equal(t, test.args, args)
		})
	}
}

func TestStatementsThatCannotBeRead(t *testing.T) {
	for query, test := range map[string]struct{ dialect, want string }{
		"a = 'b":       {MySQL, "a quote ' is not closed"},
		"a = \"b":      {Postgres, "a quote \" is not closed"},
		"a = $x$ b":    {Postgres, "a quote $x$ is not closed"},
		"a = [b":       {SQLite, "a quote [ is not closed"},
		"a /* b":       {SQLite, "a comment /* is not closed"},
		"a /* /* */ b": {Postgres, "a comment /* is not closed"},
		"a = ?":        {MySQL, "? is a positional parameter: write a named one, such as :cursor"},
		"a = $1":       {Postgres, "$1 is a positional parameter: write a named one, such as :cursor"},
	} {
		d, ok := dialectOf(test.dialect)
		require.True(t, ok)
		_, err := parse(d, query)
		require.EqualError(t, err, test.want, query)
	}
	d, _ := dialectOf(MySQL)
	s, err := parse(d, "a = :nothing")
	require.NoError(t, err)
	_, _, err = s.bind(d, nil)
	require.ErrorContains(t, err, ":nothing")
}

func TestVariables(t *testing.T) {
	got, err := expand("{{prefix}}ticket {{ prefix }}x {{where}}", map[string]string{"prefix": "ost_", "where": "1"})
	require.NoError(t, err)
	require.Equal(t, "ost_ticket ost_x 1", got)
	_, err = expand("{{ nothing }}", nil)
	require.EqualError(t, err, "{{ nothing }} has no value: set it under vars")
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"SELECT :a", "'", "$a$ :x $a$", "/*/**/", "E'\\'", "::a:", "--", "[", "{{ where }}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, name := range dialects() {
			d, _ := dialectOf(name)
			s, err := parse(d, query)
			if err != nil {
				continue
			}
			values := map[string]any{}
			for _, p := range s.parts {
				if p.param != "" {
					values[p.param] = "v"
				}
			}
			_, args, err := s.bind(d, values)
			require.NoError(t, err)
			require.LessOrEqual(t, len(values), len(args))
		}
	})
}
