package replay

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// layout of the desk's instants.
const layout = "2006-01-02 15:04:05"

// camera looks at the desk's file.
type camera struct {
	db   *sql.DB
	zone *time.Location
	// exists are the tickets that were on file at the last look.
	exists map[int64]bool
}

func (t *Tape) record(ctx context.Context, path string) (err error) {
	dsn := (&url.URL{Scheme: "file", Path: path}).String() + "?mode=ro&_pragma=busy_timeout(10000)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	c := &camera{db: db, zone: t.Zone, exists: map[int64]bool{}}
	last := t.Begin.Add(-time.Second)
	for at := t.Begin; !at.After(t.End); at = at.Add(t.Step) {
		if err := t.desk.Advance(ctx, at); err != nil {
			return err
		}
		if err := c.look(ctx, t, at, last); err != nil {
			return err
		}
		last = at
	}
	return c.people(ctx, t)
}

// look keeps the tickets that have changed since the last look, and which are gone.
func (c *camera) look(ctx context.Context, t *Tape, at, last time.Time) error {
	changed, err := c.tickets(ctx, last)
	if err != nil {
		return err
	}
	for _, ticket := range changed {
		if err := c.complete(ctx, ticket); err != nil {
			return err
		}
		r := t.reel(ticket.ID)
		r.versions = append(r.versions, version{at, ticket})
		c.exists[ticket.ID] = true
	}
	gone, err := c.gone(ctx)
	if err != nil {
		return err
	}
	for _, id := range gone {
		r := t.reel(id)
		r.versions = append(r.versions, version{at, nil})
		delete(c.exists, id)
	}
	return nil
}

func (c *camera) gone(ctx context.Context) (ids []int64, err error) {
	var count int
	if err := c.db.QueryRowContext(ctx, "SELECT count(*) FROM tickets").Scan(&count); err != nil || count == len(c.exists) {
		return nil, err
	}
	here := map[int64]bool{}
	err = c.each(ctx, "SELECT id FROM tickets", nil, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		here[id] = true
		return err
	})
	for id := range c.exists {
		if !here[id] {
			ids = append(ids, id)
		}
	}
	return ids, err
}

func (c *camera) tickets(ctx context.Context, since time.Time) (list []*Ticket, err error) {
	const query = `SELECT t.id, brand_id, customer_id, opened_by, channel, team_id, coalesce(agent_id, 0), priority,
		coalesce(topic, ''), coalesce(o.category, ''), language, subject, coalesce(description, ''), status,
		coalesce(merged_into, 0), CAST(created AS TEXT), CAST(updated AS TEXT), CAST(solved AS TEXT)
		FROM tickets t LEFT JOIN topics o ON o.name = t.topic WHERE CAST(updated AS TEXT) >= ? ORDER BY t.id`
	err = c.each(ctx, query, []any{since.In(c.zone).Format(layout)}, func(scan func(...any) error) error {
		t := &Ticket{}
		list = append(list, t)
		return scan(&t.ID, &t.Brand, &t.Customer, &t.OpenedBy, &t.Channel, &t.Team, &t.Agent, &t.Priority, &t.Topic,
			&t.Category, &t.Language, &t.Subject, &t.Description, &t.Status, &t.MergedInto,
			c.time(&t.Created), c.time(&t.Updated), c.time(&t.Solved))
	})
	return list, err
}

// complete reads what belongs to a ticket.
func (c *camera) complete(ctx context.Context, t *Ticket) error {
	tags := c.each(ctx, "SELECT tag FROM ticket_tags WHERE ticket_id = ? ORDER BY tag", []any{t.ID}, func(scan func(...any) error) error {
		var tag string
		err := scan(&tag)
		t.Tags = append(t.Tags, tag)
		return err
	})
	const messages = `SELECT id, author, coalesce(author_id, 0), internal, language, body, CAST(created AS TEXT),
		CAST(edited AS TEXT) FROM messages WHERE ticket_id = ? ORDER BY id`
	said := c.each(ctx, messages, []any{t.ID}, func(scan func(...any) error) error {
		var m Message
		err := scan(&m.ID, &m.Author, &m.AuthorID, &m.Internal, &m.Language, &m.Body, c.time(&m.Created), c.time(&m.Edited))
		t.Messages = append(t.Messages, m)
		return err
	})
	const history = `SELECT id, field, coalesce(old_value, ''), coalesce(new_value, ''), actor, coalesce(actor_id, 0),
		CAST(created AS TEXT) FROM history WHERE ticket_id = ? ORDER BY id`
	changed := c.each(ctx, history, []any{t.ID}, func(scan func(...any) error) error {
		var h Change
		err := scan(&h.ID, &h.Field, &h.Old, &h.New, &h.Actor, &h.ActorID, c.time(&h.At))
		t.Changes = append(t.Changes, h)
		return err
	})
	return errors.Join(tags, said, changed)
}

// people reads those who were there, and where they worked.
func (c *camera) people(ctx context.Context, t *Tape) error {
	return errors.Join(
		c.each(ctx, "SELECT id, name FROM brands ORDER BY id", nil, func(scan func(...any) error) error {
			t.Brands = append(t.Brands, Brand{})
			b := &t.Brands[len(t.Brands)-1]
			return scan(&b.ID, &b.Name)
		}),
		c.each(ctx, "SELECT id, name FROM teams ORDER BY id", nil, func(scan func(...any) error) error {
			t.Teams = append(t.Teams, Team{})
			team := &t.Teams[len(t.Teams)-1]
			return scan(&team.ID, &team.Name)
		}),
		c.each(ctx, "SELECT id, team_id, name FROM agents ORDER BY id", nil, func(scan func(...any) error) error {
			t.Agents = append(t.Agents, Agent{})
			a := &t.Agents[len(t.Agents)-1]
			return scan(&a.ID, &a.Team, &a.Name)
		}),
		c.each(ctx, "SELECT id, name, email, language FROM customers ORDER BY id", nil, func(scan func(...any) error) error {
			t.Customers = append(t.Customers, Customer{})
			who := &t.Customers[len(t.Customers)-1]
			return scan(&who.ID, &who.Name, &who.Email, &who.Language)
		}),
	)
}

func (c *camera) each(ctx context.Context, query string, args []any, take func(scan func(...any) error) error) error {
	rows, err := c.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	for rows.Next() {
		if err := take(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// time scans an instant of the desk's wall clock; NULL is the zero time.
func (c *camera) time(to *time.Time) sql.Scanner { return &instant{to, c.zone} }

type instant struct {
	to   *time.Time
	zone *time.Location
}

// Scan implements sql.Scanner.
func (i *instant) Scan(value any) error {
	if value == nil {
		*i.to = time.Time{}
		return nil
	}
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("an instant is %T", value)
	}
	at, err := time.ParseInLocation(layout, text, i.zone)
	*i.to = at.UTC()
	return err
}
