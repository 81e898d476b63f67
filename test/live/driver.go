package live

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"time"
)

// Helpdesk is what a driver acts upon. Desk is the living one.
type Helpdesk interface {
	Mail(ctx context.Context, from, queue, subject, text string) error
	Find(ctx context.Context, agent, subject string) (int, error)
	Create(ctx context.Context, agent, queue, requester, subject string) (int, error)
	Reply(ctx context.Context, agent string, id int, text string) error
	Note(ctx context.Context, agent string, id int, text string) error
	SetStatus(ctx context.Context, agent string, id int, status string) error
	Move(ctx context.Context, agent string, id int, queue string) error
	Merge(ctx context.Context, agent string, id, target int) error
}

// Acts that a driver makes.
const (
	CreateByMail  = "create by mail"
	CreateByAgent = "create by agent"
	CustomerMail  = "customer's mail"
	Reply         = "reply"
	Note          = "note"
	Solve         = "solve"
	ReopenByMail  = "reopen by mail"
	ReopenByAgent = "reopen by agent"
	SolveAgain    = "solve again"
	Merge         = "merge"
	MailToMerged  = "mail to a merged ticket"
	Delete        = "delete"
	Restore       = "restore"
	Move          = "queue change"
)

// Plan says how often each act is made at least: 97 acts.
func Plan() map[string]int {
	return map[string]int{
		CreateByMail: 16, CreateByAgent: 5, CustomerMail: 12, Reply: 22, Note: 7, Solve: 9, ReopenByMail: 4,
		ReopenByAgent: 3, SolveAgain: 3, Merge: 3, MailToMerged: 2, Delete: 4, Restore: 2, Move: 5,
	}
}

// Act is one act that the desk has acknowledged.
type Act struct {
	Kind   string
	Ticket int
	At     time.Time
}

// Driver makes acts in an order that its seed decides, and keeps the account of them.
type Driver struct {
	desk    Helpdesk
	random  *rand.Rand
	tickets []*ticket
	last    map[*ticket]time.Time

	// Acts are those acknowledged so far; Expected is what they must have counted.
	Acts     []Act
	Expected Tally
	// Pace is the shortest time between two acts on one ticket: times of the desk have whole seconds, so that two
	// acts within one second have no order.
	Pace time.Duration
	// Done, when set, is called after each act.
	Done func(Act)
}

// NewDriver returns a driver of a desk.
func NewDriver(desk Helpdesk, seed uint64) *Driver {
	return &Driver{
		desk:     desk,
		random:   rand.New(rand.NewPCG(seed, 0)),
		last:     map[*ticket]time.Time{},
		Expected: Tally{},
		Pace:     1100 * time.Millisecond,
	}
}

// errNobody says that no ticket is in a state in which the act can be made now.
var errNobody = errors.New("no ticket fits")

// Run makes the acts of a plan, in a random order; where none of those left fits any ticket, others that lead there;
// and at the end those that decide what kind each open reopening was.
func (d *Driver) Run(ctx context.Context, plan map[string]int) error {
	todo := maps.Clone(plan)
	for {
		urn := d.draw(todo)
		if len(urn) == 0 {
			break
		}
		kind, err := d.first(ctx, urn)
		if errors.Is(err, errNobody) {
			kind, err = d.first(ctx, d.draw(leadingTo(todo)))
		}
		if err != nil {
			return err
		}
		todo[kind]--
	}
	for d.any(func(k *ticket) bool { return k.reopened }) != nil {
		if _, err := d.first(ctx, []string{SolveAgain}); err != nil {
			return err
		}
	}
	return nil
}

// leadingTo returns the acts that make tickets on which the acts left of a plan can be made.
func leadingTo(todo map[string]int) map[string]int {
	leads := map[string][]string{
		ReopenByMail:  {Reply, Solve},
		ReopenByAgent: {Reply, Solve},
		SolveAgain:    {Reply, Solve, ReopenByAgent},
		MailToMerged:  {Merge},
		Restore:       {Delete},
	}
	acts := map[string]int{CreateByMail: 1}
	for kind, n := range todo {
		if n > 0 {
			for _, lead := range leads[kind] {
				acts[lead] = 2
			}
		}
	}
	return acts
}

// first makes the first act of those drawn that can be made, and returns its kind.
func (d *Driver) first(ctx context.Context, urn []string) (string, error) {
	for _, kind := range urn {
		err := d.act(ctx, kind)
		if errors.Is(err, errNobody) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("act %d, %s: %w", len(d.Acts)+1, kind, err)
		}
		return kind, nil
	}
	return "", errNobody
}

// draw orders the kinds that are left at random, each as likely as it is often.
func (d *Driver) draw(todo map[string]int) []string {
	var urn []string
	for _, kind := range kinds() {
		for range todo[kind] {
			urn = append(urn, kind)
		}
	}
	d.random.Shuffle(len(urn), func(i, j int) { urn[i], urn[j] = urn[j], urn[i] })
	return urn
}

// kinds lists all acts in a fixed order, so that a seed means the same in each run.
func kinds() []string {
	return []string{
		CreateByMail, CreateByAgent, CustomerMail, Reply, Note, Solve, ReopenByMail, ReopenByAgent, SolveAgain,
		Merge, MailToMerged, Delete, Restore, Move,
	}
}

// any returns a ticket that fits, nil when there is none.
func (d *Driver) any(fits func(*ticket) bool) *ticket {
	var found []*ticket
	for _, k := range d.tickets {
		if fits(k) {
			found = append(found, k)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found[d.random.IntN(len(found))]
}

func (d *Driver) pick(from ...string) string { return from[d.random.IntN(len(from))] }

func (d *Driver) agent() string { return d.pick("bob", "carol") }

func (d *Driver) queue() string { return d.pick("Support", "Sales") }

func (d *Driver) customer() string {
	return d.pick("alice", "dave", "erin", "frank", "gina", "heidi") + "@customers.example"
}

// acknowledge notes an act.
func (d *Driver) acknowledge(kind string, k *ticket) {
	a := Act{Kind: kind, Ticket: k.id, At: time.Now()}
	d.last[k] = a.At
	d.Acts = append(d.Acts, a)
	if d.Done != nil {
		d.Done(a)
	}
}

// rest waits until tickets may be acted upon again.
func (d *Driver) rest(ctx context.Context, tickets ...*ticket) error {
	for _, k := range tickets {
		timer := time.NewTimer(d.Pace - time.Since(d.last[k]))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
	return nil
}
