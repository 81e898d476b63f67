package conformance

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/sources/simulator/replay"
)

// sourceName is the label source of everything.
const sourceName = "shop"

// longestPoll is how often the desk is polled at least: what is deleted sooner, nobody could have seen.
const longestPoll = 45 * time.Minute

// story is a desk over some days, for all products. A Monday begins it, so that there are nights, and a
// holiday in the middle.
type story struct {
	seed   uint64
	days   int
	volume float64
	plain  bool // customers alone open tickets, nobody merges
}

// long and plain are what calm polls must find whole; short is lived through again and again with faults.
var (
	long  = story{seed: 21, days: 16, volume: 0.12}
	plain = story{seed: 23, days: 16, volume: 0.12, plain: true}
	short = story{seed: 22, days: 3, volume: 0.06}
)

func (s story) begin() time.Time { return time.Date(2026, 5, 25, 5, 0, 0, 0, time.UTC) }

func (s story) end() time.Time { return s.begin().AddDate(0, 0, s.days) }

func (s story) rules() simulator.Rules { return simulator.OrdinaryRules(sourceName, s.begin()) }

// record lets the desk live, once for all that tell its story.
func (s story) record(t *testing.T) *replay.Tape {
	t.Helper()
	dir, err := os.MkdirTemp("", "conformance")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	rules := s.rules()
	zone, err := time.LoadLocation(simulator.DefaultZone)
	require.NoError(t, err)
	tape, err := replay.Record(t.Context(), dir, simulator.Options{
		Seed: s.seed, Begin: s.begin(), Zone: zone, Volume: s.volume, MaxPoll: longestPoll, Rules: rules, Plain: s.plain,
		BadDay: s.begin().Add(28 * time.Hour), NewProblem: s.begin().Add(29 * time.Hour),
		Holidays: []string{"2026-06-02"},
	}, s.end(), time.Minute)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tape.Close()) })
	return tape
}

// categories is the taxonomy of the desk, by the topics that its helpdesk calls by their names.
func categories() string {
	topics := map[string][]string{}
	for topic, category := range simulator.Categories() {
		if category == "other" { // what no rule matches
			continue
		}
		topics[category] = append(topics[category], fmt.Sprintf("%q", topic))
	}
	var out strings.Builder
	out.WriteString("categories:\n")
	for _, category := range slices.Sorted(maps.Keys(topics)) {
		list := strings.Join(slices.Sorted(slices.Values(topics[category])), ", ")
		fmt.Fprintf(&out, "  - {name: %q, match: {topic: [%s]}}\n  - {name: %[1]q, match: {tag: [%[2]s]}}\n", category, list)
	}
	return out.String()
}
