package record

import "maps"

// Fields is one raw record by canonical field name, as a source mapped it. A value is a string, []byte,
// bool, any integer or float, json.Number, time.Time (already an instant), []any, []string or nil. A
// field that is nil was told to be empty; one that is absent was not told.
type Fields map[string]any

// FieldType is what a field's value is converted to.
type FieldType int

// The types of fields.
const (
	// Text is an identifier, a label, a word of an enumeration or free text.
	Text FieldType = iota
	// Time is an instant: a time.Time, or text in RFC 3339 with its zone.
	Time
	// Integer is a whole number.
	Integer
	// Boolean is true, false, 1, 0, yes, no and their like.
	Boolean
	// List is a list of texts: a list, a JSON array, or text separated by commas.
	List
	// Decimal is an exact decimal number.
	Decimal
	// Duration is a number of seconds, with or without a fraction.
	Duration
)

// String returns the type's name as error messages and the documentation spell it.
func (t FieldType) String() string {
	switch t {
	case Text:
		return "text"
	case Time:
		return "time"
	case Integer:
		return "integer"
	case Boolean:
		return "boolean"
	case List:
		return "list"
	case Decimal:
		return "decimal"
	case Duration:
		return "seconds"
	}
	return "unknown"
}

// FieldTypes returns the fields that Decode reads for a kind, with what each must hold; nil for an
// unknown kind. The map belongs to the caller.
func FieldTypes(kind Kind) map[string]FieldType {
	switch kind {
	case KindTicket:
		return map[string]FieldType{
			"id": Text, "created_at": Time, "updated_at": Time, "solved_at": Time, "origin": Text,
			"requester": Text, "customer_keys": List, "channel": Text, "brand": Text, "group": Text,
			"assignee": Text, "priority": Text, "category": Text, "tags": List, "topics": List,
			"language": Text, "subject": Text, "status": Text, "status_type": Text, "merged_into": Text,
			"spam": Boolean, "deleted": Boolean, "voided_at": Time, "remnant": Boolean, "reopens": Integer,
			"replies": Integer,
		}
	case KindStatusChange:
		return change(map[string]FieldType{"from": Text, "from_type": Text, "to": Text, "to_type": Text})
	case KindAssignmentChange:
		return change(map[string]FieldType{"agent": Text, "from_agent": Text, "group": Text, "from_group": Text})
	case KindPriorityChange, KindCategoryChange:
		return change(map[string]FieldType{"from": Text, "to": Text})
	case KindMessage:
		return map[string]FieldType{
			"id": Text, "ticket": Text, "at": Time, "updated_at": Time, "direction": Text, "author": Text,
			"author_id": Text, "visibility": Text, "public": Boolean, "language": Text, "subject": Text,
			"text": Text,
		}
	case KindContact:
		return map[string]FieldType{
			"id": Text, "offered_at": Time, "answered_at": Time, "ended_at": Time, "channel": Text,
			"queue": Text, "group": Text, "agent": Text, "outcome": Text, "talk": Duration,
			"hold": Duration, "wrap": Duration, "transferred_from": Text,
		}
	case KindWorkLog:
		return map[string]FieldType{"id": Text, "ticket": Text, "agent": Text, "at": Time, "spent": Duration}
	case KindSurvey:
		return map[string]FieldType{
			"id": Text, "subject": Text, "subject_id": Text, "requester": Text, "agent": Text,
			"group": Text, "name": Text, "sent_at": Time, "answered_at": Time, "revised_at": Time,
			"score": Integer, "scale_lowest": Integer, "scale_high": Integer,
		}
	case KindOrder:
		return map[string]FieldType{
			"id": Text, "customer_keys": List, "at": Time, "amount": Decimal, "currency": Text, "channel": Text,
		}
	case KindRefund:
		return map[string]FieldType{"id": Text, "order": Text, "at": Time, "amount": Decimal}
	case KindAgent:
		return map[string]FieldType{"id": Text, "name": Text, "group": Text, "presence": Text}
	case KindGroup:
		return map[string]FieldType{"id": Text, "name": Text}
	case KindSLAClock:
		return map[string]FieldType{
			"id": Text, "ticket": Text, "updated_at": Time, "policy": Text, "target": Text, "cycle": Integer,
			"started_at": Time, "due_at": Time, "paused_at": Time, "fulfilled_at": Time, "breached_at": Time, "cancelled_at": Time,
		}
	case KindSweep:
		return map[string]FieldType{"at": Time, "scope": Text, "ids": List}
	}
	return nil
}

// change adds what every change of a ticket has.
func change(own map[string]FieldType) map[string]FieldType {
	maps.Copy(own, map[string]FieldType{"id": Text, "ticket": Text, "at": Time, "actor": Text, "actor_id": Text})
	return own
}
