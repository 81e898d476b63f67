package simulator_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
)

// clock moves on when it is waited for, until its end.
type clock struct {
	now, end time.Time
	stop     context.CancelFunc
	late     time.Duration // how much later than asked it wakes
}

func (c *clock) Now() time.Time { return c.now }

func (c *clock) WaitUntil(ctx context.Context, at time.Time) error {
	if at.After(c.end) {
		c.stop()
		return ctx.Err()
	}
	c.now = at.Add(c.late)
	return nil
}

var monday = time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)

func newDesk(t *testing.T, o simulator.Options) (desk *simulator.Desk, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "desk.db")
	desk, err := simulator.New(t.Context(), path, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, desk.Close()) })
	return desk, path
}

// live runs a desk from the clock's present to its end.
func live(t *testing.T, desk *simulator.Desk, c *clock) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	c.stop = stop
	require.NoError(t, desk.Run(ctx))
}

// dump reads all rows of a query as text.
func dump(t *testing.T, path, query string) []string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	rows, err := db.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	columns, err := rows.Columns()
	require.NoError(t, err)
	var lines []string
	for rows.Next() {
		values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		require.NoError(t, rows.Scan(into...))
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = v.String
		}
		lines = append(lines, strings.Join(texts, "|"))
	}
	require.NoError(t, rows.Err())
	return lines
}

func dumpAll(t *testing.T, path string) []string {
	t.Helper()
	var all []string
	for _, table := range []string{"brands", "teams", "agents", "customers", "topics", "tickets", "ticket_tags", "messages", "history"} {
		all = append(all, dump(t, path, "SELECT '"+table+"', * FROM "+table+" ORDER BY 1, 2, 3")...)
	}
	return all
}

func TestTheSameSeedTellsTheSameStory(t *testing.T) {
	story := func(seed uint64) ([]string, []simulator.Sample) {
		c := &clock{now: monday, end: monday.Add(20 * time.Minute)}
		desk, path := newDesk(t, simulator.Options{Seed: seed, Clock: c, Speed: 60, Begin: monday.Add(-36 * time.Hour)})
		require.NoError(t, desk.Advance(t.Context(), monday))
		live(t, desk, c)
		return dumpAll(t, path), desk.Truth(c.now, monday.Add(-24*time.Hour))
	}
	rows, truth := story(7)
	again, truthAgain := story(7)
	other, _ := story(8)
	require.Greater(t, len(rows), 2000)
	require.Greater(t, len(truth), 2000)
	require.Equal(t, rows, again)
	require.Equal(t, truth, truthAgain)
	require.NotEqual(t, rows, other)
}

func TestSpeedBringsTimeNearer(t *testing.T) {
	counts := map[float64]int{}
	for _, speed := range []float64{1, 60} {
		c := &clock{now: monday, end: monday.Add(time.Hour)}
		desk, path := newDesk(t, simulator.Options{Seed: 3, Clock: c, Speed: speed, Begin: monday.Add(-48 * time.Hour)})
		require.NoError(t, desk.Advance(t.Context(), monday))
		live(t, desk, c)
		counts[speed] = len(dump(t, path, `SELECT id FROM messages WHERE created > '2026-06-01 10:00:00'`))
	}
	require.InDelta(t, 100, counts[1], 60, "messages in the busiest hour of a week")
	require.InEpsilon(t, 60*35, counts[60], 0.4, "as on an hour like all others, without day and night")
}

func TestWhatIsDoneLateIsStampedLate(t *testing.T) {
	c := &clock{now: monday, end: monday.Add(24 * time.Hour), late: 10 * time.Minute}
	desk, path := newDesk(t, simulator.Options{Seed: 3, Clock: c, Volume: 10})
	live(t, desk, c)
	earliest := dump(t, path, `SELECT MIN(created) FROM messages`)[0]
	require.GreaterOrEqual(t, earliest, "2026-06-01 10:10:00")
}

