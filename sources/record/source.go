package record

import (
	"context"
	"time"
)

// Stream describes one kind of data a source reads.
type Stream struct {
	Name  string
	Kinds []Kind
	// Parent is set where the stream is read together with the pages of another stream: for each page
	// of tickets its messages, for instance. A child has no interval and no cursor of its own.
	Parent   string
	Interval time.Duration
	// Settle is how long after an event its record may still appear; the watermark stays behind by it.
	Settle time.Duration
}

// Position is what a source needs to know to go on reading a stream.
type Position struct {
	// Cursor is the one of the last committed batch, nil before the first.
	Cursor []byte
	// Since bounds how far back closed tickets are read on the first walk; zero reads everything.
	Since time.Time
	// Want lists tickets the ledger wants to see again, whole (Answer.Want of the last batch).
	Want []string
}

// Part is the records of one stream in a batch.
type Part struct {
	Stream  string
	Records []Record
	// Read is the number of rows or objects read to make them.
	Read int
}

// Reject is a record that could not be mapped. It goes to the quarantine.
type Reject struct {
	Stream string
	ID     string // the vendor's id, for the log and for reading it again
	Ticket string // the ticket to read again once the map changes, where known
	Err    error  // names the field, never a secret or a text
}

// Anomaly is a value that needed a rule.
type Anomaly struct {
	Stream string
	Reason AnomalyReason
	ID     string // the record's id, for the log
	Detail string
}

// Todo is a ticket whose children of one stream have not been read yet. Until they are, no fact of the
// ticket is derived.
type Todo struct {
	Stream string
	Ticket string
}

// Batch is one page of a stream, with what the page implies, and the cursor after it. Everything in a
// batch is committed together or not at all.
type Batch struct {
	Stream string
	// AsOf is the server's time at the start of the pass the batch belongs to.
	AsOf  time.Time
	Parts []Part

	Rejects   []Reject
	Anomalies []Anomaly

	// Cursor after this page; nil leaves the stored one.
	Cursor []byte
	// Asked are ids that were looked up one by one: those that came back are in Parts, the others do
	// not exist any more.
	Asked []string
	// Merged are those of Asked that the helpdesk answered with another ticket, by that: they were merged
	// into it.
	Merged map[string]string
	Todo   []Todo
	Done   []Todo
	// Whole promises that each ticket in Parts comes with all its children.
	Whole bool
	// Complete ends a pass: everything that existed at AsOf (less the stream's settle) has been delivered.
	Complete bool
}

// Answer is the ledger's reply to a committed batch.
type Answer struct {
	// Want lists tickets to deliver again, whole, in this pass.
	Want []string
}

// Deliver commits a batch. An error means that nothing of it was committed; the source returns it.
type Deliver func(ctx context.Context, batch Batch) (Answer, error)

// Source reads one helpdesk. It delivers at least once, in any order, and never counts.
type Source interface {
	// Streams lists the streams, parents before their children. It does not touch the network.
	Streams() []Stream
	// Identity tells which helpdesk this is (host, database, account; never a secret), so that another
	// one under the same name is noticed.
	Identity(ctx context.Context) (string, error)
	// Poll makes one pass over a stream that has no parent, from the position on. It returns nil only
	// after it has delivered a batch that is Complete.
	Poll(ctx context.Context, stream string, from Position, deliver Deliver) error
	// Close releases connections.
	Close() error
}
