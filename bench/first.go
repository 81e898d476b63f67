package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

const (
	syncAim    = 3.0 // times psql
	memoryAim  = int64(300e6)
	restartAim = 2 * time.Second
	restarts   = 5
	// syncTimeout ends a measurement that leads nowhere.
	syncTimeout = 2 * time.Hour
	// history reaches back over all of the desk: the default of 90 days would leave most of it out.
	history = ", history: 5y"
	// ticketSeries begins a line that only a state with tickets has.
	ticketSeries = "helpdesk_tickets{"
)

// measureFirstSync reads a whole desk for the first time, between two runs of the baseline, and restarts with the state
// that it leaves.
func measureFirstSync(ctx context.Context, l *lab, tickets int) error {
	desk, err := l.desk(ctx, tickets)
	if err != nil {
		return err
	}
	content, err := l.server.query(ctx, desk, `SELECT (SELECT COUNT(*) FROM tickets) || ' tickets (' ||
		(SELECT COUNT(*) FROM tickets WHERE state_id <> 4) || ' open), ' || (SELECT COUNT(*) FROM ticket_articles) || ' articles, ' ||
		(SELECT COUNT(*) FROM histories) || ' lines of history'`)
	if err != nil {
		return err
	}
	fmt.Println("first sync:", content)

	results, err := resultColumns()
	if err != nil {
		return err
	}
	baselines := []baseline{{name: "the preset's result columns", queries: results}, {name: "the stored columns", queries: storedColumns()}}
	if err := l.server.measure(ctx, desk, baselines); err != nil { // also fills the caches for all that follow
		return err
	}
	dir := filepath.Join(l.dir, fmt.Sprintf("state-%d", tickets))
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	config := configuration(l.server.dsn(desk), "", history)
	sync, used, err := l.firstSync(ctx, dir, config)
	if err != nil {
		return err
	}
	if err := l.server.measure(ctx, desk, baselines); err != nil {
		return err
	}
	state, err := os.Stat(filepath.Join(dir, "state.db"))
	if err != nil {
		return err
	}

	var t table
	for _, b := range baselines {
		ratio := dividedBy(sync.wall, b.wall)
		t.add(figure{
			"first sync, psql: " + b.name, show(sync.wall), show(b.wall), times(ratio), verdict("within 3x", ratio <= syncAim),
		})
		all, theirs := sync.client+sync.server, b.client+b.server
		t.add(figure{
			what: "its CPU time, the server's included", measured: show(all), baseline: show(theirs),
			ratio: times(dividedBy(all, theirs)),
		})
	}
	t.note("first sync, CPU time of the exporter alone", show(sync.client), "")
	t.add(figure{"first sync, peak RssAnon", megabytes(used.anonymous), "", "", verdict("below 300 MB", used.anonymous < memoryAim)})
	t.note("first sync, peak RSS, mapped state file included", megabytes(used.resident), "")
	t.note("state file", megabytes(state.Size()), "")
	if err := l.measureRestarts(ctx, &t, dir, config); err != nil {
		return err
	}
	return t.print(os.Stdout)
}

// baseline is what psql needs for the same desk; the better of its runs counts.
type baseline struct {
	name    string
	queries []string
	effort
}

func (p *postgres) measure(ctx context.Context, desk string, baselines []baseline) error {
	for i := range baselines {
		b := &baselines[i]
		took, err := p.copyOut(ctx, desk, b.queries)
		if err != nil {
			return err
		}
		if b.wall == 0 {
			b.effort = took
		}
		b.effort = b.least(took)
	}
	return nil
}

// firstSync runs an exporter until its first walk is complete and to be seen in a scrape.
func (l *lab) firstSync(ctx context.Context, dir, config string) (took effort, used usage, err error) {
	before, err := l.server.cpu()
	if err != nil {
		return effort{}, usage{}, err
	}
	e, err := l.startExporter(ctx, dir, config, true)
	if err != nil {
		return effort{}, usage{}, err
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	peak := watch(watching, e.cmd.Process.Pid)
	_, _, _, err = e.pass(ctx, syncTimeout)
	took.wall = time.Since(e.started)
	if err == nil {
		_, err = e.shows(ctx, `helpdesk_exporter_stream_first_sync_complete{source="desk",stream="tickets"} 1`)
	}
	if err != nil {
		_ = e.end(syscall.SIGKILL)
		return effort{}, usage{}, err
	}
	stop()
	used = <-peak
	if took.client, err = cpu(e.cmd.Process.Pid); err != nil {
		return effort{}, usage{}, err
	}
	if err := e.end(syscall.SIGTERM); err != nil {
		return effort{}, usage{}, err
	}
	after, err := l.server.cpu()
	took.server = after - before
	return took, used, err
}

// measureRestarts starts an exporter on a state several times, and one without a state beside it.
func (l *lab) measureRestarts(ctx context.Context, t *table, dir, config string) error {
	empty, err := l.served(ctx, filepath.Join(l.dir, "state-none"), config, "helpdesk_exporter_series ")
	if err != nil {
		return err
	}
	var all []time.Duration
	for range restarts {
		took, err := l.served(ctx, dir, config, ticketSeries)
		if err != nil {
			return err
		}
		all = append(all, took)
	}
	slices.Sort(all)
	median, longest := all[len(all)/2], all[len(all)-1]
	t.add(figure{
		"restart to a served generation, median (baseline: without a state)", show(median), show(empty), "",
		verdict("below 2 s", median < restartAim),
	})
	t.add(figure{"restart to a served generation, longest", show(longest), "", "", verdict("below 2 s", longest < restartAim)})
	return nil
}

// served is the time from a start to a scrape with a line, after which the process is killed.
func (l *lab) served(ctx context.Context, dir, config, line string) (time.Duration, error) {
	e, err := l.startExporter(ctx, dir, config, false)
	if err != nil {
		return 0, err
	}
	took, err := e.shows(ctx, line)
	if failed := e.end(syscall.SIGKILL); err == nil {
		err = failed
	}
	return took, err
}
