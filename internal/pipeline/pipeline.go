// Package pipeline wires the rooms together: sources, poll loop, enrichment, ledger, collector.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	versioncollector "github.com/prometheus/client_golang/prometheus/collectors/version"

	"helpdesk_exporter/collector"
	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/hours"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api"
	"helpdesk_exporter/sources/holidays"
	"helpdesk_exporter/sources/record"
)

const (
	// publishEvery is the shortest time between two generations made because of commits, and publishShare
	// how many times longer than making one the pause is: a first sync commits without end.
	publishEvery = time.Second
	publishShare = 10
	// tickEvery is how often a generation is made for what changes without a commit.
	tickEvery = 15 * time.Second
)

// Pipeline is everything between the configuration and the exposition.
type Pipeline struct {
	// Ledger is what has been counted, Collector what is exposed.
	Ledger    *ledger.Ledger
	Collector *collector.Collector
	// Periods is the reporting calendar.
	Periods period.Calendar

	logger  *slog.Logger
	now     func() time.Time
	sources []record.Source
	loop    *sources.Loop
	gauges  gaugeStore
	sink    *sink
	config  *config.Config
	feeds   *holidays.Feeds
	hours   atomic.Pointer[hours.Desk]
}

// Options are what differs between a service and a single run. Logger and Store are needed.
type Options struct {
	Logger *slog.Logger
	// Store is the caller's: Close leaves it open.
	Store state.Store
	// Key is that of the hashes of customers and agents.
	Key []byte
	// At fixes every clock; zero is live.
	At time.Time
	// Now is the clock where At is zero; time.Now by default.
	Now func() time.Time
	// Sleep waits by Now until the next poll; by default time passes.
	Sleep api.Sleep
	// Single says that no Prometheus follows: series are shown as they are at once.
	Single bool
	// Self has collectors that are shown beside the loop's metrics.
	Self []prometheus.Collector
	// Watch, if given, sees each batch that the ledger has taken, without texts and identities.
	Watch func(source string, batch record.Batch)
	// Network, if given, changes how the source of a name reaches its helpdesk.
	Network func(source string, env *sources.Env)
}

// New wires the rooms together. It touches no network, but for the holiday feeds of a single run.
func New(ctx context.Context, c *config.Config, o Options) (_ *Pipeline, err error) {
	p := &Pipeline{logger: o.Logger, now: o.clock(), gauges: gaugeStore{store: o.Store}, config: c}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	enricher, err := enrich.New(enrich.Config{
		Categories: c.Categories, Triage: c.Triage, Team: c.Teams.Name, Agents: c.Agents,
	}, o.Key)
	if err != nil {
		return nil, err
	}
	if p.Periods, err = c.Periods(); err != nil {
		return nil, err
	}
	if p.feeds, err = openFeeds(ctx, c, o.Store, p.now, o.Logger); err != nil {
		return nil, err
	}
	if o.Single {
		p.feeds.Refresh(ctx)
	}
	if err := p.readHolidays(); err != nil {
		return nil, err
	}
	if err := p.checkPromises(); err != nil {
		return nil, err
	}
	polled, err := p.openSources(c, o)
	if err != nil {
		return nil, err
	}
	p.Ledger, err = ledger.Open(ctx, o.Store, ledgerConfig(c, p, polled, enricher, o.At))
	if err != nil {
		return nil, err
	}
	p.sink = newSink(p.Ledger, enricher)
	p.sink.watch = o.Watch

	registry := prometheus.NewRegistry()
	for _, each := range append(slices.Clip(o.Self), versioncollector.NewCollector("helpdesk_exporter")) {
		if err := registry.Register(each); err != nil {
			return nil, err
		}
	}
	p.loop, err = sources.NewLoop(polled, p.sink, sources.Options{
		Registerer: registry, Logger: o.Logger, Now: p.now, Sleep: o.Sleep, LastSuccess: p.Ledger.Completed,
	})
	if err != nil {
		return nil, err
	}
	gauges, err := p.gauges.load(ctx)
	if err != nil {
		return nil, err
	}
	exposition := collector.Config{Gauges: gauges, Started: p.now(), SkipHold: o.Single, Self: registry, Registerer: registry, Periods: p.Periods}
	if !o.Single {
		if exposition.Held, err = loadHeld(ctx, o.Store); err != nil {
			return nil, err
		}
		exposition.Keep = func(h collector.Held) error { return saveHeld(ctx, o.Store, h) }
	}
	exposition.Objectives, exposition.Schedules = objectives(c), p.schedules()
	exposition.GroupSchedule = func(source, group string) string { return p.hours.Load().Name("", source, group) }
	p.Collector, err = collector.New(collectorConfig(c, exposition))
	return p, err
}

// clock is the one of all rooms.
func (o Options) clock() func() time.Time {
	switch {
	case !o.At.IsZero():
		return func() time.Time { return o.At }
	case o.Now != nil:
		return o.Now
	}
	return time.Now
}

