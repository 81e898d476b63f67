package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/holidays"
)

// bucketHolidays holds the last good copies of holiday feeds.
const bucketHolidays = "holidays"

// feedStore keeps copies of feeds in the state.
type feedStore struct{ store state.Store }

// Get implements holidays.Store.
func (s feedStore) Get(ctx context.Context, key string) ([]byte, error) {
	values, err := s.store.GetMany(ctx, bucketHolidays, [][]byte{[]byte(key)})
	if err != nil {
		return nil, err
	}
	return values[0], nil
}

// Put implements holidays.Store.
func (s feedStore) Put(ctx context.Context, key string, value []byte) error {
	var b state.Batch
	b.Put(bucketHolidays, []byte(key), value)
	return s.store.Commit(ctx, b, s.store.Epoch())
}

// openFeeds makes the feeds that schedules name; nothing is fetched yet.
func openFeeds(ctx context.Context, c *config.Config, store state.Store, now func() time.Time, logger *slog.Logger) (*holidays.Feeds, error) {
	var addresses []string
	for _, list := range c.Calendar.Feeds() {
		addresses = append(addresses, list...)
	}
	slices.Sort(addresses)
	return holidays.New(ctx, holidays.Config{
		URLs: slices.Compact(addresses), Store: feedStore{store}, Now: now, Logger: logger,
		Check: func(text []byte) error { _, err := calendar.ParseICS(text, now()); return err },
	})
}

// calendarText returns the text of a holiday calendar: a file's, or the last good copy of a feed.
func (p *Pipeline) calendarText(source string) ([]byte, error) {
	if calendar.IsURL(source) {
		return p.feeds.Text(source), nil
	}
	return holidays.ReadFile(source, calendar.MaxICS)
}

// readHolidays makes the schedules of what is known of holidays now.
func (p *Pipeline) readHolidays() error {
	desk, err := p.config.Hours(p.now(), p.calendarText)
	if err != nil {
		return err
	}
	p.hours.Store(desk)
	return nil
}

// checkPromises returns an error if the holidays in files leave a promise without hours in which it could be kept. What a
// feed says is nobody's error here, and may be put right tomorrow: it is logged, and such a clock is never due.
func (p *Pipeline) checkPromises() error {
	now := p.now()
	all := p.config.CheckPromises(p.hours.Load(), now)
	if all == nil {
		return nil
	}
	written, err := p.config.Hours(now, func(source string) ([]byte, error) {
		if calendar.IsURL(source) {
			return nil, nil
		}
		return p.calendarText(source)
	})
	if err == nil {
		err = p.config.CheckPromises(written, now)
	}
	if err == nil {
		p.logger.Error("holidays of a feed leave no time for what is promised", "err", all)
	}
	return err
}

// followHolidays reads the feeds as long as the exporter runs, and brings open clocks under what they say.
func (p *Pipeline) followHolidays(ctx context.Context) {
	p.feeds.Run(ctx, func() {
		err := p.readHolidays()
		if err == nil {
			if broken := p.checkPromises(); broken != nil { // a file was replaced meanwhile
				p.logger.Error("holidays leave no time for what is promised", "err", broken)
			}
			err = p.reschedule(ctx)
		}
		if err != nil && ctx.Err() == nil {
			p.report(fmt.Errorf("holidays: %w; the schedules stay as they were", err))
		}
	})
}

// reschedule finds due instants anew where the open hours are others than before.
func (p *Pipeline) reschedule(ctx context.Context) error {
	desk := p.hours.Load()
	if err := p.Ledger.Reschedule(ctx, SLARules(p.config, desk), rulesVersion(p.config, desk, p.now())); err != nil {
		return err
	}
	return p.Publish(ctx)
}

// lastFeed returns when the feeds of a schedule were read; false for one that has none, or was never read.
func (p *Pipeline) lastFeed(schedule string) (time.Time, bool) {
	addresses := p.config.Calendar.Feeds()[schedule]
	if len(addresses) == 0 {
		return time.Time{}, false
	}
	return p.feeds.LastSuccess(addresses...)
}

// scheduleNames are those of all schedules, in alphabetical order.
func (p *Pipeline) scheduleNames() []string {
	return slices.Sorted(maps.Keys(p.hours.Load().Calendars))
}
