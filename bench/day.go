package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api/fake"
	zendesk "helpdesk_exporter/sources/presets/zendesk/fake"
	"helpdesk_exporter/sources/simulator"
	tapes "helpdesk_exporter/sources/simulator/replay"
)

const (
	// monthly is about how many tickets the simulated desk has in a month at volume 1.
	monthly = 4700
	// beforeDay is how long the desk has lived when the exporter starts, and syncTime what that has until the day begins.
	beforeDay = 36 * time.Hour
	syncTime  = 12 * time.Hour
	// accountLimit and exportLimit are what Zendesk's lowest plan allows in a minute.
	accountLimit = 200
	exportLimit  = 10
)

// measureDay lets a desk live at a server that plays Zendesk's API and counts what it is asked in a day. The clock is
// theirs: nobody waits. The exporter is as it comes: its own loop, its own intervals, its own budget.
func measureDay(ctx context.Context, dir string, tickets int, vars []string) error {
	begin := time.Date(2026, 5, 31, 22, 0, 0, 0, time.UTC) // Sunday night before a Monday
	d := &deskDay{from: begin.Add(beforeDay + syncTime), clock: fake.NewClock(begin.Add(beforeDay))}
	d.until = d.from.Add(24 * time.Hour)
	tape, err := liveAt(ctx, begin, d.until.Add(time.Minute), float64(tickets)/monthly)
	if err != nil {
		return err
	}
	defer tape.Close() //nolint:errcheck // it was only read
	d.server = zendesk.New(fake.Options{Tape: tape, Clock: d.clock, Seed: 1, Calm: true})
	d.network = &fake.Network{Handler: d.server, Clock: d.clock, Latency: 200 * time.Millisecond}
	if err := d.live(ctx, dir, vars); err != nil {
		return err
	}
	return d.print(tape)
}

// liveAt is the tape of a desk that lived from begin to end.
func liveAt(ctx context.Context, begin, end time.Time, volume float64) (*tapes.Tape, error) {
	dir, err := os.MkdirTemp("", "bench-day")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // nothing hangs on it
	zone, err := time.LoadLocation(simulator.DefaultZone)
	if err != nil {
		return nil, err
	}
	return tapes.Record(ctx, dir, simulator.Options{
		Seed: 41, Begin: begin, Zone: zone, Volume: volume, MaxPoll: 5 * time.Minute,
		Rules: simulator.OrdinaryRules("desk", begin),
	}, end, time.Minute)
}

// deskDay is a day at the account of a desk.
type deskDay struct {
	from, until time.Time
	clock       *fake.Clock
	server      *zendesk.Server
	network     *fake.Network

	before          map[string]int // requests until the day began
	throttledBefore int
	account, export map[time.Time]int // requests in each minute of the day
}

// RoundTrip implements http.RoundTripper: it counts requests by minute.
func (d *deskDay) RoundTrip(req *http.Request) (*http.Response, error) {
	if d.before == nil && !d.clock.Now().Before(d.from) {
		d.before, d.throttledBefore = maps.Clone(d.server.Log().Requests()), d.server.Log().Throttled()
		d.account, d.export = map[time.Time]int{}, map[time.Time]int{}
	}
	resp, err := d.network.RoundTrip(req)
	if d.before != nil {
		minute := d.clock.Now().Truncate(time.Minute)
		d.account[minute]++
		if strings.HasPrefix(req.URL.Path, "/api/v2/incremental/") {
			d.export[minute]++
		}
	}
	return resp, err
}

// live runs the exporter until the day is over.
func (d *deskDay) live(ctx context.Context, dir string, vars []string) error {
	c, err := dayConfig(dir, vars)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	pipe, err := pipeline.New(ctx, c, pipeline.Options{
		Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Store:  state.NewMemory(), Key: bytes.Repeat([]byte{7}, 32), Now: d.clock.Now,
		Sleep: func(ctx context.Context, span time.Duration) error {
			if !d.clock.Now().Before(d.until) {
				stop()
			}
			return d.clock.Sleep(ctx, span)
		},
		Network: func(_ string, env *sources.Env) { env.Transport, env.Sleep = d, d.clock.Sleep },
	})
	if err != nil {
		return err
	}
	err = pipe.Run(ctx)
	return errors.Join(err, pipe.Close())
}

// dayConfig is the shortest configuration of the preset.
func dayConfig(dir string, vars []string) (*config.Config, error) {
	dir, err := os.MkdirTemp(dir, "day")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // nothing hangs on it
	var on strings.Builder
	for _, name := range vars {
		fmt.Fprintf(&on, "%s: \"on\", ", name)
	}
	text := fmt.Sprintf("privacy: {key_file: %q}\nsources: [{name: desk, preset: zendesk, url: 'https://%s', user: %s, token: %s, vars: {%s}}]\n",
		filepath.Join(dir, "key"), zendesk.Host, strings.TrimSuffix(zendesk.AdminUser, "/token"), zendesk.AdminToken, on.String())
	path := filepath.Join(dir, "helpdesk.yml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return nil, err
	}
	return config.Load([]string{path}, os.LookupEnv)
}

// print shows the requests of the day, by endpoint.
func (d *deskDay) print(tape *tapes.Tape) error {
	opened, changed := 0, 0
	for _, t := range tape.At(d.until).Tickets {
		if !t.Created.Before(d.from) {
			opened++
		}
		if !t.Updated.Before(d.from) {
			changed++
		}
	}
	fmt.Printf("day: %s, %d tickets opened, %d changed\n", d.from.Format(time.DateOnly), opened, changed)
	var t table
	total := 0
	log := d.server.Log()
	for _, route := range slices.Sorted(maps.Keys(log.Requests())) {
		if n := log.Requests()[route] - d.before[route]; n > 0 {
			t.note(route, fmt.Sprintf("%d", n), "")
			total += n
		}
	}
	share := 100 * float64(total) / (accountLimit * 24 * 60)
	t.note("all of the account", fmt.Sprintf("%d, %.1f%%", total, share), fmt.Sprintf("%d a day", accountLimit*24*60))
	for _, minute := range []struct {
		what    string
		counted map[time.Time]int
		limit   int
	}{{"the busiest minute", d.account, accountLimit}, {"the busiest minute of exports", d.export, exportLimit}} {
		most := highest(minute.counted)
		t.add(figure{
			what: minute.what, measured: fmt.Sprint(most), baseline: fmt.Sprintf("%d a minute", minute.limit),
			aim: verdict("within four fifths", most <= minute.limit*4/5),
		})
	}
	refused := log.Throttled() - d.throttledBefore
	t.add(figure{what: "refused with 429", measured: fmt.Sprint(refused), aim: verdict("none", refused == 0)})
	return t.print(os.Stdout)
}

func highest(minutes map[time.Time]int) int {
	most := 0
	for _, n := range minutes {
		most = max(most, n)
	}
	return most
}
