package pipeline

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/collector/hours"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/state"
)

// Look wires as much together as is needed to ask the state: nothing is polled, fetched or written, and there
// is no Collector.
func Look(ctx context.Context, c *config.Config, store state.Store, logger *slog.Logger) (_ *Pipeline, err error) {
	p := &Pipeline{logger: logger, now: time.Now, config: c}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	// No identity passes here, so that any key will do.
	enricher, err := enrich.New(enrich.Config{Categories: c.Categories, Triage: c.Triage}, make([]byte, 32))
	if err != nil {
		return nil, err
	}
	if p.Periods, err = c.Periods(); err != nil {
		return nil, err
	}
	if p.feeds, err = openFeeds(ctx, c, store, p.now, logger); err != nil {
		return nil, err
	}
	if err := p.readHolidays(); err != nil {
		return nil, err
	}
	polled, err := p.openSources(c, Options{Store: store})
	if err != nil {
		return nil, err
	}
	p.Ledger, err = ledger.Look(ctx, store, ledgerConfig(c, p, polled, enricher, time.Time{}))
	return p, err
}

// Hours are the schedules of the desk as they are known now.
func (p *Pipeline) Hours() *hours.Desk { return p.hours.Load() }
