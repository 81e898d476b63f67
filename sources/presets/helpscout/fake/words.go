package fake

import (
	"hash/crc32"
	"time"
)

// The numbers of the desk become the vendor's by these.
const (
	firstConversation = 2_500_000_000
	firstNumber       = 20_000
	firstCustomer     = 230_000_000
	firstUser         = 410_000
	firstTeam         = 62_000
	firstMailbox      = 171_000
	firstRating       = 9_400_000
	firstThread       = 7_000_000_000

	// everybody is the user that stands for nobody in particular: threads that are assigned to "anyone", and
	// what workflows do.
	everybody = 1
	owner     = 409_111
	// aiAgent is a system user: the bot of the desk.
	aiAgent = 155_250

	workflowConfirm = 31_001
	workflowStatus  = 31_002
)

func conversationID(ticket int64) int64 { return firstConversation + 7*ticket }

// ticketID is the desk's number of a conversation.
func ticketID(conversation int64) (id int64, ok bool) {
	id = conversation - firstConversation
	return id / 7, id > 0 && id%7 == 0
}

func customerID(id int64) int64 { return firstCustomer + id }
func userID(agent int64) int64  { return firstUser + 3*agent }
func teamID(id int64) int64     { return firstTeam + id }
func mailboxID(team int64) int64 {
	return firstMailbox + 13*team
}

// threadKind keeps the ids of threads apart that are born in one second, in the order in which they are born.
type threadKind int64

const (
	opening threadKind = iota
	said
	merging
	changed
)

// threadID ascends with time.
func threadID(at time.Time, kind threadKind, id int64) int64 {
	const aSecond = 1 << 13
	since := at.Unix() - time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	return firstThread + since*aSecond + int64(kind)<<11 + id%(1<<11)
}

// label is a number for a word.
func label(word string, most uint32) int64 { return int64(crc32.ChecksumIEEE([]byte(word)) % most) }

func tagID(name string) int64 { return 3_000_000 + label(name, 1_000_000) }

// status is how the account calls a status of the desk. It has no new, no hold, and nothing after closed.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/get/
func status(desk string) string {
	switch desk {
	case "new", "open":
		return "active"
	case "waiting", "parked":
		return "pending"
	case "solved", "closed":
		return "closed"
	case "spam":
		return "spam"
	}
	return ""
}

// marked is the word of a status in the text of a line item.
func marked(status string) string {
	switch status {
	case "active":
		return "Active"
	case "pending":
		return "Pending"
	case "spam":
		return "Spam"
	}
	return "Closed"
}

// kinds are what a channel is in the account: the type of the conversation, of its customers' threads and of
// the agents', and the type of the source.
type kinds struct {
	conversation, customer, user, source string
}

func kindsOf(t *ticket) kinds {
	switch t.Channel {
	case "chat":
		return kinds{"chat", "beaconchat", "beaconchat", "chat"}
	case "phone":
		return kinds{"phone", "phone", "message", "api"}
	case "social":
		return kinds{"chat", "customer", "message", "channel"}
	case "marketplace":
		return kinds{"email", "customer", "message", "api"}
	case "web form":
		return kinds{"email", "customer", "message", "beacon"}
	}
	switch t.OpenedBy {
	case "agent":
		return kinds{"email", "customer", "message", "web"}
	case "system":
		return kinds{"email", "customer", "message", "workflows"}
	}
	return kinds{"email", "customer", "message", "email"}
}

// priority is a choice of the field Priority; Help Scout has no priorities of its own.
func priority(desk string) string {
	switch desk {
	case "p1":
		return "Urgent"
	case "p2":
		return "High"
	case "p3":
		return "Normal"
	}
	return "Low"
}
