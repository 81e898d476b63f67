package fake

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// TicketsSource describes, as a source does in YAML, how the answer of Tickets is read: 20 fields of each are mapped.
const TicketsSource = `
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

// TicketsAnswer has the fields that TicketsSource maps, for encoding/json: the least that reading the answer can cost
// with the standard library.
type TicketsAnswer struct {
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

// TicketsEnd is the end of the month in which the tickets are created, one a minute.
var TicketsEnd = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

const ticketFormat = `{"url":"https://desk.example/api/v2/tickets/%[1]d.json","id":%[1]d,"external_id":null,` +
	`"via":{"channel":"email","source":{"from":{"address":"ada@example.org","name":"Ada"},"to":{"name":"Support","address":"support@desk.example"},"rel":null}},` +
	`"created_at":"%[2]s","updated_at":"%[3]s","type":"question","subject":"Where is my order %[1]d?","raw_subject":"Where is my order %[1]d?",` +
	`"description":"Hello,\n\nI ordered \"size 38\" two weeks ago and nothing has come so far. Could you please have a look?\n\nMany thanks\nZoë%[4]s",` +
	`"priority":"normal","status":"%[5]s","recipient":"support@desk.example","requester_id":%[6]d,"submitter_id":%[6]d,"assignee_id":360001,` +
	`"organization_id":null,"group_id":360002,"collaborator_ids":[],"follower_ids":[],"email_cc_ids":[],"forum_topic_id":null,"problem_id":null,` +
	`"has_incidents":false,"is_public":true,"due_at":null,"tags":["order","shipping","de"],` +
	`"custom_fields":[{"id":1,"value":"x"},{"id":2,"value":null},{"id":3,"value":true},{"id":4,"value":"12.5"},{"id":5,"value":null}],` +
	`"satisfaction_rating":{"score":"offered"},"sharing_agreement_ids":[],"custom_status_id":1,"followup_ids":[],"ticket_form_id":9,"brand_id":7,` +
	`"allow_channelback":false,"allow_attachments":true,"from_messaging_channel":false,"generated_timestamp":%[7]d,` +
	`"metric_set":{"reopens":1,"replies":2,"reply_time_in_minutes":{"calendar":60,"business":30},"solved_at":%[8]s,"updated_at":"%[3]s"}}`

// Tickets is an answer of n tickets as helpdesks write them: with many fields that nobody maps. Longer texts
// bring it up to size bytes, or to less than n below. Every second ticket is solved. The month before
// TicketsEnd has room for 40,320.
func Tickets(n, size int) []byte {
	answer := list(n, "")
	if more := (size - len(answer)) / n; more > 0 {
		return list(n, strings.Repeat(".", more))
	}
	return answer
}

func list(n int, text string) []byte {
	var b bytes.Buffer
	b.WriteString(`{"tickets":[`)
	first := TicketsEnd.AddDate(0, -1, 0)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		created := first.Add(time.Duration(i) * time.Minute)
		updated := created.Add(time.Minute)
		status, solved := "open", "null"
		if i%2 == 1 {
			status, solved = "solved", updated.Format(`"`+time.RFC3339+`"`)
		}
		fmt.Fprintf(&b, ticketFormat, i+1, created.Format(time.RFC3339), updated.Format(time.RFC3339), text,
			status, 900_000+i, updated.Unix(), solved)
	}
	fmt.Fprintf(&b, `],"count":%d,"end_of_stream":true}`, n)
	return b.Bytes()
}
