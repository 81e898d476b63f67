package fake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// peopleRoutes are users, groups and brands.
func peopleRoutes() map[string]endpoint {
	return map[string]endpoint{
		"GET /api/v2/users":                  {"", false, (*call).listUsers},
		"GET /api/v2/users/count":            {"", false, func(c *call) { c.count(len(c.everybody().users)) }},
		"GET /api/v2/users/me":               {"", false, func(c *call) { c.one("user", c.user(OwnerID)) }},
		"GET /api/v2/users/show_many":        {"", false, (*call).showUsers},
		"GET /api/v2/users/{id}":             {"", false, (*call).showUser},
		"GET /api/v2/groups":                 {"", false, (*call).listGroups},
		"GET /api/v2/groups/count":           {"", false, func(c *call) { c.count(len(c.o.Tape.Teams)) }},
		"GET /api/v2/groups/{id}":            {"", false, (*call).showGroup},
		"GET /api/v2/groups/{id}/users":      {"", false, (*call).listMembers},
		"GET /api/v2/groups/{id}/membership": {"", false, (*call).listMemberships},
		"GET /api/v2/group_memberships":      {"", false, (*call).listMemberships},
		"GET /api/v2/brands":                 {"", false, (*call).listBrands},
		"GET /api/v2/brands/{id}":            {"", false, (*call).showBrand},
		"GET /api/v2/organizations":          {"", false, func(c *call) { c.list("organizations", nil) }},
		"GET /api/v2/deleted_users":          {"", false, func(c *call) { c.list("deleted_users", nil) }},
	}
}

// user is somebody with an account.
type user struct {
	id               int64
	name, email      string
	role, locale     string
	tags             []string
	group            int64
	created, updated time.Time
	suspended        bool
}

// people are those who are known by an instant.
type people struct {
	users []*user // by id
	byID  map[int64]*user
}

// customer is somebody who writes.
func (s *Server) customer(id int64) replay.Customer {
	list := s.o.Tape.Customers
	at, found := slices.BinarySearchFunc(list, id, func(c replay.Customer, id int64) int { return cmp.Compare(c.ID, id) })
	if !found {
		return replay.Customer{ID: id}
	}
	return list[at]
}

// everybody are the seats of the desk and the customers who have written by now. Marking as spam suspends the
// requester, until a ticket of his is restored.
func (c *call) everybody() *people {
	if c.v.people != nil {
		return c.v.people
	}
	p := &people{byID: map[int64]*user{}}
	add := func(u *user) *user {
		p.users = append(p.users, u)
		p.byID[u.id] = u
		return u
	}
	tape := c.o.Tape
	founded := tape.Begin.Add(-90 * 24 * time.Hour)
	add(&user{id: OwnerID, name: "Olga Owner", email: "owner@casa.example", role: "admin", locale: "en-US", created: founded, updated: founded})
	add(&user{id: BotID, name: "Casa Assistant", email: "assistant@casa.example", role: "agent", locale: "en-US", tags: []string{"bot"}, created: founded, updated: founded})
	add(&user{id: ShopID, name: "Casa Shop", email: "shop@casa.example", role: "agent", locale: "en-US", tags: []string{"integration"}, created: founded, updated: founded})
	for _, a := range tape.Agents {
		add(&user{
			id: AgentID(a.ID), name: a.Name, email: strings.ToLower(a.Name) + fmt.Sprint(a.ID) + "@casa.example", role: "agent",
			locale: "it", group: GroupID(a.Team), created: founded, updated: founded,
		})
	}
	meet := func(id int64, at time.Time) *user {
		u := p.byID[CustomerID(id)]
		if u == nil {
			who := c.customer(id)
			u = add(&user{id: CustomerID(id), name: who.Name, email: who.Email, role: "end-user", locale: who.Language, created: at, updated: at})
		}
		if at.Before(u.created) {
			u.created, u.updated = at, at
		}
		return u
	}
	writers := func(t *replay.Ticket) *user {
		u := meet(t.Customer, t.Created)
		for _, m := range t.Messages {
			if m.Author == "customer" {
				meet(m.AuthorID, m.Created)
			}
		}
		return u
	}
	for _, t := range c.v.frame.Gone { // its customer is still known
		writers(t)
	}
	for _, d := range c.v.all {
		u := writers(d.t)
		for _, ch := range d.t.Changes {
			if ch.Field == "status" && (ch.New == "spam" || ch.Old == "spam") && !ch.At.Before(u.updated) {
				u.suspended, u.updated = ch.New == "spam", ch.At
			}
		}
	}
	slices.SortFunc(p.users, func(a, b *user) int { return cmp.Compare(a.id, b.id) })
	c.v.people = p
	return p
}

