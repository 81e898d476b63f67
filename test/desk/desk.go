// Package desk polls an account that a fake plays, through its preset, and tells what was read in words that a test
// can list. Where [test/conformance] compares the metrics of whole stories, tests with a Desk ask what became of a
// single ticket that was scripted for them.
package desk

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
)

// Product is what the desks of a preset's tests have in common.
type Product struct {
	Preset string
	// Play plays the account.
	Play func(fake.Options) fake.API
	Names
}

// Setting is what differs between two desks of a product.
type Setting struct {
	// With replaces words of testdata/source.yml, the block of the source: old, new, old, new.
	With []string
	// Since is where the history begins, an hour before noon by default.
	Since time.Time
	// Clock is the desk's, where somebody else needs it, too.
	Clock *fake.Clock
	// Wrap stands in front of the account.
	Wrap func(http.Handler) http.Handler
	fake.Options
}

// Desk is an account that is polled.
type Desk struct {
	T     *testing.T
	Clock *fake.Clock
	// Account is who Open has let play it.
	Account fake.API
	Network *fake.Network
	Source  record.Source
	Ledger  *fake.Ledger
	names   Names
}

// Open starts to poll the account of a tape so many minutes after noon.
func Open(t *testing.T, p Product, tape *replay.Tape, minutes int, s Setting) *Desk {
	t.Helper()
	clock := s.Clock
	if clock == nil {
		clock = fake.NewClock(At(minutes))
	}
	s.Options.Tape, s.Options.Clock = tape, clock
	account := p.Play(s.Options)
	handler := http.Handler(account)
	if s.Wrap != nil {
		handler = s.Wrap(account)
	}
	text, err := os.ReadFile("testdata/source.yml")
	require.NoError(t, err)
	for i := 0; i < len(s.With); i += 2 {
		require.Contains(t, string(text), s.With[i])
	}
	d := Connect(t, "name: desk\npreset: "+p.Preset+"\n"+strings.NewReplacer(s.With...).Replace(string(text)), handler, clock)
	d.Account, d.names = account, p.Names
	d.Network.Latency = 40 * time.Millisecond
	if !s.Since.IsZero() {
		d.Ledger.Since.Since = s.Since
	}
	return d
}

// Connect opens the source of a block of YAML, whose server is a handler. Its history begins an hour before noon.
func Connect(t *testing.T, block string, server http.Handler, clock *fake.Clock) *Desk {
	t.Helper()
	d := &Desk{T: t, Clock: clock, Ledger: fake.NewLedger(), Network: &fake.Network{Handler: server, Clock: clock}}
	d.Ledger.Since.Since = At(-60)
	var files yamlfile.Files
	node, err := files.Parse("helpdesk.yml", []byte(block))
	require.NoError(t, err)
	config, _, errs := sources.DecodeConfig(&files, node, "")
	require.NoError(t, errs.Sorted())
	d.Source, err = sources.Open(config, sources.Env{
		Now: clock.Now, Sleep: clock.Sleep, PollInterval: time.Minute, Transport: d.Network,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Source.Close()) })
	return d
}

// Streams are those that are polled; the others follow them.
func (d *Desk) Streams() (polled []record.Stream) {
	for _, s := range d.Source.Streams() {
		if s.Parent == "" {
			polled = append(polled, s)
		}
	}
	return polled
}

// Poll polls a stream once.
func (d *Desk) Poll(stream string) error {
	return d.Source.Poll(d.T.Context(), stream, d.Ledger.Position(stream), d.Ledger.Deliver)
}

// PollAll polls each stream once; nothing may fail or be rejected.
func (d *Desk) PollAll() {
	d.T.Helper()
	for _, s := range d.Streams() {
		require.NoError(d.T, d.Poll(s.Name), "%s at %s", s.Name, d.Clock.Now())
	}
	require.Empty(d.T, d.Ledger.Rejects)
}

// PollUntil polls each stream every so many seconds until so many minutes after noon.
func (d *Desk) PollUntil(minutes, every int) {
	d.T.Helper()
	for d.Clock.Now().Before(At(minutes)) {
		d.PollAll()
		d.Clock.Advance(time.Duration(every) * time.Second)
	}
}
