// Package stories holds each preset to a story of its own: a database in the product's tables whose
// numbers somebody worked out by hand, and steps that change it as the product would.
package stories

import (
	"maps"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/expect"
	"helpdesk_exporter/test/exporter"
)

// story is a preset's story on one kind of server.
type story struct {
	preset  string
	dialect string
	// mergeForgets is what the database no longer tells from the step 06-merge on: families with the labels
	// that a fresh sync cannot know, or without labels where it cannot know the family.
	mergeForgets map[string][]string
	// forgets is the step from which on the database no longer holds the history, so that a fresh sync
	// cannot give the same totals: by then the literals decide alone.
	forgets string
}

// deleted is the step that deletes a ticket with all its rows.
const deleted = "11"

func stories() []story {
	// On which ticket a message was written, hence with which labels it counted, and what the ticket was asked
	// of it.
	where := map[string][]string{
		"helpdesk_messages_total":      {"group", "channel", "priority"},
		"helpdesk_period_events":       {"group"},
		"helpdesk_ticket_checks_total": nil,
	}
	// And by whom: an article tells the ticket's customer, not its own writer.
	whereAndWho := maps.Clone(where)
	whereAndWho["helpdesk_requesters"] = nil
	return []story{
		{"chatwoot", expect.Postgres, nil, "06"}, // contacts merge without a trace, teams have no history
		{"freescout", expect.MySQL, where, deleted},
		{"freescout", expect.Postgres, where, deleted},
		{"glpi", expect.MySQL, where, deleted},
		{"osticket", expect.MySQL, where, deleted},
		{"redmine", expect.Postgres, nil, deleted},
		{"redmine", expect.SQLite, nil, deleted},
		{"rt", expect.MySQL, nil, deleted},
		{"rt", expect.Postgres, nil, deleted},
		{"rt", expect.SQLite, nil, deleted},
		{"zammad", expect.Postgres, where, deleted},
		{"znuny", expect.MySQL, whereAndWho, deleted},
	}
}

func (s story) testdata() string { return filepath.Join("../../sources/presets", s.preset, "testdata") }

// sql finds the file of a name for this server: name.DIALECT.sql, else name.sql.
func (s story) sql(name string) string {
	path := filepath.Join(s.testdata(), name+"."+s.dialect+".sql")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	return filepath.Join(s.testdata(), name+".sql")
}

// step changes the story: what the product writes for one act.
type step struct {
	name string
	at   time.Time
	file expect.File
}

// steps lists the steps in the order of their polls.
func (s story) steps(t *testing.T) []step {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(s.testdata(), "steps", "*.expected.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	var steps []step
	for _, path := range paths {
		file, err := expect.Read(path)
		require.NoError(t, err)
		at, err := time.Parse(time.RFC3339, file.Parameters["at"])
		require.NoError(t, err, path)
		steps = append(steps, step{strings.TrimSuffix(filepath.Base(path), ".expected.txt"), at, file})
	}
	sort.Slice(steps, func(i, j int) bool { return steps[i].at.Before(steps[j].at) })
	return steps
}

// opened is a story in a database of its own, with what its first sync must give.
type opened struct {
	desk   *expect.Desk
	file   expect.File
	at     time.Time
	config string
}

// open loads the story, then what scripts change of it, into a database whose name begins with a purpose.
func (s story) open(t *testing.T, purpose, expected string, scripts ...string) opened {
	t.Helper()
	file, err := expect.Read(filepath.Join(s.testdata(), expected))
	require.NoError(t, err)
	require.NotEmpty(t, file.Expectations)
	at, err := time.Parse(time.RFC3339, file.Parameters["at"])
	require.NoError(t, err)
	desk, err := expect.NewDesk(t.Context(), s.dialect, purpose+"_"+s.preset)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, desk.Drop()) })
	for _, name := range append([]string{"story"}, scripts...) {
		require.NoError(t, desk.Load(t.Context(), s.sql(name)))
	}
	config, err := file.WriteConfig(t.TempDir(), s.preset, desk.DSN)
	require.NoError(t, err)
	return opened{desk, file, at, config}
}

