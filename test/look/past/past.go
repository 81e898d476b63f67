// Package past lets the simulated desk live for weeks, with an exporter that watches it, and writes what a Prometheus
// would have scraped meanwhile as OpenMetrics text, beside the desk's own truth.
package past

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	dto "github.com/prometheus/client_model/go"

	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/test/watched"
)

//go:embed helpdesk.yml
var configuration string

// What a directory holds that Write has filled.
const (
	// Blocks is the folder of Prometheus' blocks.
	Blocks = "blocks"
	// Truths is the file of the desk's truth: a list of Truth.
	Truths = "truth.json"
)

// Truth is what the desk says of itself at a midnight: counters and gauges, summed like the stored series.
type Truth struct {
	At      time.Time
	Samples []simulator.Sample
}

// Begin is a Monday eight weeks before the clocks change, and longer before the next public holiday.
func Begin() time.Time { return time.Date(2025, 2, 3, 0, 0, 0, 0, time.UTC) }

// Present is the instant at which the pages are drawn: a Tuesday morning after more than six weeks, when some promises are broken.
func Present() time.Time { return time.Date(2025, 3, 18, 9, 30, 0, 0, time.UTC) }

// Lookback is how long a value must hold: longer than between two scrapes.
const Lookback = time.Hour + time.Minute

// interval is how long until the desk is looked at again: the resolution of charts of weeks at first; then half an hour by
// day, because hours of four weeks ago are compared; at last that of a chart of hours.
func interval(now time.Time) time.Duration {
	switch left := Present().Sub(now); {
	case left <= 13*time.Hour:
		return 5 * time.Minute
	case left <= 30*24*time.Hour && now.Hour() >= 7 && now.Hour() < 20:
		return 30 * time.Minute
	}
	return time.Hour
}

// volume makes the desk half as busy as the demo: about a hundred tickets on a working day.
const volume = 0.5

// truthful is how many days before the present the truth is kept for.
const truthful = 14 * 24 * time.Hour

// open opens a desk with the promises of its options.
func open(ctx context.Context, dir string, o simulator.Options) (*watched.Desk, error) {
	return watched.Open(ctx, dir, o, configuration, map[string]string{"Promises": o.Rules.Config()})
}

// Write lets the desk live and fills a directory. The desk's bad day is in its fifth week; say hears how far it is.
func Write(ctx context.Context, dir string, say func(string, ...any)) (err error) {
	d, err := open(ctx, dir, simulator.Options{
		Seed: 1, Volume: volume, MaxPoll: 2 * time.Hour, Begin: Begin(), Zone: time.UTC, BadDay: time.Date(2025, 3, 6, 10, 0, 0, 0, time.UTC),
		Rules: promises(),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	t := newTable()
	var truths []Truth
	for now := Begin(); !now.After(Present()); now = now.Add(interval(now)) {
		families, err := d.Live(ctx, now)
		if err != nil {
			return fmt.Errorf("%s: %w", now, err)
		}
		t.scrape(now, append(families, up()))
		if now.Hour() != 0 || now.Minute() != 0 {
			continue
		}
		if Present().Sub(now) < truthful {
			truths = append(truths, Truth{now, summedUp(d.Truth(now, d.Baseline))})
		}
		if now.Weekday() == time.Monday {
			say("the desk has lived until %s", now.Format(time.DateOnly))
		}
	}
	raw, err := json.Marshal(truths)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, Truths), raw, 0o600); err != nil {
		return err
	}
	return t.blocks(ctx, dir, say)
}

// up is what Prometheus itself says of a scrape.
func up() *dto.MetricFamily {
	name, kind, one := "up", dto.MetricType_GAUGE, 1.0
	return &dto.MetricFamily{Name: &name, Type: &kind, Metric: []*dto.Metric{{Gauge: &dto.Gauge{Value: &one}}}}
}

// summedUp sums the truth like the stored series.
func summedUp(samples []simulator.Sample) []simulator.Sample {
	var out []simulator.Sample
	at := map[string]int{}
	for _, s := range samples {
		family := s.Name
		for _, suffix := range []string{"_bucket", "_sum", "_count"} {
			family = strings.TrimSuffix(family, suffix)
		}
		kept, ok := thin(family, s.Labels)
		if !ok {
			continue
		}
		key := s.Name + strings.Join(kept, "\xff")
		i, known := at[key]
		if !known {
			labels := map[string]string{}
			for n := 0; n < len(kept); n += 2 {
				labels[kept[n]] = kept[n+1]
			}
			at[key] = len(out)
			out = append(out, simulator.Sample{Name: s.Name, Labels: labels, Value: s.Value})
			continue
		}
		if earliest(family) {
			out[i].Value = min(out[i].Value, s.Value)
		} else {
			out[i].Value += s.Value
		}
	}
	return out
}

// blocks writes the text and has promtool make blocks of it.
func (t *table) blocks(ctx context.Context, dir string, say func(string, ...any)) (err error) {
	path := filepath.Join(dir, "openmetrics.txt")
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(t.write(f), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	say("%d scrapes, %d MiB of text; promtool makes blocks of them", len(t.times), info.Size()>>20)
	// promtool reads the text once for each block.
	cmd := exec.CommandContext(ctx, "promtool", "tsdb", "create-blocks-from", "openmetrics", "--quiet", "--max-block-duration=1500h", path, filepath.Join(dir, Blocks))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("promtool: %w\n%s", err, out)
	}
	return os.Remove(path)
}
