// Package expect compares an exposition with numbers that somebody worked out by hand. A file of
// expectations has a line each:
//
//	name{label="value",…} NUMBER  # why
//	absent name{…}  # why
//	name{…} +NUMBER  # why: how much the sum has grown since the exposition before
//
// and means: the sum over all series of that sample name whose labels contain the given ones. Lines that
// begin with "# key=value" before the first expectation are parameters.
package expect

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// Expectation is one line.
type Expectation struct {
	Line   int
	Name   string
	Labels map[string]string
	Value  float64
	Absent bool
	Delta  bool
	Why    string
}

// File is a file of expectations.
type File struct {
	Parameters   map[string]string
	Expectations []Expectation
}

// Read reads a file of expectations. A line that is none is an error.
func Read(path string) (File, error) {
	f, err := os.Open(path)
	if err != nil {
		return File{}, err
	}
	defer func() { _ = f.Close() }()
	out := File{Parameters: map[string]string{}}
	scanner := bufio.NewScanner(f)
	for n := 1; scanner.Scan(); n++ {
		line := strings.TrimSpace(scanner.Text())
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			if k, v, ok := strings.Cut(strings.TrimSpace(comment), "="); ok && len(out.Expectations) == 0 && !strings.ContainsAny(k, " \t") {
				v, _, _ = strings.Cut(strings.TrimSpace(v), " ")
				out.Parameters[k] = v
			}
			continue
		}
		if line == "" {
			continue
		}
		e, err := parse(line)
		if err != nil {
			return File{}, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		e.Line = n
		out.Expectations = append(out.Expectations, e)
	}
	return out, scanner.Err()
}

func parse(line string) (Expectation, error) {
	e := Expectation{Labels: map[string]string{}}
	body, why, ok := cutComment(line)
	if !ok {
		return e, fmt.Errorf("no comment that tells why in %q", line)
	}
	e.Why = why
	body, e.Absent = strings.CutPrefix(body, "absent ")
	open, end := strings.IndexByte(body, '{'), strings.LastIndexByte(body, '}')
	value := ""
	if open >= 0 && end > open {
		e.Name, value = strings.TrimSpace(body[:open]), strings.TrimSpace(body[end+1:])
		for _, pair := range splitLabels(body[open+1 : end]) {
			k, v, ok := strings.Cut(pair, "=")
			v, err := strconv.Unquote(strings.TrimSpace(v))
			if !ok || err != nil {
				return e, fmt.Errorf("label %q is not name=\"value\"", pair)
			}
			e.Labels[strings.TrimSpace(k)] = v
		}
	} else {
		e.Name, value, _ = strings.Cut(strings.TrimSpace(body), " ")
	}
	if e.Absent {
		return e, nil
	}
	value = strings.TrimSpace(value)
	e.Delta = strings.HasPrefix(value, "+") || strings.HasPrefix(value, "-")
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return e, fmt.Errorf("value %q: %w", value, err)
	}
	e.Value = v
	return e, nil
}

func cutComment(line string) (body, why string, ok bool) {
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == '#' && !quoted:
			return strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:]), true
		}
	}
	return line, "", false
}

func splitLabels(s string) []string {
	var out []string
	quoted, from := false, 0
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	if strings.TrimSpace(s[from:]) != "" {
		out = append(out, s[from:])
	}
	return out
}

// Exposition is a parsed scrape.
type Exposition map[string]*dto.MetricFamily

// Parse reads the text format.
func Parse(r io.Reader) (Exposition, error) {
	p := expfmt.NewTextParser(model.UTF8Validation)
	return p.TextToMetricFamilies(r)
}

// Sum adds up what an expectation selects; found is false when there is no such series.
func (x Exposition) Sum(e Expectation) (sum float64, found bool) {
	family, part := e.Name, ""
	if x[family] == nil {
		for _, suffix := range []string{"_bucket", "_count", "_sum"} {
			if base, ok := strings.CutSuffix(family, suffix); ok && x[base] != nil {
				family, part = base, suffix
			}
		}
	}
	if x[family] == nil {
		return 0, false
	}
	for _, m := range x[family].GetMetric() {
		if !selects(e.Labels, m) {
			continue
		}
		v, ok := sample(m, part, e.Labels["le"])
		if ok {
			sum, found = sum+v, true
		}
	}
	return sum, found
}

func selects(labels map[string]string, m *dto.Metric) bool {
	for k, v := range labels {
		if k == "le" {
			continue
		}
		ok := false
		for _, l := range m.GetLabel() {
			ok = ok || l.GetName() == k && l.GetValue() == v
		}
		if !ok {
			return false
		}
	}
	return true
}

func sample(m *dto.Metric, part, le string) (float64, bool) {
	h := m.GetHistogram()
	switch {
	case h == nil:
		return m.GetCounter().GetValue() + m.GetGauge().GetValue() + m.GetUntyped().GetValue(), true
	case part == "_count":
		return float64(h.GetSampleCount()), true
	case part == "_sum":
		return h.GetSampleSum(), true
	}
	bound, err := strconv.ParseFloat(le, 64)
	if err != nil {
		return 0, false
	}
	for _, b := range h.GetBucket() {
		if b.GetUpperBound() == bound || math.IsInf(bound, 1) && math.IsInf(b.GetUpperBound(), 1) {
			return float64(b.GetCumulativeCount()), true
		}
	}
	return 0, false
}

// Check returns a line for each expectation that the exposition does not meet; before is the exposition
// from which growth is measured.
func Check(expectations []Expectation, now, before Exposition) []string {
	var wrong []string
	for _, e := range expectations {
		got, found := now.Sum(e)
		if e.Absent {
			if found {
				wrong = append(wrong, fmt.Sprintf("line %d: %s%v is there, expected absent: %s", e.Line, e.Name, e.Labels, e.Why))
			}
			continue
		}
		if e.Delta {
			was, _ := before.Sum(e)
			got -= was
		}
		if math.Abs(got-e.Value) > 1e-6 {
			wrong = append(wrong, fmt.Sprintf("line %d: %s%v = %v, expected %v: %s", e.Line, e.Name, e.Labels, got, e.Value, e.Why))
		}
	}
	return wrong
}
