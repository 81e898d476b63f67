// Package collector makes the exposition: immutable generations of metric families, rendered from what the
// ledger committed. A scrape reads a finished generation and waits for no poll, no state and no source.
package collector

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	dto "github.com/prometheus/client_model/go"

	"helpdesk_exporter/collector/ledger"
)

// Collector holds the current generation. It implements prometheus.Gatherer.
type Collector struct {
	config  Config
	current atomic.Pointer[generation]
	hold    *hold
	ready   atomic.Bool

	// mu orders publications; scrapes do not take it.
	mu        sync.Mutex
	gauges    *gauges
	view      ledger.View
	published time.Time
	series    []*familySeries
	rendered  map[string]*rendering // of series, by family
	lasting   []*block              // of rendered
	number    uint64
}

// New returns a collector whose first generation has the exporter's own metrics only. The error is that of
// gathering those; the collector serves what could be gathered.
func New(config Config) (*Collector, error) {
	config.setDefaults()
	c := &Collector{config: config, hold: newHold(&config), gauges: newGauges(config.Drop, config.Gauges)}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c, c.generate(config.Started)
}

// Publish makes a generation of a view, which must not change afterwards. at is the exporter's clock. On an
// error about the view the generation before stays; any other error leaves out only what it names.
func (c *Collector) Publish(view ledger.View, at time.Time) error {
	series, err := group(&view)
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hold.advance(at)
	raised := c.raise()
	c.view, c.series, c.published = view, series, at
	c.render()
	err = errors.Join(raised, c.generate(at))
	c.ready.Store(true)
	return err
}

// Tick makes a generation of the last view for what changes without a commit: ages, series whose hold is
// over, the exporter's own metrics.
func (c *Collector) Tick(at time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hold.advance(at)
	return errors.Join(c.raise(), c.generate(at))
}

// raise ends the holds that are over. What stays held is kept first: a process that is killed must not
// leave a series that was seen raised as one to be shown at 0 again.
func (c *Collector) raise() error {
	ended, keep := c.hold.due()
	if len(ended) == 0 {
		return nil
	}
	if c.config.Keep != nil {
		keep.At = c.published
		if err := c.config.Keep(keep); err != nil {
			return fmt.Errorf("keep which series are new: %w", err)
		}
	}
	for _, y := range ended {
		y.raised = true
	}
	c.render()
	return nil
}

// Run ticks until the context ends. report gets the errors.
func (c *Collector) Run(ctx context.Context, every time.Duration, now func() time.Time, report func(error)) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := c.Tick(now()); err != nil {
				report(err)
			}
		}
	}
}

// Gather returns the families of the current generation by name. They must not be changed.
func (c *Collector) Gather() ([]*dto.MetricFamily, error) { return c.current.Load().Gather() }

// Ready reports whether a view has been published.
func (c *Collector) Ready() bool { return c.ready.Load() }

// Gauges returns the count gauges that exist: what the next process needs to go on showing them at 0.
func (c *Collector) Gauges() []GaugeSeries {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gauges.born()
}

// render makes the families of counters and histograms. One that is as it was before keeps its block, and with it what
// was encoded.
func (c *Collector) render() {
	current := c.hold.begin(c.number + 1)
	visible := func(s *ledger.Series) bool { return c.hold.visible(s, current) }
	rendered := make(map[string]*rendering, len(c.series))
	c.lasting = make([]*block, len(c.series))
	for i, s := range c.series {
		r := newRendering(s.series, visible)
		if before := c.rendered[s.family.Name]; r.same(before) {
			r.block = before.block
		} else {
			r.block = &block{families: []*dto.MetricFamily{s.render(c.config.Histograms, r.shown)}}
		}
		rendered[s.family.Name], c.lasting[i] = r, r.block
	}
	c.rendered = rendered
	c.hold.end(current)
}

// generate puts the next generation in place.
func (c *Collector) generate(at time.Time) error {
	c.number++
	c.computeGauges(at)
	var self []*dto.MetricFamily
	var selfErr error
	if c.config.Self != nil {
		if self, selfErr = c.config.Self.Gather(); selfErr != nil {
			selfErr = fmt.Errorf("gather the exporter's own metrics: %w", selfErr)
		}
	}
	made := c.gauges.render()
	blocks, err := merge(c.lasting, made, self)
	setSeries(blocks)
	c.current.Store(&generation{number: c.number, blocks: blocks})
	return errors.Join(selfErr, err)
}

const seriesFamily = "helpdesk_exporter_series"

func (c *Collector) computeGauges(at time.Time) {
	walked := map[string]bool{}
	for i := range c.view.Sources {
		walked[c.view.Sources[i].Name] = c.view.Sources[i].Walked
	}
	g := c.gauges
	g.reset(walked)
	g.set(seriesFamily, 0)
	g.set("helpdesk_exporter_series_limit", float64(c.config.Limits.Series))
	g.goals(c.config.Goals)
	g.objectives(c.config.Objectives)
	g.schedules(c.config.Schedules, at)
	for _, s := range c.config.Sources {
		g.set("helpdesk_source_info", 1, s.Name, s.Preset, s.publicURL())
	}
	if c.published.IsZero() {
		return
	}
	g.set("helpdesk_exporter_state_size_bytes", float64(c.view.StateBytes))
	// A source's clock goes on between two views.
	elapsed := max(at.Sub(c.published), 0)
	for i := range c.view.Sources {
		s := &c.view.Sources[i]
		g.health(s)
		g.groupSchedules(s, c.config.GroupSchedule)
		if s.Walked {
			g.stock(s, s.Now.Add(elapsed))
			g.clocks(s, s.Now.Add(elapsed), c.config.Periods)
			g.topDue(s, c.config.TopDue)
			g.periods(s, s.Now.Add(elapsed), c.config.Periods)
		}
	}
}

// setSeries tells the number of series of a generation, its own included.
func setSeries(blocks []*block) {
	var total float64
	var own *dto.Gauge
	for _, b := range blocks {
		for _, f := range b.families {
			total += float64(seriesOf(f))
			if f.GetName() == seriesFamily {
				own = f.Metric[0].Gauge
			}
		}
	}
	*own.Value = total
}
