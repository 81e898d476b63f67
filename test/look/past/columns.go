package past

import (
	"math"
	"strconv"
	"strings"
	"time"

	dto "github.com/prometheus/client_model/go"
)

// table is what was scraped: a column for each series, a row for each scrape.
type table struct {
	times    []time.Time
	families []*family
	byName   map[string]*family
}

type family struct {
	name, kind string
	metrics    []*metric
	byLabels   map[string]*metric
}

// metric is a label set of a family: one column, or those of a histogram.
type metric struct {
	labels  []string
	columns []*column
	byName  map[string]*column
}

// column holds a value where it changes. NaN says that the series is not exposed.
type column struct {
	suffix, le string
	rows       []int32
	values     []float64
	now        float64 // of the row that is being filled
	filled     int32   // that row
}

func newTable() *table { return &table{byName: map[string]*family{}} }

// scrape adds a row.
func (t *table) scrape(at time.Time, families []*dto.MetricFamily) {
	row := int32(len(t.times)) //nolint:gosec // a few thousand
	t.times = append(t.times, at)
	for _, f := range families {
		t.family(row, f)
	}
	for _, f := range t.families {
		for _, m := range f.metrics {
			for _, c := range m.columns {
				c.end(row)
			}
		}
	}
}

// end closes a row: a column that nothing was put into is not exposed.
func (c *column) end(row int32) {
	v := c.now
	if c.filled != row {
		v = math.NaN()
	}
	n := len(c.values)
	if n > 0 && (c.values[n-1] == v || math.IsNaN(v) && math.IsNaN(c.values[n-1])) {
		return
	}
	c.rows, c.values = append(c.rows, row), append(c.values, v)
}

func (t *table) family(row int32, f *dto.MetricFamily) {
	name := f.GetName()
	for _, m := range f.GetMetric() {
		labels := map[string]string{}
		for _, l := range m.GetLabel() {
			labels[l.GetName()] = l.GetValue()
		}
		kept, ok := thin(name, labels)
		if !ok {
			continue
		}
		to := t.metric(name, strings.ToLower(f.GetType().String()), kept)
		put := func(suffix, le string, v float64) { to.column(suffix, le).put(row, v, earliest(name)) }
		h := m.GetHistogram()
		if h == nil {
			put("", "", m.GetCounter().GetValue()+m.GetGauge().GetValue()+m.GetUntyped().GetValue())
			continue
		}
		for _, b := range h.GetBucket() {
			put("_bucket", strconv.FormatFloat(b.GetUpperBound(), 'g', -1, 64), float64(b.GetCumulativeCount()))
		}
		put("_bucket", "+Inf", float64(h.GetSampleCount()))
		put("_sum", "", h.GetSampleSum())
		put("_count", "", float64(h.GetSampleCount()))
	}
}

func (c *column) put(row int32, v float64, least bool) {
	switch {
	case c.filled != row:
		c.filled, c.now = row, v
	case least:
		c.now = min(c.now, v)
	default:
		c.now += v
	}
}

func (t *table) metric(name, kind string, labels []string) *metric {
	f := t.byName[name]
	if f == nil {
		f = &family{name: name, kind: kind, byLabels: map[string]*metric{}}
		t.byName[name] = f
		t.families = append(t.families, f)
	}
	key := strings.Join(labels, "\xff")
	m := f.byLabels[key]
	if m == nil {
		m = &metric{labels: labels, byName: map[string]*column{}}
		f.byLabels[key] = m
		f.metrics = append(f.metrics, m)
	}
	return m
}

func (m *metric) column(suffix, le string) *column {
	c := m.byName[suffix+le]
	if c == nil {
		c = &column{suffix: suffix, le: le, filled: -1}
		m.byName[suffix+le] = c
		m.columns = append(m.columns, c)
	}
	return c
}
