package replay

import "time"

// The words of all fields are those of the simulated desk's tables; its README explains them.

// Brand is a store or a marketplace account.
type Brand struct {
	ID   int64
	Name string
}

// Team is a group of agents.
type Team struct {
	ID   int64
	Name string
}

// Agent is a human of the desk.
type Agent struct {
	ID, Team int64
	Name     string
}

// Customer is somebody who writes.
type Customer struct {
	ID                    int64
	Name, Email, Language string
}

// Ticket is a ticket with all that belongs to it, as it was on file. It is read only.
type Ticket struct {
	ID       int64
	Brand    int64
	Customer int64
	// OpenedBy is a role: customer, agent, system.
	OpenedBy string
	// Channel is mail, web form, chat, phone, marketplace or social.
	Channel string
	Team    int64
	// Agent is 0 for nobody.
	Agent int64
	// Priority is p1 (urgent) to p4 (low).
	Priority string
	// Topic is empty as long as nobody has given one.
	Topic, Category string
	Language        string
	Subject         string
	// Description is what an agent wrote who opened the ticket; empty otherwise.
	Description string
	// Status is new, open, waiting, parked, solved, closed, merged, spam or trash.
	Status string
	// MergedInto is 0 but for merged tickets.
	MergedInto       int64
	Created, Updated time.Time
	// Solved is zero while the ticket is unresolved.
	Solved time.Time
	Tags   []string
	// Messages and Changes are in the order of their ids.
	Messages []Message
	Changes  []Change
}

// Message is something said on a ticket.
type Message struct {
	ID int64
	// Author is a role: customer, agent, bot, system. AuthorID is 0 for bot and system.
	Author   string
	AuthorID int64
	Internal bool
	Language string
	Body     string
	Created  time.Time
	// Edited is zero unless the text was changed.
	Edited time.Time
}

// Change is a row of a ticket's history.
type Change struct {
	ID int64
	// Field is status, team, agent, priority, topic or tag.
	Field string
	// Old and New are empty where there was or is nothing.
	Old, New string
	Actor    string
	ActorID  int64
	At       time.Time
}
