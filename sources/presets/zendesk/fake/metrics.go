package fake

import (
	"fmt"
	"time"
)

// span is a duration in whole minutes. The account has no schedule: its business hours are all hours.
type span struct {
	Calendar any `json:"calendar"`
	Business any `json:"business"`
}

func minutes(d time.Duration, known bool) span {
	if !known {
		return span{}
	}
	m := int64((d + 30*time.Second) / time.Minute)
	return span{m, m}
}

// metricJSON are the metrics of a ticket.
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_metrics/#json-format
type metricJSON struct {
	URL                   string `json:"url"`
	ID                    int64  `json:"id"`
	TicketID              int64  `json:"ticket_id"`
	CreatedAt             string `json:"created_at"`
	UpdatedAt             string `json:"updated_at"`
	GroupStations         int    `json:"group_stations"`
	AssigneeStations      int    `json:"assignee_stations"`
	Reopens               int    `json:"reopens"`
	Replies               int    `json:"replies"`
	AssigneeUpdatedAt     any    `json:"assignee_updated_at,omitempty"`
	RequesterUpdatedAt    any    `json:"requester_updated_at"`
	StatusUpdatedAt       any    `json:"status_updated_at"`
	InitiallyAssignedAt   any    `json:"initially_assigned_at,omitempty"`
	AssignedAt            any    `json:"assigned_at,omitempty"`
	SolvedAt              any    `json:"solved_at,omitempty"`
	LatestCommentAddedAt  any    `json:"latest_comment_added_at"`
	ReplyTime             span   `json:"reply_time_in_minutes"`
	FirstResolutionTime   span   `json:"first_resolution_time_in_minutes"`
	FullResolutionTime    span   `json:"full_resolution_time_in_minutes"`
	AgentWaitTime         span   `json:"agent_wait_time_in_minutes"`
	RequesterWaitTime     span   `json:"requester_wait_time_in_minutes"`
	OnHoldTime            span   `json:"on_hold_time_in_minutes"`
	CustomStatusUpdatedAt any    `json:"custom_status_updated_at"`
}

// metrics are those of a ticket. Times in statuses are counted when the status changes.
func (d *dossier) metrics(base string) metricJSON {
	t := d.t
	j := metricJSON{
		URL: fmt.Sprintf("%s/api/v2/ticket_metrics/%d.json", base, metricID(t.ID)), ID: metricID(t.ID), TicketID: t.ID,
		CreatedAt: text(t.Created), UpdatedAt: text(t.Updated), GroupStations: 1, RequesterUpdatedAt: text(t.Created),
		LatestCommentAddedAt: text(t.Created), ReplyTime: span{}, OnHoldTime: minutes(0, true),
	}
	d.phaseMetrics(&j)
	assigned := func(at time.Time) {
		j.AssigneeStations++
		j.AssignedAt = text(at)
		if j.InitiallyAssignedAt == nil {
			j.InitiallyAssignedAt = text(at)
		}
	}
	if d.first.agent != 0 {
		assigned(t.Created)
	}
	for _, c := range t.Changes {
		switch {
		case c.Field == "team":
			j.GroupStations++
		case c.Field == "agent" && c.New != "":
			assigned(c.At)
		}
	}
	replied := false
	for _, m := range t.Messages {
		staff := m.Author == "agent" || m.Author == "bot"
		switch {
		case m.Author == "system" && !m.Internal:
			continue
		case m.Author == "customer":
			j.RequesterUpdatedAt = text(m.Created)
		case staff && !m.Internal:
			j.Replies++
			if !replied {
				replied = true
				j.ReplyTime = minutes(m.Created.Sub(t.Created), true)
			}
		}
		if staff {
			j.AssigneeUpdatedAt = text(m.Created)
		}
		j.LatestCommentAddedAt = text(m.Created)
	}
	return j
}

func (d *dossier) phaseMetrics(j *metricJSON) {
	var requester, agent, hold time.Duration
	solved, first := time.Time{}, time.Time{}
	for i, p := range d.phases {
		if i > 0 {
			was := d.phases[i-1].status
			if resolved(p.status) && !resolved(was) {
				solved = p.from
				if first.IsZero() {
					first = p.from
				}
			}
			if resolved(was) && !resolved(p.status) && p.status != "deleted" {
				j.Reopens++
				solved = time.Time{}
			}
		}
		j.StatusUpdatedAt, j.CustomStatusUpdatedAt = text(p.from), text(p.from)
		if p.to.IsZero() {
			continue
		}
		switch p.status {
		case "new", "open":
			requester += p.to.Sub(p.from)
		case "hold":
			requester += p.to.Sub(p.from)
			hold += p.to.Sub(p.from)
		case "pending":
			agent += p.to.Sub(p.from)
		}
	}
	moved := len(d.phases) > 1
	j.RequesterWaitTime, j.AgentWaitTime, j.OnHoldTime = minutes(requester, moved), minutes(agent, moved), minutes(hold, true)
	j.FirstResolutionTime = minutes(first.Sub(d.t.Created), !first.IsZero())
	j.FullResolutionTime = minutes(solved.Sub(d.t.Created), !solved.IsZero())
	if !solved.IsZero() {
		j.SolvedAt = text(solved)
	}
}
