package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/internal/state"
)

// series is one counter or histogram series. One in the set is never changed: a transaction stages a
// copy and replaces it.
type series struct {
	Series
	key string
}

// storedSeries is the form in the state.
type storedSeries struct {
	Count     int64      `json:",omitempty"`
	Histogram *Histogram `json:",omitempty"`
	Created   time.Time
	Born      time.Time
}

func (s *series) stored() storedSeries {
	return storedSeries{s.Count, s.Histogram, s.Created, s.Born}
}

// seriesSet holds the series that match the configured labels. Others stay in the state, unseen: a
// dropped label starts new series at 0 (docs/semantics.md, "Late and changed data").
type seriesSet struct {
	byKey     map[string]*series
	ordered   []*series
	sorted    bool
	exposed   int // series as Prometheus counts them
	effective map[string]catalogue.Family
	cost      map[string]int
	limits    map[string]catalogue.Values // of labels whose values are bounded
	touched   map[string]bool             // label sets that were given birth, before folding
}

func loadSeries(ctx context.Context, store state.Store, families map[string]catalogue.Family, cfg Config) (*seriesSet, error) {
	set := &seriesSet{
		byKey: map[string]*series{}, effective: map[string]catalogue.Family{}, cost: map[string]int{}, sorted: true,
		limits: map[string]catalogue.Values{}, touched: map[string]bool{},
	}
	for name, f := range families {
		set.effective[name] = f.Without(cfg.Labels.Drop...)
		set.cost[name] = 1
		for _, label := range f.Labels {
			if limit, bounded := cfg.Labels.Limit(label); bounded && label != "source" {
				set.limits[label] = limit
			}
		}
		if f.Type == catalogue.Histogram && cfg.Classic {
			set.cost[name] = len(f.Buckets) + 3
		}
	}
	err := store.Scan(ctx, bucketSeries, nil, nil, func(k, v []byte) error {
		name, labels, values, err := parseSeriesKey(string(k))
		if err != nil {
			return err
		}
		f, ok := set.effective[name]
		if !ok || !slices.Equal(f.Labels, labels) {
			return nil
		}
		var st storedSeries
		if err := json.Unmarshal(v, &st); err != nil {
			return fmt.Errorf("read %s %q: %w", bucketSeries, k, err)
		}
		s := &series{key: string(k), Series: Series{
			Family: name, Labels: f.Labels, Values: values, Count: st.Count, Histogram: st.Histogram,
			Created: st.Created, Born: st.Born,
		}}
		set.byKey[s.key] = s
		set.ordered = append(set.ordered, s)
		set.exposed += set.cost[name]
		return nil
	})
	set.sorted = false
	return set, err
}

func (set *seriesSet) put(changed map[string]*series, births int, touched []string) {
	set.exposed += births
	for _, k := range touched {
		set.touched[k] = true
	}
	for k, s := range changed {
		if old, ok := set.byKey[k]; ok {
			*old = *s
			continue
		}
		set.byKey[k] = s
		set.ordered = append(set.ordered, s)
		set.sorted = false
	}
}

// list copies the series in order.
func (set *seriesSet) list() []Series {
	if !set.sorted {
		sort.Slice(set.ordered, func(i, j int) bool { return set.ordered[i].key < set.ordered[j].key })
		set.sorted = true
	}
	out := make([]Series, len(set.ordered))
	for i, s := range set.ordered {
		out[i] = s.Series
	}
	return out
}

func seriesKey(family string, labels, values []string) string {
	var b strings.Builder
	b.WriteString(family)
	for i, l := range labels {
		b.WriteByte(0)
		b.WriteString(l)
		b.WriteByte('=')
		b.WriteString(values[i])
	}
	return b.String()
}

func parseSeriesKey(k string) (family string, labels, values []string, err error) {
	parts := strings.Split(k, "\x00")
	for _, p := range parts[1:] {
		label, value, ok := strings.Cut(p, "=")
		if !ok {
			return "", nil, nil, fmt.Errorf("read %s: malformed key %q", bucketSeries, k)
		}
		labels = append(labels, label)
		values = append(values, value)
	}
	return parts[0], labels, values, nil
}

// splitKey undoes key.
func splitKey(b []byte) []string { return strings.Split(string(b), "\x00") }

// add raises the series of a sample, which is born when it is not there. values are those of the whole
// family, dropped labels included.
func (tx *transaction) add(family string, values []string, count int64) {
	s := tx.at(family, values)
	if s.Histogram == nil {
		s.Count += count
		return
	}
	s.Histogram.observe(tx.l.families[family].Buckets, strings.HasSuffix(family, "_seconds"), count)
}

// touch gives birth to the series of a sample at 0.
func (tx *transaction) touch(family string, values []string) {
	tx.scratch = append(tx.scratch[:0], family...)
	for _, v := range values {
		tx.scratch = append(append(tx.scratch, 0), v...)
	}
	if tx.l.series.touched[string(tx.scratch)] {
		return
	}
	tx.touched = append(tx.touched, string(tx.scratch))
	tx.at(family, values)
}

