package simulator

// ticket is a ticket as the desk's people know it, with what the truth keeps of it.
type ticket struct {
	id          int64
	customer    int64
	origin      string
	channel     string
	brand       *brand
	team        *staff
	agent       int64 // 0: nobody
	priority    string
	topic       string // empty: none yet
	language    string
	subject     string
	description string
	status      string
	mergedInto  int64
	created     int64
	updated     int64
	solved      int64

	last   int64 // the second of the last act
	dirty  bool  // the row is to be written
	gone   bool  // the rows are deleted
	todo   bool  // it waits for an agent to look at it
	queued bool  // and has been put off
	urged  bool  // its priority was raised once
	moves  int
	owed   bool // the customer came back with more work and waits for words, not for a status
	reason topic
	about  topic // what it is about really
	tagged bool
	says   int64 // the last message

	account
}

// category is that of the topic.
func (t *ticket) category() string {
	if t.topic == "" {
		return categoryNone
	}
	return t.reason.category
}
