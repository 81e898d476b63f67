package fake

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// conversation is a single one. One that was merged leads to the one that it was merged into, for 60 days;
// one in the trash is still there, with another state.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/get/
func (r *request) conversation() {
	embed, faults := r.embed()
	if len(faults) > 0 {
		fail(r.w, http.StatusBadRequest, "Bad request", faults...)
		return
	}
	v := r.s.view()
	c := v.find(r.ids[0])
	switch {
	case c == nil:
		notFound(r.w)
	case c.Status != "merged":
		send(r.w, http.StatusOK, hal, r.embedded(v, c, embed, false))
	case v.byID[c.MergedInto] == nil || r.s.o.Clock.Now().Sub(c.merged) >= redirected:
		notFound(r.w)
	default:
		to := fmt.Sprintf("%s%s/conversations/%d", r.base(), r.URL.Path[:3], conversationID(c.MergedInto))
		r.w.Header().Set("Location", to)
		r.w.WriteHeader(http.StatusMovedPermanently)
	}
}

// find looks for a conversation; those whose rows are gone are not there.
func (v *view) find(conversation int64) *row {
	id, ok := ticketID(conversation)
	if !ok {
		return nil
	}
	return v.byID[id]
}

// embed tells whether threads are asked for.
func (r *request) embed() (threads bool, faults []fault) {
	text := r.URL.Query().Get("embed")
	if text != "" && text != "threads" {
		return false, []fault{{"EnumValue", "embed", "Expected one of these: 'threads'", text}}
	}
	return text == "threads", nil
}

// friendlyMark stands in what is kept where the time that has passed belongs.
const friendlyMark = "@friendly@"

// embedded is the JSON of a conversation, with its threads if they are wanted.
func (r *request) embedded(v *view, c *row, threads, truncated bool) []byte {
	text := c.keep(r.form(v, c, "conversation"), func() [][]byte { return [][]byte{marshal(r.encode(v, c))} })[0]
	text = bytes.Replace(text, []byte(friendlyMark), []byte(friendly(r.s.o.Clock.Now().Sub(c.since()))), 1)
	if !threads {
		return text
	}
	var body bytes.Buffer
	body.Write(text[:len(text)-1])
	body.WriteString(`,"_embedded":{"threads":[`)
	body.Write(bytes.Join(r.encodeThreads(v, c, truncated), []byte{','}))
	body.WriteString("]}}")
	return body.Bytes()
}

// encode makes the JSON of a conversation. What is not there has no key: an assignee, the instant of closing.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/get/
func (r *request) encode(v *view, c *row) object {
	p, id, kind := v.people, conversationID(c.ID), kindsOf(c.ticket)
	links := object{
		"self": r.link("/v2/conversations/%d", id), "threads": r.link("/v2/conversations/%d/threads/", id),
		"mailbox":         r.link("/v2/mailboxes/%d", mailboxID(c.Team)),
		"primaryCustomer": r.link("/v2/customers/%d", customerID(c.Customer)),
		"web":             object{"href": fmt.Sprintf("https://secure.helpscout.net/conversation/%d/%d", id, firstNumber+c.ID)},
	}
	body := object{
		"id": id, "number": firstNumber + c.ID, "threads": c.count(), "type": kind.conversation,
		"folderId": folderID(c.Team, c.folder()), "status": c.story.status, "state": "published", "subject": c.Subject,
		"preview": c.preview(), "mailboxId": mailboxID(c.Team), "createdAt": when(c.Created),
		"closedBy": closer(c.closer), "userUpdatedAt": when(c.touched),
		"customerWaitingSince": c.waitingSince(), "source": object{"type": kind.source, "via": via(c.ticket)},
		"tags": tagsOf(c.ticket), "cc": []string{}, "bcc": []string{}, "primaryCustomer": p.customer(c.Customer, true),
		"customFields": v.customFields(c.ticket), "_links": links,
	}
	if c.deleted {
		body["state"] = "deleted"
	}
	by := c.creator()
	body["createdBy"] = p.person(by, r.v3)
	if by.role == "customer" {
		links["createdByCustomer"] = r.link("/v2/customers/%d", customerID(by.id))
	} else {
		links["createdByUser"] = object{"href": r.base() + "/v2/users/" + decimal(closer(by))}
	}
	if c.Agent != 0 {
		body["assignee"] = p.person(actor{"agent", c.Agent}, r.v3)
		links["assignee"] = r.link("/v2/users/%d", userID(c.Agent))
	}
	if !c.closed.IsZero() {
		body["closedAt"] = when(c.closed)
		if closer(c.closer) != 0 {
			body["closedByUser"] = p.person(c.closer, r.v3)
		}
	}
	links["closedBy"] = r.link("/v2/users/%d", closer(c.closer))
	return body
}

// creator is who made the conversation.
func (c *row) creator() actor {
	switch c.OpenedBy {
	case "agent":
		return actor{"agent", c.opener}
	case "customer":
		return actor{"customer", c.Customer}
	}
	return actor{c.OpenedBy, 0}
}

// via tells who made it.
func via(t *ticket) string {
	if t.OpenedBy == "customer" {
		return "customer"
	}
	return "user"
}

// closer is the number of who closed a conversation; 0 if it is not closed, or was closed by no user.
func closer(who actor) int64 {
	switch who.role {
	case "agent":
		return userID(who.id)
	case "bot":
		return aiAgent
	case "system":
		return everybody
	}
	return 0
}

// count is the number of published threads without line items, with those that a merge has brought.
func (c *row) count() (n int) {
	for _, each := range append([]*row{c}, c.sources...) {
		for _, st := range each.steps {
			if st.kind == opening || st.kind == said {
				n++
			}
		}
	}
	return n
}

// preview is the beginning of what was said last.
func (c *row) preview() string {
	for _, st := range slices.Backward(c.steps) {
		if text := c.said(st); text != "" {
			return cut(text, 185)
		}
	}
	return ""
}

// said is the text of a thread.
func (c *row) said(st step) string {
	switch {
	case st.message != nil:
		return st.message.Body
	case st.kind == opening:
		return c.Description
	}
	return ""
}

func cut(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most])
	}
	return text
}

// since is when the customer wrote who waits for an answer; of a closed conversation when it was closed.
func (c *row) since() time.Time {
	if c.waiting.IsZero() {
		return c.closed
	}
	return c.waiting
}

// waitingSince is empty while nobody waits and the conversation is not closed.
func (c *row) waitingSince() object {
	if c.since().IsZero() {
		return object{}
	}
	return object{"time": when(c.since()), "friendly": friendlyMark}
}

func friendly(ago time.Duration) string {
	switch {
	case ago < time.Minute:
		return "Just now"
	case ago < time.Hour:
		return fmt.Sprintf("%d min ago", ago/time.Minute)
	case ago < 24*time.Hour:
		return fmt.Sprintf("%d hours ago", ago/time.Hour)
	}
	return fmt.Sprintf("%d days ago", ago/(24*time.Hour))
}
