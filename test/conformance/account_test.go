package conformance

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// account is a desk at a product, and the exporter that polls it.
type account struct {
	t       *testing.T
	tape    *replay.Tape
	clock   *fake.Clock
	faults  *fake.Faults
	api     fake.API
	network *fake.Network
	config  *config.Config
	// open opens the state as a new process does.
	open func() state.Store
	// wrap, if given, stands in front of the network.
	wrap http.RoundTripper
	pipe *pipeline.Pipeline
	log  *logbook
	// failures are what polls have said.
	failures []string
}

// newAccount opens the desk of a tape at a product; the exporter is configured but not started.
func newAccount(t *testing.T, p product, tape *replay.Tape, s story, faults *fake.Faults, calm bool) *account {
	t.Helper()
	a := &account{t: t, tape: tape.Copy(), clock: fake.NewClock(s.begin()), faults: faults, log: &logbook{}}
	store := state.NewMemory()
	a.open = func() state.Store { store = store.TakeOver(); return store }
	a.api = p.fake(fake.Options{Tape: a.tape, Clock: a.clock, Faults: faults, Seed: s.seed, Calm: calm})
	a.network = &fake.Network{Handler: a.api, Clock: a.clock, Latency: 40 * time.Millisecond}
	dir := t.TempDir()
	block := p.source(t)
	block["name"], block["preset"], block["baseline"] = sourceName, p.strange(t, dir), s.begin().Format(time.RFC3339)
	sourcesText, err := yaml.Marshal(map[string]any{"sources": []any{block}})
	require.NoError(t, err)
	path := filepath.Join(dir, "helpdesk.yml")
	text := fmt.Sprintf("global:\n  timezone: %s\n  limits: {series: 1000000}\nprivacy: {key_file: %q}\n%s%s%s",
		tape.Zone, filepath.Join(dir, "identity.key"), s.rules().Config(), categories(), sourcesText)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	a.config, err = config.Load([]string{path}, os.LookupEnv)
	require.NoError(t, err)
	t.Cleanup(func() { a.stop() })
	return a
}

// start begins a process; at fixes its clocks, zero is live.
func (a *account) start(at time.Time) {
	a.t.Helper()
	a.stop()
	var err error
	a.pipe, err = pipeline.New(a.t.Context(), a.config, pipeline.Options{
		Logger: slog.New(slog.NewTextHandler(a.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Store:  a.open(), Key: bytes.Repeat([]byte{7}, 32), At: at, Now: a.clock.Now, Single: true,
		Network: func(_ string, env *sources.Env) {
			env.Transport, env.Sleep = a.network, a.clock.Sleep
			if a.wrap != nil {
				env.Transport = a.wrap
			}
		},
	})
	require.NoError(a.t, err)
}

func (a *account) stop() {
	if a.pipe != nil {
		require.NoError(a.t, a.pipe.Close())
		a.pipe = nil
	}
}

// poll polls all streams once. What fails is noted.
func (a *account) poll() error {
	a.t.Helper()
	if a.pipe == nil {
		a.start(time.Time{})
	}
	err := a.pipe.RunOnce(a.t.Context())
	if err != nil {
		a.failures = append(a.failures, err.Error())
	}
	return err
}

// finish polls once more, undisturbed, as a process whose clocks all stand at the present, and returns what
// it exposes.
func (a *account) finish() (at time.Time, exposition string) {
	a.t.Helper()
	if a.faults != nil {
		a.faults.OneIn = 0
	}
	a.network.KillAt = 0
	at = a.clock.Now().Truncate(time.Minute)
	a.tape.Pause(at)
	a.clock.Advance(time.Hour) // limits are used up no more, and no share is late
	a.start(at)
	require.NoError(a.t, a.pipe.RunOnce(a.t.Context()), "at %s", at)
	require.NoError(a.t, a.pipe.Publish(a.t.Context()))
	return at, a.expose()
}

func (a *account) expose() string {
	a.t.Helper()
	families, err := a.pipe.Collector.Gather()
	require.NoError(a.t, err)
	var out strings.Builder
	for _, family := range families {
		_, err := expfmt.MetricFamilyToText(&out, family)
		require.NoError(a.t, err)
	}
	return out.String()
}

// logbook keeps what was logged.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