// openSources makes the sources of the configuration.
func (p *Pipeline) openSources(c *config.Config, o Options) ([]sources.Polled, error) {
	budgets := &api.Budgets{}
	var polled []sources.Polled
	var errs []error
	for _, each := range c.Sources {
		env := sources.Env{
			Logger: p.logger.With("helpdesk", each.Name), Now: p.now, At: o.At,
			PollInterval: time.Duration(c.Global.PollInterval),
			MaxBody:      int64(c.Global.Limits.ResponseBody), Values: sources.StateValues(o.Store), Budgets: budgets,
		}
		if o.Network != nil {
			o.Network(each.Name, &env)
		}
		source, err := sources.Open(each, env)
		if err != nil {
			errs = append(errs, c.Placed(each.Name, err))
			continue
		}
		p.sources = append(p.sources, source)
		polled = append(polled, sources.Polled{Name: each.Name, Source: source})
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return polled, nil
}

func ledgerConfig(c *config.Config, p *Pipeline, polled []sources.Polled, enricher *enrich.Enricher, at time.Time) ledger.Config {
	out := ledger.Config{
		Labels:       c.Labels,
		SeriesLimit:  c.Global.Limits.Series,
		Classic:      c.Global.Histograms.Classic,
		ReopenWindow: time.Duration(c.ReopenWindow),
		Taxonomy:     enricher.Taxonomy(),
		SLA:          SLARules(c, p.hours.Load()),
		RulesVersion: rulesVersion(c, p.hours.Load(), p.now()),
		Checks:       c.Checks.List(),
		Clocks: fact.Clocks{
			Calendar: slices.Contains(c.Global.Clocks, "calendar"), Business: slices.Contains(c.Global.Clocks, "business"),
		},
		Responses: fact.Responses{
			FromHandoff:  c.FirstResponse.Start == fact.StartHandoff,
			AgentCreated: c.AgentCreated == fact.AgentCreatedZendesk,
		},
		Teams:   c.Teams,
		Periods: p.Periods,
		At:      at,
		Now:     p.now,
		Logger:  p.logger,
	}
	for i := range c.Sources {
		each := &c.Sources[i]
		out.Sources = append(out.Sources, ledger.Source{
			Name:     each.Name,
			Streams:  enricher.Streams(polled[i].Source.Streams()),
			Baseline: each.Baseline,
			History:  each.HistoryAt(p.now()),
			InferNew: each.InferNew,
			Map:      each.Mapping(),
		})
	}
	return out
}

func collectorConfig(c *config.Config, out collector.Config) collector.Config {
	out.Histograms = c.Global.Histograms
	out.Limits = c.Global.Limits.Limits
	out.Drop = c.Labels.Drop
	out.Goals = c.Goals
	out.TopDue = c.TopDue
	for i := range c.Sources {
		out.Sources = append(out.Sources, collector.Source{Name: c.Sources[i].Name, Preset: c.Sources[i].Preset, URL: c.Sources[i].URL})
	}
	return out
}

// Publish makes a generation of what is committed.
func (p *Pipeline) Publish(ctx context.Context) error {
	now := p.now()
	view, err := p.Ledger.View(ctx, now)
	if err != nil {
		return fmt.Errorf("view of the ledger: %w", err)
	}
	if err := p.Collector.Publish(view, now); err != nil {
		return err
	}
	return p.gauges.save(ctx, p.Collector.Gauges())
}

// RunOnce polls every stream until nothing more is wanted. The error joins those of the sources that failed.
func (p *Pipeline) RunOnce(ctx context.Context) error { return p.loop.RunOnce(ctx) }

// Source returns the source of a name.
func (p *Pipeline) Source(name string) (record.Source, bool) {
	for i := range p.config.Sources {
		if p.config.Sources[i].Name == name && i < len(p.sources) {
			return p.sources[i], true
		}
	}
	return nil, false
}

// Next tells when each stream of a source is polled next; empty where nothing is polled.
func (p *Pipeline) Next(source string) map[string]time.Time {
	if p.loop == nil {
		return nil
	}
	return p.loop.Next(source)
}

// Run polls and publishes until the context ends. The error is one after which going on is wrong.
func (p *Pipeline) Run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wait sync.WaitGroup
	wait.Go(func() { p.loop.Run(ctx) })
	wait.Go(func() { p.Collector.Run(ctx, tickEvery, p.now, p.report) })
	wait.Go(func() {
		select {
		case <-ctx.Done():
		case err := <-p.sink.fatal:
			stop(err)
		}
	})
	wait.Go(func() { p.publishCommits(ctx) })
	wait.Go(func() { p.followHolidays(ctx) })
	wait.Wait()
	var fatal fatalError
	if errors.As(context.Cause(ctx), &fatal) {
		return fatal
	}
	return nil
}

// publishCommits makes a generation after commits, several commits at once when they come fast.
func (p *Pipeline) publishCommits(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.sink.committed:
		}
		start := time.Now()
		if err := p.Publish(ctx); err != nil && ctx.Err() == nil {
			p.report(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(publishEvery, publishShare*time.Since(start))):
		}
	}
}

func (p *Pipeline) report(err error) { p.logger.Error("publishing failed", "err", err) }

// Close lets go of the sources. The state is the caller's.
func (p *Pipeline) Close() error {
	var errs []error
	for _, source := range p.sources {
		errs = append(errs, source.Close())
	}
	return errors.Join(errs...)
}
