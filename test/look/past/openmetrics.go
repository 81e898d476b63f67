package past

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// target are the labels that a scrape adds.
func target() []string { return []string{"instance", "desk:9877", "job", "helpdesk"} }

// write writes the table as OpenMetrics text: one family after the other, one metric after the other, its points in
// the order of time.
func (t *table) write(to io.Writer) error {
	w := bufio.NewWriterSize(to, 1<<20)
	for _, f := range t.families {
		name := f.name
		if f.kind == "counter" {
			name = strings.TrimSuffix(name, "_total")
		}
		_, _ = w.WriteString("# TYPE " + name + " " + f.kind + "\n")
		for _, m := range f.metrics {
			t.points(w, f.name, m)
		}
	}
	_, _ = w.WriteString("# EOF\n")
	return w.Flush() // which returns the first error
}

func (t *table) points(w *bufio.Writer, name string, m *metric) {
	heads, next := make([]string, len(m.columns)), make([]int, len(m.columns))
	for i, c := range m.columns {
		labels := append(target(), m.labels...)
		if c.le != "" {
			labels = append(labels, "le", c.le)
		}
		heads[i] = name + c.suffix + text(labels) + " "
	}
	var line []byte
	for row, at := range t.times {
		if m.byName["_count"] != nil && at.Minute() != 0 && t.times[len(t.times)-1].Sub(at) > day {
			continue // durations are asked for by the day
		}
		for i, c := range m.columns {
			for next[i] < len(c.rows) && int(c.rows[next[i]]) <= row {
				next[i]++
			}
			if next[i] == 0 || math.IsNaN(c.values[next[i]-1]) {
				continue
			}
			line = append(line[:0], heads[i]...)
			line = strconv.AppendFloat(line, c.values[next[i]-1], 'g', -1, 64)
			line = append(line, ' ')
			line = strconv.AppendInt(line, at.Unix(), 10)
			_, _ = w.Write(append(line, '\n'))
		}
	}
}

// text writes labels, names and values by turns.
func text(labels []string) string {
	var pairs []string
	for i := 0; i < len(labels); i += 2 {
		pairs = append(pairs, labels[i]+"="+strconv.Quote(labels[i+1]))
	}
	return "{" + strings.Join(pairs, ",") + "}"
}
