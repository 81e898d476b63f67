package alerts

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"helpdesk_exporter/internal/selector"
)

// Receivers that are told nothing by a web hook, and marks in the shipped routes.
const (
	nobody       = "nobody"
	deadMan      = "dead-mans-switch"
	exampleTeam  = "    # A team with receivers of its own."
	everybody    = "    # Everybody else's."
	exampleFirst = "  - name: returns-oncall\n"
)

// Routes returns the configuration of Alertmanager for an installation.
func Routes(o Options) ([]byte, error) {
	shipped, err := files.ReadFile("alertmanager.yml")
	if err != nil {
		return nil, fmt.Errorf("read alertmanager.yml: %w", err)
	}
	text := string(shipped)
	if o.Timezone != "" {
		if text, err = replaceOnce(text, "location: Europe/Berlin", "location: "+o.Timezone); err != nil {
			return nil, fmt.Errorf("alertmanager.yml: %w", err)
		}
	}
	if o.Teams != nil {
		if text, err = o.teams(text); err != nil {
			return nil, fmt.Errorf("alertmanager.yml: %w", err)
		}
	}
	switch {
	case len(o.Receivers) > 0:
		if text, err = o.receivers(text); err != nil {
			return nil, err
		}
	case o.Webhook != "":
		if text, err = o.webhook(text); err != nil {
			return nil, fmt.Errorf("alertmanager.yml: %w", err)
		}
	}
	return []byte(o.apart(text)), nil
}

// teams puts the installation's teams in the place of the example, with its receivers and hours.
func (o Options) teams(text string) (string, error) {
	routes, err := cut(text, exampleTeam, everybody)
	if err != nil {
		return "", err
	}
	hours, err := cut(text, "time_intervals:\n", "route:\n")
	if err != nil {
		return "", err
	}
	var blocks, receivers strings.Builder
	known := []string{nobody, deadMan, "admin-oncall", "admin-tickets", "desk-oncall", "desk-tickets"}
	for _, t := range o.Teams {
		blocks.WriteString(t.route())
		if !slices.Contains(known, t.Receiver) {
			known = append(known, t.Receiver)
			receivers.WriteString(t.example())
		}
	}
	text = strings.Replace(strings.Replace(text, routes, blocks.String(), 1), hours, "", 1)
	head, _, found := strings.Cut(text, exampleFirst)
	if !found {
		return "", fmt.Errorf("%q is missing", exampleFirst)
	}
	text = strings.NewReplacer(
		"receivers, and the team \"Returns\" into yours.", "receivers; the teams are those of the exporter's configuration.",
		" group=Returns\n", " group=TEAM\n",
	).Replace(head)
	return text + receivers.String(), nil
}

// route is the team's block: every severity goes to its receiver, pages as one incident.
func (t Team) route() string {
	receiver := strconv.Quote(t.Receiver)
	return "    - receiver: " + receiver + "\n      matchers: [" + quoted(selector.Matcher{Name: "group", Value: t.Name}) + `]
      routes:
        - receiver: ` + receiver + `
          matchers: ['severity="page"']
          group_by: [source, group, area]
          group_wait: 10s
          group_interval: 1m
          repeat_interval: 1h
        - receiver: ` + receiver + `
          matchers: ['repeat="weekly"']
          repeat_interval: 7d

`
}

var fileName = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// example is a receiver to be changed, with its secret in a file.
func (t Team) example() string {
	return "  - name: " + strconv.Quote(t.Receiver) + "\n    pagerduty_configs: [{routing_key_file: /run/secrets/alertmanager/" +
		fileName.ReplaceAllString(t.Receiver, "-") + ".key}]\n"
}

// quoted writes a matcher as a YAML text.
func quoted(m selector.Matcher) string { return "'" + strings.ReplaceAll(m.String(), "'", "''") + "'" }

// webhook lets every receiver post to one address. The dead man's switch and nobody stay silent.
func (o Options) webhook(text string) (string, error) {
	accounts, err := cut(text, "global:\n", "templates:")
	if err != nil {
		return "", err
	}
	names, err := namesOf([]byte(text))
	if err != nil {
		return "", err
	}
	head, _, found := strings.Cut(strings.Replace(text, accounts, "", 1), "\nreceivers:\n")
	if !found {
		return "", errors.New("there are no receivers")
	}
	var out strings.Builder
	out.WriteString(head + "\n# One web hook for all, to begin with. Give each receiver what its people hear, as alerts/alertmanager.yml shows; only\n" +
		"# the dead man's switch is silent as yet.\nreceivers:\n")
	for _, name := range names {
		fmt.Fprintf(&out, "  - name: %s\n", strconv.Quote(name))
		if name != nobody && name != deadMan {
			fmt.Fprintf(&out, "    webhook_configs: [{url: %s, send_resolved: true}]\n", strconv.Quote(o.Webhook))
		}
	}
	return out.String(), nil
}

// Lists of labels in routes and inhibitions, and the inhibitions that have none: they are of the whole installation.
var (
	labelList = regexp.MustCompile(`(?m)^( *(?:group_by|equal): \[[^\]]*)\]$`)
	unequal   = regexp.MustCompile(`(?m)^( {4})(target_matchers: .*\n)((?: {2}#.*\n| {2}- .*\n|\n))`)
)

// apart keeps the alerts of one installation from being grouped with, or muted by, those of another.
func (o Options) apart(text string) string {
	var names []string
	for _, l := range slices.Concat(o.Labels, o.External) {
		names = append(names, l.Name)
	}
	if len(names) == 0 {
		return text
	}
	list := strings.Join(names, ", ")
	text = labelList.ReplaceAllString(text, "${1}, "+list+"]")
	return unequal.ReplaceAllString(text, "${1}${2}${1}equal: ["+list+"]\n${3}")
}

// cut returns the part of a text from one mark up to another.
func cut(text, from, to string) (string, error) {
	begin := strings.Index(text, from)
	if begin < 0 {
		return "", fmt.Errorf("%q is missing", from)
	}
	end := strings.Index(text[begin:], to)
	if end < 0 {
		return "", fmt.Errorf("%q is missing", to)
	}
	return text[begin : begin+end], nil
}
