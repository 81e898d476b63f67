package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api/fake"
)

const (
	largeAim     = int64(32 << 20) // bytes above idle
	largeTickets = 40_000
	largeBytes   = 64 << 20
	smallTickets = 10
	// largeRuns is how many processes decode it; the one that takes the most counts.
	largeRuns = 3
)

// grown is what a process's memory was (VmHWM) after a small answer, and after a large one.
type grown struct {
	Idle, Peak int64
	Tickets    int
}

func (g grown) by() int64 { return g.Peak - g.Idle }

// answering serves answers by path over a real socket, until stop is called.
func answering(ctx context.Context, answers map[string][]byte) (address string, stop func() error, err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{ReadHeaderTimeout: patience, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(answers[strings.Split(r.URL.Path, "/")[1]]) //nolint:errcheck // the reader says if it is cut off
	})}
	go server.Serve(listener) //nolint:errcheck // until it is closed
	return "http://" + listener.Addr().String(), server.Close, nil
}

// measureLargeAnswer compares the memory of processes after a small answer and after a large one: of one that only makes
// records, and of the exporter.
func (l *lab) measureLargeAnswer(ctx context.Context, t *table) error {
	answers := map[string][]byte{"small": fake.Tickets(smallTickets, 0), "large": fake.Tickets(largeTickets, largeBytes)}
	address, stop, err := answering(ctx, answers)
	if err != nil {
		return err
	}
	defer stop() //nolint:errcheck // the process ends
	var worst grown
	for range largeRuns {
		g, err := decodeInChild(ctx, l.dir, address)
		if err != nil {
			return err
		}
		if g.by() >= worst.by() {
			worst = g
		}
	}
	what := fmt.Sprintf("VmHWM, %.2f MiB of %d tickets to records", float64(len(answers["large"]))/(1<<20), largeTickets)
	t.add(figure{what, mebibytes(worst.Peak), mebibytes(worst.Idle), "+" + mebibytes(worst.by()), verdict("within 32 MiB", worst.by() <= largeAim)})
	return l.measureWhole(ctx, t, address)
}

// decodeInChild lets a process of its own decode a small answer, then the large one.
func decodeInChild(ctx context.Context, dir, address string) (grown, error) {
	self, err := os.Executable()
	if err != nil {
		return grown{}, err
	}
	cmd := exec.CommandContext(ctx, self, "--dir="+dir, "decode", address)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return grown{}, err
	}
	var g grown
	if err := json.Unmarshal(out, &g); err != nil {
		return g, err
	}
	return g, expect(g.Tickets, largeTickets)
}

// decode is the child: it says what it took.
func decode(ctx context.Context, dir, address string) error {
	var g grown
	for _, answer := range []struct {
		name   string
		memory *int64
	}{{"small", &g.Idle}, {"large", &g.Peak}} {
		c, err := apiConfig(dir, address+"/"+answer.name)
		if err != nil {
			return err
		}
		source, err := sources.Open(c.Sources[0], sources.Env{MaxBody: int64(c.Global.Limits.ResponseBody)})
		if err != nil {
			return err
		}
		if g.Tickets, err = poll(ctx, source); err != nil {
			return err
		}
		now, err := memory(os.Getpid())
		if err != nil {
			return err
		}
		*answer.memory = now.highest
	}
	return json.NewEncoder(os.Stdout).Encode(g)
}

// measureWhole notes what the built exporter takes for the same answers, its ledger included; the pages of its state that
// are mapped are not.
func (l *lab) measureWhole(ctx context.Context, t *table, address string) error {
	small, err := l.whole(ctx, address+"/small")
	if err != nil {
		return err
	}
	large, err := l.whole(ctx, address+"/large")
	if err != nil {
		return err
	}
	t.add(figure{what: "peak RssAnon of the exporter, the same answer", measured: mebibytes(large), baseline: mebibytes(small), ratio: "+" + mebibytes(large-small)})
	return nil
}

// whole is an exporter's memory until its first pass is to be seen in a scrape.
func (l *lab) whole(ctx context.Context, address string) (anonymous int64, err error) {
	dir, err := os.MkdirTemp(l.dir, "whole-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the next one has a folder of its own
	e, err := l.startExporter(ctx, dir, apiText(address), true)
	if err != nil {
		return 0, err
	}
	watched, enough := context.WithCancel(ctx)
	used := watch(watched, e.cmd.Process.Pid)
	_, _, _, err = e.pass(ctx, 10*patience)
	if err == nil {
		_, err = e.shows(ctx, ticketSeries)
	}
	enough()
	most := <-used
	if err != nil {
		return 0, errors.Join(err, e.end(syscall.SIGKILL))
	}
	return most.anonymous, e.end(syscall.SIGTERM)
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }
