package fake

import (
	"fmt"
	"slices"
	"time"
)

// settingsRoutes are what the account is set up with.
func settingsRoutes() map[string]endpoint {
	none := func(key string) func(*call) { return func(c *call) { c.list(key, nil) } }
	return map[string]endpoint{
		"GET /api/v2/ticket_fields":            {"", false, (*call).listFields},
		"GET /api/v2/ticket_fields/{id}":       {"", false, (*call).showField},
		"GET /api/v2/ticket_forms":             {"", false, func(c *call) { c.list("ticket_forms", []item{raw(formID, c.form())}) }},
		"GET /api/v2/custom_statuses":          {"", false, (*call).listStatuses},
		"GET /api/v2/custom_statuses/{id}":     {"", false, (*call).showStatus},
		"GET /api/v2/tags":                     {"", false, (*call).listTags},
		"GET /api/v2/slas/policies":            {"", false, (*call).listPolicies},
		"GET /api/v2/group_slas/policies":      {"", false, none("group_sla_policies")},
		"GET /api/v2/suspended_tickets":        {"", false, none("suspended_tickets")},
		"GET /api/v2/business_hours/schedules": {"", false, none("schedules")},
	}
}

func (c *call) founded() string { return text(c.o.Tape.Begin.Add(-90 * 24 * time.Hour)) }

// topics are the contact reasons that somebody has used by now.
func (c *call) topics() []string {
	var list []string
	for _, d := range c.v.all {
		for _, topic := range []string{d.first.topic, d.t.Topic} {
			if at, found := slices.BinarySearch(list, topic); !found && topic != "" {
				list = slices.Insert(list, at, topic)
			}
		}
	}
	return list
}

// fields are the ticket fields. The contact reason is a drop-down ("tagger"): its values are tags.
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#json-format
func (c *call) fields() []map[string]any {
	field := func(id int64, kind, title string, removable bool) map[string]any {
		return map[string]any{
			"url": fmt.Sprintf("%s/api/v2/ticket_fields/%d.json", c.base, id), "id": id, "type": kind, "title": title, "raw_title": title,
			"description": "", "raw_description": "", "position": 9999, "active": true, "required": false, "collapsed_for_agents": false,
			"regexp_for_validation": nil, "title_in_portal": title, "raw_title_in_portal": title, "visible_in_portal": false,
			"editable_in_portal": false, "required_in_portal": false, "agent_can_edit": true, "tag": nil, "removable": removable,
			"key": nil, "agent_description": nil, "created_at": c.founded(), "updated_at": c.founded(),
		}
	}
	reason := field(ReasonFieldID, "tagger", "Contact reason", true)
	options := []any{}
	for _, topic := range c.topics() {
		options = append(options, map[string]any{
			"id":   4_430_000_000_000 + int64(mix(9, int64(len(topic))*1009+int64(topic[0])*31+int64(topic[len(topic)-1]))%1_000_000_000),
			"name": topic, "raw_name": topic, "value": slug(topic), "default": false,
		})
	}
	reason["custom_field_options"] = options
	status := field(statusField, "custom_status", "Ticket status", false)
	status["custom_statuses"] = c.statuses()
	return []map[string]any{
		field(subjectField, "subject", "Subject", false), status, field(priorityField, "priority", "Priority", false),
		reason, field(orderField, "text", "Order number", true),
	}
}

func (c *call) listFields() {
	var items []item
	for i, f := range c.fields() {
		items = append(items, raw(int64(i), f))
	}
	c.list("ticket_fields", items)
}

func (c *call) showField() {
	for _, f := range c.fields() {
		if f["id"] == c.id() {
			c.one("ticket_field", encode(f))
			return
		}
	}
	c.notFound()
}

func (c *call) form() map[string]any {
	return map[string]any{
		"url": fmt.Sprintf("%s/api/v2/ticket_forms/%d.json", c.base, int64(formID)), "id": int64(formID), "name": "Default Ticket Form",
		"raw_name": "Default Ticket Form", "display_name": "Default Ticket Form", "end_user_visible": true, "position": 1,
		"ticket_field_ids": []int64{subjectField, statusField, priorityField, ReasonFieldID, orderField}, "active": true, "default": true,
		"in_all_brands": true, "restricted_brand_ids": []int64{}, "created_at": c.founded(), "updated_at": c.founded(),
	}
}

// statuses are the default statuses, one of each category, and a custom one that the desk uses for hold.
// https://developer.zendesk.com/api-reference/ticketing/tickets/custom_ticket_statuses/
func (c *call) statuses() []map[string]any {
	var list []map[string]any
	add := func(id int64, category, label, endUser string, standard bool) {
		list = append(list, map[string]any{
			"url": fmt.Sprintf("%s/api/v2/custom_statuses/%d.json", c.base, id), "id": id, "status_category": category, "agent_label": label,
			"raw_agent_label": label, "end_user_label": endUser, "raw_end_user_label": endUser, "description": "", "raw_description": "",
			"end_user_description": "", "raw_end_user_description": "", "active": true, "default": standard,
			"created_at": c.founded(), "updated_at": c.founded(),
		})
	}
	add(customStatus("new"), "new", "New", "Open", true)
	add(customStatus("open"), "open", "Open", "Open", true)
	add(customStatus("pending"), "pending", "Pending", "Awaiting your reply", true)
	add(4_044_416, "hold", "On-hold", "Open", true)
	add(customStatus("solved"), "solved", "Solved", "Solved", true)
	add(customStatus("hold"), "hold", "Waiting for warehouse", "Open", false)
	return list
}

func (c *call) listStatuses() {
	var o object
	o.set("custom_statuses", c.statuses())
	c.send(&o)
}

func (c *call) showStatus() {
	for _, st := range c.statuses() {
		if st["id"] == c.id() {
			c.one("custom_status", encode(st))
			return
		}
	}
	c.notFound()
}

// listTags lists the tags in use.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/tags/#list-tags
func (c *call) listTags() {
	counts := map[string]int{}
	for _, d := range c.v.unarchived() {
		for _, tag := range d.tags() {
			counts[tag]++
		}
	}
	var names []string
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return slices.Compare([]byte(a), []byte(b))
	})
	var items []item
	for i, name := range names {
		items = append(items, raw(int64(i), map[string]any{"name": name, "count": counts[name]}))
	}
	c.list("tags", items)
}
