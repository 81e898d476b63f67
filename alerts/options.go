package alerts

import (
	"time"

	"helpdesk_exporter/internal/selector"
)

// Options are what an installation changes in the shipped files. With Defaults the files are as shipped, byte for byte.
type Options struct {
	// Job is the scrape job of the exporter.
	Job string
	// Labels tell the series of this installation from those of others, such as cluster. Each query of the rules selects
	// by them, and each rule writes them, because its sums lose them.
	Labels []selector.Matcher
	// External are labels that Prometheus adds on the way to Alertmanager (external_labels). Rules do not see them.
	External []selector.Matcher
	// Runbooks is the address below which the runbooks are, with a slash at its end.
	Runbooks string
	// Dashboards is the address below which Grafana has its dashboards by uid, with a slash at its end.
	Dashboards string
	// Timezone is that of the business hours in the routes; empty: as shipped.
	Timezone string
	// WeekStart is the first day of the reporting week.
	WeekStart time.Weekday
	// YearStart is the first month of the fiscal year: quarters are counted from it.
	YearStart time.Month
	// Leads are how long before it is due an urgent or high ticket pages, by team, in place of the default. The team ""
	// is everybody else.
	Leads map[string]time.Duration
	// Teams take the place of the team that the routes have as an example; nil leaves the example.
	Teams []Team
	// Receivers is the text of a YAML file that takes the place of the examples: receivers and, where they need them, global
	// and templates, as in alertmanager.yml. It must have every receiver that a route names.
	Receivers []byte
	// Webhook is an address that every receiver posts to in place of its own, as long as there is nothing better.
	Webhook string
}

// Team is a team that hears of its own alerts.
type Team struct {
	// Name is the value of the label group.
	Name string
	// Receiver is the name of an Alertmanager receiver.
	Receiver string
}

// Defaults are the options of the shipped files.
func Defaults() Options {
	return Options{
		Job: Job, Runbooks: RunbookAddress, Dashboards: DashboardAddress, WeekStart: time.Monday, YearStart: time.January,
	}
}
