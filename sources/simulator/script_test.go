package simulator

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// script is a desk to which nobody comes, driven by hand.
type script struct {
	*testing.T
	*Desk
}

// ten is ten o'clock in Rome on a Monday.
var ten = time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)

func newScript(t *testing.T, o Options) script {
	t.Helper()
	if o.Begin.IsZero() {
		o.Begin = ten.Add(-24 * time.Hour)
	}
	o.Volume, o.Ordinary = -1, true
	d, err := New(t.Context(), filepath.Join(t.TempDir(), "desk.db"), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return script{t, d}
}

// at acts at a time after ten.
func (p script) at(after time.Duration, do func(*step)) {
	p.Helper()
	require.NoError(p, p.Advance(p.Context(), ten.Add(after)))
	p.do(ten.Add(after), do)
	require.NoError(p, p.store.flush(p.Context()))
}

// ticket is one of the team Returns that is about to be opened.
func (p script) ticket(origin string) *ticket {
	return &ticket{
		customer: 1, origin: origin, channel: "mail", brand: p.brands[0].is, team: p.teams[1],
		priority: "p3", language: "it", status: statusNew,
	}
}

// opened is a customer's ticket, opened with a message.
func (p script) opened(after time.Duration) *ticket {
	t := p.ticket(customer)
	p.at(after, func(s *step) {
		s.create(t)
		s.say(t, who{customer, 1}, false, "Hello")
	})
	return t
}

// people of the script.
var (
	ada   = who{agent, 7}
	bruno = who{agent, 8}
	clock = who{role: system}
)

func asker(id int64) who { return who{customer, id} }

// told is what the truth says of some families after a time, without the usual labels, zeros and buckets.
func (p script) told(after time.Duration, families ...string) []string {
	return p.toldSince(after, ten.Add(-time.Hour), families...)
}

func (p script) toldSince(after time.Duration, baseline time.Time, families ...string) []string {
	p.Helper()
	if at := ten.Add(after); at.After(p.now) {
		require.NoError(p, p.Advance(p.Context(), at))
	}
	var lines []string
	for _, sample := range p.Truth(ten.Add(after), baseline) {
		name := strings.TrimPrefix(sample.Name, "helpdesk_")
		listed := slices.ContainsFunc(families, func(f string) bool {
			return name == f || name == f+"_sum" || name == f+"_count"
		})
		if !listed || sample.Value == 0 && !strings.HasSuffix(name, "_sum") {
			continue
		}
		var labels []string
		for _, label := range slices.Sorted(maps.Keys(sample.Labels)) {
			value := sample.Labels[label]
			switch label + "=" + value {
			case "brand=Casa", "group=Returns", "channel=email", "priority=normal":
			default:
				labels = append(labels, label+"="+value)
			}
		}
		lines = append(lines, fmt.Sprintf("%s{%s} %v", name, strings.Join(labels, " "), int64(sample.Value)))
	}
	return lines
}

func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		out = append(out, strings.TrimSpace(line))
	}
	return out
}

// sums leaves out counts.
func sums(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return strings.Contains(line, "_count{") })
}
