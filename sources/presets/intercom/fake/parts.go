package fake

import (
	"strings"
	"time"
)

// mostParts is how many parts a conversation shows.
//
// Source: "Hard limit of 500 parts" of
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/retrieveconversation.
const mostParts = 500

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func partList(parts []*part, channel string, f flavour) list {
	all := list{}
	for _, p := range parts[max(0, len(parts)-mostParts):] {
		all = append(all, p.object(channel, f))
	}
	return all
}

// object is the part. Only since 2.15 it has the details of tags, snoozes and priorities.
//
// Source: https://developers.intercom.com/docs/references/2.15/changelog, "Enhanced event_details schemas".
func (p *part) object(channel string, f flavour) object {
	var details, mail any
	if p.details != nil && (f.minor >= 15 || p.kind == partByAdmin || p.kind == partByWorkflow) {
		details = p.details(f)
	}
	if channel == "email" && p.kind == partComment {
		mail = object{
			"subject": "", "message_id": "<" + p.id + "@mail.desk.example>",
			"email_address_headers": list{object{"type": "from", "email_address": p.author.email, "name": orNull(p.author.name)}},
		}
	}
	var assigned any
	if p.assigned != nil {
		assigned = p.assigned
	}
	return object{
		"type": "conversation_part", "id": p.id, "part_type": p.kind, "body": paragraph(p.body), "created_at": p.at.Unix(),
		"updated_at": p.updated.Unix(), "notified_at": p.at.Unix(), "assigned_to": assigned, "author": p.author.object(true),
		"attachments": list{}, "external_id": nil, "redacted": false, "email_message_metadata": mail, "metadata": object{},
		"state": p.state, "tags": list{}, "event_details": details, "app_package_code": nil,
	}
}

// plain takes the markup out of what a conversation says.
//
// Source: display_as of
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/retrieveconversation.
func plain(conversation object) {
	strip := func(o object, field string) {
		if text, ok := o[field].(string); ok {
			text = strings.TrimSuffix(strings.TrimPrefix(text, "<p>"), "</p>")
			o[field] = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
		}
	}
	if source, ok := conversation["source"].(object); ok {
		strip(source, "body")
		strip(source, "subject")
	}
	if parts, ok := conversation["conversation_parts"].(object); ok {
		all, _ := parts["conversation_parts"].(list)
		for _, p := range all {
			if o, ok := p.(object); ok {
				strip(o, "body")
			}
		}
	}
}

// appliedTag is a tag on a conversation.
type appliedTag struct {
	name string
	at   time.Time
	by   author
}

// tagsOf are the tags that a conversation has at the end of its story.
func tagsOf(s *story, p *people) (tags []appliedTag) {
	t := s.ticket
	put := func(name string) {
		tag := appliedTag{name: name, at: t.Created, by: operator()}
		for i := range t.Changes {
			c := &t.Changes[i]
			if c.Field == "tag" && c.New == name || c.Field == "status" && markOf(c.New) == name {
				tag.at, tag.by = c.At, p.who(c.Actor, c.ActorID)
			}
		}
		tags = append(tags, tag)
	}
	for _, name := range t.Tags {
		put(name)
	}
	if mark := markOf(t.Status); mark != "" {
		put(mark)
	}
	return tags
}

func tagList(tags []appliedTag) object {
	all := list{}
	for _, t := range tags {
		all = append(all, object{
			"type": "tag", "id": tagID(t.name), "name": t.name, "applied_at": t.at.Unix(),
			"applied_by": object{"type": t.by.kind, "id": t.by.id},
		})
	}
	return object{"type": "tag.list", "tags": all}
}
