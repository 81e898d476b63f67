package api

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
)

// BenchmarkRecords is 1000 tickets from the bytes of an answer to records.
func BenchmarkRecords(b *testing.B) {
	body := fake.Tickets(1000, 0)
	network := &fake.Network{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write(body); err != nil {
			panic(err)
		}
	})}
	s, err := New("desk", "https://desk.example", decoded(b, fake.TicketsSource), record.Words{}, Options{Transport: network})
	require.NoError(b, err)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		err := s.Poll(b.Context(), "tickets", record.Position{}, func(_ context.Context, batch record.Batch) (record.Answer, error) {
			for _, p := range batch.Parts {
				n += len(p.Records)
			}
			return record.Answer{}, nil
		})
		require.NoError(b, err)
		require.Equal(b, 1000, n)
	}
}

// BenchmarkStructs is the same bytes into structs with encoding/json: the measure of BenchmarkRecords.
func BenchmarkStructs(b *testing.B) {
	body := fake.Tickets(1000, 0)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var answer fake.TicketsAnswer
		require.NoError(b, json.Unmarshal(body, &answer))
		require.Len(b, answer.Tickets, 1000)
	}
}
