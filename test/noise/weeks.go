// Package noise lets the simulated desk live for weeks, has the exporter watch it, Prometheus evaluate the shipped rules
// at the desk's time, and the shipped routes decide who hears of it: how many incidents an ordinary week brings a team.
// It is a module of its own, because Prometheus' engine and Alertmanager's routes bring modules with them that the
// exporter has no use for.
package noise

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/tsdb/chunkenc"

	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/test/watched"
)

//go:embed helpdesk.yml
var configuration string

// WarmUp is how long the desk is watched before it is judged: longer than the longest window of the rules, 28 days.
const WarmUp = 5 * 7 * 24 * time.Hour

// Seen is what was seen after the warm-up.
type Seen struct {
	Incidents []*Incident
	// Breaches are when promises for what is urgent or high were seen to be broken.
	Breaches []time.Time
}

// breach is the first breach since an instant.
func (s *Seen) breach(since time.Time) time.Time {
	i := slices.IndexFunc(s.Breaches, func(at time.Time) bool { return !at.Before(since) })
	if i < 0 {
		return time.Time{}
	}
	return s.Breaches[i]
}

// Record lets a desk live from its beginning to an instant, and stores in a directory what the exporter exposes meanwhile.
func Record(ctx context.Context, dir string, o simulator.Options, until time.Time, say func(string, ...any)) (err error) {
	holidays := "IT"
	if len(o.Holidays) > 0 { // days that the desk takes off are the exporter's, too
		holidays = fmt.Sprintf("{dates: {%s: closed}}", strings.Join(o.Holidays, ": closed, "))
	}
	desk, err := watched.Open(ctx, dir, o, configuration, map[string]string{"Holidays": holidays})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	wanted, err := Names()
	if err != nil {
		return err
	}
	stored, err := OpenStorage(filepath.Join(dir, exposed), wanted)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stored.Close()) }()
	began := time.Now()
	for now := o.Begin; now.Before(until); now = now.Add(interval(now, o.Begin.Add(WarmUp))) {
		families, err := desk.Live(ctx, now)
		if err != nil {
			return err
		}
		if err := stored.Scrape(ctx, now, families); err != nil {
			return err
		}
		if now.Weekday() == time.Sunday && now.Hour()+now.Minute() == 0 {
			say("%s: %d series, %s", now.Format(time.DateOnly), len(stored.known), time.Since(began).Round(time.Second))
		}
	}
	return nil
}

// exposed and recorded are where the storage of what the exporter exposes and of what the rules record lie.
const (
	exposed  = "exposed"
	recorded = "recorded"
)

// interval is how long until the desk is looked at again: five minutes while people work, a quarter of an hour at night
// and before the desk is judged.
func interval(now, judged time.Time) time.Duration {
	if hour := now.Hour(); now.Before(judged.Add(-48*time.Hour)) || hour < 7 || hour >= 21 {
		return 15 * time.Minute
	}
	return 5 * time.Minute
}

// Judge evaluates the shipped rules, and asks the shipped routes, over what Record has stored in a directory. What it
// needs itself lies in another.
func Judge(ctx context.Context, from, dir string, o simulator.Options, until time.Time, say func(string, ...any)) (_ *Seen, err error) {
	history, err := OpenStorage(filepath.Join(from, exposed), nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, history.Close()) }()
	own, err := OpenStorage(filepath.Join(dir, recorded), nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, own.Close()) }()
	rules, err := NewRules(ctx, filepath.Join(dir, "rules"), own, together(own.DB, history.DB))
	if err != nil {
		return nil, err
	}
	notifier, err := NewNotifier()
	if err != nil {
		return nil, err
	}
	seen := &Seen{}
	if seen.Breaches, err = breaches(ctx, history.DB); err != nil {
		return nil, err
	}
	began := time.Now()
	judged := o.Begin.Add(WarmUp)
	// Windows of a day over what rules record are full when the desk is judged.
	look := o.Begin
	for minute := judged.Add(-25 * time.Hour); minute.Before(until); minute = minute.Add(time.Minute) {
		for look.Before(minute) {
			look = look.Add(interval(look, judged))
		}
		if err := rules.Eval(ctx, minute, minute.Equal(look)); err != nil {
			return nil, err
		}
		if minute.Before(judged) {
			continue
		}
		before := len(notifier.Incidents)
		notifier.Tell(minute, rules.Firing())
		for _, i := range notifier.Incidents[before:] {
			say("%s: %s %s %s", time.Since(began).Round(time.Second), i.Severity, i.Team, i)
		}
	}
	seen.Incidents = notifier.Incidents
	return seen, nil
}

// together reads two storages as if they were one.
func together(a, b *tsdb.DB) storage.Queryable {
	return storage.QueryableFunc(func(from, to int64) (storage.Querier, error) {
		one, err := a.Querier(from, to)
		if err != nil {
			return nil, err
		}
		other, err := b.Querier(from, to)
		if err != nil {
			return nil, errors.Join(err, one.Close())
		}
		return storage.NewMergeQuerier([]storage.Querier{one, other}, nil, storage.ChainedSeriesMerge), nil
	})
}

// breaches are the instants at which more promises for what is urgent or high were seen to be broken than before.
func breaches(ctx context.Context, db *tsdb.DB) (at []time.Time, err error) {
	q, err := db.Querier(math.MinInt64, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, q.Close()) }()
	set := q.Select(ctx, false, nil,
		labels.MustNewMatcher(labels.MatchEqual, model.MetricNameLabel, "helpdesk_sla_outcomes_total"),
		labels.MustNewMatcher(labels.MatchEqual, "outcome", "breached"),
		labels.MustNewMatcher(labels.MatchRegexp, "priority", "urgent|high"))
	for set.Next() {
		before := 0.0
		samples := set.At().Iterator(nil)
		for samples.Next() == chunkenc.ValFloat {
			t, v := samples.At()
			if !value.IsStaleNaN(v) && v > before {
				at = append(at, time.UnixMilli(t))
				before = v
			}
		}
		if err := samples.Err(); err != nil {
			return nil, fmt.Errorf("read breaches: %w", err)
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	return at, set.Err()
}
