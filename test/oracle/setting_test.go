package oracle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
)

const (
	// longestPoll is how often the desk is polled at least: what is deleted sooner, nobody could have seen.
	longestPoll = 30 * time.Hour
	source      = "shop"
)

// setting is what the seed decides of a story.
type setting struct {
	seed     uint64
	zone     *time.Location
	begin    time.Time
	baseline time.Time
	volume   float64
	random   *rand.Rand
}

// newSetting chooses where and when. Every other desk has a past at its baseline. The first two see the clocks go back
// and forward, and are small.
func newSetting(t *testing.T, seed uint64) setting {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 90))
	zones := []string{"Europe/Rome", "America/New_York", "Europe/Istanbul", "Europe/Bucharest"}
	name := zones[random.IntN(len(zones))]
	begin := time.Date(2026, 1, 1, 5, 0, 0, 0, time.UTC).Add(time.Duration(random.IntN(600*24*60)) * time.Minute)
	switch seed {
	case 1:
		name, begin = zones[0], time.Date(2026, 8, 10, 5, 0, 0, 0, time.UTC)
	case 2:
		name, begin = zones[1], time.Date(2027, 1, 25, 12, 0, 0, 0, time.UTC)
	}
	zone, err := time.LoadLocation(name)
	require.NoError(t, err)
	s := setting{seed: seed, zone: zone, begin: begin, baseline: begin, volume: 0.4 + 0.6*random.Float64(), random: random}
	if seed <= 2 {
		s.volume = 0.3
	}
	if seed%2 == 0 {
		s.baseline = begin.Add(time.Duration(3*24*60+random.IntN(4*24*60)) * time.Minute)
	}
	return s
}

func (s setting) desk(t *testing.T, path string) *simulator.Desk {
	t.Helper()
	desk, err := simulator.New(t.Context(), path, simulator.Options{
		Seed: s.seed, Begin: s.begin, Zone: s.zone, Volume: s.volume, MaxPoll: longestPoll,
		// Which of its two runs a time in the repeated hour belongs to is in no row.
		SkipRepeatedHour: true,
		Rules:            s.rules(),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, desk.Close()) })
	return desk
}

// rules are the ordinary ones, in the desk's zone, with a short day and a long one.
func (s setting) rules() simulator.Rules {
	rules := simulator.OrdinaryRules(source, s.begin)
	rules.Zone = s.zone.String()
	day := func(n int) string { return s.begin.In(s.zone).AddDate(0, 0, n).Format(time.DateOnly) }
	for i := range rules.Schedules {
		each := &rules.Schedules[i]
		each.Zone = rules.Zone
		each.Days = map[string][]string{day(15 + i): {"10:00-12:30"}, day(44 + i): {"08:00-13:00", "14:00-24:00"}}
	}
	return rules
}

// configure writes the exporter's configuration.
func (s setting) configure(t *testing.T, dir string) (path string) {
	t.Helper()
	path = filepath.Join(dir, "helpdesk.yml")
	text := fmt.Sprintf(`global:
  timezone: %[1]s
  state: {path: %[2]q, backup: {dir: %[3]q, every: 0s}}
  limits: {series: 1000000}
privacy: {key_file: %[4]q}
sources:
  - name: %[5]s
    preset: demo
    dsn: %[6]q
    timezone: %[1]s
    baseline: %[7]s
%[8]s`, s.zone, filepath.Join(dir, "state.db"), filepath.Join(dir, "backup"), filepath.Join(dir, "identity.key"),
		source, "sqlite:"+filepath.Join(dir, "desk.db"), s.baseline.UTC().Format(time.RFC3339), s.rules().Config())
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// pause is the time to the next poll: minutes, hours, a night.
func (s setting) pause() time.Duration {
	between := func(from, to time.Duration) time.Duration {
		return (from + time.Duration(s.random.Int64N(int64(to-from)))).Truncate(time.Second)
	}
	switch n := s.random.IntN(100); {
	case n < 15:
		return between(10*time.Second, 30*time.Minute)
	case n < 30:
		return between(30*time.Minute, 5*time.Hour)
	default:
		return between(5*time.Hour, longestPoll-time.Minute)
	}
}

// checkpoint is the instant of the nth of the comparisons, of which the last is at the end: the next noon of a working
// day, or a little later, when somebody is there.
func (s setting) checkpoint(n, of int, lasting time.Duration) time.Time {
	at := s.baseline.Add(s.begin.Add(lasting).Sub(s.baseline) / time.Duration(of) * time.Duration(n)).In(s.zone)
	at = time.Date(at.Year(), at.Month(), at.Day()+1, 12, 0, s.random.IntN(2*60*60), 0, s.zone)
	for at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
		at = at.AddDate(0, 0, 1)
	}
	return at
}
