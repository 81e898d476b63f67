package collector_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// vectorFormats are the formats of test vectors and what runs their files; nil is one that is not built
// yet. An adapter uses nothing but what packages export.
func vectorFormats() map[string]func(*vectorRun, []byte) {
	return map[string]func(*vectorRun, []byte){
		"business-hours/1":         runBusinessHours,
		"local-to-utc/1":           runLocalToUTC,
		"sla-timeline/1":           runSLATimelines,
		"zendesk-ticket-metrics/1": runTicketMetrics,
		"reply-times/1":            runReplyTimes,
		"survey-scores/1":          nil,
		"vader/1":                  nil,
	}
}

// vectorRun is the run of one file.
type vectorRun struct {
	*testing.T
	cases, asserted int
	// skipped counts cases by the flag for which they are left out.
	skipped map[string]int
	// left counts, by the flag, single values that are left out of cases which are asserted.
	left   map[string]int
	failed int
}

// check asserts one case, and goes on after a failure, so that all of a file's are seen.
func (r *vectorRun) check(id string, want, got any) {
	r.Helper()
	r.asserted++
	if want == got {
		return
	}
	if r.failed++; r.failed <= 50 {
		r.Errorf("%s: want %v, got %v", id, want, got)
	} else {
		r.Fail()
	}
}

// skip leaves one case out.
func (r *vectorRun) skip(flag string) { r.skipped[flag]++ }

// leave leaves one value of a case out.
func (r *vectorRun) leave(flag string) { r.left[flag]++ }

// String sums the run up.
func (r *vectorRun) String() string {
	text := fmt.Sprintf("cases %d, asserted %d, failed %d, skipped %s", r.cases, r.asserted, r.failed, flagged(r.skipped))
	if len(r.left) > 0 {
		text += ", values left out " + flagged(r.left)
	}
	return text
}

// flagged writes a number with the flags it is made of.
func flagged(counts map[string]int) string {
	sum := 0
	var flags []string
	for _, flag := range slices.Sorted(maps.Keys(counts)) {
		sum += counts[flag]
		flags = append(flags, fmt.Sprintf("%s: %d", flag, counts[flag]))
	}
	if len(flags) == 0 {
		return "0"
	}
	return fmt.Sprintf("%d (%s)", sum, strings.Join(flags, ", "))
}

// TestVectors runs the files of test vectors in the folder that VECTORS names, those of testdata/vectors
// without it, and logs of each file how many cases it has, how many were asserted, and which were left out.
func TestVectors(t *testing.T) {
	dir, given := os.LookupEnv("VECTORS")
	if !given {
		dir = filepath.Join("testdata", "vectors")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "no vectors in %s", dir)
	formats := vectorFormats()
	sums := map[string]string{}
	for _, file := range files {
		name := filepath.Base(file)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var header struct {
			Format string `json:"format"`
		}
		require.NoError(t, json.Unmarshal(text, &header), name)
		run, known := formats[header.Format]
		switch {
		case !known:
			t.Logf("%s: unknown format %q", name, header.Format)
			continue
		case run == nil:
			t.Logf("%s: format %q is not built yet", name, header.Format)
			continue
		}
		t.Run(name, func(t *testing.T) {
			r := &vectorRun{T: t, skipped: map[string]int{}, left: map[string]int{}}
			run(r, text)
			t.Logf("%s: %s", name, r)
			require.Positive(t, r.asserted, "no case was asserted")
			skipped := 0
			for _, n := range r.skipped {
				skipped += n
			}
			require.Equal(t, r.cases, r.asserted+skipped, "a case was neither asserted nor skipped")
			sums[name] = r.String()
		})
	}
	require.NotEmpty(t, sums, "no file was run")
	if !given {
		require.Equal(t, map[string]string{
			"business_hours.json": "cases 19, asserted 16, failed 0, skipped 3 (disagrees_with_absolute_time_reference: 1, " +
				"op=of_a_later_version: 1, unit=day, by another/rule's own rule: 1)",
			"local_to_utc.json":  "cases 3, asserted 3, failed 0, skipped 0",
			"reply_times.json":   "cases 5, asserted 4, failed 0, skipped 1 (from=oracle: 1)",
			"sla_timelines.json": "cases 4, asserted 4, failed 0, skipped 0",
			"ticket_metrics.json": "cases 6, asserted 5, failed 0, skipped 1 (submitter=oracle: 1), values left out 6 (expect=stations: 1, " +
				"input=mood: 1, is_two_touch_resolution (touches are rounds, not messages): 1, " +
				"quirk=count_moods of nothing that is expected: 1, quirk=count_reopens: 1, " +
				"requester_wait_time_in_calendar_minutes (not over): 1)",
		}, sums)
	}
}

// decodeVectors reads a file of vectors.
func decodeVectors(r *vectorRun, text []byte, into any) {
	r.Helper()
	require.NoError(r, json.Unmarshal(text, into))
}
