package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// decoded reads a source's block.
func decoded(t testing.TB, text string) Config {
	t.Helper()
	var files yamlfile.Files
	node, err := files.Parse("f.yml", []byte(text))
	require.NoError(t, err)
	var c Config
	errs := files.Decode(node, "", &c)
	require.NoError(t, errs.Sorted())
	return c
}

// bed is a source in front of a handler.
type bed struct {
	t       *testing.T
	clock   *fake.Clock
	network *fake.Network
	ledger  *fake.Ledger
	values  memory
	config  Config
	budgets *Budgets
	source  *Source
	address string
}

type memory map[string]string

func (m memory) Get(_ context.Context, key string) ([]byte, error) { return []byte(m[key]), nil }

func (m memory) Put(_ context.Context, key string, value []byte) error {
	m[key] = string(value)
	return nil
}

func newBed(t *testing.T, config string, h http.HandlerFunc) *bed {
	t.Helper()
	clock := fake.NewClock(noon)
	b := &bed{
		t: t, clock: clock, network: &fake.Network{Handler: h, Clock: clock}, ledger: fake.NewLedger(),
		values: memory{}, config: decoded(t, config), address: "https://desk.example/api",
	}
	b.start()
	return b
}

// start makes the source anew, as a new process does.
func (b *bed) start() {
	b.t.Helper()
	s, err := New("desk", b.address, b.config, record.Words{}, Options{
		Now: b.clock.Now, Sleep: b.clock.Sleep, Transport: b.network, Values: b.values, Budgets: b.budgets,
	})
	require.NoError(b.t, err)
	b.source = s
}

func (b *bed) poll(stream string) error {
	return b.source.Poll(b.t.Context(), stream, b.ledger.Position(stream), b.ledger.Deliver)
}

func (b *bed) mustPoll(stream string) {
	b.t.Helper()
	require.NoError(b.t, b.poll(stream))
}

// reason is that of a failed poll of the tickets, beside what it says.
func (b *bed) reason() (reason, message string) {
	b.t.Helper()
	err := b.poll("tickets")
	require.Error(b.t, err)
	var own *Error
	require.ErrorAs(b.t, err, &own)
	return own.Reason(), err.Error()
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	if _, err := w.Write(b); err != nil {
		panic(err)
	}
}

type obj = map[string]any

func ticket(id int, updated time.Time) obj {
	return obj{"id": id, "created": noon.Add(-240 * time.Hour).Format(time.RFC3339), "updated": updated.Format(time.RFC3339), "state": "open"}
}

const ticketMap = `{kind: "ticket", id, created_at: (.created | ts), updated_at: (.updated | ts), status: .state}`

func write(w http.ResponseWriter, format string, args ...any) {
	if _, err := fmt.Fprintf(w, format, args...); err != nil {
		panic(err)
	}
}
