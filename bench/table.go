package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// table prints figures, each beside its baseline and its aim.
type table struct{ rows []figure }

// figure is a line of the table.
type figure struct {
	what, measured, baseline, ratio, aim string
}

func (t *table) add(f figure) { t.rows = append(t.rows, f) }

// note adds a figure that no aim is set for.
func (t *table) note(what, measured, baseline string) {
	t.add(figure{what: what, measured: measured, baseline: baseline})
}

// verdict says whether a figure meets its aim, for example "within 3x: met".
func verdict(aim string, met bool) string {
	if met {
		return aim + ": met"
	}
	return aim + ": NOT met"
}

func (t *table) print(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	rows := append([]figure{{"what", "measured", "baseline", "ratio", "aim"}}, t.rows...)
	for _, r := range rows {
		cells := []string{r.what, r.measured, r.baseline, r.ratio, r.aim}
		for i := range cells {
			if cells[i] == "" {
				cells[i] = "-"
			}
		}
		if _, err := fmt.Fprintln(out, strings.Join(cells, "\t")); err != nil {
			return err
		}
	}
	return out.Flush()
}

// show writes a duration with three significant figures or so.
func show(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return d.Round(100 * time.Millisecond).String()
	case d >= time.Second:
		return d.Round(10 * time.Millisecond).String()
	case d >= 10*time.Millisecond:
		return d.Round(100 * time.Microsecond).String()
	default:
		return d.Round(time.Microsecond).String()
	}
}

// megabytes writes bytes.
func megabytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/1e6) }

func times(ratio float64) string { return fmt.Sprintf("%.2fx", ratio) }

// dividedBy is the ratio of two durations.
func dividedBy(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }
