package main

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	dto "github.com/prometheus/client_model/go"

	"helpdesk_exporter/sources/record"
)

// told writes the fields of a record that are told, by the names that configurations use.
func told(r record.Record) string {
	var parts []string
	fields(reflect.ValueOf(r), "", func(name, value string) { parts = append(parts, name+": "+value) })
	return "{" + strings.Join(parts, ", ") + "}"
}

func fields(v reflect.Value, prefix string, tell func(name, value string)) {
	for i := range v.NumField() {
		name, field := prefix+snake(v.Type().Field(i).Name), v.Field(i)
		if field.IsZero() || !v.Type().Field(i).IsExported() {
			continue
		}
		if field.Kind() == reflect.Pointer {
			field = field.Elem()
		}
		switch value := field.Interface().(type) {
		case time.Time:
			tell(name, value.UTC().Format(time.RFC3339))
		case time.Duration:
			tell(name, value.String())
		default:
			if field.Kind() == reflect.Struct {
				fields(field, name+".", tell)
				continue
			}
			tell(name, strings.TrimSpace(fmt.Sprintf("%v", value)))
		}
	}
}

var wordStart = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// snake is the name of a field in a configuration.
func snake(name string) string { return strings.ToLower(wordStart.ReplaceAllString(name, "${1}_$2")) }

// shortly writes a series in a line: of a histogram how much it has seen.
func shortly(m *dto.Metric) string {
	var labels []string
	for _, l := range m.GetLabel() {
		labels = append(labels, l.GetName()+"="+strconv.Quote(l.GetValue()))
	}
	value := ""
	switch {
	case m.Histogram != nil:
		value = fmt.Sprintf("%d observations, sum %v", m.Histogram.GetSampleCount(), m.Histogram.GetSampleSum())
	case m.Counter != nil:
		value = fmt.Sprint(m.Counter.GetValue())
	case m.Gauge != nil:
		value = strconv.FormatFloat(m.Gauge.GetValue(), 'f', -1, 64)
	}
	return "{" + strings.Join(labels, ",") + "} " + value
}
