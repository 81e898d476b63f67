package fake

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// contactJSON is a contact. https://developers.freshdesk.com/api/#contacts
type contactJSON struct {
	Active         bool              `json:"active"`
	Address        *string           `json:"address"`
	CompanyID      *int64            `json:"company_id"`
	ViewAll        bool              `json:"view_all_tickets"`
	Description    *string           `json:"description"`
	Email          string            `json:"email"`
	ID             int64             `json:"id"`
	ContactType    string            `json:"contact_type"`
	JobTitle       *string           `json:"job_title"`
	Language       string            `json:"language"`
	Mobile         *string           `json:"mobile"`
	Name           string            `json:"name"`
	Phone          *string           `json:"phone"`
	TimeZone       string            `json:"time_zone"`
	TwitterID      *string           `json:"twitter_id"`
	ExternalID     *string           `json:"unique_external_id"`
	SocialHandler  []struct{}        `json:"social_handler"`
	OtherEmails    []string          `json:"other_emails"`
	OtherCompanies []struct{}        `json:"other_companies"`
	CustomFields   map[string]string `json:"custom_fields"`
	Tags           []string          `json:"tags"`
	CreatedAt      stamp             `json:"created_at"`
	UpdatedAt      stamp             `json:"updated_at"`
}

func encodeContact(c contact) contactJSON {
	return contactJSON{
		Email: c.Email, ID: contactID(c.ID), ContactType: "contact", Language: c.Language, Name: c.Name, TimeZone: "Rome",
		SocialHandler: []struct{}{}, OtherEmails: []string{}, OtherCompanies: []struct{}{}, CustomFields: map[string]string{},
		Tags: []string{}, CreatedAt: stamp(c.since), UpdatedAt: stamp(c.since),
	}
}

// listContacts serves https://developers.freshdesk.com/api/#list_all_contacts
func listContacts(w http.ResponseWriter, r *request) {
	since, errs := r.since("updated_since")
	if len(errs) > 0 {
		invalid(w, errs...)
		return
	}
	query := r.URL.Query()
	var rows []contact
	for _, c := range r.s.present().contacts() {
		switch {
		case c.since.Before(since), query.Has("mobile"), query.Has("phone"), query.Has("company_id"):
		case query.Has("email") && !strings.EqualFold(query.Get("email"), c.Email):
		case query.Has("state") && query.Get("state") != "unverified":
		default:
			rows = append(rows, c)
		}
	}
	list(w, r, rows, encodeContact)
}

// viewContact serves https://developers.freshdesk.com/api/#view_contact
func viewContact(w http.ResponseWriter, r *request) {
	id, _ := r.id()
	for _, c := range r.s.present().contacts() {
		if contactID(c.ID) == id {
			write(w, http.StatusOK, encodeContact(c))
			return
		}
	}
	notFound(w)
}

// agentJSON is an agent. https://developers.freshdesk.com/api/#agents
type agentJSON struct {
	Available      bool     `json:"available"`
	Occasional     bool     `json:"occasional"`
	ID             int64    `json:"id"`
	Signature      *string  `json:"signature"`
	TicketScope    int      `json:"ticket_scope"`
	CreatedAt      stamp    `json:"created_at"`
	UpdatedAt      stamp    `json:"updated_at"`
	LastActiveAt   stamp    `json:"last_active_at"`
	AvailableSince stamp    `json:"available_since"`
	Type           string   `json:"type"`
	FocusMode      bool     `json:"focus_mode"`
	GroupIDs       *[]int64 `json:"group_ids,omitempty"`
	RoleIDs        *[]int64 `json:"role_ids,omitempty"`
	SkillIDs       *[]int64 `json:"skill_ids,omitempty"`
	Contact        userJSON `json:"contact"`
}

type userJSON struct {
	Active      bool    `json:"active"`
	Email       string  `json:"email"`
	JobTitle    *string `json:"job_title"`
	Language    string  `json:"language"`
	LastLoginAt stamp   `json:"last_login_at"`
	Mobile      *string `json:"mobile"`
	Name        string  `json:"name"`
	Phone       *string `json:"phone"`
	TimeZone    string  `json:"time_zone"`
	CreatedAt   stamp   `json:"created_at"`
	UpdatedAt   stamp   `json:"updated_at"`
}

// agents are those of the desk, and the owner of the key, who is in no group.
func (s *Server) agents() (list []agentJSON) {
	hired := stamp(s.o.Tape.Begin.Add(-400 * 24 * time.Hour))
	add := func(id, group int64, name, email string) {
		list = append(list, agentJSON{
			Available: true, ID: id, TicketScope: 1, CreatedAt: hired, UpdatedAt: hired, Type: "support_agent", FocusMode: true,
			GroupIDs: &[]int64{}, RoleIDs: &[]int64{82000040004}, SkillIDs: &[]int64{},
			Contact: userJSON{Active: true, Email: email, Language: "en", Name: name, TimeZone: "Rome", CreatedAt: hired, UpdatedAt: hired},
		})
		if group != 0 {
			list[len(list)-1].GroupIDs = &[]int64{groupID(group)}
		}
	}
	for _, a := range s.o.Tape.Agents {
		add(agentID(a.ID), a.Team, a.Name, fmt.Sprintf("agent%d@%s", a.ID, Host))
	}
	add(ownerID, 0, "Integrations", "integrations@"+Host)
	return list
}

