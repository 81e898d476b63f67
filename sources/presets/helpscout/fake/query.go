package fake

import (
	"slices"
	"strings"
	"time"
)

// search reads a query of the list of conversations: terms such as (status:"active" AND modifiedAt:[a TO *]),
// with AND, OR, NOT and brackets.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/ (query)
func search(text string, p *people) (test func(*row) bool, ok bool) {
	s := &searcher{text: strings.NewReplacer("“", `"`, "”", `"`).Replace(text), people: p}
	test = s.either()
	s.space()
	if s.wrong || s.text != "" {
		return func(*row) bool { return false }, false
	}
	return test, true
}

// searcher reads the rest of a query.
type searcher struct {
	text   string
	people *people
	wrong  bool
}

func (s *searcher) space() { s.text = strings.TrimLeft(s.text, " ") }

// take takes a word away if it comes next.
func (s *searcher) take(word string) bool {
	s.space()
	rest, ok := strings.CutPrefix(s.text, word)
	if ok {
		s.text = rest
	}
	return ok
}

func (s *searcher) either() func(*row) bool {
	test := s.both()
	for s.take("OR ") {
		a, b := test, s.both()
		test = func(c *row) bool { return a(c) || b(c) }
	}
	return test
}

func (s *searcher) both() func(*row) bool {
	test := s.not()
	for s.take("AND ") {
		a, b := test, s.not()
		test = func(c *row) bool { return a(c) && b(c) }
	}
	return test
}

func (s *searcher) not() func(*row) bool {
	if s.take("NOT ") {
		test := s.not()
		return func(c *row) bool { return !test(c) }
	}
	if s.take("(") {
		test := s.either()
		s.wrong = s.wrong || !s.take(")")
		return test
	}
	return s.term()
}

// term is field:value, field:[from TO to] or field:("a" OR "b").
func (s *searcher) term() func(*row) bool {
	s.space()
	name, rest, ok := strings.Cut(s.text, ":")
	s.text = rest
	at := map[string]func(*row) time.Time{
		"modifiedAt": func(c *row) time.Time { return c.modified }, "createdAt": func(c *row) time.Time { return c.Created },
		"waitingSince": func(c *row) time.Time { return c.waiting },
	}[name]
	if ok && at != nil && s.take("[") {
		from, to := s.bound(" TO "), s.bound("]")
		return func(c *row) bool {
			return !at(c).Before(from) && (to.IsZero() || !at(c).After(to))
		}
	}
	of := s.values(name)
	if !ok || of == nil {
		s.wrong, s.text = true, ""
		return func(*row) bool { return false }
	}
	var want []string
	if s.take("(") {
		for {
			want = append(want, s.value())
			if !s.take("OR ") {
				break
			}
		}
		s.wrong = s.wrong || !s.take(")")
	} else {
		want = []string{s.value()}
	}
	return func(c *row) bool {
		return slices.ContainsFunc(of(c), func(has string) bool {
			return slices.ContainsFunc(want, func(w string) bool {
				return strings.EqualFold(w, has) || name == "subject" && strings.Contains(strings.ToLower(has), strings.ToLower(w))
			})
		})
	}
}

// values are what a field of a conversation has; nil for fields that there are not.
func (s *searcher) values(name string) func(*row) []string {
	p := s.people
	switch name {
	case "subject":
		return func(c *row) []string { return []string{c.Subject} }
	case "tag":
		return func(c *row) []string { return c.Tags }
	case "status":
		return func(c *row) []string { return []string{c.story.status} }
	case "mailboxid":
		return func(c *row) []string { return []string{decimal(mailboxID(c.Team))} }
	case "mailbox", "mailboxName":
		return func(c *row) []string { return []string{p.teams[c.Team]} }
	case "number":
		return func(c *row) []string { return []string{decimal(firstNumber + c.ID)} }
	case "id", "ids":
		return func(c *row) []string { return []string{decimal(conversationID(c.ID))} }
	case "customerIds":
		return func(c *row) []string { return []string{decimal(customerID(c.Customer))} }
	case "email":
		return func(c *row) []string { return []string{p.customers[c.Customer].Email} }
	case "assigned":
		return func(c *row) []string { return []string{p.agents[c.Agent].Name} }
	}
	return nil
}

// value reads a word, with or without quotes.
func (s *searcher) value() (text string) {
	s.space()
	if rest, ok := strings.CutPrefix(s.text, `"`); ok {
		text, rest, ok = strings.Cut(rest, `"`)
		s.text, s.wrong = rest, s.wrong || !ok
		return text
	}
	end := strings.IndexAny(s.text, " )")
	if end < 0 {
		end = len(s.text)
	}
	text, s.text = s.text[:end], s.text[end:]
	s.wrong = s.wrong || text == ""
	return text
}

// bound reads one end of a span of time; * is the zero time.
func (s *searcher) bound(end string) (at time.Time) {
	text, rest, ok := strings.Cut(s.text, end)
	s.text = rest
	if text == "*" {
		return time.Time{}
	}
	at, err := time.Parse(stamp, text)
	s.wrong = s.wrong || !ok || err != nil
	return at
}
