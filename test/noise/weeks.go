package noise

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	dto "github.com/prometheus/client_model/go"

	"helpdesk_exporter/sources/simulator"
)

// warmUp is how long the desk is watched before it is judged: longer than the longest window of the rules, 28 days.
const warmUp = 5 * 7 * 24 * time.Hour

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

// Run lets a desk live from its beginning to an instant, and returns what was raised after the warm-up.
func Run(ctx context.Context, dir string, o simulator.Options, until time.Time, say func(string, ...any)) (_ *Seen, err error) {
	desk, err := NewDesk(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	wanted, err := Names()
	if err != nil {
		return nil, err
	}
	storage, err := OpenStorage(filepath.Join(dir, "tsdb"), wanted)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, storage.Close()) }()
	if err := os.Mkdir(filepath.Join(dir, "rules"), 0o700); err != nil {
		return nil, err
	}
	rules, err := NewRules(ctx, filepath.Join(dir, "rules"), storage)
	if err != nil {
		return nil, err
	}
	notifier, err := NewNotifier()
	if err != nil {
		return nil, err
	}
	judged := o.Begin.Add(warmUp)
	evaluated := judged.Add(-25 * time.Hour) // windows of a day over what rules record are full
	seen, breached := &Seen{}, 0.0
	var lived, scraped, spent time.Duration
	day := 0
	for now := o.Begin; now.Before(until); {
		began := time.Now()
		families, err := desk.Live(ctx, now)
		if err != nil {
			return nil, err
		}
		lived += time.Since(began)
		began = time.Now()
		if err := storage.Scrape(ctx, now, families); err != nil {
			return nil, err
		}
		scraped += time.Since(began)
		if n := breaches(families); n > breached {
			breached = n
			seen.Breaches = append(seen.Breaches, now)
		}
		next := now.Add(interval(now, judged))
		if !now.Before(evaluated) {
			began = time.Now()
			for minute := now; minute.Before(next); minute = minute.Add(time.Minute) {
				if err := rules.Eval(ctx, minute, minute.Equal(now)); err != nil {
					return nil, err
				}
				if !minute.Before(judged) {
					before := len(notifier.Incidents)
					notifier.Tell(minute, rules.Firing())
					for _, i := range notifier.Incidents[before:] {
						say("%s %s %s", i.Severity, i.Team, i)
					}
				}
			}
			spent += time.Since(began)
		}
		now = next
		if w := int(now.Sub(o.Begin) / (24 * time.Hour)); w != day {
			day = w
			say("%s: %d series; %s lived, %s stored, %s evaluated", now.Format(time.DateOnly), len(storage.known),
				lived.Round(time.Second), scraped.Round(time.Second), spent.Round(time.Second))
		}
	}
	seen.Incidents = notifier.Incidents
	return seen, nil
}

// interval is how long until the desk is looked at again: five minutes while people work, a quarter of an hour at night
// and before the desk is judged.
func interval(now, judged time.Time) time.Duration {
	if hour := now.Hour(); now.Before(judged.Add(-48*time.Hour)) || hour < 7 || hour >= 21 {
		return 15 * time.Minute
	}
	return 5 * time.Minute
}

// breaches counts the broken promises for what is urgent or high.
func breaches(families []*dto.MetricFamily) float64 {
	n := 0.0
	for _, f := range families {
		if f.GetName() != "helpdesk_sla_outcomes_total" {
			continue
		}
		for _, m := range f.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			if labels["outcome"] == "breached" && (labels["priority"] == "urgent" || labels["priority"] == "high") {
				n += m.GetCounter().GetValue()
			}
		}
	}
	return n
}
