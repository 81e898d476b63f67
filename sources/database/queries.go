package database

import (
	"slices"
	"strings"
)

// statement compiles a query that must have each of the parameters.
func (c *compiler) statement(path string, q Query, params ...string) (statement, bool) {
	s, ok := c.optional(path, q, params...)
	if ok {
		ok = c.needs(path, q, s, params...)
	}
	return s, ok
}

func (c *compiler) needs(path string, q Query, s statement, params ...string) bool {
	ok := true
	for _, p := range params {
		if !s.has(p) {
			ok = false
			c.problem(c.at(path, q), "must contain :%s", p)
		}
	}
	return ok
}

// optional compiles a query that may have the parameters.
func (c *compiler) optional(path string, q Query, params ...string) (statement, bool) {
	text, ok := c.sql(path, q)
	if !ok {
		return statement{}, false
	}
	s, err := parse(c.dialect, text)
	if err != nil {
		c.problem(c.at(path, q), "%v", err)
		return s, false
	}
	for _, p := range s.parts {
		if p.param != "" && !slices.Contains(params, p.param) {
			ok = false
			c.problem(c.at(path, q), "there is no parameter :%s here%s", p.param, hint(params))
		}
	}
	return s, ok
}

func hint(params []string) string {
	if len(params) == 0 {
		return ""
	}
	return " (there is :" + strings.Join(params, ", :") + ")"
}

// sql returns the dialect's text with its variables replaced.
func (c *compiler) sql(path string, q Query) (string, bool) {
	for name := range q {
		if _, ok := dialectOf(name); name != "" && !ok {
			c.problem(path+"."+name, "%q is no dialect: use %s", name, strings.Join(dialects(), ", "))
		}
	}
	text := q.text(c.dialect.name)
	everywhere, one := q[""]
	switch {
	case len(q) == 0 || one && strings.TrimSpace(everywhere) == "":
		c.problem(path, "is required")
		return "", false
	case strings.TrimSpace(text) == "":
		c.problem(path, "has no text for %s: add %s: …", c.dialect.name, c.dialect.name)
		return "", false
	}
	text, err := expand(text, c.values())
	if err != nil {
		c.problem(c.at(path, q), "%v", err)
		return "", false
	}
	return text, true
}

// at leads to the text of the dialect.
func (c *compiler) at(path string, q Query) string {
	if _, ok := q[c.dialect.name]; ok {
		return path + "." + c.dialect.name
	}
	return path
}
