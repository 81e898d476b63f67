package oracle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/test/expect"
	"helpdesk_exporter/test/exporter"
	"helpdesk_exporter/test/truth"
)

// checkpoints are how often the numbers are compared.
const checkpoints = 6

// story is a desk with its exporter.
type story struct {
	setting
	t      *testing.T
	desk   *simulator.Desk
	binary string
	config string
	state  string

	luck       *rand.Rand // of the kills, whose instants are the machine's
	now        time.Time
	usual      time.Duration // that a poll takes
	polls      int           // that were not killed; each is of a new process
	kills      int
	comparison truth.Comparison
}

// tell lets a desk live and an exporter look on.
func tell(t *testing.T, binary string, seed uint64) {
	t.Helper()
	dir, lasting := folder(t, seed), time.Duration(number(t, "DAYS", 90))*24*time.Hour
	s := &story{setting: newSetting(t, seed), t: t, binary: binary, luck: rand.New(rand.NewPCG(seed, 91)), usual: 200 * time.Millisecond}
	s.comparison.Knowable = s.knowable
	s.desk = s.setting.desk(t, filepath.Join(dir, "desk.db"))
	s.config, s.state = s.configure(t, dir), filepath.Join(dir, "state.db")
	s.now = s.begin
	s.advance(s.baseline)
	s.poll()                                 // a ticket that is older and vanishes after it is known
	always := os.Getenv("CHECK") == "always" // to find the poll since when something differs
	for n := range checkpoints {
		until := s.checkpoint(n+1, checkpoints, lasting)
		for s.now.Before(until) {
			s.advance(earlier(s.now.Add(s.pause()), until))
			s.poll()
			if always {
				s.check()
			}
		}
		s.check()
	}
	t.Logf("seed %d: %d days in %s from %s, baseline %s: %d polls, %d kills, %d restarts, %d checkpoints, "+
		"%d families, %d samples compared, %d differences",
		seed, int(lasting.Hours()/24), s.zone, s.begin.Format(time.DateOnly), s.baseline.UTC().Format(time.RFC3339),
		s.polls, s.kills, s.polls+s.kills-1, checkpoints, len(s.comparison.Told()), s.comparison.Samples, s.comparison.Differences)
	require.NotZero(t, s.kills)
	require.Equal(t, truth.Families(), s.comparison.Told(), "families of which something was told")
}

// folder is where desk and state are, and stay if KEEP names it.
func folder(t *testing.T, seed uint64) string {
	t.Helper()
	keep := os.Getenv("KEEP")
	if keep == "" {
		return t.TempDir()
	}
	dir := filepath.Join(keep, fmt.Sprint(seed))
	require.NoError(t, os.MkdirAll(dir, 0o700))
	return dir
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// advance lets the desk live up to an instant, in steps.
func (s *story) advance(until time.Time) {
	s.t.Helper()
	for range s.random.IntN(3) {
		if left := until.Sub(s.now); left > time.Second {
			s.live(s.now.Add(time.Duration(s.random.Int64N(int64(left)))).Truncate(time.Second))
		}
	}
	s.live(until)
}

// live lets the desk live to the end of a second: all that bears its stamp is done.
func (s *story) live(until time.Time) {
	s.t.Helper()
	s.now = until
	require.NoError(s.t, s.desk.Advance(s.t.Context(), until.Add(time.Second-time.Nanosecond)))
}

// poll lets an exporter poll. One in six is killed, at any time of its life, and another begins in its place.
func (s *story) poll() {
	s.t.Helper()
	for s.luck.IntN(6) == 0 {
		limit := time.Duration(s.luck.Int64N(int64(s.usual + s.usual/4)))
		killed, status, _, log := exporter.RunFor(s.t, s.binary, limit, s.once()...)
		if killed {
			s.kills++
			continue
		}
		require.Zero(s.t, status, s.where()+log)
		s.polls++
	}
	s.expose()
}

// expose polls and returns what is exposed.
func (s *story) expose() (exposition string) {
	s.t.Helper()
	began := time.Now()
	status, exposition, log := exporter.Run(s.t, s.binary, s.once()...)
	require.Zero(s.t, status, s.where()+log)
	s.usual = time.Since(began)
	s.polls++
	return exposition
}

func (s *story) once() []string {
	return []string{"once", "--config.file=" + s.config, "--state=" + s.state, "--at=" + s.now.UTC().Format(time.RFC3339)}
}

// where begins what is said of a failure.
func (s *story) where() string {
	return fmt.Sprintf("seed %d at %s (again: make oracle SEED=%[1]d SEEDS=1): ", s.seed, s.now.UTC().Format(time.RFC3339))
}

// check holds what is exposed to the truth.
func (s *story) check() {
	s.t.Helper()
	exposition, err := expect.Parse(strings.NewReader(s.expose()))
	require.NoError(s.t, err, s.where())
	lines := s.comparison.Of(exposition, s.desk.Truth(s.now, s.baseline))
	for _, line := range append(lines, truth.Unhealthy(exposition)...) {
		s.t.Error(s.where() + line)
	}
}

// knowable is false for what the exporter cannot know who begins on a desk with a past: who wrote in tickets that were
// gone before the first poll.
func (s *story) knowable(name string, labels map[string]string) bool {
	if s.baseline.Equal(s.begin) {
		return true
	}
	switch name {
	case "helpdesk_requesters":
		window, err := model.ParseDuration(labels["window"])
		require.NoError(s.t, err)
		return !s.now.Add(-time.Duration(window)).Before(s.baseline)
	case "helpdesk_period_events":
		return !s.periodBegan(labels["period"], labels["which"] == "previous").Before(s.baseline)
	}
	return true
}

// periodBegan is the midnight with which the current or the previous period began.
func (s *story) periodBegan(period string, previous bool) time.Time {
	back := 0
	if previous {
		back = 1
	}
	year, month, day := s.now.In(s.zone).Date()
	switch period {
	case "week":
		day -= (int(s.now.In(s.zone).Weekday())+6)%7 + 7*back
	case "month":
		month, day = month-time.Month(back), 1
	case "quarter":
		month, day = month-(month-1)%3-time.Month(3*back), 1
	default:
		day -= back
	}
	return time.Date(year, month, day, 0, 0, 0, 0, s.zone)
}
