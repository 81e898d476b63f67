package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
)

// page is an answer of n tickets as helpdesks write them: with many fields that nobody maps.
func page(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"tickets":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"url":"https://desk.example/api/v2/tickets/%d.json","id":%d,"external_id":null,"via":{"channel":"email","source":{"from":{"address":"ada@example.org","name":"Ada"},"to":{"name":"Support","address":"support@desk.example"},"rel":null}},"created_at":"2026-02-01T10:%02d:00Z","updated_at":"2026-02-02T11:%02d:00Z","type":"question","subject":"Where is my order %d?","raw_subject":"Where is my order %d?","description":"Hello, I ordered two weeks ago and nothing has come so far. Could you please have a look? Thank you very much, Ada","priority":"normal","status":"open","recipient":"support@desk.example","requester_id":%d,"submitter_id":%d,"assignee_id":360001,"organization_id":null,"group_id":360002,"collaborator_ids":[],"follower_ids":[],"email_cc_ids":[],"forum_topic_id":null,"problem_id":null,"has_incidents":false,"is_public":true,"due_at":null,"tags":["order","shipping","de"],"custom_fields":[{"id":1,"value":"x"},{"id":2,"value":null},{"id":3,"value":true},{"id":4,"value":"12.5"},{"id":5,"value":null}],"satisfaction_rating":{"score":"offered"},"sharing_agreement_ids":[],"custom_status_id":1,"followup_ids":[],"ticket_form_id":9,"brand_id":7,"allow_channelback":false,"allow_attachments":true,"from_messaging_channel":false,"generated_timestamp":%d,"metric_set":{"reopens":1,"replies":2,"reply_time_in_minutes":{"calendar":60,"business":30},"solved_at":null,"updated_at":"2026-02-02T11:00:00Z"}}`,
			i, i, i%60, i%60, i, i, 900000+i, 900000+i, 1770000000+i)
	}
	b.WriteString(`],"count":1000,"end_of_stream":true}`)
	return b.Bytes()
}

const benchStream = `
timezone: UTC
lookup: {groups: {"360002": Returns}}
streams:
  - name: tickets
    request: {path: /tickets}
    records: tickets
    cursor: {field: generated_timestamp, unit: s, order: asc}
    look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
    map: |
      {kind: "ticket", id, created_at: (.created_at | ts), updated_at: (.generated_timestamp | ts("s")), status, priority,
       channel: .via.channel, group: (.group_id | lookup("groups")), assignee: .assignee_id, requester: .requester_id,
       subject, tags, topics: [.type], brand: .brand_id, reopens: .metric_set.reopens, replies: .metric_set.replies,
       solved_at: (.metric_set.solved_at | ts), merged_into: (if any(.tags[]; . == "closed_by_merge") then .problem_id else null end),
       deleted: (.status == "deleted"), language: null, origin: (if .via.channel == "api" then "automation" else "customer" end)}
`

// BenchmarkRecords is 1000 tickets from the bytes of an answer to records.
func BenchmarkRecords(b *testing.B) {
	body := page(1000)
	network := &fake.Network{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write(body); err != nil {
			panic(err)
		}
	})}
	s, err := New("desk", "https://desk.example", decoded(b, benchStream), record.Words{}, Options{Transport: network})
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
	body := page(1000)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var answer struct {
			Tickets []struct {
				ID        int64     `json:"id"`
				CreatedAt time.Time `json:"created_at"`
				Generated int64     `json:"generated_timestamp"`
				Status    string    `json:"status"`
				Priority  string    `json:"priority"`
				Via       struct {
					Channel string `json:"channel"`
				} `json:"via"`
				GroupID     int64    `json:"group_id"`
				AssigneeID  int64    `json:"assignee_id"`
				RequesterID int64    `json:"requester_id"`
				BrandID     int64    `json:"brand_id"`
				ProblemID   *int64   `json:"problem_id"`
				Subject     string   `json:"subject"`
				Type        string   `json:"type"`
				Tags        []string `json:"tags"`
				MetricSet   struct {
					Reopens  int        `json:"reopens"`
					Replies  int        `json:"replies"`
					SolvedAt *time.Time `json:"solved_at"`
				} `json:"metric_set"`
			} `json:"tickets"`
		}
		require.NoError(b, json.Unmarshal(body, &answer))
		require.Len(b, answer.Tickets, 1000)
	}
}
