package fake

import (
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// people are those of the account. They do not change.
type people struct {
	agents    map[int64]replay.Agent
	customers map[int64]replay.Customer
	teams     map[int64]string
	brands    map[int64]string
	// list are the agents, everyone the customers, in the order of their ids.
	list     []replay.Agent
	everyone []replay.Customer
	groups   []replay.Team
	labels   []replay.Brand
	begin    time.Time
}

func newPeople(t *replay.Tape) *people {
	p := &people{
		agents: map[int64]replay.Agent{}, customers: map[int64]replay.Customer{}, teams: map[int64]string{},
		brands: map[int64]string{}, list: t.Agents, everyone: t.Customers, groups: t.Teams, labels: t.Brands, begin: t.Begin,
	}
	for _, a := range t.Agents {
		p.agents[a.ID] = a
	}
	for _, c := range t.Customers {
		p.customers[c.ID] = c
	}
	for _, team := range t.Teams {
		p.teams[team.ID] = team.Name
	}
	for _, b := range t.Brands {
		p.brands[b.ID] = b.Name
	}
	return p
}

// anyone is an agent of a team.
func (p *people) anyone(team int64) int64 {
	for _, a := range p.list {
		if a.Team == team {
			return a.ID
		}
	}
	return 0
}

func (p *people) teamName(id int64) string { return p.teams[id] }

// name is how the texts of line items call somebody.
func (p *people) name(who actor) string {
	switch who.role {
	case "agent":
		return p.agents[who.id].Name
	case "customer":
		return p.customers[who.id].Name
	case "bot":
		return "AI Agent"
	}
	return "A workflow"
}

// names splits a name as the account does.
func names(name string) (first, last string) {
	first, last, _ = strings.Cut(name, " ")
	return first, last
}

func (p *people) email(a replay.Agent) string {
	return strings.ToLower(strings.ReplaceAll(a.Name, " ", ".")) + "@casa.example"
}

// founded is when the account was made; everybody and everything was there then.
func (p *people) founded() time.Time { return p.begin.AddDate(-1, -2, 0).Truncate(time.Second) }

// person is somebody of the account in a conversation or a thread. Version 2 calls people of the system users.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/get-v3/
func (p *people) person(who actor, v3 bool) object {
	switch {
	case who.role == "customer":
		return p.customer(who.id, true)
	case who.role == "agent" && who.id != 0:
		a := p.agents[who.id]
		first, last := names(a.Name)
		return object{
			"id": userID(a.ID), "type": "user", "first": first, "last": last, "email": p.email(a),
			"photoUrl": photo(userID(a.ID)),
		}
	case who.role == "bot" && v3:
		return object{"id": aiAgent, "type": "system_user", "first": "AI Agent", "last": "", "email": nil}
	case who.role == "bot":
		return object{"id": aiAgent, "type": "user", "first": "AI Agent", "last": "", "email": nil}
	}
	return object{"id": everybody, "type": "user", "first": "Help", "last": "Scout", "email": "none@nowhere.com"}
}

func photo(user int64) string {
	return "https://d33v4339jhl8k0.cloudfront.example/users/" + decimal(user) + ".99795.jpg"
}

// customer is one in a conversation or a thread; threads do not tell the type of theirs.
func (p *people) customer(id int64, typed bool) object {
	c := p.customers[id]
	first, last := names(c.Name)
	body := object{
		"id": customerID(id), "first": first, "last": last, "email": c.Email,
		"photoUrl": "https://d33v4339jhl8k0.cloudfront.example/customer-avatar/0" + decimal(id%8) + ".png",
	}
	if typed {
		body["type"] = "customer"
	}
	return body
}

// users lists the humans of the account; people of the system are not among them.
// https://developer.helpscout.com/mailbox-api/endpoints/users/list/
func (r *request) users() {
	query := r.URL.Query()
	mailbox := query.Get("mailbox")
	var list []object
	for _, u := range r.allUsers() {
		if email := query.Get("email"); email != "" && u["email"] != email {
			continue
		}
		list = append(list, u)
	}
	if mailbox != "" && !slices.ContainsFunc(r.s.people.groups, func(t replay.Team) bool { return decimal(mailboxID(t.ID)) == mailbox }) {
		list = nil
	}
	r.page("users", len(list), func(i int) object { return list[i] })
}

func (r *request) allUsers() []object {
	list := []object{r.owner()}
	for _, a := range r.s.people.list {
		list = append(list, r.agent(a))
	}
	return list
}

func (r *request) owner() object {
	return r.human(owner, "Olivia", "Owner", "olivia@casa.example", "owner", "Owner")
}

func (r *request) agent(a replay.Agent) object {
	first, last := names(a.Name)
	return r.human(userID(a.ID), first, last, r.s.people.email(a), "user", "Support "+r.s.people.teams[a.Team])
}

func (r *request) human(id int64, first, last, email, role, job string) object {
	initials := first[:1]
	if last != "" {
		initials += last[:1]
	}
	founded := r.s.people.founded()
	return object{
		"id": id, "firstName": first, "lastName": last, "email": email, "role": role, "type": "user",
		"timezone": r.s.o.Tape.Zone.String(), "photoUrl": photo(id), "createdAt": when(founded),
		"updatedAt": when(founded.Add(time.Hour)), "mention": strings.ToLower(first), "initials": initials, "jobTitle": job,
		"phone": "", "alternateEmails": []string{}, "_links": object{"self": r.link("/v2/users/%d", id)},
	}
}

// user is one of them.
// https://developer.helpscout.com/mailbox-api/endpoints/users/get/
func (r *request) user() {
	for _, u := range r.allUsers() {
		if u["id"] == r.ids[0] {
			r.one(u)
			return
		}
	}
	notFound(r.w)
}

// me is whom the credentials belong to.
// https://developer.helpscout.com/mailbox-api/endpoints/users/me/
func (r *request) me() { r.one(r.owner()) }

// systemUsers lists those who are no humans.
// https://developer.helpscout.com/mailbox-api/endpoints/system-users/list/
func (r *request) systemUsers() {
	r.page("system_users", 1, func(int) object {
		founded := when(r.s.people.founded())
		return object{
			"id": aiAgent, "type": "system_user", "firstName": "AI Agent", "lastName": "", "initials": "AA", "email": nil,
			"mention": nil, "timezone": "UTC", "role": "user", "photoUrl": nil, "createdAt": founded, "updatedAt": founded,
			"_links": object{"self": r.link("/v3/system-users/%d", aiAgent)},
		}
	})
}
