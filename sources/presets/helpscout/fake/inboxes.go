package fake

import (
	"strings"

	"helpdesk_exporter/sources/simulator/replay"
)

// The custom fields of each inbox; an inbox has its own numbers for them and for their choices.
const (
	fieldPriority = iota + 1
	fieldTopic
	fieldBrand
	fieldOrder
)

func fieldID(team int64, field int) int64 { return 10*mailboxID(team) + int64(field) }

// choiceID is the number of a choice of a field with a list.
func choiceID(team int64, field int, text string) int64 {
	return 1000*fieldID(team, field)%900_000_000 + label(text, 1_000_000)
}

// mailboxes lists the inboxes: each team of the desk has one.
// https://developer.helpscout.com/mailbox-api/endpoints/inboxes/list/
func (r *request) mailboxes() {
	groups := r.s.people.groups
	r.page("mailboxes", len(groups), func(i int) object { return r.inbox(groups[i]) })
}

func (r *request) inbox(t replay.Team) object {
	founded, id := when(r.s.people.founded()), mailboxID(t.ID)
	return object{
		"id": id, "name": t.Name, "slug": decimal(label(t.Name, 1<<31)) + "5f",
		"email": strings.ToLower(t.Name) + "@casa.example", "createdAt": founded, "updatedAt": founded,
		"_links": object{
			"self": r.link("/v2/mailboxes/%d", id), "fields": r.link("/v2/mailboxes/%d/fields/", id),
			"folders": r.link("/v2/mailboxes/%d/folders/", id),
		},
	}
}

func (r *request) whose() (t replay.Team, ok bool) {
	for _, t := range r.s.people.groups {
		if mailboxID(t.ID) == r.ids[0] {
			return t, true
		}
	}
	return t, false
}

// mailbox is one of them.
// https://developer.helpscout.com/mailbox-api/endpoints/inboxes/get/
func (r *request) mailbox() {
	if t, ok := r.whose(); ok {
		r.one(r.inbox(t))
		return
	}
	notFound(r.w)
}

// fields lists the custom fields of an inbox.
// https://developer.helpscout.com/mailbox-api/endpoints/inboxes/inbox-fields/
func (r *request) fields() {
	t, ok := r.whose()
	if !ok {
		notFound(r.w)
		return
	}
	brands := make([]string, 0, len(r.s.people.labels))
	for _, b := range r.s.people.labels {
		brands = append(brands, b.Name)
	}
	list := []object{
		dropdown(t.ID, fieldPriority, "Priority", []string{"Urgent", "High", "Normal", "Low"}),
		dropdown(t.ID, fieldTopic, "Contact reason", r.s.view().topics),
		dropdown(t.ID, fieldBrand, "Brand", brands),
		{"id": fieldID(t.ID, fieldOrder), "required": false, "order": fieldOrder, "type": "singleline", "name": "Order number", "options": []object{}},
	}
	r.page("fields", len(list), func(i int) object { return list[i] })
}

func dropdown(team int64, field int, name string, choices []string) object {
	options := make([]object, 0, len(choices))
	for i, text := range choices {
		options = append(options, object{"id": choiceID(team, field, text), "order": i + 1, "label": text})
	}
	return object{
		"id": fieldID(team, field), "required": field == fieldPriority, "order": field, "type": "dropdown", "name": name,
		"options": options,
	}
}

// customFields are the values of a conversation; a field without one is not there.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/get/
func (v *view) customFields(t *ticket) []object {
	list := []object{}
	for _, f := range []struct {
		field      int
		name, text string
	}{
		{fieldPriority, "Priority", priority(t.Priority)},
		{fieldTopic, "Contact reason", t.Topic},
		{fieldBrand, "Brand", v.people.brands[t.Brand]},
	} {
		if f.text != "" {
			list = append(list, object{
				"id": fieldID(t.Team, f.field), "name": f.name, "value": decimal(choiceID(t.Team, f.field, f.text)), "text": f.text,
			})
		}
	}
	return list
}

// The folders of an inbox.
const (
	folderUnassigned = iota
	folderAssigned
	folderClosed
	folderSpam
	folderDeleted
	allFolders
)

func folderName(folder int) (name, kind string) {
	switch folder {
	case folderUnassigned:
		return "Unassigned", "open"
	case folderAssigned:
		return "Assigned", "assigned"
	case folderClosed:
		return "Closed", "closed"
	case folderSpam:
		return "Spam", "spam"
	}
	return "Deleted", "deleted"
}

func folderID(team int64, folder int) int64 { return 100*mailboxID(team) + int64(folder) }

// folder is where a conversation lies.
func (c *row) folder() int {
	switch {
	case c.deleted:
		return folderDeleted
	case c.story.status == "spam":
		return folderSpam
	case c.story.status == "closed":
		return folderClosed
	case c.Agent != 0:
		return folderAssigned
	}
	return folderUnassigned
}

// folders lists the folders of an inbox.
// https://developer.helpscout.com/mailbox-api/endpoints/inboxes/inbox-folders/
func (r *request) folders() {
	t, ok := r.whose()
	if !ok {
		notFound(r.w)
		return
	}
	v := r.s.view()
	var total, active [allFolders]int
	updated := r.s.people.founded()
	for _, c := range v.rows {
		if c.Team != t.ID {
			continue
		}
		f := c.folder()
		if total[f]++; c.story.status == "active" {
			active[f]++
		}
		updated = later(updated, c.modified)
	}
	r.page("folders", allFolders, func(i int) object {
		name, kind := folderName(i)
		return object{
			"id": folderID(t.ID, i), "name": name, "type": kind, "userId": 0, "totalCount": total[i],
			"activeCount": active[i], "updatedAt": when(updated),
		}
	})
}
