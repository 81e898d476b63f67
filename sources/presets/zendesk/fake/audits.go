package fake

import (
	"encoding/json"
	"fmt"
	"html"
	"time"
)

// commentJSON is a comment, alone or among the events of an audit.
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#json-format
type commentJSON struct {
	ID          int64           `json:"id"`
	Type        string          `json:"type"`
	AuthorID    int64           `json:"author_id"`
	Body        string          `json:"body"`
	HTMLBody    string          `json:"html_body"`
	PlainBody   string          `json:"plain_body"`
	Public      bool            `json:"public"`
	Attachments []any           `json:"attachments"`
	AuditID     int64           `json:"audit_id"`
	Via         *via            `json:"via,omitempty"`
	Data        map[string]any  `json:"data,omitempty"`
	CreatedAt   string          `json:"created_at,omitempty"`
	Metadata    json.RawMessage `json:"metadata,omitempty"`
	// ViaReference and EventType are those of ticket events.
	ViaReference any    `json:"via_reference_id,omitempty"`
	EventType    string `json:"event_type,omitempty"`
}

func (d *dossier) comment(a *audit, e event) commentJSON {
	j := commentJSON{
		ID: e.id, Type: e.kind, AuthorID: e.comment.author, Body: e.comment.body, PlainBody: e.comment.body,
		HTMLBody: `<div class="zd-comment" dir="auto"><p dir="auto">` + html.EscapeString(e.comment.body) + `</p></div>`,
		Public:   e.comment.public, Attachments: []any{}, AuditID: a.id,
	}
	if e.comment.voice {
		j.Data = map[string]any{
			"from": phone(d.t.Customer), "to": "+39025550100", "call_id": CallID(d.t.ID), "call_duration": int(d.call().duration.Seconds()),
			"recording_url": nil, "transcription_text": nil, "started_at": text(d.t.Created), "location": "Milano, Italy", "outbound": false,
		}
	}
	return j
}

// single is a comment of the list of comments.
func (d *dossier) single(a *audit, e event) []byte {
	j := d.comment(a, e)
	j.Via, j.CreatedAt, j.Metadata = &a.via, text(a.at), metadata(a)
	return encode(j)
}

func metadata(a *audit) json.RawMessage {
	if a.author == SystemID {
		return json.RawMessage(`{"system":{},"custom":{}}`)
	}
	return json.RawMessage(fmt.Sprintf(
		`{"system":{"client":"Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0","ip_address":"198.51.100.%d","location":"Milano, 25, Italy","latitude":45.4722,"longitude":9.1922},"custom":{}}`,
		a.author/128%250))
}

// auditJSON is an update of a ticket.
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/#json-format
type auditJSON struct {
	ID        int64           `json:"id"`
	TicketID  int64           `json:"ticket_id"`
	CreatedAt string          `json:"created_at"`
	AuthorID  int64           `json:"author_id"`
	Metadata  json.RawMessage `json:"metadata"`
	Events    []any           `json:"events"`
	Via       via             `json:"via"`
}

func (d *dossier) audit(a *audit) []byte {
	j := auditJSON{ID: a.id, TicketID: d.t.ID, CreatedAt: text(a.at), AuthorID: a.author, Metadata: metadata(a), Via: a.via}
	for _, e := range a.events {
		j.Events = append(j.Events, d.auditEvent(a, e))
	}
	return encode(j)
}

// auditEvent is an event of an audit.
// https://developer.zendesk.com/documentation/ticketing/reference-guides/ticket-audit-events-reference/
func (d *dossier) auditEvent(a *audit, e event) any {
	switch {
	case e.comment != nil:
		return d.comment(a, e)
	case e.kind == "Create":
		return map[string]any{"id": e.id, "type": e.kind, "field_name": e.field, "value": e.value}
	case e.kind == "Change":
		return map[string]any{"id": e.id, "type": e.kind, "field_name": e.field, "value": e.value, "previous_value": e.previous}
	}
	j := map[string]any{"id": e.id, "type": e.kind}
	for name, value := range e.more {
		j[name] = value
	}
	return j
}

// ticketEventJSON is an update in the export of ticket events.
type ticketEventJSON struct {
	ID          int64          `json:"id"`
	TicketID    int64          `json:"ticket_id"`
	Timestamp   int64          `json:"timestamp"`
	CreatedAt   string         `json:"created_at"`
	UpdaterID   int64          `json:"updater_id"`
	Via         string         `json:"via"`
	System      map[string]any `json:"system"`
	Metadata    map[string]any `json:"metadata"`
	EventType   string         `json:"event_type"`
	ChildEvents []any          `json:"child_events"`
}

// ticketEvent is an update with what it changed: each field under its own name, comments only by what they
// are unless they are asked for. Notifications are not told.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/#incremental-ticket-event-export
func (d *dossier) ticketEvent(a *audit, comments bool) []byte {
	j := ticketEventJSON{
		ID: a.id, TicketID: d.t.ID, Timestamp: a.at.Unix(), CreatedAt: text(a.at), UpdaterID: a.author, Via: a.via.old,
		System: map[string]any{}, Metadata: map[string]any{}, EventType: "Audit", ChildEvents: []any{},
	}
	if a.author != SystemID {
		j.System = map[string]any{"client": "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0", "location": "Milano, 25, Italy", "latitude": 45.4722, "longitude": 9.1922}
	}
	for _, e := range a.events {
		switch {
		case e.comment != nil && comments:
			c := d.comment(a, e)
			c.Via, c.CreatedAt, c.EventType = &a.via, text(a.at), e.kind
			j.ChildEvents = append(j.ChildEvents, c)
		case e.comment != nil:
			j.ChildEvents = append(j.ChildEvents, map[string]any{
				"id": e.id, "via": a.via.old, "via_reference_id": orNull(a.via.reference),
				"comment_present": true, "comment_public": e.comment.public, "event_type": e.kind,
			})
		case e.kind == "Create", e.kind == "Change":
			j.ChildEvents = append(j.ChildEvents, fieldEvent(a, e))
		case e.kind == "CommentRedactionEvent", e.kind == "SatisfactionRating":
			c := map[string]any{"id": e.id, "via": a.via.old, "via_reference_id": nil, "event_type": e.kind}
			for name, value := range e.more {
				c[name] = value
			}
			j.ChildEvents = append(j.ChildEvents, c)
		}
	}
	return encode(j)
}

// fieldEvent is a field under its own name; custom fields are together.
func fieldEvent(a *audit, e event) map[string]any {
	j := map[string]any{"id": e.id, "via": a.via.old, "via_reference_id": orNull(a.via.reference), "event_type": e.kind}
	if e.field[0] >= '0' && e.field[0] <= '9' {
		j["custom_ticket_fields"] = map[string]any{e.field: e.value}
	} else {
		j[e.field] = e.value
	}
	if e.kind == "Change" {
		j["previous_value"] = e.previous
	}
	if tags, ok := e.value.([]string); ok {
		before, _ := e.previous.([]string)
		j["added_tags"], j["removed_tags"] = without(tags, before), without(before, tags)
	}
	return j
}

func without(list, other []string) []string {
	rest := []string{}
	for _, word := range list {
		found := false
		for _, w := range other {
			found = found || w == word
		}
		if !found {
			rest = append(rest, word)
		}
	}
	return rest
}

// happening is an update in the order of the export of ticket events.
type happening struct {
	at time.Time
	d  *dossier
	a  *audit
}
