// Package slalive drives a desk on the wall clock, with promises of seconds, and watches what the exporter and a real
// Prometheus make of them. The desk is a database in Zammad's tables, read through the shipped preset.
package slalive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// States of a ticket.
const (
	Open    = "open"
	Pending = "pending reminder"
	Closed  = "closed"
	Removed = "removed"
)

// Ids of the people of the desk.
const (
	agent    = 3
	customer = 10
)

// Senders of articles, by the ids of zammad.sql.
const (
	senderAgent    = 1
	senderCustomer = 2
)

// Desk writes what Zammad writes for an act. Each act is one transaction, stamped with the instant it is given.
type Desk struct{ db *sql.DB }

// OpenDesk opens a database that zammad.sql has been loaded into.
func OpenDesk(dsn string) (*Desk, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &Desk{db: db}, nil
}

// Close lets go of the database.
func (d *Desk) Close() error { return d.db.Close() }

// Create lets a customer open a ticket by mail, and returns its id.
func (d *Desk) Create(ctx context.Context, at time.Time, group, priority string) (id int, err error) {
	err = d.act(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `
			INSERT INTO tickets (group_id, priority_id, state_id, title, owner_id, customer_id, create_article_type_id,
				create_article_sender_id, created_by_id, created_at, updated_at)
			SELECT g.id, p.id, 1, 'A question', 1, $1, 1, $2, $1, $3, $3
			FROM groups g, ticket_priorities p WHERE g.name = $4 AND p.name = $5
			RETURNING id`, customer, senderCustomer, at.UTC(), group, priority).Scan(&id)
		if err != nil {
			return err
		}
		if err := history(ctx, tx, at, 2, 2, id, customer); err != nil {
			return err
		}
		return article(ctx, tx, at, id, senderCustomer, customer)
	})
	return id, err
}

// Ask lets the customer write on a ticket.
func (d *Desk) Ask(ctx context.Context, at time.Time, id int) error {
	return d.act(ctx, func(tx *sql.Tx) error { return article(ctx, tx, at, id, senderCustomer, customer) })
}

// Answer lets an agent write to the customer; a new ticket is open then.
func (d *Desk) Answer(ctx context.Context, at time.Time, id int) error {
	return d.act(ctx, func(tx *sql.Tx) error {
		if err := article(ctx, tx, at, id, senderAgent, agent); err != nil {
			return err
		}
		var state string
		err := tx.QueryRowContext(ctx, `
			SELECT s.name FROM tickets t JOIN ticket_states s ON s.id = t.state_id WHERE t.id = $1`, id).Scan(&state)
		if err != nil || state != "new" {
			return err
		}
		return setState(ctx, tx, at, id, Open)
	})
}

// SetState lets an agent change a ticket's state.
func (d *Desk) SetState(ctx context.Context, at time.Time, id int, state string) error {
	return d.act(ctx, func(tx *sql.Tx) error { return setState(ctx, tx, at, id, state) })
}

func (d *Desk) act(ctx context.Context, write func(*sql.Tx) error) (err error) {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := write(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func article(ctx context.Context, tx *sql.Tx, at time.Time, ticket, sender, by int) error {
	var id int
	err := tx.QueryRowContext(ctx, `
		INSERT INTO ticket_articles (ticket_id, type_id, sender_id, created_by_id, created_at, updated_at)
		VALUES ($1, 1, $2, $3, $4, $4) RETURNING id`, ticket, sender, by, at.UTC()).Scan(&id)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO histories (history_type_id, history_object_id, o_id, related_o_id, created_by_id, created_at)
		VALUES (2, 3, $1, $2, $3, $4)`, id, ticket, by, at.UTC())
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE tickets SET updated_at = $2 WHERE id = $1`, ticket, at.UTC())
	return err
}

func history(ctx context.Context, tx *sql.Tx, at time.Time, kind, object, id, by int) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO histories (history_type_id, history_object_id, o_id, created_by_id, created_at)
		VALUES ($1, $2, $3, $4, $5)`, kind, object, id, by, at.UTC())
	return err
}

func setState(ctx context.Context, tx *sql.Tx, at time.Time, id int, state string) error {
	done, err := tx.ExecContext(ctx, `
		INSERT INTO histories (history_type_id, history_object_id, history_attribute_id, o_id, id_from, id_to, created_by_id, created_at)
		SELECT 1, 2, 4, t.id, t.state_id, s.id, $1, $2 FROM tickets t, ticket_states s WHERE t.id = $3 AND s.name = $4`,
		agent, at.UTC(), id, state)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, fmt.Errorf("ticket %d cannot become %q: %d rows", id, state, n))
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE tickets SET state_id = (SELECT id FROM ticket_states WHERE name = $1), updated_at = $2,
			close_at = CASE WHEN $1 = 'closed' THEN COALESCE(close_at, $2) ELSE close_at END,
			last_close_at = CASE WHEN $1 = 'closed' THEN $2 ELSE last_close_at END
		WHERE id = $3`, state, at.UTC(), id)
	return err
}
