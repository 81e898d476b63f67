package badinput

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/test/exporter"
)

var httpStart = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

type obj = map[string]any

// httpDesk is a helpdesk behind HTTP. Every ten minutes a customer opens a ticket, which is answered and solved
// in time.
type httpDesk struct{ clock *fake.Clock }

func (d httpDesk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	id := 0
	if len(parts) > 1 {
		id, _ = strconv.Atoi(parts[1]) //nolint:errcheck // 0 is no ticket
	}
	switch ticket, messages := d.ticket(id); {
	case r.Header.Get("Authorization") != "Bearer good-token":
		w.WriteHeader(http.StatusUnauthorized)
	case parts[0] == "teams":
		answer(w, obj{"teams": []obj{{"id": 1, "name": "Returns"}}})
	case parts[0] == "ratings":
		answer(w, obj{"ratings": []obj{}})
	case len(parts) == 1:
		answer(w, d.list(r))
	case ticket == nil:
		w.WriteHeader(http.StatusNotFound)
	case len(parts) == 3:
		answer(w, obj{"messages": messages})
	default:
		answer(w, obj{"ticket": ticket})
	}
}

// ticket is as it is now; nil if it does not exist yet.
func (d httpDesk) ticket(id int) (ticket obj, messages []obj) {
	opened := httpStart.Add(time.Duration(id*10) * time.Minute)
	for i, act := range []struct {
		after         time.Duration
		author, state string
	}{{0, "customer", "open"}, {13 * time.Minute, "agent", "pending"}, {25 * time.Minute, "", "solved"}} {
		at := opened.Add(act.after)
		if id == 0 || at.After(d.clock.Now()) {
			break
		}
		if ticket == nil {
			ticket = obj{"id": id, "created_at": at, "team": 1}
		}
		ticket["updated_at"], ticket["state"] = at, act.state
		if act.state == "solved" {
			ticket["solved_at"] = at
		}
		if act.author != "" {
			messages = append(messages, obj{"id": fmt.Sprintf("%d-%d", id, i), "at": at, "author": act.author})
		}
	}
	return ticket, messages
}

func (d httpDesk) list(r *http.Request) obj {
	since, err := time.Parse(time.RFC3339, r.URL.Query().Get("since"))
	var all []obj
	for id := 1; ; id++ {
		ticket, _ := d.ticket(id)
		if ticket == nil {
			break
		}
		if err != nil && ticket["state"] != "solved" || err == nil && !updated(ticket).Before(since) {
			all = append(all, ticket)
		}
	}
	slices.SortStableFunc(all, func(a, b obj) int { return updated(a).Compare(updated(b)) })
	const size = 5
	page, _ := strconv.Atoi(r.URL.Query().Get("page")) //nolint:errcheck // the first
	first := min(max(page-1, 0)*size, len(all))
	last := min(first+size, len(all))
	return obj{"tickets": append([]obj{}, all[first:last]...), "more": last < len(all)}
}

func updated(ticket obj) time.Time {
	at, _ := ticket["updated_at"].(time.Time) //nolint:errcheck // always one
	return at
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		panic(err)
	}
}

const httpSource = `
sources:
  - name: desk
    url: https://desk.example
    token_file: TOKEN
    auth: {bearer: "{{ .token }}"}
    baseline: 2026-03-02T07:00:00Z
    discover: [{name: teams, request: {path: /teams}, records: teams}]
    streams:
      - name: tickets
        request: {path: /tickets, params: {since: "{{ .cursor | rfc3339 }}", page: "{{ .page }}"}}
        records: tickets
        pages: {type: page, more: more}
        cursor: {field: updated_at, order: asc, overlap: 3m}
        look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
        open: {request: {path: /tickets, params: {page: "{{ .page }}"}}, pages: {type: page, more: more}, every: 20m}
        map: |
          {kind: "ticket", id, created_at: (.created_at | ts), updated_at: (.updated_at | ts), status: .state,
           solved_at: (.solved_at | ts), group: (.team | lookup("teams"))}
      - name: messages
        for_each: {stream: tickets}
        request: {path: "/tickets/{{ .parent.id }}/messages"}
        records: messages
        map: '{kind: "message", id, ticket: $parent.id, at: (.at | ts), author}'
      - name: ratings
        request: {path: /ratings}
        records: ratings
        cursor: {}
        map: '{kind: "survey", id, answered_at: (.at | ts), score}'
`

