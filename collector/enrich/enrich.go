// Package enrich derives what needs texts or identities and takes both away: behind it there is no
// subject, no text, no customer and no agent, only categories and keyed hashes.
package enrich

import (
	"errors"
	"fmt"
	"slices"

	"helpdesk_exporter/sources/record"
)

// Enricher enriches the batches of all sources. It may be used by several goroutines at once.
type Enricher struct {
	taxonomy *taxonomy
	rules    []triageRule
	team     func(group string) string
	agents   AgentLabel
	key      []byte
}

// New makes an Enricher. The key is the one of LoadKey.
func New(cfg Config, key []byte) (*Enricher, error) {
	if len(key) != keyLength {
		return nil, fmt.Errorf("identity key of %d bytes, want %d", len(key), keyLength)
	}
	var problems []error
	for _, p := range cfg.Validate() {
		problems = append(problems, p)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	t, err := newTaxonomy(cfg.Categories)
	if err != nil {
		return nil, fmt.Errorf("categories: %w", err)
	}
	e := &Enricher{taxonomy: t, team: cfg.Team, agents: cfg.Agents.Label, key: slices.Clone(key)}
	if e.team == nil {
		e.team = func(group string) string { return group }
	}
	e.rules, err = newTriage(cfg.Triage)
	return e, err
}

// Taxonomy identifies the configured categories: it changes when they do, and with nothing else. It is 0
// where none are configured.
func (e *Enricher) Taxonomy() uint64 { return e.taxonomy.hash }

// Streams returns the streams of a source as they are behind the Enricher: with a taxonomy a source's own
// changes of category are left out, because they are words of another one.
func (e *Enricher) Streams(streams []record.Stream) []record.Stream {
	if e.Taxonomy() == 0 {
		return streams
	}
	streams = slices.Clone(streams)
	for i := range streams {
		streams[i].Kinds = slices.DeleteFunc(slices.Clone(streams[i].Kinds), func(k record.Kind) bool {
			return k == record.KindCategoryChange
		})
	}
	return streams
}

// Batch returns the batch of a source enriched. The one passed in is not changed. A record of a kind that
// the Enricher does not know is left out, since it might hold an identity.
func (e *Enricher) Batch(source string, b record.Batch) record.Batch {
	h, triaged := newHasher(e.key, source), e.triaged(b)
	parts := make([]record.Part, len(b.Parts))
	for i, p := range b.Parts {
		parts[i] = p
		parts[i].Records = make([]record.Record, 0, len(p.Records))
		for _, r := range p.Records {
			if r = e.record(h, triaged, r); r != nil {
				parts[i].Records = append(parts[i].Records, r)
			}
		}
	}
	if b.Parts != nil {
		b.Parts = parts
	}
	return b
}

// record returns nil for a record that goes no further.
func (e *Enricher) record(h *hasher, triaged map[string]record.Priority, r record.Record) record.Record {
	switch r := r.(type) {
	case record.Ticket:
		r.Category = e.taxonomy.of(&r)
		r.Priority = prioritised(r.Priority, r.ID, triaged)
		r.Subject = ""
		r.Requester = h.of(customers, r.Requester)
		r.CustomerKeys = h.all(customers, r.CustomerKeys)
		r.Assignee = h.of(agents, r.Assignee)
		return r
	case record.StatusChange:
		r.Actor = h.actor(r.Actor)
		return r
	case record.AssignmentChange:
		r.Agent, r.FromAgent = h.pointer(agents, r.Agent), h.pointer(agents, r.FromAgent)
		r.Actor = h.actor(r.Actor)
		return r
	case record.PriorityChange:
		r.To = prioritised(r.To, r.Ticket, triaged)
		if r.From != "" { // else it is not told
			r.From = prioritised(r.From, r.Ticket, triaged)
		}
		r.Actor = h.actor(r.Actor)
		return r
	case record.CategoryChange:
		if e.Taxonomy() != 0 {
			return nil
		}
		if r.To == "" {
			r.To = categoryNone
		}
		r.Actor = h.actor(r.Actor)
		return r
	case record.Message:
		r.AuthorID = h.of(domainOf(r.Author), r.AuthorID)
		r.Subject, r.Text = "", ""
		return r
	case record.Contact:
		r.Agent = h.of(agents, r.Agent)
		return r
	case record.WorkLog:
		r.Agent = h.of(agents, r.Agent)
		return r
	case record.Survey:
		if r.Subject == record.SubjectCustomer {
			r.SubjectID = h.of(customers, r.SubjectID)
		}
		r.Requester, r.Agent = h.of(customers, r.Requester), h.of(agents, r.Agent)
		return r
	case record.Order:
		r.CustomerKeys = h.all(customers, r.CustomerKeys)
		return r
	case record.Agent:
		return e.agent(h, r)
	case record.Refund, record.Group, record.SLAClock, record.Sweep:
		return r
	}
	return nil
}

// agent sets the name to what the label is to show.
func (e *Enricher) agent(h *hasher, r record.Agent) record.Agent {
	id := r.ID
	r.ID = h.of(agents, id)
	switch e.agents {
	case AgentName:
	case AgentID:
		r.Name = id
	case AgentPseudonym:
		r.Name = r.ID
	default:
		r.Name = ""
	}
	return r
}

func (h *hasher) actor(a record.Actor) record.Actor {
	a.ID = h.of(domainOf(a.Role), a.ID)
	return a
}

func domainOf(role record.Author) domain {
	if role == record.AuthorCustomer {
		return customers
	}
	return agents
}
