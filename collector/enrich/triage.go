package enrich

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// Triage is the configuration block "triage": priorities for tickets to which the helpdesk gives none. The
// first rule that matches decides; a ticket that no rule matches stays without a priority.
type Triage []TriageRule

// TriageRule gives a priority to the tickets that it matches.
type TriageRule struct {
	Match    TriageMatch     `yaml:"match"`
	Priority record.Priority `yaml:"priority"`
}

// TriageMatch are the conditions of a rule: all that are given must hold, one value of each list is enough.
// An asterisk stands for any text; case does not matter.
type TriageMatch struct {
	// Category are names of categories, as the label has them.
	Category Patterns `yaml:"category,omitempty"`
	// Topic are patterns of the ticket's topics and of the category its source gives it, Tag of its tags.
	Topic Patterns `yaml:"topic,omitempty"`
	Tag   Patterns `yaml:"tag,omitempty"`
	// Subject is a regular expression (RE2) looked for in the subject.
	Subject string `yaml:"subject,omitempty"`
	// Group are groups of the helpdesk, or the teams that they belong to.
	Group   Patterns `yaml:"group,omitempty"`
	Channel Patterns `yaml:"channel,omitempty"`
}

// Patterns is a list of patterns; a single one need not be written as a list.
type Patterns []string

// Expand implements yamlfile.Expander.
func (*Patterns) Expand(n *yaml.Node) (*yaml.Node, error) {
	if n.Kind != yaml.ScalarNode {
		return n, nil
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: n.Line, Column: n.Column, Content: []*yaml.Node{n}}, nil
}

// lists are the conditions that are lists of patterns, by their keys.
func (m *TriageMatch) lists() []struct {
	key      string
	patterns Patterns
} {
	return []struct {
		key      string
		patterns Patterns
	}{{"category", m.Category}, {"topic", m.Topic}, {"tag", m.Tag}, {"group", m.Group}, {"channel", m.Channel}}
}

// triagePriorities are those that a rule may give.
func triagePriorities() []record.Priority {
	return []record.Priority{record.PriorityUrgent, record.PriorityHigh, record.PriorityNormal, record.PriorityLow}
}

// Validate returns everything that is wrong with the block. Categories are the configured ones; without any
// a ticket has the category of its helpdesk, and every name is possible.
func (t Triage) Validate(categories Categories) []yamlfile.Problem {
	var problems []yamlfile.Problem
	for i := range t {
		problems = append(problems, under("["+strconv.Itoa(i)+"]", t[i].validate(categories))...)
	}
	return problems
}

func (r *TriageRule) validate(categories Categories) []yamlfile.Problem {
	var problems []yamlfile.Problem
	add := func(path, format string, args ...any) {
		problems = append(problems, yamlfile.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
	}
	if !slices.Contains(triagePriorities(), r.Priority) {
		add("priority", "%q is not one of urgent, high, normal, low", string(r.Priority))
	}
	empty := r.Match.Subject == ""
	for _, list := range r.Match.lists() {
		empty = empty && len(list.patterns) == 0
		for j, pattern := range list.patterns {
			path := fmt.Sprintf("match.%s[%d]", list.key, j)
			switch {
			case strings.TrimSpace(pattern) == "":
				add(path, "empty: give a word, or remove it")
			case list.key == "category" && !categories.has(pattern):
				add(path, "no category %q; there are: %s", pattern, strings.Join(categories.names(), ", "))
			case list.key == "channel" && !isChannel(pattern):
				add(path, "no channel %q; there are: %s", pattern, strings.Join(channelNames(), ", "))
			}
		}
	}
	if empty {
		add("match", "empty: give category, topic, tag, subject, group or channel")
	}
	if _, err := regexp.Compile(r.Match.Subject); err != nil {
		add("match.subject", "not a regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return problems
}

// names are those that the label category may have.
func (c Categories) names() []string {
	var names []string
	for i := range c {
		if !slices.Contains(names, c[i].Name) {
			names = append(names, c[i].Name)
		}
	}
	return append(names, categoryOther, categoryNone)
}

func (c Categories) has(pattern string) bool {
	return len(c) == 0 || fitsOne(pattern, c.names())
}

func isChannel(pattern string) bool { return fitsOne(pattern, channelNames()) }

func fitsOne(pattern string, names []string) bool {
	compiled, err := regexp.Compile(anyOf([]string{pattern}))
	return err == nil && fits(compiled, names...)
}

func channelNames() []string {
	var names []string
	for _, c := range record.Channels() {
		names = append(names, string(c))
	}
	return names
}

// triageRule is a rule ready to match. What is nil is no condition.
type triageRule struct {
	category, topics, tags, subject, groups, channels *regexp.Regexp

	priority record.Priority
}

func newTriage(t Triage) ([]triageRule, error) {
	var rules []triageRule
	for i := range t {
		m, r := &t[i].Match, triageRule{priority: t[i].Priority}
		for _, condition := range []struct {
			into *(*regexp.Regexp)
			text string
		}{
			{&r.category, anyOf(m.Category)},
			{&r.topics, anyOf(m.Topic)},
			{&r.tags, anyOf(m.Tag)},
			{&r.subject, m.Subject},
			{&r.groups, anyOf(m.Group)},
			{&r.channels, anyOf(m.Channel)},
		} {
			if condition.text == "" {
				continue
			}
			compiled, err := regexp.Compile(condition.text)
			if err != nil {
				return nil, fmt.Errorf("triage: %w", err)
			}
			*condition.into = compiled
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// triage returns the priority that the rules give to a ticket, none where none matches. The ticket is the
// one that its source gave, category its category behind the taxonomy.
func (e *Enricher) triage(ticket *record.Ticket, category string) record.Priority {
	holds := func(condition *regexp.Regexp, texts ...string) bool {
		return condition == nil || fits(condition, texts...)
	}
	for i := range e.rules {
		r := &e.rules[i]
		if holds(r.category, category) && holds(r.topics, append([]string{ticket.Category}, ticket.Topics...)...) &&
			holds(r.tags, ticket.Tags...) && holds(r.subject, ticket.Subject) &&
			holds(r.groups, ticket.Group, e.team(ticket.Group)) && holds(r.channels, string(ticket.Channel)) {
			return r.priority
		}
	}
	return record.PriorityNone
}

// triaged are the priorities that the rules would give to the tickets of a batch: changes of priority come
// with their tickets, and a change to none is one to the triage's.
func (e *Enricher) triaged(b record.Batch) map[string]record.Priority {
	if len(e.rules) == 0 {
		return nil
	}
	given := map[string]record.Priority{}
	for _, part := range b.Parts {
		for _, r := range part.Records {
			if t, ok := r.(record.Ticket); ok {
				given[t.ID] = e.triage(&t, e.taxonomy.of(&t))
			}
		}
	}
	return given
}

// prioritised is a priority, or where it is none what triage gives to the ticket.
func prioritised(p record.Priority, ticket string, triaged map[string]record.Priority) record.Priority {
	if given, ok := triaged[ticket]; ok && (p == "" || p == record.PriorityNone) {
		return given
	}
	return p
}
