package collector

import (
	"net/url"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/internal/yamlfile"
)

// Histograms is the configuration block "histograms": in which forms histograms are exposed.
type Histograms struct {
	Classic bool `yaml:"classic"`
	Native  bool `yaml:"native"`
}

// DefaultHistograms exposes both forms, so that any Prometheus reads one.
func DefaultHistograms() Histograms { return Histograms{Classic: true, Native: true} }

// Validate returns everything that is wrong with the block.
func (h Histograms) Validate() []yamlfile.Problem {
	if h.Classic || h.Native {
		return nil
	}
	return []yamlfile.Problem{{Message: "classic and native are both false, so no duration would be exposed; set one to true"}}
}

// Limits is the part of the configuration block "limits" that bounds the exposition.
type Limits struct {
	// Series is how many series there may be before new label sets fold into other.
	Series int `yaml:"series"`
}

// DefaultLimits has room for one source with classic histograms, both clocks and eight groups, twice.
func DefaultLimits() Limits { return Limits{Series: 50000} }

// minSeries leaves room for the exporter's own health and the smallest desk.
const minSeries = 1000

// Validate returns everything that is wrong with the block.
func (l Limits) Validate() []yamlfile.Problem {
	if l.Series >= minSeries {
		return nil
	}
	return []yamlfile.Problem{{
		Path:    "series",
		Message: "must be at least " + strconv.Itoa(minSeries) + ", not " + strconv.Itoa(l.Series),
	}}
}

// Source is what helpdesk_source_info tells of a source.
type Source struct {
	Name   string
	Preset string
	// URL is the helpdesk's address; credentials, query and fragment are never exposed.
	URL string
}

// publicURL leaves of an address what may be seen by everybody.
func (s Source) publicURL() string {
	u, err := url.Parse(s.URL)
	if err != nil || u.Opaque != "" {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// GaugeSeries names a count gauge that exists, so that a new process can go on showing it at 0.
type GaugeSeries struct {
	Family string
	// Values of the family's labels, in the catalogue's order without dropped labels.
	Values []string
}

// Defaults of the hold of new series (docs/semantics.md, "New series").
const (
	DefaultHoldScrapes = 2
	DefaultHoldFor     = 2 * time.Minute
	DefaultHoldMax     = 15 * time.Minute
)

// Config is what a Collector is made of. The zero value exposes nothing but gauges: use DefaultHistograms.
type Config struct {
	Histograms Histograms
	Limits     Limits
	// Drop are the labels that no family has.
	Drop       []string
	Sources    []Source
	Goals      Goals
	Objectives []Objective
	Schedules  []Schedule
	// GroupSchedule names the schedule that applies to a group of a source, empty where none does.
	GroupSchedule func(source, group string) string
	// TopDue is how many of the most urgent tickets are named, 0 for none.
	TopDue int
	// Periods is the reporting calendar; without a zone nothing is counted in periods.
	Periods period.Calendar
	// Gauges are count gauges that existed before, as Collector.Gauges returned them.
	Gauges []GaugeSeries

	// Started is when the process began to serve. A series born before it and older than HoldFor may have
	// been raised by the process before, so that it is not shown at 0 again.
	Started time.Time
	// HoldScrapes and HoldFor are how many scrapes have to serve a new series at 0, and how long; 0 is the
	// default. HoldMax ends the hold even if nobody scrapes.
	HoldScrapes int
	HoldFor     time.Duration
	HoldMax     time.Duration
	// SkipHold shows new series as they are at once, for a single run that no Prometheus follows.
	SkipHold bool

	// Held is what the process before left with Keep; nil, if nothing is known of it.
	Held *Held
	// Keep stores what the next process must know, before series are raised; nil keeps nothing. When it
	// fails they are raised later.
	Keep func(Held) error

	// Self gathers the exporter's own metrics; their names must differ from those made here. nil is none.
	Self prometheus.Gatherer
	// Registerer gets the metrics of the /metrics handler. nil is none.
	Registerer prometheus.Registerer
	// MaxRequestsInFlight bounds the scrapes answered at the same time; 0 is 10.
	MaxRequestsInFlight int
}

const defaultMaxRequestsInFlight = 10

func (c *Config) setDefaults() {
	if c.HoldScrapes == 0 {
		c.HoldScrapes = DefaultHoldScrapes
	}
	if c.HoldFor == 0 {
		c.HoldFor = DefaultHoldFor
	}
	if c.HoldMax == 0 {
		c.HoldMax = DefaultHoldMax
	}
	if c.MaxRequestsInFlight == 0 {
		c.MaxRequestsInFlight = defaultMaxRequestsInFlight
	}
}
