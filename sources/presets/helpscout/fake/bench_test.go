package fake

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/sources/simulator/replay"
)

func BenchmarkRequests(b *testing.B) {
	tape, err := replay.Record(b.Context(), b.TempDir(), simulator.Options{
		Seed: 3, Begin: begin(), Zone: time.UTC, Volume: 0.5, MaxPoll: 10 * time.Minute, Ordinary: true,
	}, begin().Add(6*24*time.Hour), time.Minute)
	require.NoError(b, err)
	defer func() { require.NoError(b, tape.Close()) }()
	clock := api.NewClock(tape.End)
	s := New(api.Options{Tape: tape, Clock: clock, Limit: 1 << 60})
	token := s.tokens.give(clock.Now())
	some := decimal(conversationID(tape.At(tape.End).Tickets[0].ID))
	for name, path := range map[string]string{
		"list":     "/v2/conversations?status=all&sortField=modifiedAt&sortOrder=asc&page=3",
		"changed":  "/v2/conversations?status=all&modifiedSince=" + tape.End.Add(-10*time.Minute).Format(stamp),
		"embedded": "/v2/conversations?status=all&embed=threads&page=3",
		"threads":  "/v2/conversations/" + some + "/threads",
		"users":    "/v2/users",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				req := httptest.NewRequest(http.MethodGet, path, nil)
				req.Header.Set("Authorization", "Bearer "+token)
				w := httptest.NewRecorder()
				s.ServeHTTP(w, req)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
	for name, before := range map[string]*view{"first view": nil, "next view": s.view()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				newView(tape.At(tape.End), before, s.people)
			}
		})
	}
}
