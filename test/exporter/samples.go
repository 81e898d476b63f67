package exporter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// Samples are the lines of an exposition: the value, as it is written, by the series.
type Samples map[string]string

// Parse takes an exposition in the text format apart, after making sure that it is one.
func Parse(exposition string) (Samples, error) {
	parser := expfmt.NewTextParser(model.LegacyValidation)
	if _, err := parser.TextToMetricFamilies(strings.NewReader(exposition)); err != nil {
		return nil, fmt.Errorf("exposition: %w", err)
	}
	s := Samples{}
	for line := range strings.Lines(exposition) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cut := strings.LastIndexByte(line, ' ')
		s[line[:cut]] = line[cut+1:]
	}
	return s, nil
}

// Desk leaves the samples of the desk: not those of the exporter itself, of Go or of the process.
func (s Samples) Desk() Samples {
	return s.filter(func(series string) bool {
		return strings.HasPrefix(series, "helpdesk_") && !strings.HasPrefix(series, "helpdesk_exporter_")
	})
}

// Of leaves the samples of a source.
func (s Samples) Of(source string) Samples {
	return s.filter(func(series string) bool { return strings.Contains(series, fmt.Sprintf("source=%q", source)) })
}

// Counted leaves the samples that never decrease: counters and histograms.
func (s Samples) Counted() Samples {
	return s.filter(func(series string) bool {
		name, _, _ := strings.Cut(series, "{")
		return slices.ContainsFunc([]string{"_total", "_bucket", "_count", "_sum"}, func(suffix string) bool {
			return strings.HasSuffix(name, suffix)
		})
	})
}

func (s Samples) filter(keep func(series string) bool) Samples {
	out := Samples{}
	for series, value := range s {
		if keep(series) {
			out[series] = value
		}
	}
	return out
}
