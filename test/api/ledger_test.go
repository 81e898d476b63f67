// Package api runs HTTP sources against the ledger.
package api

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
)

const block = `
name: desk
url: https://desk.example
discover: [{name: teams, request: {path: /teams}, records: teams}]
streams:
  - name: tickets
    request: {path: /tickets, params: {since: "{{ .cursor | rfc3339 }}", page: "{{ .page }}"}}
    records: tickets
    pages: {type: page, more: more}
    cursor: {field: updated_at, order: asc, overlap: 3m}
    look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
    open: {request: {path: /tickets, params: {open: 1, page: "{{ .page }}"}}, pages: {type: page, more: more}, every: 20m}
    map: |
      {kind: "ticket", id, created_at: (.created_at | ts), updated_at: (.updated_at | ts), status: .state,
       solved_at: (.solved_at | ts), group: (.team | lookup("teams"))}
  - name: messages
    for_each: {stream: tickets}
    request: {path: "/tickets/{{ .parent.id }}/messages"}
    records: messages
    map: '{kind: "message", id, ticket: $parent.id, at: (.at | ts), author}'
`

// world is a desk, a source that reads it, and the real ledger over a state that survives.
type world struct {
	t       *testing.T
	clock   *fake.Clock
	network *fake.Network
	store   *state.Memory
	config  sources.Config
	source  record.Source
	ledger  *ledger.Ledger
}

func newWorld(t *testing.T, wrap func(http.Handler) http.Handler) *world {
	t.Helper()
	var files yamlfile.Files
	node, err := files.Parse("helpdesk.yml", []byte(block))
	require.NoError(t, err)
	config, _, errs := sources.DecodeConfig(&files, node, "")
	require.NoError(t, errs.Sorted())
	w := &world{t: t, clock: fake.NewClock(start), store: state.NewMemory(), config: config}
	w.network = &fake.Network{Handler: wrap(&desk{clock: w.clock, tickets: 16}), Clock: w.clock}
	w.start()
	return w
}

// start makes what a new process makes.
func (w *world) start() {
	w.t.Helper()
	var err error
	w.source, err = sources.Open(w.config, sources.Env{Now: w.clock.Now, Sleep: w.clock.Sleep, Transport: w.network, PollInterval: time.Minute})
	require.NoError(w.t, err)
	w.ledger, err = ledger.Open(w.t.Context(), w.store, ledger.Config{
		Now: w.clock.Now, ReopenWindow: 7 * 24 * time.Hour, Classic: true,
		Sources: []ledger.Source{{Name: "desk", Streams: w.source.Streams(), Baseline: start.Add(-time.Hour), History: 24 * time.Hour, Map: w.config.Mapping()}},
	})
	require.NoError(w.t, err)
	identity, err := w.source.Identity(w.t.Context())
	require.NoError(w.t, err)
	require.NoError(w.t, w.ledger.Begin(w.t.Context(), "desk", identity, w.source.Streams(), w.clock.Now()))
}

func (w *world) poll() error {
	position, err := w.ledger.Position(w.t.Context(), "desk", "tickets")
	require.NoError(w.t, err)
	return w.source.Poll(w.t.Context(), "tickets", position, func(ctx context.Context, b record.Batch) (record.Answer, error) {
		return w.ledger.Apply(ctx, "desk", b)
	})
}

// counted are the desk's families: what they say, by series.
func (w *world) counted() map[string]string {
	view, err := w.ledger.View(w.t.Context(), w.clock.Now())
	require.NoError(w.t, err)
	out := map[string]string{}
	for _, s := range view.Series {
		if strings.HasPrefix(s.Family, "helpdesk_exporter_") {
			continue
		}
		said, err := json.Marshal([]any{s.Count, s.Histogram})
		require.NoError(w.t, err)
		out[s.Family+"{"+strings.Join(s.Values, ",")+"}"] = string(said)
	}
	return out
}

// run lives through the desk's story, polling every minute; disturb may do harm before each poll.
func (w *world) run(disturb func()) {
	end := start.Add(4 * time.Hour)
	for next := start; next.Before(end); next = next.Add(time.Minute) {
		if wait := next.Sub(w.clock.Now()); wait > 0 {
			w.clock.Advance(wait)
		}
		disturb()
		if err := w.poll(); err != nil {
			w.network.KillAt = 0
			w.start()
		}
	}
	w.network.KillAt = 0
	for range 3 {
		w.clock.Advance(10 * time.Minute)
		require.NoError(w.t, w.poll())
	}
}

func alone(h http.Handler) http.Handler { return h }

// However often the process is killed and whatever the helpdesk answers, every event counts exactly once.
func TestEventsCountOnce(t *testing.T) {
	calm := newWorld(t, alone)
	calm.run(func() {})
	want := calm.counted()
	require.Contains(t, want, `helpdesk_tickets_created_total{desk,,Returns,other,none,customer}`)
	for seed := range uint64(5) {
		random := rand.New(rand.NewPCG(seed, 11))
		stormy := newWorld(t, func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch random.IntN(15) {
				case 0:
					w.WriteHeader(http.StatusInternalServerError)
				case 1:
					w.Header().Set("Retry-After", "20")
					w.WriteHeader(http.StatusTooManyRequests)
				case 2:
					h.ServeHTTP(half{w}, r)
					panic(http.ErrAbortHandler)
				default:
					h.ServeHTTP(w, r)
				}
			})
		})
		stormy.run(func() {
			if random.IntN(3) == 0 {
				stormy.network.KillAt = stormy.network.Requests() + 1 + random.IntN(6)
			}
		})
		require.Equal(t, want, stormy.counted(), "seed %d", seed)
	}
}

// half writes the first half of an answer.
type half struct{ http.ResponseWriter }

func (c half) Write(b []byte) (int, error) { return c.ResponseWriter.Write(b[:len(b)/2]) }
