package collector

import (
	"fmt"
	"slices"

	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/types/known/timestamppb"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/ledger"
)

// familySeries are the series of one family of a view.
type familySeries struct {
	family catalogue.Family
	series []*ledger.Series
}

// group sorts the series of a view by family and checks that the catalogue knows them.
func group(view *ledger.View) ([]*familySeries, error) {
	var (
		families []*familySeries
		byFamily = map[string]*familySeries{}
		last     *familySeries
	)
	for i := range view.Series {
		s := &view.Series[i]
		if last == nil || last.family.Name != s.Family {
			last = byFamily[s.Family]
		}
		if last == nil {
			f, ok := catalogue.Lookup(s.Family)
			if !ok {
				return nil, fmt.Errorf("family %q is not in the catalogue", s.Family)
			}
			if f.Type == catalogue.Gauge {
				return nil, fmt.Errorf("family %s is a gauge: the ledger keeps counters and histograms", s.Family)
			}
			last = &familySeries{family: f}
			byFamily[s.Family] = last
			families = append(families, last)
		}
		if err := check(&last.family, s); err != nil {
			return nil, err
		}
		last.series = append(last.series, s)
	}
	return families, nil
}

func check(f *catalogue.Family, s *ledger.Series) error {
	if len(s.Labels) != len(s.Values) {
		return fmt.Errorf("family %s: a series has %d labels and %d values", f.Name, len(s.Labels), len(s.Values))
	}
	if h := s.Histogram; h != nil {
		if f.Type != catalogue.Histogram {
			return fmt.Errorf("family %s: a %s holds a histogram", f.Name, f.Type)
		}
		if n := len(f.Buckets) + 1; len(h.Classic) != 0 && len(h.Classic) != n {
			return fmt.Errorf("family %s: a histogram has %d buckets instead of %d", f.Name, len(h.Classic), n)
		}
	}
	return nil
}

// rendering is what a family was made of, and what was made of it.
type rendering struct {
	series []*ledger.Series
	shown  []bool // which of them are no more held at 0
	block  *block
}

func newRendering(series []*ledger.Series, visible func(*ledger.Series) bool) *rendering {
	r := &rendering{series: series, shown: make([]bool, len(series))}
	for i, s := range series {
		r.shown[i] = visible(s)
	}
	return r
}

// same reports whether both would be rendered to the same.
func (r *rendering) same(before *rendering) bool {
	return before != nil && slices.Equal(r.shown, before.shown) && slices.EqualFunc(r.series, before.series, sameSeries)
}

func sameSeries(a, b *ledger.Series) bool {
	return a.Count == b.Count && a.Created.Equal(b.Created) && a.Histogram.Equal(b.Histogram) &&
		slices.Equal(a.Values, b.Values) && slices.Equal(a.Labels, b.Labels)
}

// render makes the exposition of a family's series, of which those not shown are at 0.
func (s *familySeries) render(forms Histograms, shown []bool) *dto.MetricFamily {
	var (
		out        = newFamily(&s.family)
		n          = len(s.series)
		metrics    = make([]dto.Metric, n)
		timestamps = make([]timestamppb.Timestamp, n)
		labels     []string
		order      []int
		size       int
	)
	for _, series := range s.series {
		size += len(series.Labels)
	}
	arena := newPairArena(size)
	value := s.writer(forms)
	out.Metric = make([]*dto.Metric, n)
	for i, series := range s.series {
		if i == 0 || !slices.Equal(labels, series.Labels) {
			labels = series.Labels
			order = byName(labels)
		}
		m := &metrics[i]
		m.Label = arena.take(labels, series.Values, order)
		var created *timestamppb.Timestamp
		if !series.Created.IsZero() {
			created = &timestamps[i]
			created.Seconds, created.Nanos = series.Created.Unix(), int32(series.Created.Nanosecond())
		}
		value(m, i, series, created, shown[i])
		out.Metric[i] = m
	}
	if !slices.IsSortedFunc(out.Metric, compareMetrics) {
		slices.SortFunc(out.Metric, compareMetrics)
	}
	return out
}

type writeValue func(m *dto.Metric, i int, s *ledger.Series, created *timestamppb.Timestamp, visible bool)

// writer returns what writes the value of series i.
func (s *familySeries) writer(forms Histograms) writeValue {
	if s.family.Type == catalogue.Histogram {
		renderer := newHistogramFamily(&s.family, forms)
		return func(m *dto.Metric, _ int, series *ledger.Series, created *timestamppb.Timestamp, visible bool) {
			if visible {
				m.Histogram = renderer.render(series.Histogram, created)
			} else {
				m.Histogram = renderer.render(nil, created)
			}
		}
	}
	counters := make([]dto.Counter, len(s.series))
	values := make([]float64, len(s.series))
	return func(m *dto.Metric, i int, series *ledger.Series, created *timestamppb.Timestamp, visible bool) {
		if visible {
			values[i] = float64(series.Count)
		}
		counters[i].Value, counters[i].CreatedTimestamp = &values[i], created
		m.Counter = &counters[i]
	}
}
