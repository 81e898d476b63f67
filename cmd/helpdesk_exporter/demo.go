package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/exporter-toolkit/web/kingpinflag"

	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/simulator"
)

const (
	demoAddress = "127.0.0.1:9877"
	demoMetrics = "/metrics"
	// demoPast is the desk's history at the start.
	demoPast = 8 * 24 * time.Hour
	// demoSynced is how long ago the exporter is taken to have begun: longer than new series are held at 0.
	demoSynced = time.Hour
)

// demoConfig is the configuration of the demo: nothing that another could not have.
var demoConfig = template.Must(template.New("helpdesk.yml").Parse(`# Written by "helpdesk_exporter demo".
global:
  poll_interval: 1s
  timezone: {{ .Zone }}
  state: {path: {{ printf "%q" .State }}, backup: {dir: {{ printf "%q" .Backup }}}}
  limits: {series: 200000} # three stores, each by team, channel, priority and category
privacy: {key_file: {{ printf "%q" .Key }}}

schedules:
  - {name: office, hours: {mon-fri: ["09:00-13:00", "14:00-18:00"]}, holidays: IT}
  - {name: long, hours: {mon-fri: "08:00-20:00", sat: "09:00-15:00"}, holidays: IT}
  - {name: always, hours: {mon-sun: "00:00-24:00"}}
teams:
  - {name: Returns, schedule: office}
  - {name: Billing, schedule: office}
  - {name: Delivery, schedule: long}
  - {name: Marketplace, schedule: always}
sla:
  - name: marketplace
    match: {channel: [marketplace]}
    objective: 0.9
    targets: {first_response: {default: 24h, clock: calendar}, next_response: {default: 24h, clock: calendar}}
  - name: standard
    targets:
      first_response: {default: 4h, by_priority: {urgent: 1h, high: 2h}}
      next_response: {default: 4h, by_priority: {urgent: 1h, high: 2h}}
      resolution: {default: 3bd, by_priority: {urgent: 8h}, pause_on: [pending]}
top_due: 20
goals:
  - {kpi: unresolved, at_most: 400}
  - {kpi: sla_met, at_least: 95%}

sources:
  - name: demo
    preset: demo
    dsn: {{ printf "%q" .DSN }}
    timezone: {{ .Zone }}
    baseline: {{ .Baseline }} # before the desk's first ticket, so that its past counts
`))

func addDemo(app *kingpin.Application, commands map[string]command) {
	clause := app.Command("demo", "Simulate a support desk and export its metrics, without any setup.")
	seed := clause.Flag("seed", "Which desk: the same seed tells the same story.").Default("1").Uint64()
	speed := clause.Flag("speed", "How much faster than life the desk lives.").Default(fmt.Sprint(simulator.DefaultSpeed)).Float64()
	dir := clause.Flag("dir", "Folder for the desk, the configuration and the state. "+
		"By default a temporary one, which is removed at the end.").String()
	flags := kingpinflag.AddFlags(clause, demoAddress)
	commands[clause.FullCommand()] = func(ctx context.Context, p *process) (err error) {
		if *speed <= 0 {
			return errors.New("--speed: must be more than 0")
		}
		d := demo{dir: *dir}
		if d.dir == "" {
			if d.dir, err = os.MkdirTemp("", program+"-demo-"); err != nil {
				return err
			}
			defer func() { err = errors.Join(err, os.RemoveAll(d.dir)) }()
		} else if err := os.MkdirAll(d.dir, 0o700); err != nil {
			return err
		}
		now := time.Now()
		desk, err := simulator.New(ctx, d.path("desk.db"), simulator.Options{Seed: *seed, Speed: *speed, Begin: now.Add(-demoPast)})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, desk.Close()) }()
		c, err := d.past(ctx, p, desk, now)
		if err != nil {
			return err
		}
		if err := d.announce(p.stdout, *flags.WebListenAddresses); err != nil {
			return err
		}
		return live(ctx, desk, func(ctx context.Context) error { return serve(ctx, p, c, flags, demoMetrics) })
	}
}

// demo is a simulated desk with its exporter in one folder.
type demo struct {
	dir string
}

func (d demo) path(name string) string { return filepath.Join(d.dir, name) }

// past writes the desk's history and counts it as of an instant before, as an exporter would have that has
// run since: a new one shows its series at 0 for a while.
func (d demo) past(ctx context.Context, p *process, desk *simulator.Desk, now time.Time) (*config.Config, error) {
	c, err := d.configure(now.Add(-demoPast))
	if err != nil {
		return nil, err
	}
	synced := now.Add(-demoSynced)
	if err := desk.Advance(ctx, synced); err != nil {
		return nil, err
	}
	if err := syncAt(ctx, p, c, synced.UTC()); err != nil {
		return nil, err
	}
	return c, desk.Advance(ctx, now)
}

// configure writes the configuration and reads it like any other.
func (d demo) configure(began time.Time) (*config.Config, error) {
	dir, err := filepath.Abs(d.dir)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = demoConfig.Execute(&text, map[string]string{
		"Zone":     simulator.DefaultZone,
		"DSN":      "sqlite:" + filepath.Join(dir, "desk.db"),
		"State":    filepath.Join(dir, "state.db"),
		"Backup":   filepath.Join(dir, "backup"),
		"Key":      filepath.Join(dir, "identity.key"),
		"Baseline": began.Add(-time.Minute).UTC().Format(time.RFC3339),
	})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(d.path("helpdesk.yml"), text.Bytes(), 0o600); err != nil {
		return nil, err
	}
	return config.Load([]string{d.path("helpdesk.yml")}, os.LookupEnv)
}

// syncAt polls everything once at an instant and keeps it in the state.
func syncAt(ctx context.Context, p *process, c *config.Config, at time.Time) (err error) {
	key, err := enrich.LoadKey(c.Privacy.KeyFile)
	if err != nil {
		return err
	}
	store, err := state.OpenBolt(c.Global.State.Path, state.BoltOptions{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	pipe, err := pipeline.New(ctx, c, pipeline.Options{Logger: p.logger, Store: store, Key: key, At: at, Single: true})
	if err != nil {
		return err
	}
	return errors.Join(pipe.RunOnce(ctx), pipe.Publish(ctx), pipe.Close())
}

// announce prints the configuration and where the metrics are.
func (d demo) announce(w io.Writer, addresses []string) error {
	text, err := os.ReadFile(d.path("helpdesk.yml"))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s:\n\n%s\n", d.path("helpdesk.yml"), text)
	for _, address := range addresses {
		if strings.HasPrefix(address, ":") { // every interface
			address = "localhost" + address
		}
		fmt.Fprintf(&out, "metrics: http://%s%s\n", address, demoMetrics)
	}
	_, err = out.WriteTo(w)
	return err
}

// live lets the desk live while something runs. If either fails, the other ends.
func live(ctx context.Context, desk *simulator.Desk, do func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() {
		ended <- desk.Run(ctx)
		stop()
	}()
	err := do(ctx)
	stop()
	return errors.Join(err, <-ended)
}
