package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

const (
	pollAim = 1.5 // times the small desk
	// changed is how many tickets changes.sql changes, rounds how often it does, quiet how many polls without a change
	// are measured.
	changed = 1000
	rounds  = 9
	quiet   = 3
	// pollTimeout is how long the end of a pass may be away.
	pollTimeout = 5 * time.Minute
	// often shortens the pause between two polls, and changes nothing else.
	often = "  poll_interval: 3s\n"
)

//go:embed changes.sql
var changes string

// polls are the figures of one desk.
type polls struct {
	quiet, took, cpu time.Duration // medians of a poll without and with changes, and of the latter's CPU time
}

// measurePolls compares polls that bring as many changes to a large desk and to a small one.
func measurePolls(ctx context.Context, l *lab, small, large int) error {
	var figures [2]polls
	for i, tickets := range []int{small, large} {
		var err error
		if figures[i], err = l.measurePoll(ctx, tickets); err != nil {
			return fmt.Errorf("desk of %d tickets: %w", tickets, err)
		}
	}
	base, p := figures[0], figures[1]
	var t table
	t.add(figure{
		fmt.Sprintf("poll with %d changed tickets, %d in the desk (baseline: %d)", changed, large, small),
		show(p.took), show(base.took), times(dividedBy(p.took, base.took)),
		verdict("within 1.5x", dividedBy(p.took, base.took) <= pollAim),
	})
	t.note("its CPU of the exporter, publishing included", show(p.cpu), show(base.cpu))
	t.note("poll without a change", show(p.quiet), show(base.quiet))
	return t.print(os.Stdout)
}

// measurePoll polls a copy of a desk with a copy of the state that a first sync leaves, so that each run finds the same.
func (l *lab) measurePoll(ctx context.Context, tickets int) (p polls, err error) {
	desk, err := l.desk(ctx, tickets)
	if err != nil {
		return polls{}, err
	}
	state := filepath.Join(l.dir, fmt.Sprintf("state-%d", tickets))
	if _, err := os.Stat(filepath.Join(state, "state.db")); errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(os.Stderr, "first sync of %d tickets, once\n", tickets)
		if _, _, err := l.firstSync(ctx, state, configuration(l.server.dsn(desk), "", history)); err != nil {
			return polls{}, err
		}
	}
	if err := l.server.lend(ctx, desk); err != nil {
		return polls{}, err
	}
	defer func() { err = errors.Join(err, l.server.putBack(ctx, desk)) }()
	dir := filepath.Join(l.dir, "state-polled")
	if err := os.RemoveAll(dir); err != nil {
		return polls{}, err
	}
	// A killed exporter leaves the socket on which it was asked.
	if err := os.Remove(filepath.Join(state, "state.db.sock")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return polls{}, err
	}
	if err := os.CopyFS(dir, os.DirFS(state)); err != nil {
		return polls{}, err
	}
	if err := os.Chmod(filepath.Join(dir, "identity.key"), 0o600); err != nil {
		return polls{}, err
	}
	e, err := l.startExporter(ctx, dir, configuration(l.server.dsn(desk), often, history), true)
	if err != nil {
		return polls{}, err
	}
	p, err = l.pollRounds(ctx, e, desk, tickets)
	return p, errors.Join(err, e.end(syscall.SIGTERM))
}

func (l *lab) pollRounds(ctx context.Context, e *exporter, database string, tickets int) (polls, error) {
	var silent, took, used []time.Duration
	for n := range 1 + quiet { // the first one after a start sweeps what is open
		begin, end, _, err := e.pass(ctx, pollTimeout)
		if err != nil {
			return polls{}, err
		}
		if n > 0 {
			silent = append(silent, end.Sub(begin))
		}
	}
	for round := range rounds {
		before, err := cpu(e.cmd.Process.Pid)
		if err != nil {
			return polls{}, err
		}
		answer, err := l.server.query(ctx, database, changes, "-v", "tickets="+strconv.Itoa(tickets), "-v", "round="+strconv.Itoa(round))
		if err != nil {
			return polls{}, err
		}
		if answer != strconv.Itoa(changed) {
			return polls{}, fmt.Errorf("%s tickets were changed, not %d", answer, changed)
		}
		begin, end, batches, err := e.pass(ctx, pollTimeout)
		if err != nil {
			return polls{}, err
		}
		if batches < 2 {
			return polls{}, errors.New("a poll found no change")
		}
		if _, _, _, err := e.pass(ctx, pollTimeout); err != nil { // what was changed is published meanwhile
			return polls{}, err
		}
		after, err := cpu(e.cmd.Process.Pid)
		if err != nil {
			return polls{}, err
		}
		took = append(took, end.Sub(begin))
		used = append(used, after-before)
	}
	return polls{quiet: median(silent), took: median(took), cpu: median(used)}, nil
}

func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}
