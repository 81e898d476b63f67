package fake

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// dossier is a ticket as the vendor would have recorded it. Parts of it lie in the future of the desk's row:
// they come about by time alone.
type dossier struct {
	s       *Server
	t       *replay.Ticket
	sources []*replay.Ticket
	// audits are in the order of time and id.
	audits []audit
	phases []phase
	survey *survey
	// first is what the fields were when the ticket was opened.
	first state
	// clocks are the events of the metrics, once somebody has asked.
	clocks []clockEvent

	rendered       []byte
	renderedFor    string
	renderedAt     int64
	renderedScores int
}

// state is what can change.
type state struct {
	status, priority, topic string
	team, agent             int64
	tags                    []string
}

// phase is a time with one status of the vendor.
type phase struct {
	status   string
	from, to time.Time // to is zero for the last one
}

// open makes the dossier of a version of a ticket.
func (s *Server) open(t *replay.Ticket, sources []*replay.Ticket) *dossier {
	d := &dossier{s: s, t: t, sources: sources, first: opened(t)}
	d.phases = phases(t, d.first.status)
	d.survey = s.surveyed(d)
	d.audits = d.record()
	return d
}

// opened tells what a ticket was like at first: what its first changes say it was, else what it is.
func opened(t *replay.Ticket) state {
	st := state{status: t.Status, priority: t.Priority, topic: t.Topic, team: t.Team, agent: t.Agent, tags: slices.Clone(t.Tags)}
	for _, c := range slices.Backward(t.Changes) {
		switch c.Field {
		case "status":
			st.status = c.Old
		case "priority":
			st.priority = c.Old
		case "topic":
			st.topic = c.Old
		case "team":
			st.team = number(c.Old)
		case "agent":
			st.agent = number(c.Old)
		case "tag":
			if i := slices.Index(st.tags, c.New); i >= 0 {
				st.tags = slices.Delete(st.tags, i, i+1)
			}
		}
	}
	return st
}

func phases(t *replay.Ticket, first string) []phase {
	list := []phase{{status: status(first), from: t.Created}}
	for _, c := range t.Changes {
		if c.Field == "status" {
			list[len(list)-1].to = c.At
			list = append(list, phase{status: status(c.New), from: c.At})
		}
	}
	return list
}

// status is the vendor's word. What is merged is closed, and spam is deleted.
func status(word string) string {
	switch word {
	case "waiting":
		return "pending"
	case "parked":
		return "hold"
	case "merged":
		return "closed"
	case "spam", "trash":
		return "deleted"
	}
	return word
}

func priority(word string) string {
	return map[string]string{"p1": "urgent", "p2": "high", "p3": "normal", "p4": "low"}[word]
}

// slug is the tag that stands for a topic.
func slug(topic string) string { return strings.ReplaceAll(topic, " ", "_") }

func resolved(status string) bool { return status == "solved" || status == "closed" }

func (d *dossier) deleted() bool { return d.t.Status == "spam" || d.t.Status == "trash" }

func (d *dossier) archived(now time.Time) bool {
	last := d.phases[len(d.phases)-1]
	return last.status == "closed" && now.Sub(last.from) > 120*24*time.Hour
}

// tags are the desk's, that of the topic (a drop-down field sets one), and those by which the vendor marks.
func (d *dossier) tags() []string { return vendorTags(d.t.Tags, d.t.Topic, d.t.Status == "merged") }

func vendorTags(own []string, topic string, merged bool) []string {
	tags := slices.Clone(own)
	if topic != "" {
		tags = append(tags, slug(topic))
	}
	if merged {
		tags = append(tags, "closed_by_merge")
	}
	slices.Sort(tags)
	if tags == nil {
		tags = []string{}
	}
	return slices.Compact(tags)
}

// visible are the audits that exist by now.
func (d *dossier) visible(now time.Time) []audit {
	n := len(d.audits)
	for n > 0 && d.audits[n-1].at.After(now) {
		n--
	}
	return d.audits[:n]
}

// updated is when the last event happened.
func (d *dossier) updated(now time.Time) time.Time {
	at := d.t.Updated
	if seen := d.visible(now); len(seen) > 0 && seen[len(seen)-1].at.After(at) {
		at = seen[len(seen)-1].at
	}
	return at
}

// generated is when the export's row was made anew: with the last event, or some time after it by the
// system, which changes nothing in the row.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/#incremental-ticket-export-time-based
func (d *dossier) generated(now time.Time) time.Time {
	at := d.updated(now)
	if d.s.o.Calm {
		return at
	}
	luck := mix(d.s.o.Seed, d.t.ID<<20^at.Unix())
	if luck%5 != 0 {
		return at
	}
	if again := at.Add(time.Duration(1+(luck>>8)%7200) * time.Second); !again.After(now) {
		return again
	}
	return at
}

// byTime orders events.
func byTime(a, b audit) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) }