// listAgents serves https://developers.freshdesk.com/api/#list_all_agents; the groups of agents are not in it.
func listAgents(w http.ResponseWriter, r *request) {
	query := r.URL.Query()
	rows := []agentJSON{}
	for _, a := range r.s.agents() {
		switch {
		case query.Has("mobile"), query.Has("phone"), query.Get("state") == "occasional":
		case query.Has("email") && query.Get("email") != a.Contact.Email:
		default:
			a.GroupIDs, a.RoleIDs, a.SkillIDs = nil, nil, nil
			rows = append(rows, a)
		}
	}
	list(w, r, rows, func(a agentJSON) agentJSON { return a })
}

// viewAgent serves https://developers.freshdesk.com/api/#view_agent
func viewAgent(w http.ResponseWriter, r *request) {
	id, _ := r.id()
	for _, a := range r.s.agents() {
		if a.ID == id {
			write(w, http.StatusOK, a)
			return
		}
	}
	notFound(w)
}

// viewOwner serves https://developers.freshdesk.com/api/#me
func viewOwner(w http.ResponseWriter, r *request) {
	agents := r.s.agents()
	write(w, http.StatusOK, agents[len(agents)-1])
}

// groupJSON is a group. https://developers.freshdesk.com/api/#groups
type groupJSON struct {
	ID             int64    `json:"id"`
	Name           string   `json:"name"`
	Description    string   `json:"description"`
	EscalateTo     *int64   `json:"escalate_to"`
	UnassignedFor  *string  `json:"unassigned_for"`
	BusinessHourID *int64   `json:"business_hour_id"`
	GroupType      string   `json:"group_type"`
	AutoAssign     int      `json:"auto_ticket_assign"`
	AgentIDs       *[]int64 `json:"agent_ids,omitempty"`
	CreatedAt      stamp    `json:"created_at"`
	UpdatedAt      stamp    `json:"updated_at"`
}

func (s *Server) groups(members bool) (list []groupJSON) {
	made := stamp(s.o.Tape.Begin.Add(-500 * 24 * time.Hour))
	hours := int64(businessHourID)
	for _, t := range s.o.Tape.Teams {
		g := groupJSON{ID: groupID(t.ID), Name: t.Name, Description: "Team " + t.Name, BusinessHourID: &hours, GroupType: "support_agent_group", CreatedAt: made, UpdatedAt: made}
		if members {
			ids := []int64{}
			for _, a := range s.o.Tape.Agents {
				if a.Team == t.ID {
					ids = append(ids, agentID(a.ID))
				}
			}
			g.AgentIDs = &ids
		}
		list = append(list, g)
	}
	return list
}

// listGroups serves https://developers.freshdesk.com/api/#list_all_groups; the members are not in it.
func listGroups(w http.ResponseWriter, r *request) {
	list(w, r, r.s.groups(false), func(g groupJSON) groupJSON { return g })
}

// viewGroup serves https://developers.freshdesk.com/api/#view_group
func viewGroup(w http.ResponseWriter, r *request) {
	id, _ := r.id()
	for _, g := range r.s.groups(true) {
		if g.ID == id {
			write(w, http.StatusOK, g)
			return
		}
	}
	notFound(w)
}

// adminGroupJSON is a group in its newer shape. https://developers.freshdesk.com/api/#admin-groups
type adminGroupJSON struct {
	ID             int64           `json:"id"`
	Name           string          `json:"name"`
	Description    string          `json:"description"`
	EscalateTo     *int64          `json:"escalate_to"`
	UnassignedFor  *string         `json:"unassigned_for"`
	AgentIDs       []int64         `json:"agent_ids"`
	CreatedAt      stamp           `json:"created_at"`
	UpdatedAt      stamp           `json:"updated_at"`
	Availability   bool            `json:"allow_agents_to_change_availability"`
	BusinessHourID *int64          `json:"business_calendar_id"`
	Type           string          `json:"type"`
	AutoAssign     map[string]bool `json:"automatic_agent_assignment"`
}

func encodeAdminGroup(g groupJSON) adminGroupJSON {
	return adminGroupJSON{
		ID: g.ID, Name: g.Name, Description: g.Description, AgentIDs: *g.AgentIDs, CreatedAt: g.CreatedAt, UpdatedAt: g.UpdatedAt,
		BusinessHourID: g.BusinessHourID, Type: g.GroupType, AutoAssign: map[string]bool{"enabled": false},
	}
}

// listAdminGroups serves https://developers.freshdesk.com/api/#list_all_admin_groups
func listAdminGroups(w http.ResponseWriter, r *request) {
	list(w, r, r.s.groups(true), encodeAdminGroup)
}

// productJSON is a product, which is how the account keeps its brands apart.
// https://developers.freshdesk.com/api/#products
type productJSON struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	CreatedAt   stamp  `json:"created_at"`
	UpdatedAt   stamp  `json:"updated_at"`
}

func (s *Server) products() (list []productJSON) {
	made := stamp(s.o.Tape.Begin.Add(-500 * 24 * time.Hour))
	for _, b := range s.o.Tape.Brands {
		list = append(list, productJSON{productID(b.ID), b.Name, "Shop " + b.Name, made, made})
	}
	return list
}

// listProducts serves https://developers.freshdesk.com/api/#list_all_products
func listProducts(w http.ResponseWriter, r *request) {
	list(w, r, r.s.products(), func(p productJSON) productJSON { return p })
}

// viewProduct serves https://developers.freshdesk.com/api/#view_product
func viewProduct(w http.ResponseWriter, r *request) {
	id, _ := r.id()
	for _, p := range r.s.products() {
		if p.ID == id {
			write(w, http.StatusOK, p)
			return
		}
	}
	notFound(w)
}
