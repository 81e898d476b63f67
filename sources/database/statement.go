package database

import (
	"fmt"
	"regexp"
	"strings"
)

// statement is a query with its named parameters found.
type statement struct {
	parts []part
}

// part is a piece of SQL text, or a parameter.
type part struct {
	text  string
	param string
}

var (
	variable = regexp.MustCompile(`\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}`)
	dollar   = regexp.MustCompile(`^\$([A-Za-z_][A-Za-z0-9_]*)?\$`)
)

// where is the place in a keyed query that the engine fills.
const where = "where"

// expand replaces {{ name }} by its value.
func expand(text string, vars map[string]string) (string, error) {
	var unknown []string
	text = variable.ReplaceAllStringFunc(text, func(m string) string {
		name := variable.FindStringSubmatch(m)[1]
		value, ok := vars[name]
		if !ok {
			unknown = append(unknown, name)
		}
		return value
	})
	if len(unknown) > 0 {
		return "", fmt.Errorf("{{ %s }} has no value: set it under vars", unknown[0])
	}
	return text, nil
}

// uses reports whether {{ name }} stands in the text.
func uses(text, name string) bool {
	for _, m := range variable.FindAllStringSubmatch(text, -1) {
		if m[1] == name {
			return true
		}
	}
	return false
}

// parse finds the :name parameters of an SQL text, outside of quotes and comments.
func parse(d dialect, text string) (statement, error) {
	l := lexer{dialect: d, text: strings.TrimRight(strings.TrimSpace(text), "; \t\r\n")}
	for l.at < len(l.text) {
		if err := l.step(); err != nil {
			return statement{}, err
		}
	}
	l.flush()
	return statement{parts: l.parts}, nil
}

// has reports whether the statement has a parameter.
func (s statement) has(name string) bool {
	for _, p := range s.parts {
		if p.param == name {
			return true
		}
	}
	return false
}

// bind writes the statement with the dialect's placeholders. A list of values becomes as many
// placeholders.
func (s statement) bind(d dialect, values map[string]any) (string, []any, error) {
	var (
		b    strings.Builder
		args []any
	)
	for _, p := range s.parts {
		if p.param == "" {
			b.WriteString(p.text)
			continue
		}
		value, ok := values[p.param]
		if !ok {
			return "", nil, fmt.Errorf("parameter :%s has no value here", p.param)
		}
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for i, v := range list {
			if i > 0 {
				b.WriteString(", ")
			}
			args = append(args, d.argument(v))
			b.WriteString(d.placeholder(len(args)))
		}
	}
	return b.String(), args, nil
}

type lexer struct {
	dialect dialect
	text    string
	at      int
	start   int // of the text not yet in parts
	parts   []part
}

func (l *lexer) flush() {
	if l.start < l.at {
		l.parts = append(l.parts, part{text: l.text[l.start:l.at]})
	}
	l.start = l.at
}

// step passes one token.
func (l *lexer) step() error {
	rest := l.text[l.at:]
	switch {
	case strings.HasPrefix(rest, "--") && l.dashComment(rest), rest[0] == '#' && l.dialect.hashComments:
		l.skipTo("\n")
	case strings.HasPrefix(rest, "/*"):
		return l.block(rest)
	case rest[0] == '\'', rest[0] == '"', rest[0] == '`':
		return l.quoted(rest[0])
	case rest[0] == '[' && l.dialect.brackets:
		return l.until("]", "[")
	case rest[0] == '$' && l.dialect.dollarQuotes:
		if tag := dollar.FindString(rest); tag != "" && !l.afterWord() {
			return l.until(tag, tag)
		}
		if len(rest) > 1 && isDigit(rest[1]) && !l.afterWord() {
			return fmt.Errorf("%s is a positional parameter: write a named one, such as :cursor", rest[:2])
		}
		l.at++
	case rest[0] == '?' && !l.dialect.dollarQuotes:
		return fmt.Errorf("? is a positional parameter: write a named one, such as :cursor")
	case strings.HasPrefix(rest, "::"):
		l.at += 2
	case rest[0] == ':':
		l.parameter(rest)
	default:
		l.at++
	}
	return nil
}

// parameter takes :name, and passes a colon that stands for something else.
func (l *lexer) parameter(rest string) {
	n := 1
	for n < len(rest) && (isLetter(rest[n]) || n > 1 && isDigit(rest[n])) {
		n++
	}
	if n == 1 {
		l.at++
		return
	}
	l.flush()
	l.parts = append(l.parts, part{param: rest[1:n]})
	l.at += n
	l.start = l.at
}

// dashComment: MySQL wants white space after the dashes, else they are two minus signs.
func (l *lexer) dashComment(rest string) bool {
	return !l.dialect.hashComments || len(rest) == 2 || rest[2] <= ' '
}

func (l *lexer) skipTo(end string) {
	i := strings.Index(l.text[l.at:], end)
	if i < 0 {
		l.at = len(l.text)
		return
	}
	l.at += i
}

// block passes a comment; PostgreSQL's nest.
func (l *lexer) block(rest string) error {
	depth, i := 0, 0
	for i < len(rest) {
		switch {
		case strings.HasPrefix(rest[i:], "/*") && (depth == 0 || l.dialect.dollarQuotes):
			depth++
			i += 2
		case strings.HasPrefix(rest[i:], "*/"):
			depth--
			i += 2
		default:
			i++
		}
		if depth == 0 {
			l.at += i
			return nil
		}
	}
	return fmt.Errorf("a comment /* is not closed")
}

// quoted passes a string or a quoted name. A doubled quote is two strings side by side, which comes to
// the same.
func (l *lexer) quoted(quote byte) error {
	escapes := quote != '`' && (l.dialect.backslashes || quote == '\'' && l.escapeString())
	for i := l.at + 1; i < len(l.text); i++ {
		switch {
		case l.text[i] == '\\' && escapes:
			i++
		case l.text[i] == quote:
			l.at = i + 1
			return nil
		}
	}
	return fmt.Errorf("a quote %c is not closed", quote)
}

// escapeString reports whether the quote follows PostgreSQL's E, as in E'it\'s'.
func (l *lexer) escapeString() bool {
	if !l.dialect.dollarQuotes || l.at == 0 || l.text[l.at-1]|0x20 != 'e' {
		return false
	}
	return l.at == 1 || !isLetter(l.text[l.at-2]) && !isDigit(l.text[l.at-2])
}

func (l *lexer) until(end, start string) error {
	i := strings.Index(l.text[l.at+len(start):], end)
	if i < 0 {
		return fmt.Errorf("a quote %s is not closed", start)
	}
	l.at += len(start) + i + len(end)
	return nil
}

func (l *lexer) afterWord() bool {
	return l.at > 0 && (isLetter(l.text[l.at-1]) || isDigit(l.text[l.at-1]))
}

func isLetter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
