package fake

import (
	"strconv"
	"strings"

	"helpdesk_exporter/sources/simulator/replay"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// teams lists the teams. Each team of the desk is one, with its agents, beside its inbox.
// https://developer.helpscout.com/mailbox-api/endpoints/teams/list-teams/
func (r *request) teams() {
	groups := r.s.people.groups
	r.page("teams", len(groups), func(i int) object { return r.group(groups[i]) })
}

func (r *request) group(t replay.Team) object {
	founded := when(r.s.people.founded())
	id := teamID(t.ID)
	return object{
		"id": id, "name": t.Name, "timezone": r.s.o.Tape.Zone.String(), "photoUrl": photo(id), "createdAt": founded,
		"updatedAt": founded, "mention": strings.ToLower(t.Name), "initials": t.Name[:2],
		"_links": object{"self": r.link("/v2/teams/%d", id), "members": r.link("/v2/teams/%d/members", id)},
	}
}

func (r *request) found() (t replay.Team, ok bool) {
	for _, t := range r.s.people.groups {
		if teamID(t.ID) == r.ids[0] {
			return t, true
		}
	}
	return t, false
}

// team is one of them.
// https://developer.helpscout.com/mailbox-api/endpoints/teams/get-team/
func (r *request) team() {
	if t, ok := r.found(); ok {
		r.one(r.group(t))
		return
	}
	notFound(r.w)
}

// members lists the users of a team.
// https://developer.helpscout.com/mailbox-api/endpoints/teams/list-members/
func (r *request) members() {
	t, ok := r.found()
	if !ok {
		notFound(r.w)
		return
	}
	var list []object
	for _, a := range r.s.people.list {
		if a.Team == t.ID {
			list = append(list, r.agent(a))
		}
	}
	r.page("users", len(list), func(i int) object { return list[i] })
}
