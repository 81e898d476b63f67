package enrich

import (
	"encoding/binary"
	"hash/fnv"
	"regexp"
	"strings"

	"helpdesk_exporter/sources/record"
)

// taxonomy is the configured categories, ready to match.
type taxonomy struct {
	rules []rule
	// subjects: a rule reads the subject, so that a ticket with a subject has something to go by.
	subjects bool
	hash     uint64
}

type rule struct {
	name         string
	topics, tags *regexp.Regexp // nil matches nothing
	subject      *regexp.Regexp
}

func newTaxonomy(categories Categories) (*taxonomy, error) {
	t := &taxonomy{hash: categories.hash()}
	for _, c := range categories {
		r := rule{name: c.Name}
		for _, pattern := range []struct {
			into *(*regexp.Regexp)
			text string
		}{
			{&r.topics, anyOf(c.Match.Topic)}, {&r.tags, anyOf(c.Match.Tag)}, {&r.subject, c.Match.Subject},
		} {
			if pattern.text == "" {
				continue
			}
			compiled, err := regexp.Compile(pattern.text)
			if err != nil {
				return nil, err
			}
			*pattern.into = compiled
		}
		t.subjects = t.subjects || r.subject != nil
		t.rules = append(t.rules, r)
	}
	return t, nil
}

// anyOf makes one regular expression of a list of patterns with asterisks.
func anyOf(patterns []string) string {
	if len(patterns) == 0 {
		return ""
	}
	alternatives := make([]string, len(patterns))
	for i, p := range patterns {
		alternatives[i] = strings.ReplaceAll(regexp.QuoteMeta(strings.TrimSpace(p)), `\*`, `.*`)
	}
	return `(?is)^(?:` + strings.Join(alternatives, "|") + `)$`
}

// of returns the category of a ticket.
func (t *taxonomy) of(ticket *record.Ticket) string {
	if len(t.rules) == 0 {
		if ticket.Category == "" {
			return categoryNone
		}
		return ticket.Category
	}
	topics := ticket.Topics
	if ticket.Category != "" {
		topics = append([]string{ticket.Category}, topics...)
	}
	subject := ""
	if t.subjects {
		subject = strings.TrimSpace(ticket.Subject)
	}
	if len(topics)+len(ticket.Tags) == 0 && subject == "" {
		return categoryNone
	}
	for i := range t.rules {
		r := &t.rules[i]
		if fits(r.topics, topics...) || fits(r.tags, ticket.Tags...) || subject != "" && fits(r.subject, subject) {
			return r.name
		}
	}
	return categoryOther
}

func fits(pattern *regexp.Regexp, texts ...string) bool {
	if pattern == nil {
		return false
	}
	for _, text := range texts {
		if pattern.MatchString(text) {
			return true
		}
	}
	return false
}

// hash identifies the categories by their content; 0 is no taxonomy.
func (c Categories) hash() uint64 {
	if len(c) == 0 {
		return 0
	}
	h := fnv.New64a()
	// The length before each text keeps apart what would read the same when joined.
	write := func(texts ...string) {
		size := binary.AppendUvarint(nil, uint64(len(texts)))
		for _, text := range texts {
			size = binary.AppendUvarint(size, uint64(len(text)))
			size = append(size, text...)
		}
		h.Write(size)
	}
	for _, category := range c {
		write(category.Name)
		write(category.Match.Topic...)
		write(category.Match.Tag...)
		write(category.Match.Subject)
	}
	return h.Sum64()
}
