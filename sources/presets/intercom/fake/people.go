package fake

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"helpdesk_exporter/sources/simulator/replay"
)

// people are those who act in the desk, as authors.
type people struct {
	tape      *replay.Tape
	agents    map[int64]*replay.Agent
	teams     map[int64]*replay.Team
	brands    map[int64]*replay.Brand
	customers []replay.Customer
}

func newPeople(t *replay.Tape) *people {
	p := &people{
		tape: t, agents: map[int64]*replay.Agent{}, teams: map[int64]*replay.Team{}, brands: map[int64]*replay.Brand{},
		customers: t.Customers,
	}
	for i := range t.Agents {
		p.agents[t.Agents[i].ID] = &t.Agents[i]
	}
	for i := range t.Teams {
		p.teams[t.Teams[i].ID] = &t.Teams[i]
	}
	for i := range t.Brands {
		p.brands[t.Brands[i].ID] = &t.Brands[i]
	}
	return p
}

func (p *people) customer(id int64) (*replay.Customer, bool) {
	i := sort.Search(len(p.customers), func(i int) bool { return p.customers[i].ID >= id })
	if i == len(p.customers) || p.customers[i].ID != id {
		return nil, false
	}
	return &p.customers[i], true
}

// role of a contact: who has written from the shop without logging in is a lead.
func role(customer int64) string {
	if mix(uint64(customer), 9)%5 == 0 {
		return "lead"
	}
	return "user"
}

func (p *people) contact(id int64) author {
	a := author{kind: role(id), id: ContactID(id)}
	if c, ok := p.customer(id); ok {
		a.name, a.email = c.Name, c.Email
	}
	return a
}

func (p *people) admin(id int64) author {
	a := author{kind: "admin", id: strconv.FormatInt(AdminID(id), 10)}
	if agent, ok := p.agents[id]; ok {
		a.name, a.email = agent.Name, adminEmail(agent)
	}
	return a
}

func adminEmail(a *replay.Agent) string {
	return fmt.Sprintf("%s.%d@desk.example", strings.ToLower(a.Name), a.ID)
}

// operator is the bot that confirms, assigns and closes; fin is the one that answers.
func operator() author {
	return author{kind: "bot", id: operatorID, name: "Operator", email: "operator+" + WorkspaceID + "@intercom.io"}
}

func fin() author {
	return author{kind: "bot", id: finID, name: "Fin", email: "operator+" + WorkspaceID + "@intercom.io", fromAI: true}
}

// who is the author that a role and an id of the desk mean.
func (p *people) who(role string, id int64) author {
	switch role {
	case "customer":
		return p.contact(id)
	case "agent":
		return p.admin(id)
	case "bot":
		return fin()
	}
	return operator()
}

// anyOf is somebody of a team.
func (p *people) anyOf(team int64) int64 {
	for _, a := range p.tape.Agents {
		if a.Team == team {
			return a.ID
		}
	}
	return p.tape.Agents[0].ID
}

func teamRef(team int64) object {
	if team == 0 {
		return object{"type": "nobody_admin", "id": nil}
	}
	return object{"type": "team", "id": strconv.FormatInt(TeamID(team), 10)}
}

func adminRef(agent int64) object {
	if agent == 0 {
		return object{"type": "nobody_admin", "id": nil}
	}
	return object{"type": "admin", "id": strconv.FormatInt(AdminID(agent), 10)}
}
