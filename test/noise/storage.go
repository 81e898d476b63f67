package noise

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strconv"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// Storage is Prometheus' storage, filled as a scrape fills it: what is not exposed any more is marked stale.
type Storage struct {
	*tsdb.DB
	wanted map[string]bool
	known  map[string]*series
}

type series struct {
	labels labels.Labels
	ref    storage.SeriesRef
	at     int64 // of the last sample
	stale  bool
}

// OpenStorage opens one in a directory, for the series of some names.
func OpenStorage(dir string, wanted map[string]bool) (*Storage, error) {
	o := tsdb.DefaultOptions()
	o.RetentionDuration = 0
	o.MinBlockDuration = (14 * 24 * time.Hour).Milliseconds()
	o.MaxBlockDuration = o.MinBlockDuration
	db, err := tsdb.Open(dir, slog.New(slog.DiscardHandler), nil, o, nil)
	if err != nil {
		return nil, fmt.Errorf("open storage: %w", err)
	}
	return &Storage{DB: db, wanted: wanted, known: map[string]*series{}}, nil
}

// Scrape stores what is exposed at an instant.
func (s *Storage) Scrape(ctx context.Context, at time.Time, families []*dto.MetricFamily) error {
	a := &scrape{Storage: s, Appender: s.Appender(ctx), at: at.UnixMilli()}
	a.sample("up", nil, 1)
	a.sample("process_start_time_seconds", nil, 0)
	for _, f := range families {
		a.family(f)
	}
	a.vanished()
	if a.err != nil {
		return errors.Join(a.err, a.Rollback())
	}
	return a.Commit()
}

// scrape is what is stored at one instant; its first error ends it.
type scrape struct {
	*Storage
	storage.Appender
	at  int64
	key []byte
	err error
}

func (a *scrape) family(f *dto.MetricFamily) {
	name := f.GetName()
	if f.GetType() != dto.MetricType_HISTOGRAM {
		for _, m := range f.GetMetric() {
			a.sample(name, m.GetLabel(), m.GetCounter().GetValue()+m.GetGauge().GetValue()+m.GetUntyped().GetValue())
		}
		return
	}
	sum, count, bucket := name+"_sum", name+"_count", name+"_bucket"
	for _, m := range f.GetMetric() {
		h := m.GetHistogram()
		a.sample(sum, m.GetLabel(), h.GetSampleSum())
		a.sample(count, m.GetLabel(), float64(h.GetSampleCount()))
		if !a.wanted[bucket] {
			continue
		}
		for _, b := range h.GetBucket() {
			a.sample(bucket, m.GetLabel(), float64(b.GetCumulativeCount()), "le", strconv.FormatFloat(b.GetUpperBound(), 'g', -1, 64))
		}
		a.sample(bucket, m.GetLabel(), float64(h.GetSampleCount()), "le", "+Inf")
	}
}

func (a *scrape) sample(name string, of []*dto.LabelPair, v float64, more ...string) {
	if !a.wanted[name] {
		return
	}
	a.key = append(a.key[:0], name...)
	for _, l := range of {
		a.key = append(append(append(append(a.key, 0xff), *l.Name...), 0xff), *l.Value...)
	}
	for _, text := range more {
		a.key = append(append(a.key, 0xff), text...)
	}
	s := a.known[string(a.key)]
	if s == nil {
		pairs := append([]string{"__name__", name, "job", "helpdesk", "instance", "demo:9877"}, more...)
		for _, l := range of {
			pairs = append(pairs, l.GetName(), l.GetValue())
		}
		s = &series{labels: labels.FromStrings(pairs...)}
		a.known[string(a.key)] = s
	}
	s.at, s.stale = a.at, false
	a.put(s, v)
}

// vanished marks what was exposed before and is not now.
func (a *scrape) vanished() {
	for _, s := range a.known {
		if s.at != a.at && !s.stale {
			s.stale = true
			a.put(s, math.Float64frombits(value.StaleNaN))
		}
	}
}

func (a *scrape) put(s *series, v float64) {
	if a.err == nil {
		s.ref, a.err = a.Append(s.ref, s.labels, a.at, v)
	}
}
