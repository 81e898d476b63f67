package live

import (
	"context"
	"fmt"
)

// deed is how an act is made: on which tickets, through which door, and what it counts.
type deed struct {
	// fits tells on which tickets the act may be made. The tickets left out are those on which the rules would leave
	// open what is counted: a driver's account must be beyond doubt.
	fits func(*ticket) bool
	// with tells for which second ticket, where the act needs one.
	with func(k, other *ticket) bool
	do   func(ctx context.Context, d *Driver, k, other *ticket) error
	note func(t Tally, k, other *ticket)
}

// live tells that a ticket may still be acted upon.
func live(k *ticket) bool { return !k.void && !k.retired }

// fresh tells that a ticket is unresolved and was never solved.
func fresh(k *ticket) bool { return live(k) && !k.solved && k.solves == 0 }

// deeds are the acts on tickets that exist.
func deeds() map[string]deed {
	return map[string]deed{
		CustomerMail: {
			fits: fresh,
			do:   func(ctx context.Context, d *Driver, k, _ *ticket) error { return d.mailTo(ctx, k) },
			note: func(t Tally, k, _ *ticket) { t.customerWrote(k) },
		},
		Reply: {
			fits: func(k *ticket) bool { return live(k) && !k.solved },
			do: func(ctx context.Context, d *Driver, k, _ *ticket) error {
				return d.desk.Reply(ctx, d.agent(), k.id, "Please try this.")
			},
			note: func(t Tally, k, _ *ticket) { t.agentReplied(k) },
		},
		Note: {
			fits: live,
			do: func(ctx context.Context, d *Driver, k, _ *ticket) error {
				return d.desk.Note(ctx, d.agent(), k.id, "The vendor knows of it.")
			},
			note: func(t Tally, k, _ *ticket) { t.agentNoted(k) },
		},
		Solve: {
			fits: fresh,
			do:   setStatus("resolved"),
			note: func(t Tally, k, _ *ticket) { t.agentSolved(k) },
		},
		ReopenByMail: {
			// Answered once, so that no first response is left to come.
			fits: func(k *ticket) bool { return live(k) && k.solved && k.answered },
			do:   func(ctx context.Context, d *Driver, k, _ *ticket) error { return d.mailTo(ctx, k) },
			note: func(t Tally, k, _ *ticket) { t.customerWrote(k) },
		},
		ReopenByAgent: {
			fits: func(k *ticket) bool { return live(k) && k.solved && k.answered },
			do:   setStatus("open"),
			note: func(t Tally, k, _ *ticket) { t.opened(k) },
		},
		SolveAgain: {
			fits: func(k *ticket) bool { return live(k) && !k.solved && k.reopened },
			do:   setStatus("resolved"),
			note: func(t Tally, k, _ *ticket) { t.agentSolved(k) },
		},
		Merge: {
			// Into a ticket whose customer waits, and nobody has answered this one: whoever reads the messages of
			// both as one conversation finds the same rounds.
			fits: func(k *ticket) bool { return fresh(k) && !k.answered },
			with: func(k, other *ticket) bool { return k != other && fresh(other) && other.waiting },
			do: func(ctx context.Context, d *Driver, k, other *ticket) error {
				return d.desk.Merge(ctx, d.agent(), k.id, other.id)
			},
			note: func(t Tally, k, other *ticket) { t.mergedInto(k, other) },
		},
		MailToMerged: {
			// The customer of a merged ticket answers to its number; the message is one of the target's.
			fits: func(k *ticket) bool { return k.merged != 0 },
			with: func(k, other *ticket) bool { return k.merged == other.id && fresh(other) },
			do:   func(ctx context.Context, d *Driver, k, _ *ticket) error { return d.mailTo(ctx, k) },
			note: func(t Tally, _, other *ticket) { t.customerWrote(other) },
		},
		Delete: {
			fits: fresh,
			do:   setStatus("deleted"),
			note: func(t Tally, k, _ *ticket) { t.deleted(k) },
		},
		Restore: {
			fits: func(k *ticket) bool { return k.void && k.merged == 0 },
			do:   setStatus("open"),
			note: func(t Tally, k, _ *ticket) { t.restored(k) },
		},
		Move: {
			fits: fresh,
			do: func(ctx context.Context, d *Driver, k, _ *ticket) error {
				return d.desk.Move(ctx, d.agent(), k.id, otherQueue(k))
			},
			note: func(t Tally, k, _ *ticket) { t.moved(k, otherQueue(k)) },
		},
	}
}

func setStatus(status string) func(context.Context, *Driver, *ticket, *ticket) error {
	return func(ctx context.Context, d *Driver, k, _ *ticket) error {
		return d.desk.SetStatus(ctx, d.agent(), k.id, status)
	}
}

func otherQueue(k *ticket) string {
	if k.queue == "Support" {
		return "Sales"
	}
	return "Support"
}

// act makes one act of a kind, on a ticket of its own choice.
func (d *Driver) act(ctx context.Context, kind string) error {
	switch kind {
	case CreateByMail:
		return d.createByMail(ctx)
	case CreateByAgent:
		return d.createByAgent(ctx)
	}
	how := deeds()[kind]
	second := func(k *ticket) *ticket {
		return d.any(func(other *ticket) bool { return how.with(k, other) })
	}
	k := d.any(func(k *ticket) bool { return how.fits(k) && (how.with == nil || second(k) != nil) })
	if k == nil {
		return errNobody
	}
	var other *ticket
	touched := []*ticket{k}
	if how.with != nil {
		other = second(k)
		touched = append(touched, other)
	}
	if err := d.rest(ctx, touched...); err != nil {
		return err
	}
	if err := how.do(ctx, d, k, other); err != nil {
		return err
	}
	how.note(d.Expected, k, other)
	d.acknowledge(kind, k)
	if other != nil {
		d.last[other] = d.last[k]
	}
	return nil
}

func (d *Driver) createByMail(ctx context.Context) error {
	k := &ticket{origin: "customer", queue: d.queue(), requester: d.customer(), subject: d.subject()}
	if err := d.desk.Mail(ctx, k.requester, k.queue, k.subject, "It does not work."); err != nil {
		return err
	}
	id, err := d.desk.Find(ctx, "bob", k.subject) // the gateway does not tell
	if err != nil {
		return err
	}
	k.id = id
	d.add(CreateByMail, k)
	return nil
}

func (d *Driver) createByAgent(ctx context.Context) error {
	k := &ticket{origin: "agent", queue: d.queue(), requester: d.customer(), subject: d.subject()}
	id, err := d.desk.Create(ctx, d.agent(), k.queue, k.requester, k.subject)
	if err != nil {
		return err
	}
	k.id = id
	d.add(CreateByAgent, k)
	return nil
}

// subject is one that no other ticket of this run has.
func (d *Driver) subject() string { return fmt.Sprintf("Lamp %d is broken", len(d.tickets)+1) }

func (d *Driver) add(kind string, k *ticket) {
	d.tickets = append(d.tickets, k)
	d.Expected.created(k)
	d.acknowledge(kind, k)
}

// mailTo is the requester's answer on a ticket.
func (d *Driver) mailTo(ctx context.Context, k *ticket) error {
	subject := fmt.Sprintf("Re: [desk.example #%d] %s", k.id, k.subject)
	return d.desk.Mail(ctx, k.requester, k.queue, subject, "Is there any news?")
}
