package fake

import "helpdesk_exporter/sources/simulator/replay"

// Statuses of a ticket. The two that are not the product's own come with every account.
// https://developers.freshdesk.com/api/#ticket_attributes, https://developers.freshdesk.com/api/#list_all_ticket_fields
const (
	statusOpen              = 2
	statusPending           = 3
	statusResolved          = 4
	statusClosed            = 5
	statusWaitingOnCustomer = 6
	statusWaitingOnThird    = 7
)

// statusCode is the status for a word of the desk, which is not spam or trash. Some agents set Pending when
// they wait for the customer, others Waiting on Customer: it goes by the ticket.
func statusCode(word string, ticket int64) int {
	switch word {
	case "waiting":
		if ticket%3 == 0 {
			return statusWaitingOnCustomer
		}
		return statusPending
	case "parked":
		return statusWaitingOnThird
	case "solved":
		return statusResolved
	case "closed", "merged":
		return statusClosed
	default:
		return statusOpen
	}
}

// priorityCode is the priority for a word of the desk.
func priorityCode(word string) int {
	switch word {
	case "p1":
		return 4
	case "p2":
		return 3
	case "p3":
		return 2
	default:
		return 1
	}
}

// Sources of a ticket. https://developers.freshdesk.com/api/#ticket_attributes has some of them, the choices
// of the field source in https://developers.freshdesk.com/api/#list_all_ticket_fields more.
const (
	sourceEmail     = 1
	sourcePortal    = 2
	sourcePhone     = 3
	sourceTwitter   = 5
	sourceFacebook  = 6
	sourceChat      = 7
	sourceWidget    = 9
	sourceOutbound  = 10
	sourceEcommerce = 11
	sourceWalkIn    = 101 // the account's own
)

// sourceOf is the source of a ticket: an e-mail that an agent has begun with is an outbound one.
func sourceOf(t *replay.Ticket) int {
	switch t.Channel {
	case "mail":
		if t.OpenedBy == "agent" {
			return sourceOutbound
		}
		return sourceEmail
	case "web form":
		if t.Customer%2 == 0 {
			return sourcePortal
		}
		return sourceWidget
	case "phone":
		return sourcePhone
	case "chat":
		return sourceChat
	case "marketplace":
		return sourceEcommerce
	case "walk in": // which no simulated customer does
		return sourceWalkIn
	default:
		if t.Customer%2 == 0 {
			return sourceTwitter
		}
		return sourceFacebook
	}
}

// Sources of a conversation. https://developers.freshdesk.com/api/#conversations
const (
	saidReply     = 0
	saidNote      = 2
	saidTweet     = 5
	saidSurvey    = 6
	saidFacebook  = 7
	saidPhone     = 9
	saidEcommerce = 11
)

// saidBy is the source of a message. What an agent has said on the phone is a public note.
func saidBy(t *replay.Ticket, m *replay.Message) int {
	switch {
	case m.Internal:
		return saidNote
	case t.Channel == "phone" && m.Author == "agent":
		return saidNote
	case t.Channel == "phone" && m.Author == "customer":
		return saidPhone
	}
	switch sourceOf(t) {
	case sourceTwitter:
		return saidTweet
	case sourceFacebook:
		return saidFacebook
	case sourceEcommerce:
		return saidEcommerce
	default:
		return saidReply
	}
}

// Ids of the account's things. Agents and contacts are users and share their numbers; tickets have small
// numbers of their own.
const (
	firstAgent        = 82008000000
	firstContact      = 82050000000
	firstGroup        = 82000640000
	firstProduct      = 82000030000
	firstConversation = 82200000000
	firstRating       = 82001000000

	// ownerID is the agent whose key is APIKey, and in whose name the automations write.
	ownerID        = firstAgent + 999999
	surveyID       = 82000004711
	businessHourID = 82000007001
)

func agentID(id int64) int64   { return firstAgent + id }
func contactID(id int64) int64 { return firstContact + id }
func groupID(id int64) int64   { return firstGroup + id }
func productID(id int64) int64 { return firstProduct + id }

// some is an id, or null for nobody.
func some(id int64, to func(int64) int64) *int64 {
	if id == 0 {
		return nil
	}
	n := to(id)
	return &n
}

// Automations of the account, as rules of https://developers.freshdesk.com/api/#automations.
const (
	ruleCreated  = 82000100001
	ruleHourly   = 82000100003
	typeCreation = 1
	typeHourly   = 3
)
