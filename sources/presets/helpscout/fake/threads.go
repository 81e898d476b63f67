package fake

import (
	"cmp"
	"slices"
)

// threads lists the threads of a conversation, the newest first. Of one that was merged away there are none.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list/
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list-v3/
func (r *request) threads() {
	v := r.s.view()
	c := v.find(r.ids[0])
	if c == nil || c.Status == "merged" {
		notFound(r.w)
		return
	}
	all := r.encodeThreads(v, c, false)
	r.pageOf("threads", othersAPage, len(all), func(i int) []byte { return all[i] })
}

// owned is a thread, and the ticket in which it was written.
type owned struct {
	step
	*row
}

// all are the threads of a conversation, the newest first: its own, and what was said in those that were
// merged into it. A moved thread does not change the status of the conversation where it is now.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/update/ (moved or merged)
func (c *row) all() (list []owned) {
	for _, st := range c.steps {
		list = append(list, owned{st, c})
	}
	for _, source := range c.sources {
		for _, st := range source.steps {
			if st.kind != changed {
				st.status = ""
				list = append(list, owned{st, source})
			}
		}
		list = append(list, owned{step{
			at: source.merged, id: threadID(source.merged, merging, source.mergedBy), kind: merging, by: source.merger,
			agent: c.agentAt(source), action: "merged", from: source.ID,
		}, c})
	}
	slices.SortFunc(list, func(a, b owned) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.id, a.id)) })
	return list
}

// agentAt is whom the conversation belonged to when another was merged into it.
func (c *row) agentAt(source *row) int64 {
	agent := c.Agent
	for _, st := range slices.Backward(c.steps) {
		if !st.at.After(source.merged) {
			return st.agent
		}
	}
	return agent
}

// cutChats is how much of a Beacon chat a list of conversations shows that embeds threads; the vendor says that
// it is less than all, but not how much.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/
const (
	cutChats = 3
	cutText  = 100
)

// encodeThreads are the threads of a conversation, the newest first.
func (r *request) encodeThreads(v *view, c *row, truncated bool) [][]byte {
	kind := "threads"
	if truncated {
		kind = "truncated"
	}
	return c.keep(r.form(v, c, kind), func() (list [][]byte) {
		chats := 0
		for _, st := range c.all() {
			body := r.encodeThread(v, c, st)
			if truncated && body["type"] == "beaconchat" {
				if chats++; chats > cutChats {
					continue
				}
				if text, ok := body["body"].(string); ok {
					body["body"] = cut(text, cutText)
				}
			}
			list = append(list, marshal(body))
		}
		return list
	})
}

// encodeThread makes the JSON of a thread.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list/
func (r *request) encodeThread(v *view, c *row, st owned) object {
	p := v.people
	source := object{"type": kindsOf(st.ticket).source, "via": "user"}
	links := object{"customer": r.link("/v2/customers/%d", customerID(c.Customer))}
	if st.by.role == "customer" {
		source["via"] = "customer"
		links["createdByCustomer"] = r.link("/v2/customers/%d", customerID(st.by.id))
	} else {
		if st.id != st.first() {
			source["type"] = "web"
		}
		links["createdByUser"] = r.link("/v2/users/%d", closer(st.by))
	}
	body := object{
		"id": st.id, "type": st.threadType(), "status": cmp.Or(st.status, "nochange"), "state": "published", "action": r.action(st),
		"source": source, "customer": p.customer(c.Customer, false), "createdBy": p.person(st.by, r.v3),
		"assignedTo": p.person(actor{"agent", st.agent}, r.v3), "to": []string{}, "cc": []string{}, "bcc": []string{},
		"createdAt": when(st.at), "_embedded": object{"attachments": []object{}}, "_links": links,
	}
	if st.kind == changed || st.kind == merging {
		return body
	}
	body["body"] = st.said(st.step)
	if st.by.role != "customer" && st.threadType() == "message" {
		body["to"] = []string{p.customers[c.Customer].Email}
		body["savedReplyId"] = 0
	}
	if rating, ok := r.rated(v, st); ok {
		body["rating"] = rating
	}
	return body
}

// first is the thread that began the ticket.
func (st owned) first() int64 { return st.steps[0].id }

// threadType is what kind of thread it is.
func (st owned) threadType() string {
	kind := kindsOf(st.ticket)
	switch {
	case st.kind == changed || st.kind == merging:
		return "lineitem"
	case st.message != nil && st.message.Internal:
		return "note"
	case st.by.role == "customer":
		return kind.customer
	case st.kind == opening && kind.conversation == "phone":
		return "phone"
	}
	return kind.user
}

// action is what else a thread did. What workflows do says so.
func (r *request) action(st owned) object {
	entities := object{}
	body := object{"type": "default", "associatedEntities": entities}
	switch {
	case st.kind == merging:
		body["text"] = r.s.people.name(st.by) + " merged conversation #" + decimal(firstNumber+st.from) + " into this one"
		entities["conversation"] = conversationID(st.from)
	case st.action == "moved-from-mailbox":
		entities["mailbox"] = mailboxID(st.from)
	case st.by.role == "system" && st.kind == changed:
		entities["workflow"] = workflowStatus
	case st.by.role == "system":
		body["type"], body["text"] = "automatic-workflow", "The Confirm workflow ran"
		entities["workflow"] = workflowConfirm
	}
	if st.action != "" {
		body["type"] = st.action
	}
	if st.text != "" {
		body["text"] = st.text
	}
	return body
}