// sync makes the first sync and checks what it gives. An empty state is a temporary one.
func (o opened) sync(t *testing.T, binary, state string) expect.Exposition {
	t.Helper()
	got, err := expect.Once(t.Context(), binary, o.config, state, o.at)
	require.NoError(t, err)
	require.Empty(t, strings.Join(expect.Check(o.file.Expectations, got, nil), "\n"))
	t.Logf("%d expectations met", len(o.file.Expectations))
	return got
}

// mostRows bounds what an incremental poll of a step may read of tickets; the stories hold more.
const mostRows = 4

// TestBusinessTime checks the durations of the stories in a schedule with a holiday, to the second.
func TestBusinessTime(t *testing.T) {
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	for _, s := range stories() {
		t.Run(s.preset+" on "+s.dialect, func(t *testing.T) {
			s.open(t, "business", "expected.business.txt").sync(t, binary, "")
		})
	}
}

// TestVendorClocks checks the clocks of the products that have their own. The stories have none: a file of SQL
// adds them, as the product would have set them.
func TestVendorClocks(t *testing.T) {
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	presets := map[string]bool{}
	for _, s := range stories() {
		const expected = "expected.sla.txt"
		if _, err := os.Stat(filepath.Join(s.testdata(), expected)); err != nil {
			continue
		}
		presets[s.preset] = true
		t.Run(s.preset+" on "+s.dialect, func(t *testing.T) {
			s.open(t, "sla", expected, "sla").sync(t, binary, "")
		})
	}
	require.Equal(t, map[string]bool{"osticket": true, "rt": true, "zammad": true}, presets)
}

// TestStories checks a first sync, then each step: what it adds, that a fresh sync of the same database
// gives the same totals where the database still holds the history, and that a poll is not a full read.
func TestStories(t *testing.T) {
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	for _, s := range stories() {
		t.Run(s.preset+" on "+s.dialect, func(t *testing.T) {
			o := s.open(t, "story", "expected.txt")
			state := filepath.Join(t.TempDir(), "state.db")
			before := o.sync(t, binary, state)
			for _, step := range s.steps(t) {
				t.Run(step.name, func(t *testing.T) {
					require.NoError(t, o.desk.Load(t.Context(), s.sql(filepath.Join("steps", step.name))))
					now, err := expect.Once(t.Context(), binary, o.config, state, step.at)
					require.NoError(t, err)
					require.Empty(t, strings.Join(expect.Check(step.file.Expectations, now, before), "\n"))
					rows, found := now.Sum(expect.Expectation{Name: "helpdesk_exporter_records_total", Labels: map[string]string{"stream": "tickets"}})
					require.True(t, found)
					require.LessOrEqual(t, rows, float64(mostRows), "rows of tickets read")
					before = now
					if step.name >= s.forgets {
						return
					}
					var sums map[string][]string
					if step.name >= "06" {
						sums = s.mergeForgets
					}
					fresh, err := expect.Once(t.Context(), binary, o.config, "", step.at)
					require.NoError(t, err)
					require.Empty(t, cmp.Diff(fresh.Desk(sums), now.Desk(sums)), "fresh sync (-), polled (+)")
				})
			}
		})
	}
}

// TestStoriesOtherwise checks a first sync of a database that lacks a table which its preset can do without, or in
// which the administrator deleted an account or renamed states.
func TestStoriesOtherwise(t *testing.T) {
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	for _, tc := range []struct {
		story
		change string
	}{
		{story{preset: "glpi", dialect: expect.MySQL}, "without-log"},
		{story{preset: "osticket", dialect: expect.MySQL}, "deleted-agent"},
		{story{preset: "znuny", dialect: expect.MySQL}, "renamed-state"},
	} {
		t.Run(tc.preset+" "+tc.change, func(t *testing.T) {
			tc.open(t, "otherwise", tc.change+".expected.txt", tc.change).sync(t, binary, "")
		})
	}
}