// at stages the series of a sample.
func (tx *transaction) at(family string, values []string) *series {
	f := tx.l.families[family]
	effective := tx.l.series.effective[family]
	projected := make([]string, 0, len(effective.Labels))
	for i, label := range f.Labels {
		if effective.LabelIndex(label) < 0 {
			continue
		}
		projected = append(projected, tx.intern(label, values[i]))
	}
	k := seriesKey(family, effective.Labels, projected)
	if s := tx.staged(k); s != nil {
		return s
	}
	if limit := tx.l.cfg.SeriesLimit; limit > 0 && tx.l.series.exposed+tx.births+tx.l.series.cost[family] > limit {
		folded := slices.Clone(projected)
		for i, label := range effective.Labels {
			values, bounded := tx.l.series.limits[label]
			if !bounded || folded[i] == values.Other || folded[i] == "" {
				continue
			}
			folded[i] = values.Other
			tx.overflow(label)
		}
		projected = folded
		k = seriesKey(family, effective.Labels, projected)
		if s := tx.staged(k); s != nil {
			return s
		}
	}
	for _, sibling := range siblings(effective, projected) {
		if sk := seriesKey(family, effective.Labels, sibling); tx.staged(sk) == nil {
			tx.bear(sk, effective, sibling)
		}
	}
	if s := tx.staged(k); s != nil {
		return s
	}
	return tx.bear(k, effective, projected)
}

// staged returns the transaction's copy of a series, nil when there is no such series yet.
func (tx *transaction) staged(k string) *series {
	if s, ok := tx.series[k]; ok {
		return s
	}
	old, ok := tx.l.series.byKey[k]
	if !ok {
		return nil
	}
	s := *old
	s.Histogram = old.Histogram.clone()
	tx.series[k] = &s
	return &s
}

func (tx *transaction) bear(k string, f catalogue.Family, values []string) *series {
	s := &series{key: k, Series: Series{Family: f.Name, Labels: f.Labels, Values: values, Created: tx.now, Born: tx.now}}
	if f.Type == catalogue.Histogram {
		s.Histogram = &Histogram{Classic: make([]uint64, len(f.Buckets)+1)}
	}
	tx.series[k] = s
	tx.births += tx.l.series.cost[f.Name]
	return s
}

// siblings lists the label sets that are born together with one.
func siblings(f catalogue.Family, values []string) [][]string {
	sets := [][]string{values}
	for i, label := range f.Labels {
		all, ok := f.Siblings[label]
		if !ok {
			continue
		}
		var next [][]string
		for _, set := range sets {
			for _, v := range all {
				c := slices.Clone(set)
				c[i] = v
				next = append(next, c)
			}
		}
		sets = next
	}
	return sets
}

// intern returns the value, or "other" when the label has as many values as it may. First come, first
// served; which values have a place is part of the state.
func (tx *transaction) intern(label, value string) string {
	limit, bounded := tx.l.series.limits[label]
	if !bounded || value == "" || value == limit.Other {
		return value
	}
	name := label
	if name == "to_group" {
		name = "group"
	}
	known := tx.src.labels[name]
	staged := tx.labels[name]
	if known[value] || staged[value] {
		return value
	}
	if len(known)+len(staged) >= limit.Max {
		tx.overflow(label)
		return limit.Other
	}
	if staged == nil {
		staged = map[string]bool{}
		tx.labels[name] = staged
	}
	staged[value] = true
	return value
}

func (tx *transaction) overflow(label string) {
	tx.add("helpdesk_exporter_label_overflow_total", []string{tx.src.cfg.Name, label}, 1)
}

// nativeSchema is the resolution of native histograms: buckets grow by 2^(1/8), the next finer to 1.1.
const nativeSchema = 3

// observe counts one observation: milliseconds for durations, plain units otherwise.
func (h *Histogram) observe(bounds []float64, duration bool, v int64) {
	x := float64(v)
	if duration {
		x /= 1000
	}
	h.Count++
	h.Sum += v
	h.Classic[sort.SearchFloat64s(bounds, x)]++
	if x <= 0 {
		h.Zero++
		return
	}
	if h.Native == nil {
		h.Native = map[int]uint64{}
	}
	h.Native[nativeIndex(x)]++
}

// nativeIndex is the bucket (2^((i-1)/8), 2^(i/8)] that holds x.
func nativeIndex(x float64) int {
	const perDoubling = 1 << nativeSchema
	i := int(math.Ceil(math.Log2(x) * perDoubling))
	for i > math.MinInt32 && x <= math.Exp2(float64(i-1)/perDoubling) {
		i--
	}
	for x > math.Exp2(float64(i)/perDoubling) {
		i++
	}
	return i
}

func (h *Histogram) clone() *Histogram {
	if h == nil {
		return nil
	}
	c := *h
	c.Classic = slices.Clone(h.Classic)
	if h.Native != nil {
		c.Native = make(map[int]uint64, len(h.Native))
		for k, v := range h.Native {
			c.Native[k] = v
		}
	}
	return &c
}
