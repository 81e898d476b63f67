// Package dashboards writes Grafana's dashboards of the exporter: what each panel asks is data here, what it says
// is in messages, and both become JSON. docs/semantics.md tells what the numbers mean.
package dashboards

//go:generate go run ./gendashboards -output .

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"

	"helpdesk_exporter/internal/selector"
)

// Options are what an installation knows better than its readers should have to.
type Options struct {
	// Datasource is the uid of the Prometheus data source that is chosen at first; "default" for Grafana's own.
	Datasource string
	// DatasourceName is what Grafana shows for it; empty: the uid, until the page has asked.
	DatasourceName string
	// Labels tell the series of this installation from those of others, such as cluster: every query selects by them.
	Labels []selector.Matcher
	// Job is the scrape job that is chosen at first; empty for all of them.
	Job string
	// Clock is the clock of durations that is chosen at first: calendar or business.
	Clock string
	// Language is that of all texts, such as "en".
	Language string
	// Timezone is an IANA name, "utc" or "browser". Days and weeks on charts are those of this zone.
	Timezone string
	// WeekStart is "monday", "saturday", "sunday", or empty for the reader's own.
	WeekStart string
	// FiscalYearStartMonth is the month with which quarters begin, counted from 0.
	FiscalYearStartMonth int
	// Runbooks is the address below which the runbooks of the alerts are, with a slash at its end.
	Runbooks string
}

// Defaults are the options of the committed files.
func Defaults() Options {
	return Options{
		Datasource: "default", Clock: "calendar", Language: "en", Timezone: "browser",
		Runbooks: "https://runbooks.example.com/helpdesk/",
	}
}

// Dashboard is one page as Grafana reads it.
type Dashboard struct {
	// UID is also the name of the file, without its ending.
	UID   string
	Title string
	JSON  []byte
}

//go:embed json/*.json
var files embed.FS

// Files returns the dashboards of Defaults, as json/helpdesk-NAME.json.
func Files() fs.FS { return files }

// Render returns all pages, the overview first. It fails where the texts of the language have holes.
func Render(o Options) ([]Dashboard, error) {
	text, err := loadMessages(o.Language)
	if err != nil {
		return nil, err
	}
	l := &layout{options: o, text: text}
	var out []Dashboard
	for _, p := range l.pages() {
		d := l.document(p)
		raw, err := encode(d)
		if err != nil {
			return nil, fmt.Errorf("dashboard %s: %w", d.UID, err)
		}
		out = append(out, Dashboard{UID: d.UID, Title: d.Title, JSON: raw})
	}
	return out, text.complete()
}

// pages lists them in the order of the menu.
func (l *layout) pages() []page {
	return []page{l.overview(), l.live(), l.sla(), l.backlog(), l.teams(), l.exporter()}
}

// encode writes JSON with the characters of PromQL as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}
