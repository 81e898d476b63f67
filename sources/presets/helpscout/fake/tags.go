package fake

import "strings"

// tagsOf are the tags of a conversation.
func tagsOf(t *ticket) []object {
	list := []object{}
	for _, name := range t.Tags {
		list = append(list, object{"id": tagID(name), "color": color(name), "tag": name})
	}
	return list
}

func color(name string) string {
	return []string{"#A5B2BD", "#E52F28", "#4BC27D", "#929499"}[label(name, 4)]
}

// tags lists the tags of all inboxes, by name.
// https://developer.helpscout.com/mailbox-api/endpoints/tags/list/
func (r *request) tags() {
	list := r.s.view().tags
	r.page("tags", len(list), func(i int) object { return encodeTag(list[i]) })
}

func encodeTag(t tagged) object {
	return object{
		"id": tagID(t.name), "name": t.name, "slug": strings.ReplaceAll(strings.ToLower(t.name), " ", "-"),
		"color": color(t.name), "createdAt": when(t.first), "updatedAt": when(t.first), "ticketCount": t.count,
	}
}

// tag is one of them.
// https://developer.helpscout.com/mailbox-api/endpoints/tags/get/
func (r *request) tag() {
	for _, t := range r.s.view().tags {
		if tagID(t.name) == r.ids[0] {
			r.one(encodeTag(t))
			return
		}
	}
	notFound(r.w)
}

// workflows lists what the system of the desk does.
// https://developer.helpscout.com/mailbox-api/endpoints/workflows/list/
func (r *request) workflows() {
	names := []string{"Confirm", "Close by time"}
	ids := []int64{workflowConfirm, workflowStatus}
	founded := when(r.s.people.founded())
	r.page("workflows", len(ids), func(i int) object {
		return object{
			"id": ids[i], "mailboxId": mailboxID(r.s.people.groups[0].ID), "type": "automatic", "status": "active", "order": i + 1,
			"name": names[i], "createdAt": founded, "modifiedAt": founded,
		}
	})
}
