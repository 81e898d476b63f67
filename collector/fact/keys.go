package fact

// CreatedKey is the key of the fact that a ticket was created.
const CreatedKey = "created"

// MessageKey is the key of the fact that a message was written. It does not name the ticket: messages
// move when tickets are merged.
func MessageKey(id string) string { return "message/" + id }

// ReplyKey is the key of the reply round that a message opened.
func ReplyKey(id string) string { return "reply/" + id }

// AnswerKey is the second name of a reply round: the message that answered.
func AnswerKey(id string) string { return "answer/" + id }

// Kinds lists every kind of fact.
func Kinds() []Kind {
	return []Kind{
		Created, Categorised, FirstResponse, Reply, Resolved, Reopened, Moved, MessageWritten, Final, Void, TopicFirstSeen,
		CheckAsked, SLAOutcome,
	}
}
