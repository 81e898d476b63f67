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
	stored, err := l.server.copyOut(ctx, desk, storedColumns()) // also fills the caches for all that follow
	if err != nil {
		return err
	}
	result, err := l.server.copyOut(ctx, desk, results)
	if err != nil {
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
	if again, err := l.server.copyOut(ctx, desk, storedColumns()); err != nil {
		return err
	} else if again < stored {
		stored = again
	}
	state, err := os.Stat(filepath.Join(dir, "state.db"))
	if err != nil {
		return err
	}

	var t table
	t.add(figure{
		"first sync, psql: the preset's result columns", show(sync), show(result), times(dividedBy(sync, result)),
		verdict("within 3x", dividedBy(sync, result) <= syncAim),
	})
	t.add(figure{
		"first sync, psql: the stored columns", show(sync), show(stored), times(dividedBy(sync, stored)),
		verdict("within 3x", dividedBy(sync, stored) <= syncAim),
	})
	t.note("first sync, CPU of the exporter", show(used.cpu), "")
	t.add(figure{"first sync, peak RssAnon", megabytes(used.anonymous), "", "", verdict("below 300 MB", used.anonymous < memoryAim)})
	t.note("first sync, peak RSS, mapped state file included", megabytes(used.resident), "")
	t.note("state file", megabytes(state.Size()), "")
	if err := l.measureRestarts(ctx, &t, dir, config); err != nil {
		return err
	}
	return t.print(os.Stdout)
}

// firstSync runs an exporter until its first walk is complete and to be seen in a scrape.
func (l *lab) firstSync(ctx context.Context, dir, config string) (time.Duration, usage, error) {
	e, err := l.startExporter(ctx, dir, config, true)
	if err != nil {
		return 0, usage{}, err
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	peak := watch(watching, e.cmd.Process.Pid)
	_, _, _, err = e.pass(ctx, syncTimeout)
	took := time.Since(e.started)
	if err == nil {
		_, err = e.shows(ctx, `helpdesk_exporter_stream_first_sync_complete{source="desk",stream="tickets"} 1`)
	}
	if err != nil {
		_ = e.end(syscall.SIGKILL)
		return 0, usage{}, err
	}
	stop()
	used := <-peak
	if used.cpu, err = cpu(e.cmd.Process.Pid); err != nil {
		return 0, usage{}, err
	}
	return took, used, e.end(syscall.SIGTERM)
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
