//go:build live

package slalive

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/expect"
	"helpdesk_exporter/test/exporter"
	"helpdesk_exporter/test/prometheus"
)

const (
	// lead is what the exporter and Prometheus get to begin with, before the story.
	lead = 20 * time.Second
	// age is how long the exporter has known its counters when the story begins: young ones are shown at 0 for a
	// quarter of an hour at most.
	age = 20 * time.Minute
	// lateness is how much later than its stamp an act may be written. It is shorter than the time that the exporter
	// gives rows to appear.
	lateness = time.Second
)

// run is a desk, an exporter that polls it, and a Prometheus that scrapes that.
type run struct {
	t       *testing.T
	desk    *Desk
	reader  *Reader
	binary  string
	config  string
	address string
	process *exporter.Process
	server  *prometheus.Server
	began   time.Time // the story's second 0, a full minute
}

// event is something that happens at a second of the story.
type event struct {
	at   int
	what string
	do   func() error
}

// TestSLALive plays the story of story_test.go on the wall clock. Due instants, outcomes and what the clocks look like
// in an outage are literals there.
func TestSLALive(t *testing.T) {
	ctx := context.Background()
	r := &run{t: t, address: exporter.FreeAddress(t)}
	database, err := expect.NewDesk(ctx, expect.Postgres, "slalive")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, database.Drop()) })
	require.NoError(t, database.Load(ctx, "zammad.sql"))
	r.desk, err = OpenDesk(database.DSN)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.desk.Close()) })
	r.reader, err = r.desk.NewReader(ctx, database.DSN, "desk_reader")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.reader.Drop(ctx)) })

	dir := t.TempDir()
	r.binary, err = exporter.Build(dir)
	require.NoError(t, err)
	r.began = time.Now().Add(lead + time.Minute - 1).Truncate(time.Minute)
	r.configure(dir)
	r.past(ctx)
	_, err = expect.Once(ctx, r.binary, r.config, filepath.Join(dir, "state.db"), time.Now().Add(-age))
	require.NoError(t, err)
	require.NoError(t, r.start())
	r.server = prometheus.Start(t, dir, r.address)
	r.server.AwaitScrape(t)
	require.Greater(t, time.Until(r.began), 3*time.Second, "the machine is too slow: nothing runs yet when the story begins")

	t.Log(header)
	r.play(ctx)
	r.requireOutcomes()
	r.requireClocks()
	r.requirePeriods()
	r.requireInstants()
	r.requireOutage()
	r.requireAlert()
}

// configure writes the configuration for a zone in which it is about noon.
func (r *run) configure(dir string) {
	zone, err := noon(r.began)
	require.NoError(r.t, err)
	local := r.began.In(zone)
	minute := func(second int) string { return local.Add(time.Duration(second) * time.Second).Format("15:04") }
	r.config = filepath.Join(dir, "helpdesk.yml")
	text := fmt.Sprintf(configuration, dir, zone, local.Format(time.DateOnly), minute(closes)+"-"+minute(opens))
	require.NoError(r.t, os.WriteFile(r.config, []byte(text), 0o600))
	require.NoError(r.t, os.WriteFile(filepath.Join(dir, "dsn"), []byte(r.reader.DSN+"\n"), 0o600))
}

// noon returns a zone in which it is between 12:00 and 13:00: no day ends and no office closes during the test.
func noon(at time.Time) (*time.Location, error) {
	ahead := 12 - at.UTC().Hour()
	name := fmt.Sprintf("Etc/GMT%+d", -ahead) // the sign is the other way round there
	if ahead == 0 {
		name = "Etc/GMT"
	}
	return time.LoadLocation(name)
}

// past gives each group and priority of the story a ticket of two days ago, with every clock it can have: the counters
// are there.
func (r *run) past(ctx context.Context) {
	at := r.began.AddDate(0, 0, -2)
	for _, k := range story() {
		id, err := r.desk.Create(ctx, at, k.group, k.priority)
		require.NoError(r.t, err)
		require.NoError(r.t, r.desk.Answer(ctx, at.Add(time.Second), id))
		require.NoError(r.t, r.desk.Ask(ctx, at.Add(2*time.Second), id))
		require.NoError(r.t, r.desk.Answer(ctx, at.Add(3*time.Second), id))
		require.NoError(r.t, r.desk.SetState(ctx, at.Add(4*time.Second), id, Closed))
	}
}

func (r *run) start() error {
	r.process = exporter.Start(r.t, r.binary, nil, "--config.file="+r.config, "--web.listen-address="+r.address)
	return nil
}

// play lets everything happen at its second, and prints a line every five.
func (r *run) play(ctx context.Context) {
	events := []event{
		{down, "-- the desk shuts the exporter out", func() error { return r.reader.ShutOut(ctx) }},
		{up, "-- the desk lets the exporter in again", func() error { return r.reader.LetIn(ctx) }},
		{closes, "-- the field's desk has a break", nil},
		{opens, "-- the field's desk is open again", nil},
	}
	for _, at := range kills {
		events = append(events,
			event{at, "-- the exporter is killed", func() error { r.process.Kill(); return nil }},
			event{at + 2, "-- the exporter is started", r.start})
	}
	for i, k := range story() {
		id := 0
		for _, a := range k.acts {
			events = append(events, event{
				a.at, fmt.Sprintf("%2d %s %s: %s", i+1, k.group, k.priority, a.do),
				func() (err error) {
					id, err = r.act(ctx, id, &k, a)
					return err
				},
			})
		}
	}
	for second := 0; second <= end; second += 5 {
		events = append(events, event{second, "", func() error { r.print(second); return nil }})
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	for _, e := range events {
		planned := r.second(e.at)
		time.Sleep(time.Until(planned))
		if e.what != "" {
			r.t.Logf("%4d  %s", e.at, e.what)
		}
		if e.do != nil {
			require.NoError(r.t, e.do(), e.what)
		}
		require.Less(r.t, time.Since(planned), lateness, "the machine is too slow: second %d is over", e.at)
	}
	time.Sleep(time.Until(r.second(end)))
}

func (r *run) act(ctx context.Context, id int, k *ticket, a act) (int, error) {
	at := r.second(a.at)
	switch a.do {
	case create:
		return r.desk.Create(ctx, at, k.group, k.priority)
	case ask:
		return id, r.desk.Ask(ctx, at, id)
	case answer:
		return id, r.desk.Answer(ctx, at, id)
	}
	return id, r.desk.SetState(ctx, at, id, a.do)
}

// second is an instant of the story.
func (r *run) second(n int) time.Time { return r.began.Add(time.Duration(n) * time.Second) }
