package fake

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// Intercom's ids. They are strings in most places, but assignees and members are integers.

// ConversationID is the id of a ticket of the desk, as a conversation and as a ticket.
func ConversationID(ticket int64) string { return strconv.FormatInt(215_470_000_000_000+ticket, 10) }

// AdminID is the id of an agent.
func AdminID(agent int64) int64 { return 7_600_000 + agent }

// TeamID is the id of a team.
func TeamID(team int64) int64 { return 5_010_000 + team }

// ContactID is the id of a customer.
func ContactID(customer int64) string { return fmt.Sprintf("66f2%020x", customer) }

// SourceID is the id of the message that opened a conversation. It is no part's.
func SourceID(ticket int64) string { return strconv.FormatInt(403_000_000+ticket, 10) }

// CallID is the id of the call by which a conversation began.
func CallID(ticket int64) string { return strconv.FormatInt(3_800_000+ticket, 10) }

// MessagePartID is the id of the part of a message that did not open the conversation.
func MessagePartID(m *replay.Message) string { return partID(m.Created, m.ID, 0) }

// ChangePartID is the id of the part of a change, where it has one of its own.
func ChangePartID(c *replay.Change) string { return partID(c.At, c.ID, 1) }

// operatorID and finID are the bots.
const (
	operatorID = "7600900"
	finID      = "7600901"
)

// partID makes ids that ascend with time. Kinds below 8 tell parts of one row of the desk from each other.
func partID(at time.Time, row int64, kind int64) string {
	return strconv.FormatInt((at.Unix()-1_500_000_000)*8000+row%1000*8+kind, 10)
}

// ticketOf is the desk's id of a conversation.
func ticketOf(id string) (int64, bool) {
	n, err := strconv.ParseInt(id, 10, 64)
	return n - 215_470_000_000_000, err == nil
}

// mix makes a number of numbers, always the same.
func mix(numbers ...uint64) uint64 {
	h := fnv.New64a()
	for _, n := range numbers {
		_, _ = fmt.Fprint(h, n, ",")
	}
	return h.Sum64()
}

// draw is a number for a ticket and a question about it.
func draw(ticket int64, question uint64) uint64 { return mix(uint64(ticket), question) }

// tagID is the id of a tag.
func tagID(name string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return strconv.FormatUint(uint64(h.Sum32()%9_000_000+1_000_000), 10)
}
