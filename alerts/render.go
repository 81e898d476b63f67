package alerts

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"helpdesk_exporter/internal/selector"
)

// TeamRules is the name of the file that Rules adds where teams have thresholds of their own.
const TeamRules = "teams.yml"

// Rules returns the rule files of an installation by their names, such as sla.yml. Their comments stay.
func Rules(o Options) (map[string][]byte, error) {
	names, err := fs.Glob(files, "rules/*.yml")
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	texts := make(map[string]string, len(names)+1)
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		texts[path.Base(name)] = string(text)
	}
	if text := o.teamThresholds(); text != "" {
		texts[TeamRules] = text
	}
	out := make(map[string][]byte, len(texts))
	for name, text := range texts {
		changed, err := o.rules(name, text)
		if err != nil {
			return nil, fmt.Errorf("rules/%s: %w", name, err)
		}
		out[name] = []byte(changed)
	}
	return out, nil
}

// rules changes the text of a rule file, and makes sure that it has the same rules as before.
func (o Options) rules(name, shipped string) (string, error) {
	before, err := Parse([]byte(shipped))
	if err != nil {
		return "", err
	}
	text, err := o.calendar(name, shipped)
	if err != nil {
		return "", err
	}
	if lead, ok := o.Leads[""]; ok && name == "thresholds.yml" {
		if text, err = replaceOnce(text, defaultLead, "vector("+seconds(lead)+")"); err != nil {
			return "", err
		}
	}
	text = o.addresses(o.selectors(text))
	after, err := Parse([]byte(text))
	if err != nil {
		return "", err
	}
	if !slices.EqualFunc(before, after, func(a, b Group) bool { return a.Name == b.Name && len(a.Rules) == len(b.Rules) }) {
		return "", fmt.Errorf("the groups have changed: %v", after)
	}
	return text, nil
}

// defaultLead is the shipped threshold sla_lead_seconds, the only one of its value.
const defaultLead = "vector(900)"

// What kpi.yml says of weeks and quarters.
const (
	daysSinceMonday  = "(day_of_week() + 6) % 7"
	monthsSinceFirst = "(month() - 1) % 3"
)

// calendar makes weeks and quarters begin when the reporting calendar says.
func (o Options) calendar(name, text string) (string, error) {
	if name != "kpi.yml" {
		return text, nil
	}
	var err error
	if o.WeekStart != time.Monday {
		since := fmt.Sprintf("(day_of_week() + %d) %% 7", (7-int(o.WeekStart))%7)
		if text, err = replaceOnce(text, daysSinceMonday, since); err != nil {
			return "", err
		}
		text = strings.Replace(text, "(from Monday)", "(from "+o.WeekStart.String()+")", 1)
	}
	if quarter := (int(o.YearStart) - 1) % 3; quarter != 0 {
		return replaceOnce(text, monthsSinceFirst, fmt.Sprintf("(month() + %d) %% 3", 2-quarter))
	}
	return text, nil
}

// teamThresholds is the rule file of what teams have of their own, empty where none has.
func (o Options) teamThresholds() string {
	var text strings.Builder
	for _, team := range slices.Sorted(maps.Keys(o.Leads)) {
		if team == "" {
			continue
		}
		if text.Len() == 0 {
			text.WriteString("# Thresholds of teams, from the exporter's configuration; thresholds.yml explains them.\n" +
				"groups:\n  - name: helpdesk.thresholds.teams\n    rules:\n")
		}
		fmt.Fprintf(&text, "      - record: group_kpi:helpdesk_threshold:team\n        expr: |\n          vector(%s)\n"+
			"        labels:\n          kpi: sla_lead_seconds\n          group: %s\n", seconds(o.Leads[team]), strconv.Quote(team))
	}
	return text.String()
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

// Lines of a rule. All shipped expressions are literal blocks.
var (
	rule       = regexp.MustCompile(`(?m)^ {6}- (?:record|alert): `)
	expression = regexp.MustCompile(`(?m)^ {8}expr: \|\n(?: {10}.*\n|\n)+`)
	labelsLine = regexp.MustCompile(`(?m)^ {8}labels:\n`)
	jobMatcher = `job="` + Job + `"`
)

// selectors gives each expression the job and the labels, and each rule the labels.
func (o Options) selectors(text string) string {
	if o.Job == Job && len(o.Labels) == 0 {
		return text
	}
	begins := rule.FindAllStringIndex(text, -1)
	var out strings.Builder
	at := 0
	for i, begin := range begins {
		end := len(text)
		if i+1 < len(begins) {
			end = begins[i+1][0]
		}
		out.WriteString(text[at:begin[0]])
		out.WriteString(o.selectorsOf(text[begin[0]:end]))
		at = end
	}
	out.WriteString(text[at:])
	return out.String()
}

// selectorsOf changes one rule.
func (o Options) selectorsOf(text string) string {
	var added strings.Builder
	for _, l := range o.Labels {
		fmt.Fprintf(&added, "          %s: %s\n", l.Name, strconv.Quote(l.Value))
	}
	missing := ""
	switch {
	case added.Len() == 0:
	case labelsLine.MatchString(text):
		text = labelsLine.ReplaceAllStringFunc(text, func(line string) string { return line + added.String() })
	default:
		missing = "        labels:\n" + added.String()
	}
	return expression.ReplaceAllStringFunc(text, func(block string) string {
		block = strings.ReplaceAll(block, jobMatcher, selector.Matcher{Name: "job", Value: o.Job}.String())
		head, expr, _ := strings.Cut(block, "\n")
		return head + "\n" + selector.AddAndKeep(expr, o.Labels) + missing
	})
}

// addresses puts the installation's addresses where the placeholders are.
func (o Options) addresses(text string) string {
	return strings.NewReplacer(
		RunbookAddress, cmp.Or(o.Runbooks, RunbookAddress), DashboardAddress, cmp.Or(o.Dashboards, DashboardAddress),
	).Replace(text)
}

// replaceOnce replaces a text that must be there exactly once: the shipped files are known.
func replaceOnce(text, old, with string) (string, error) {
	if n := strings.Count(text, old); n != 1 {
		return "", fmt.Errorf("%q is there %d times, not once", old, n)
	}
	return strings.Replace(text, old, with, 1), nil
}
