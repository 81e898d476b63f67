package fake

import (
	"fmt"
	"strconv"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// fieldValue is a custom field of a ticket.
type fieldValue struct {
	ID    int64 `json:"id"`
	Value any   `json:"value"`
}

// ticketJSON is a ticket.
// https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#json-format
type ticketJSON struct {
	URL                  string       `json:"url"`
	ID                   int64        `json:"id"`
	ExternalID           any          `json:"external_id"`
	Via                  via          `json:"via"`
	CreatedAt            string       `json:"created_at"`
	UpdatedAt            string       `json:"updated_at"`
	Type                 any          `json:"type"`
	Subject              string       `json:"subject"`
	RawSubject           string       `json:"raw_subject"`
	Description          string       `json:"description"`
	Priority             any          `json:"priority"`
	Status               string       `json:"status"`
	Recipient            any          `json:"recipient"`
	RequesterID          int64        `json:"requester_id"`
	SubmitterID          int64        `json:"submitter_id"`
	AssigneeID           any          `json:"assignee_id"`
	OrganizationID       any          `json:"organization_id"`
	GroupID              any          `json:"group_id"`
	CollaboratorIDs      []int64      `json:"collaborator_ids"`
	FollowerIDs          []int64      `json:"follower_ids"`
	EmailCCIDs           []int64      `json:"email_cc_ids"`
	ForumTopicID         any          `json:"forum_topic_id"`
	ProblemID            any          `json:"problem_id"`
	HasIncidents         bool         `json:"has_incidents"`
	IsPublic             bool         `json:"is_public"`
	DueAt                any          `json:"due_at"`
	Tags                 []string     `json:"tags"`
	CustomFields         []fieldValue `json:"custom_fields"`
	SatisfactionRating   any          `json:"satisfaction_rating"`
	SharingAgreementIDs  []int64      `json:"sharing_agreement_ids"`
	CustomStatusID       int64        `json:"custom_status_id"`
	EncodedID            string       `json:"encoded_id"`
	Fields               []fieldValue `json:"fields"`
	FollowupIDs          []int64      `json:"followup_ids"`
	TicketFormID         int64        `json:"ticket_form_id"`
	BrandID              int64        `json:"brand_id"`
	AllowChannelback     bool         `json:"allow_channelback"`
	AllowAttachments     bool         `json:"allow_attachments"`
	FromMessagingChannel bool         `json:"from_messaging_channel"`
	// GeneratedTimestamp is in exports only.
	GeneratedTimestamp int64 `json:"generated_timestamp,omitempty"`
}

// render writes the ticket as it is now; generated is 0 but for exports.
func (d *dossier) render(base string, now time.Time, generated int64) []byte {
	score := d.survey.step(now)
	if d.rendered != nil && d.renderedFor == base && d.renderedAt == generated && d.renderedScores == score && generated != 0 {
		return d.rendered
	}
	body := encode(d.ticket(base, now, generated))
	if generated != 0 {
		d.rendered, d.renderedFor, d.renderedAt, d.renderedScores = body, base, generated, score
	}
	return body
}

func (d *dossier) ticket(base string, now time.Time, generated int64) ticketJSON {
	t := d.t
	none := []int64{}
	j := ticketJSON{
		URL: fmt.Sprintf("%s/api/v2/tickets/%d.json", base, t.ID), ID: t.ID, Via: d.channel(),
		CreatedAt: text(t.Created), UpdatedAt: text(d.updated(now)), Subject: t.Subject, RawSubject: t.Subject,
		Description: d.description(), Priority: orNull(priority(t.Priority)), Status: status(t.Status),
		RequesterID: CustomerID(t.Customer), SubmitterID: d.submitter(), GroupID: GroupID(t.Team),
		CollaboratorIDs: none, FollowerIDs: none, EmailCCIDs: none, IsPublic: t.OpenedBy != "system", Tags: d.tags(),
		SatisfactionRating: d.survey.shown(now), SharingAgreementIDs: none, CustomStatusID: customStatus(status(t.Status)),
		EncodedID: fmt.Sprintf("%06X-%04X", mix(3, t.ID)&0xffffff, t.ID&0xffff), FollowupIDs: none,
		TicketFormID: formID, BrandID: BrandID(t.Brand), AllowAttachments: true, GeneratedTimestamp: generated,
	}
	if t.Channel == "mail" && t.OpenedBy == "customer" {
		j.Recipient = "support@" + Host
	}
	if t.Agent != 0 {
		j.AssigneeID = AgentID(t.Agent)
	}
	for _, m := range t.Messages {
		if m.Author == "customer" && m.AuthorID != t.Customer {
			j.CollaboratorIDs, j.EmailCCIDs = []int64{CustomerID(m.AuthorID)}, []int64{CustomerID(m.AuthorID)}
		}
		j.IsPublic = j.IsPublic || !m.Internal && m.Author != "system"
	}
	j.CustomFields = []fieldValue{{ReasonFieldID, orNull(slug(t.Topic))}, {orderField, strconv.Itoa(40000 + int(t.ID))}}
	j.Fields = j.CustomFields
	return j
}

func (d *dossier) submitter() int64 {
	switch d.t.OpenedBy {
	case "agent":
		return d.opener()
	case "system":
		return ShopID
	}
	return CustomerID(d.t.Customer)
}

func (d *dossier) description() string {
	if d.t.Description != "" || len(d.t.Messages) == 0 {
		return d.t.Description
	}
	return d.t.Messages[0].Body
}

// scrubbed is what the export shows of a ticket that was deleted for good.
// https://support.zendesk.com/hc/en-us/articles/4408834005530
func scrubbed(base string, t *replay.Ticket, generated int64) []byte {
	none := []int64{}
	j := ticketJSON{
		URL: fmt.Sprintf("%s/api/v2/tickets/%d.json", base, t.ID), ID: t.ID, Via: plain("web", ""),
		CreatedAt: text(t.Created), UpdatedAt: text(t.Updated), Subject: "SCRUBBED", RawSubject: "SCRUBBED", Description: "X",
		Priority: orNull(priority(t.Priority)), Status: "deleted", RequesterID: CustomerID(t.Customer), SubmitterID: CustomerID(t.Customer),
		CollaboratorIDs: none, FollowerIDs: none, EmailCCIDs: none, IsPublic: true, Tags: []string{}, CustomFields: []fieldValue{},
		SharingAgreementIDs: none, CustomStatusID: customStatus("new"), Fields: []fieldValue{}, FollowupIDs: none,
		TicketFormID: formID, BrandID: BrandID(t.Brand), AllowAttachments: true, GeneratedTimestamp: generated,
	}
	return encode(j)
}

func phone(customer int64) string { return fmt.Sprintf("+39333%07d", 1_000_000+customer*37%8_999_999) }

func phoneShown(customer int64) string {
	p := phone(customer)
	return p[:3] + " " + p[3:6] + " " + p[6:]
}
