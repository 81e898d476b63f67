package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/common/version"
	toolkit "github.com/prometheus/exporter-toolkit/web"
	"github.com/prometheus/exporter-toolkit/web/kingpinflag"

	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/internal/web"
)

const (
	defaultAddress = ":9877"
	// drainFor is how long scrapes may take to end at shutdown.
	drainFor = 5 * time.Second
)

func addServe(app *kingpin.Application, commands map[string]command) {
	clause := app.Command("serve", "Poll and serve metrics (the default).").Default()
	metricsPath := clause.Flag("web.telemetry-path", "Path under which to expose metrics.").Default("/metrics").String()
	flags := kingpinflag.AddFlags(clause, defaultAddress)
	commands[clause.FullCommand()] = func(ctx context.Context, p *process) error {
		c, err := p.load()
		if err != nil {
			return err
		}
		return serve(ctx, p, c, flags, *metricsPath)
	}
}

// serve polls and serves until the context ends.
func serve(ctx context.Context, p *process, c *config.Config, flags *toolkit.FlagConfig, metricsPath string) (err error) {
	p.logger.Info("starting", "version", version.Info(), "build", version.BuildContext())
	if _, err := os.Stat(c.Global.State.Path); errors.Is(err, os.ErrNotExist) {
		if err := c.CheckHistory(time.Now()); err != nil {
			return err
		}
	}
	for _, line := range assumptions(c, time.Now()) {
		p.logger.Info("assumed", "what", line)
	}
	key, err := enrich.LoadKey(c.Privacy.KeyFile)
	if err != nil {
		return err
	}
	store, err := state.OpenBolt(c.Global.State.Path, state.BoltOptions{})
	if err != nil {
		return advise(err, c)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	pipe, err := pipeline.New(ctx, c, pipeline.Options{
		Logger: p.logger, Store: store, Key: key,
		Self: []prometheus.Collector{
			collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		},
	})
	if err != nil {
		return advise(unlessStopped(ctx, err), c)
	}
	defer func() { err = errors.Join(err, pipe.Close()) }()
	if err := pipe.Publish(ctx); err != nil {
		return unlessStopped(ctx, err)
	}
	handler, err := web.Handler(web.Options{
		MetricsPath: metricsPath,
		Metrics:     pipe.Collector.Handler(),
		Ready: func() error {
			if !pipe.Collector.Ready() {
				return errors.New("nothing was published yet")
			}
			return nil
		},
		Version: version.Version,
	})
	if err != nil {
		return err
	}

	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	listening := make(chan error, 1)
	go func() {
		err := toolkit.ListenAndServe(server, flags, p.logger)
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		stop(err)
		listening <- err
	}()
	backups := make(chan struct{})
	go func() {
		defer close(backups)
		(&backup{config: c.Global.State.Backup, store: store, logger: p.logger}).run(ctx)
	}()
	answering := make(chan struct{})
	go func() {
		defer close(answering)
		answer(ctx, pipe, c.Global.State.Path, p.logger)
	}()
	polling := pipe.Run(ctx)
	stop(polling)

	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
	defer cancel()
	err = errors.Join(polling, server.Shutdown(drain), <-listening)
	<-backups
	<-answering
	if err != nil {
		return fmt.Errorf("stopped: %w", err)
	}
	p.logger.Info("stopped")
	return nil
}

// unlessStopped is nil for the error of a start that was broken off because the process is to end: what it had
// begun is finished at the next start.
func unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
