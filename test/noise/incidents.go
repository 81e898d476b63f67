package noise

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/alertmanager/dispatch"
	amlabels "github.com/prometheus/alertmanager/pkg/labels"
	"github.com/prometheus/common/model"

	"helpdesk_exporter/alerts"
)

// Incident is a group of alerts that Alertmanager opens: one notification, whatever joins it and however often it is
// repeated.
type Incident struct {
	Began, Last time.Time
	Severity    string
	// Team is who hears of it: a team, "admin" for the exporter, "desk" where no team is known.
	Team string
	// Alerts are the names of those that were part of it.
	Alerts map[string]bool
}

// String tells when it was and what it was about.
func (i *Incident) String() string {
	return fmt.Sprintf("%s-%s %s", i.Began.Format("Mon 02.01. 15:04"), i.Last.Format("15:04"), strings.Join(slices.Sorted(maps.Keys(i.Alerts)), ", "))
}

// Notifier does what Alertmanager does with the shipped routes: it mutes, groups, and opens incidents.
type Notifier struct {
	config *config.Config
	route  *dispatch.Route
	open   map[string]*Incident
	// Incidents are all that were opened.
	Incidents []*Incident
}

// NewNotifier reads the shipped routes.
func NewNotifier() (*Notifier, error) {
	text, err := fs.ReadFile(alerts.Files(), "alertmanager.yml")
	if err != nil {
		return nil, err
	}
	c, err := config.Load(string(text))
	if err != nil {
		return nil, fmt.Errorf("alertmanager.yml: %w", err)
	}
	return &Notifier{config: c, route: dispatch.NewRoute(c.Route, nil), open: map[string]*Incident{}}, nil
}

// Tell gives it the alerts that fire at an instant, each minute. What is away for less than its group's interval has
// never ended for those who are told.
func (n *Notifier) Tell(at time.Time, firing []model.LabelSet) {
	for _, alert := range firing {
		severity := string(alert["severity"])
		if severity != "page" && severity != "ticket" || n.muted(alert, firing) {
			continue
		}
		// The first route is the one around the clock. Those that see the same alert after it are the same person's.
		route := n.route.Match(alert)[0].RouteOpts
		group := model.LabelSet{}
		for name := range route.GroupBy {
			group[name] = alert[name]
		}
		key := route.Receiver + group.String()
		i := n.open[key]
		if i == nil || at.Sub(i.Last) > route.GroupInterval+time.Minute {
			i = &Incident{Began: at, Severity: severity, Team: team(alert), Alerts: map[string]bool{}}
			n.open[key] = i
			n.Incidents = append(n.Incidents, i)
		}
		i.Last = at
		i.Alerts[string(alert["alertname"])] = true
	}
}

func team(alert model.LabelSet) string {
	switch {
	case alert["area"] == "exporter":
		return "admin"
	case alert["group"] == "":
		return "desk"
	}
	return string(alert["group"])
}

// muted tells whether another alert that fires keeps this one quiet.
func (n *Notifier) muted(alert model.LabelSet, firing []model.LabelSet) bool {
	for _, rule := range n.config.InhibitRules {
		source, target := amlabels.Matchers(rule.SourceMatchers), amlabels.Matchers(rule.TargetMatchers)
		if !target.Matches(alert) {
			continue
		}
		if slices.ContainsFunc(firing, func(other model.LabelSet) bool {
			if !source.Matches(other) || source.Matches(alert) && target.Matches(other) {
				return false
			}
			return !slices.ContainsFunc(rule.Equal, func(name string) bool {
				return alert[model.LabelName(name)] != other[model.LabelName(name)]
			})
		}) {
			return true
		}
	}
	return false
}