// The wall clock shows the hour from two to three twice in autumn, and never in spring. A desk may leave out
// the hour that is shown twice.
func TestWallClock(t *testing.T) {
	cases := []struct {
		name  string
		begin time.Time
		day   string
		hours []string // of the messages of the night, in the order in which they were written
		skip  bool
	}{
		{"summer", time.Date(2026, 7, 11, 12, 0, 0, 0, time.UTC), "2026-07-12", []string{"00", "01", "02", "03", "04"}, false},
		{"put back", time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), "2026-10-25", []string{"00", "01", "02", "03", "04"}, false},
		{"put back, left out", time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), "2026-10-25", []string{"00", "01", "03", "04"}, true},
		{"put forward", time.Date(2027, 3, 27, 12, 0, 0, 0, time.UTC), "2027-03-28", []string{"00", "01", "03", "04"}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			desk, path := newDesk(t, simulator.Options{Seed: 5, Begin: c.begin, Volume: 25, SkipRepeatedHour: c.skip})
			require.NoError(t, desk.Advance(t.Context(), c.begin.Add(18*time.Hour)))
			night := fmt.Sprintf("FROM messages WHERE created BETWEEN '%s 00' AND '%s 05'", c.day, c.day)
			require.Equal(t, c.hours, dump(t, path, "SELECT DISTINCT substr(created, 12, 2) "+night+" ORDER BY 1"))
			back := dump(t, path, `SELECT b.id FROM messages a JOIN messages b ON b.id = a.id + 1 WHERE b.created < a.created`)
			if c.name == "put back" {
				require.Len(t, back, 1, "once the next message seems older than the one before")
			} else {
				require.Empty(t, back)
			}
			require.Empty(t, dump(t, path, `SELECT id FROM tickets WHERE length(created) <> 19 OR length(updated) <> 19`), "no zone")
		})
	}
}

func TestADeskBeginsAnew(t *testing.T) {
	_, path := newDesk(t, simulator.Options{Begin: monday})
	_, err := simulator.New(t.Context(), path, simulator.Options{})
	require.ErrorContains(t, err, "there is a file already")
}

// How long a quarter of a year takes.
func BenchmarkQuarter(b *testing.B) {
	for b.Loop() {
		desk, err := simulator.New(b.Context(), filepath.Join(b.TempDir(), "desk.db"), simulator.Options{Seed: 1, Begin: monday, Rules: simulator.OrdinaryRules("", monday)})
		require.NoError(b, err)
		require.NoError(b, desk.Advance(b.Context(), monday.AddDate(0, 0, 90)))
		require.NotEmpty(b, desk.Truth(monday.AddDate(0, 0, 90), monday))
		require.NoError(b, desk.Close())
	}
}

// On a plain desk customers open all tickets, and none is merged.
func TestPlain(t *testing.T) {
	begin := time.Date(2026, 6, 1, 5, 0, 0, 0, time.UTC)
	count := func(plain bool) (others, merged int) {
		path := filepath.Join(t.TempDir(), "desk.db")
		desk, err := simulator.New(t.Context(), path, simulator.Options{Seed: 4, Begin: begin, Plain: plain})
		require.NoError(t, err)
		require.NoError(t, desk.Advance(t.Context(), begin.AddDate(0, 0, 5)))
		db, err := sql.Open("sqlite", path)
		require.NoError(t, err)
		row := db.QueryRowContext(t.Context(), "SELECT count(*) FILTER (WHERE opened_by <> 'customer'), count(*) FILTER (WHERE status = 'merged') FROM tickets")
		require.NoError(t, row.Scan(&others, &merged))
		require.NoError(t, db.Close())
		require.NoError(t, desk.Close())
		return others, merged
	}
	others, merged := count(true)
	require.Zero(t, others)
	require.Zero(t, merged)
	others, merged = count(false)
	require.Positive(t, others)
	require.Positive(t, merged)
}
