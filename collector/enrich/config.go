package enrich

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"helpdesk_exporter/internal/yamlfile"
)

// Config is what enrichment needs of the configuration.
type Config struct {
	Categories Categories `yaml:"categories"`
	Triage     Triage     `yaml:"triage"`
	Agents     Agents     `yaml:"agents"`
	// Team gives the name of the team that a group belongs to; nil: groups are the teams.
	Team func(group string) string `yaml:"-"`
}

// Categories is the configuration block "categories": the taxonomy. The first category that matches is
// the ticket's; without any the ticket keeps the category that its source gives it.
type Categories []Category

// Category is one category of the taxonomy. Several entries may have the same name.
type Category struct {
	Name  string `yaml:"name"`
	Match Match  `yaml:"match"`
}

// Match tells which tickets belong to a category: those that one of its conditions fits.
type Match struct {
	// Topic are patterns of the ticket's topics and of the category its source gives it, Tag of its tags.
	// An asterisk stands for any text; case does not matter.
	Topic []string `yaml:"topic,omitempty"`
	Tag   []string `yaml:"tag,omitempty"`
	// Subject is a regular expression (RE2) looked for in the subject.
	Subject string `yaml:"subject,omitempty"`
}

// Agents is the configuration block "agents".
type Agents struct {
	// Label is what the label "agent" shows.
	Label AgentLabel `yaml:"label"`
}

// AgentLabel is what is shown of an agent.
type AgentLabel string

// What can be shown of an agent. Whatever it is, the state knows agents by their keyed hashes.
const (
	AgentOff       AgentLabel = "off"       // nothing; the default
	AgentPseudonym AgentLabel = "pseudonym" // the keyed hash
	AgentID        AgentLabel = "id"        // the helpdesk's id
	AgentName      AgentLabel = "name"      // the name
)

// Names of categories that are given, not configured.
const (
	categoryNone  = "none"  // nothing to go by
	categoryOther = "other" // nothing matched
)

const maxName = 120 // runes

// Validate returns everything that is wrong with the configuration.
func (c Config) Validate() []yamlfile.Problem {
	problems := under("categories", c.Categories.Validate())
	problems = append(problems, under("triage", c.Triage.Validate(c.Categories))...)
	return append(problems, under("agents", c.Agents.Validate())...)
}

// Validate returns everything that is wrong with the block.
func (c Categories) Validate() []yamlfile.Problem {
	var problems []yamlfile.Problem
	for i, category := range c {
		problems = append(problems, under("["+strconv.Itoa(i)+"]", category.validate())...)
	}
	return problems
}

func (c Category) validate() []yamlfile.Problem {
	var problems []yamlfile.Problem
	add := func(path, format string, args ...any) {
		problems = append(problems, yamlfile.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
	}
	switch {
	case c.Name == "":
		add("name", "missing: name the category")
	case c.Name != strings.TrimSpace(c.Name):
		add("name", "has white space around it: remove it")
	case c.Name == categoryNone || c.Name == categoryOther:
		add("name", "%q is reserved for tickets without a category: choose another name", c.Name)
	case len([]rune(c.Name)) > maxName:
		add("name", "longer than %d characters: shorten it", maxName)
	}
	if len(c.Match.Topic)+len(c.Match.Tag) == 0 && c.Match.Subject == "" {
		add("match", "empty, so that no ticket would match: give topic, tag or subject")
	}
	for _, list := range []struct {
		name     string
		patterns []string
	}{{"topic", c.Match.Topic}, {"tag", c.Match.Tag}} {
		for i, pattern := range list.patterns {
			if strings.TrimSpace(pattern) == "" {
				add(fmt.Sprintf("match.%s[%d]", list.name, i), "empty: give a word, or remove it")
			}
		}
	}
	if _, err := regexp.Compile(c.Match.Subject); err != nil {
		add("match.subject", "not a regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return problems
}

// Validate returns everything that is wrong with the block.
func (a Agents) Validate() []yamlfile.Problem {
	switch a.Label {
	case "", AgentOff, AgentPseudonym, AgentID, AgentName:
		return nil
	}
	return []yamlfile.Problem{{
		Path:    "label",
		Message: fmt.Sprintf("%q is unknown: use off, pseudonym, id or name", string(a.Label)),
	}}
}

// under puts the path of a block before those of its problems.
func under(block string, problems []yamlfile.Problem) []yamlfile.Problem {
	for i, p := range problems {
		switch {
		case p.Path == "":
			problems[i].Path = block
		case strings.HasPrefix(p.Path, "["):
			problems[i].Path = block + p.Path
		default:
			problems[i].Path = block + "." + p.Path
		}
	}
	return problems
}