// rig is an exporter in front of a desk, on a clock that nobody waits for.
type rig struct {
	t     *testing.T
	dir   string
	clock *fake.Clock
	desk  httpDesk
	// network asks handler, which may be changed.
	network *fake.Network
	store   *state.Memory
	source  string
	pipe    *pipeline.Pipeline
	log     book
	// skew is by how much our clock is wrong.
	skew time.Duration
}

type book struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *book) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, dir: t.TempDir(), clock: fake.NewClock(httpStart), store: state.NewMemory(), source: httpSource}
	r.desk = httpDesk{r.clock}
	r.network = &fake.Network{Handler: r.desk, Clock: r.clock, Latency: 20 * time.Millisecond}
	r.credentials("good-token")
	r.start()
	t.Cleanup(func() { require.NoError(t, r.pipe.Close()) })
	return r
}

func (r *rig) credentials(token string) {
	r.t.Helper()
	require.NoError(r.t, os.WriteFile(filepath.Join(r.dir, "token"), []byte(token), 0o600))
}

// start begins a new process.
func (r *rig) start() {
	r.t.Helper()
	if r.pipe != nil {
		require.NoError(r.t, r.pipe.Close())
	}
	path := filepath.Join(r.dir, "helpdesk.yml")
	text := fmt.Sprintf("privacy: {key_file: %q}\n", filepath.Join(r.dir, "key")) + strings.ReplaceAll(r.source, "TOKEN", filepath.Join(r.dir, "token"))
	require.NoError(r.t, os.WriteFile(path, []byte(text), 0o600))
	c, err := config.Load([]string{path}, os.LookupEnv)
	require.NoError(r.t, err)
	r.store = r.store.TakeOver()
	r.pipe, err = pipeline.New(r.t.Context(), c, pipeline.Options{
		Logger: slog.New(slog.NewJSONHandler(&r.log, nil)), Store: r.store, Key: bytes.Repeat([]byte{3}, 32), Now: func() time.Time { return r.clock.Now().Add(r.skew) }, Single: true,
		Network: func(_ string, env *sources.Env) {
			if env.Sleep = r.clock.Sleep; r.network != nil {
				env.Transport = r.network
			}
		},
	})
	require.NoError(r.t, err)
}

// poll polls at an instant, or at the present where that is later, and returns the error and the requests made.
func (r *rig) poll(at time.Time) (requests int, err error) {
	r.t.Helper()
	if wait := at.Sub(r.clock.Now()); wait > 0 {
		r.clock.Advance(wait)
	}
	before := r.network.Requests()
	err = r.pipe.RunOnce(r.t.Context())
	return r.network.Requests() - before, err
}

func (r *rig) samples() exporter.Samples {
	r.t.Helper()
	require.NoError(r.t, r.pipe.Publish(r.t.Context()))
	families, err := r.pipe.Collector.Gather()
	require.NoError(r.t, err)
	var out strings.Builder
	for _, family := range families {
		_, err := expfmt.MetricFamilyToText(&out, family)
		require.NoError(r.t, err)
	}
	samples, err := exporter.Parse(out.String())
	require.NoError(r.t, err)
	return samples
}

// failures are the lines of the log that tell of a failed poll.
func (r *rig) failures() (lines []obj) {
	r.t.Helper()
	for line := range strings.Lines(r.log.String()) {
		var said obj
		require.NoError(r.t, json.Unmarshal([]byte(line), &said))
		if said["level"] == "ERROR" || said["level"] == "WARN" {
			lines = append(lines, said)
		}
	}
	return lines
}