func (c *call) name(id int64) string {
	if u := c.everybody().byID[id]; u != nil {
		return u.name
	}
	return "System"
}

// user writes a user.
// https://developer.zendesk.com/api-reference/ticketing/users/users/#json-format
func (c *call) user(id int64) []byte {
	u := c.everybody().byID[id]
	if u == nil {
		return nil
	}
	tags := u.tags
	if tags == nil {
		tags = []string{}
	}
	seat := u.role != "end-user"
	j := map[string]any{
		"id": u.id, "url": fmt.Sprintf("%s/api/v2/users/%d.json", c.base, u.id), "name": u.name, "email": u.email,
		"created_at": text(u.created), "updated_at": text(u.updated), "time_zone": "Rome", "iana_time_zone": "Europe/Rome",
		"phone": nil, "shared_phone_number": nil, "photo": nil, "locale_id": 16, "locale": u.locale, "organization_id": nil,
		"role": u.role, "verified": seat, "external_id": nil, "tags": tags, "alias": "", "active": true, "shared": false,
		"shared_agent": false, "last_login_at": nil, "two_factor_auth_enabled": nil, "signature": nil, "details": "", "notes": "",
		"role_type": nil, "custom_role_id": nil, "moderator": seat, "ticket_restriction": nil, "only_private_comments": false,
		"restricted_agent": !seat, "suspended": u.suspended, "default_group_id": orNull(u.group), "report_csv": u.role == "admin",
		"user_fields": map[string]any{"loyalty_card": nil},
	}
	if !seat {
		j["ticket_restriction"] = "requested"
	}
	return encode(j)
}

func (c *call) users(ids map[int64]bool) [][]byte {
	var list [][]byte
	for _, u := range c.everybody().users {
		if ids[u.id] {
			list = append(list, c.user(u.id))
		}
	}
	return list
}

// listUsers lists users, of some roles if they are asked for.
// https://developer.zendesk.com/api-reference/ticketing/users/users/#list-users
func (c *call) listUsers() {
	q := c.r.URL.Query()
	roles := slices.Concat(q["role"], q["role[]"])
	c.listWhere(func(u *user) bool { return len(roles) == 0 || slices.Contains(roles, u.role) })
}

func (c *call) listMembers() {
	c.listWhere(func(u *user) bool { return u.group == c.id() })
}

func (c *call) listWhere(is func(*user) bool) {
	var items []item
	for _, u := range c.everybody().users {
		if is(u) {
			items = append(items, item{[2]int64{u.id}, func() []byte { return c.user(u.id) }})
		}
	}
	c.list("users", items)
}

func (c *call) showUser() {
	if body := c.user(c.id()); body != nil {
		c.one("user", body)
		return
	}
	c.notFound()
}

func (c *call) showUsers() {
	ids := map[int64]bool{}
	for _, word := range strings.Split(c.r.URL.Query().Get("ids"), ",") {
		ids[number(word)] = true
	}
	var o object
	list := c.users(ids)
	o.list("users", list)
	o.set("next_page", nil)
	o.set("previous_page", nil)
	o.set("count", len(list))
	c.send(&o)
}

