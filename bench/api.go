package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
)

const (
	recordsAim = 4.0 // times a decode into structs
	// apiTickets is how many tickets an answer holds whose way is timed.
	apiTickets = 1000
	// apiSource is the name of the source, and apiStream that of its stream.
	apiSource = "desk"
	apiStream = "tickets"
)

// measureAPI times an answer's way from the wire to records and to the ledger, beside encoding/json, and looks at the
// memory that a large one takes.
func measureAPI(ctx context.Context, l *lab, rounds int) error {
	way, err := newWay(l.dir, fake.Tickets(apiTickets, 0))
	if err != nil {
		return err
	}
	structs, records, counted := &cost{run: way.structs}, &cost{run: way.records}, &cost{run: way.ledger}
	if err := race(ctx, rounds, structs, records, counted); err != nil {
		return err
	}
	fmt.Printf("api: %d tickets in %.2f MB, the least of %d rounds\n", apiTickets, float64(len(way.body))/1e6, rounds)
	var t table
	ratio := dividedBy(records.cpu, structs.cpu)
	t.add(figure{"wire to records, CPU", show(records.cpu), show(structs.cpu), times(ratio), verdict("within 4x of encoding/json", ratio <= recordsAim)})
	t.add(figure{what: "wire to ledger, CPU", measured: show(counted.cpu), baseline: show(structs.cpu), ratio: times(dividedBy(counted.cpu, structs.cpu))})
	t.add(figure{what: "wire to records, by the clock", measured: show(records.wall), baseline: show(structs.wall), ratio: times(dividedBy(records.wall, structs.wall))})
	t.add(figure{what: "wire to ledger, by the clock", measured: show(counted.wall), baseline: show(structs.wall), ratio: times(dividedBy(counted.wall, structs.wall))})
	if err := l.measureLargeAnswer(ctx, &t); err != nil {
		return err
	}
	return t.print(os.Stdout)
}

// way is what an answer goes through.
type way struct {
	dir    string
	body   []byte
	config *config.Config
}

func newWay(dir string, body []byte) (*way, error) {
	c, err := apiConfig(dir, "https://desk.example")
	return &way{dir: dir, body: body, config: c}, err
}

// apiText is a configuration whose source reads the answers of fake.Tickets.
func apiText(address string) string {
	source := strings.ReplaceAll(fake.TicketsSource, "\n", "\n    ")
	return fmt.Sprintf(`global:
  state: {path: state.db, backup: {dir: backup}}
privacy: {key_file: identity.key}
sources:
  - name: %s
    url: %s
    baseline: %s
    history: 5y
%s
`, apiSource, address, fake.TicketsEnd.AddDate(0, -2, 0).Format(time.RFC3339), source)
}

func apiConfig(dir, address string) (*config.Config, error) {
	file := filepath.Join(dir, "api.yml")
	if err := os.WriteFile(file, []byte(apiText(address)), 0o600); err != nil {
		return nil, err
	}
	return config.Load([]string{file}, os.LookupEnv)
}

// structs is the baseline: the bytes into structs that have the fields of the map.
func (w *way) structs(_ context.Context, m *meter) error {
	m.begin()
	var answer fake.TicketsAnswer
	err := json.Unmarshal(w.body, &answer)
	m.end()
	return errors.Join(err, expect(len(answer.Tickets), apiTickets))
}

// records is the way to canonical records.
func (w *way) records(ctx context.Context, m *meter) error {
	source, err := sources.Open(w.config.Sources[0], sources.Env{Transport: replay(w.body)})
	if err != nil {
		return err
	}
	m.begin()
	n, err := poll(ctx, source)
	m.end()
	return errors.Join(err, source.Close(), expect(n, apiTickets))
}

// poll reads the tickets' stream and counts its records.
func poll(ctx context.Context, source record.Source) (records int, err error) {
	err = source.Poll(ctx, apiStream, record.Position{}, func(_ context.Context, batch record.Batch) (record.Answer, error) {
		for _, part := range batch.Parts {
			records += len(part.Records)
		}
		return record.Answer{}, nil
	})
	return records, err
}

// ledger is the way of the exporter: records, enrichment, facts, a commit that is synced to disk.
func (w *way) ledger(ctx context.Context, m *meter) (err error) {
	dir, err := os.MkdirTemp(w.dir, "state-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	store, err := state.OpenBolt(filepath.Join(dir, "state.db"), state.BoltOptions{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	pipe, err := pipeline.New(ctx, w.config, pipeline.Options{
		Logger: slog.New(slog.DiscardHandler), Store: store, Key: make([]byte, 32), Now: func() time.Time { return fake.TicketsEnd },
		Network: func(_ string, env *sources.Env) { env.Transport = replay(w.body) },
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pipe.Close()) }()
	m.begin()
	err = pipe.RunOnce(ctx)
	m.end()
	if err != nil {
		return err
	}
	created, err := createdTickets(ctx, pipe)
	return errors.Join(err, expect(created, apiTickets))
}

// createdTickets is how many tickets the ledger has counted.
func createdTickets(ctx context.Context, pipe *pipeline.Pipeline) (int, error) {
	view, err := pipe.Ledger.View(ctx, fake.TicketsEnd)
	n := 0
	for _, s := range view.Series {
		if s.Family == "helpdesk_tickets_created_total" {
			n += int(s.Count)
		}
	}
	return n, err
}

func expect(got, want int) error {
	if got != want {
		return fmt.Errorf("%d tickets arrived, not %d", got, want)
	}
	return nil
}

// replay is a network that answers each request with the same bytes.
type replay []byte

// RoundTrip implements http.RoundTripper.
func (r replay) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Status: http.StatusText(http.StatusOK), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(r)), ContentLength: int64(len(r)),
		Request: req,
	}, nil
}
