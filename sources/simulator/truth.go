package simulator

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sample is what an exporter ought to show.
type Sample struct {
	Name   string
	Labels map[string]string
	Value  float64
}

// Truth is every sample of the families in TRUTH.md at an instant, in order: what happened until then, as it
// was written down when it happened. Counters and histograms leave out what lies at or before the baseline.
// A counter or a count gauge that is not there is 0. It may be asked from any goroutine, for any instant
// from Begin up to the desk's present.
func (d *Desk) Truth(at, baseline time.Time) []Sample {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := at.Unix()
	d.book.pass(now)
	s := &sheet{source: d.book.source, lines: map[string]*Sample{}}
	d.book.counted(now, baseline.Unix(), s)
	d.book.stocks(now, s)
	d.book.periods(now, s)
	d.book.contracts(now, s)
	d.book.configured(now, s)
	return s.samples()
}

// sheet is samples on which is added up.
type sheet struct {
	source string
	lines  map[string]*Sample
}

// global are the families without a source.
func global(name string) bool {
	return strings.HasPrefix(name, "helpdesk_schedule_") || name == "helpdesk_goal"
}

// line is a sample by its name and labels, names and values by turns. Empty labels are left out.
func (s *sheet) line(name string, labels []string) (line *Sample, isNew bool) {
	key := name + "\x00" + strings.Join(labels, "\x00")
	line, ok := s.lines[key]
	if ok {
		return line, false
	}
	line = &Sample{Name: name, Labels: map[string]string{}}
	for i := 0; i < len(labels); i += 2 {
		if labels[i+1] != "" {
			line.Labels[labels[i]] = labels[i+1]
		}
	}
	if s.source != "" && !global(name) {
		line.Labels["source"] = s.source
	}
	s.lines[key] = line
	return line, true
}

func (s *sheet) add(name string, value float64, labels ...string) {
	line, _ := s.line(name, labels)
	line.Value += value
}

func (s *sheet) least(name string, value float64, labels ...string) {
	line, isNew := s.line(name, labels)
	if isNew || value < line.Value {
		line.Value = value
	}
}

func (s *sheet) samples() []Sample {
	keys := slices.Collect(maps.Keys(s.lines))
	slices.Sort(keys)
	samples := make([]Sample, 0, len(keys))
	for _, key := range keys {
		samples = append(samples, *s.lines[key])
	}
	slices.SortStableFunc(samples, func(a, b Sample) int { return cmp.Compare(a.Name, b.Name) })
	return samples
}

// histogram is what has been observed in a series.
type histogram struct {
	sum     float64
	count   int
	buckets []int // not cumulated
}

// counted writes the counters and the histograms.
func (b *book) counted(at, baseline int64, s *sheet) {
	counters, histograms := map[*series]float64{}, map[*series]*histogram{}
	for _, f := range b.facts {
		if f.known > at || f.since <= baseline {
			continue
		}
		if f.series.buckets == nil {
			counters[f.series] += f.value
			continue
		}
		h, ok := histograms[f.series]
		if !ok {
			h = &histogram{buckets: make([]int, len(f.series.buckets)+1)}
			histograms[f.series] = h
		}
		h.count++
		h.sum += f.value
		h.buckets[bucket(f.series.buckets, f.value)]++
	}
	for of, value := range counters {
		s.add(of.name, value, of.labels...)
	}
	for of, h := range histograms {
		h.write(of, s)
	}
}

// bucket is the first whose bound is not below a value.
func bucket(bounds []float64, value float64) int {
	for i, bound := range bounds {
		if value <= bound {
			return i
		}
	}
	return len(bounds)
}

func (h *histogram) write(of *series, s *sheet) {
	s.add(of.name+"_sum", h.sum, of.labels...)
	s.add(of.name+"_count", float64(h.count), of.labels...)
	below := 0
	for i, n := range h.buckets {
		le := "+Inf"
		if i < len(of.buckets) {
			le = strconv.FormatFloat(of.buckets[i], 'f', -1, 64)
		}
		below += n
		s.add(of.name+"_bucket", float64(below), append(slices.Clip(of.labels), "le", le)...)
	}
}