// userRows are the rows of the user export.
func (c *call) userRows() []timed {
	horizon := c.horizon()
	var rows []timed
	for _, u := range c.everybody().users {
		if at := u.updated.Unix(); at <= horizon {
			rows = append(rows, timed{at: at, id: u.id, render: func() []byte { return c.user(u.id) }})
		}
	}
	slices.SortFunc(rows, func(a, b timed) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id)) })
	return rows
}

// usersByCursor is the user export.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/#incremental-user-export-cursor-based
func (c *call) usersByCursor() { c.byExportCursor("users", c.userRows(), nil, nil) }

func (c *call) usersByTime(most int) { c.byTime("users", c.userRows(), most, nil) }

func (c *call) group(t replay.Team) map[string]any {
	founded := text(c.o.Tape.Begin.Add(-90 * 24 * time.Hour))
	return map[string]any{
		"id": GroupID(t.ID), "url": fmt.Sprintf("%s/api/v2/groups/%d.json", c.base, GroupID(t.ID)), "is_public": true, "name": t.Name,
		"description": "", "default": t.ID == 1, "deleted": false, "created_at": founded, "updated_at": founded,
	}
}

// listGroups lists the groups.
// https://developer.zendesk.com/api-reference/ticketing/groups/groups/#list-groups
func (c *call) listGroups() {
	var items []item
	for _, t := range c.o.Tape.Teams {
		items = append(items, raw(t.ID, c.group(t)))
	}
	c.list("groups", items)
}

func (c *call) showGroup() {
	for _, t := range c.o.Tape.Teams {
		if GroupID(t.ID) == c.id() {
			c.one("group", encode(c.group(t)))
			return
		}
	}
	c.notFound()
}

func (c *call) listMemberships() {
	founded := text(c.o.Tape.Begin.Add(-90 * 24 * time.Hour))
	var items []item
	for _, a := range c.o.Tape.Agents {
		if c.r.PathValue("id") != "" && GroupID(a.Team) != c.id() {
			continue
		}
		id := 4_700_000_000_000 + a.ID*128
		items = append(items, raw(a.ID, map[string]any{
			"id": id, "url": fmt.Sprintf("%s/api/v2/group_memberships/%d.json", c.base, id), "user_id": AgentID(a.ID),
			"group_id": GroupID(a.Team), "default": true, "created_at": founded, "updated_at": founded,
		}))
	}
	c.list("group_memberships", items)
}

func (c *call) brand(b replay.Brand) map[string]any {
	founded := text(c.o.Tape.Begin.Add(-90 * 24 * time.Hour))
	sub := strings.ToLower(strings.ReplaceAll(b.Name, " ", "-"))
	return map[string]any{
		"id": BrandID(b.ID), "url": fmt.Sprintf("%s/api/v2/brands/%d.json", c.base, BrandID(b.ID)), "name": b.Name,
		"brand_url": "https://" + sub + ".zendesk.com", "subdomain": sub, "host_mapping": nil, "has_help_center": true,
		"help_center_state": "enabled", "active": true, "default": b.ID == 1, "is_deleted": false, "logo": nil,
		"ticket_form_ids": []int64{formID}, "signature_template": "{{agent.signature}}", "created_at": founded, "updated_at": founded,
	}
}

// listBrands lists the brands.
// https://developer.zendesk.com/api-reference/ticketing/account-configuration/brands/#list-brands
func (c *call) listBrands() {
	var items []item
	for _, b := range c.o.Tape.Brands {
		items = append(items, raw(b.ID, c.brand(b)))
	}
	c.list("brands", items)
}

func (c *call) showBrand() {
	for _, b := range c.o.Tape.Brands {
		if BrandID(b.ID) == c.id() {
			c.one("brand", encode(c.brand(b)))
			return
		}
	}
	c.notFound()
}
