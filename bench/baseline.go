package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/sources/presets"
)

// storedColumns read what the preset's queries need of the tables, as it is stored, the rows in the exporter's order:
// ticket by ticket.
func storedColumns() []string {
	return []string{
		`SELECT id, group_id, priority_id, state_id, owner_id, customer_id, title, type, close_at, last_close_at,
			create_article_type_id, create_article_sender_id, created_by_id, created_at, updated_at
			FROM tickets ORDER BY id`,
		`SELECT id, ticket_id, type_id, sender_id, internal, created_by_id, origin_by_id, created_at, updated_at
			FROM ticket_articles ORDER BY ticket_id, id`,
		`SELECT id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, id_from, id_to, created_by_id, created_at
			FROM histories WHERE history_object_id = 2 AND history_attribute_id IN (1, 2, 3, 4) ORDER BY o_id, id`,
	}
}

// resultColumns are the preset's own queries over all tickets, the rows ticket by ticket.
func resultColumns() ([]string, error) {
	text, err := presets.Read("zammad")
	if err != nil {
		return nil, err
	}
	var preset struct {
		Vars    map[string]string
		Streams []struct{ Name, Query string }
	}
	if err := yaml.Unmarshal(text, &preset); err != nil {
		return nil, err
	}
	var out []string
	for _, stream := range preset.Streams {
		replace := []string{"{{ where }}", "TRUE ORDER BY t.id", "IN (:ids)", "IN (SELECT id FROM tickets)"}
		for name, value := range preset.Vars {
			replace = append(replace, "{{ "+name+" }}", value)
		}
		sql := strings.NewReplacer(replace...).Replace(stream.Query)
		if !strings.Contains(sql, "ORDER BY t.id") {
			sql = "SELECT * FROM (" + sql + ") r ORDER BY ticket, id"
		}
		out = append(out, sql)
	}
	return out, nil
}

// effort is what reading a desk takes: by the clock, and in CPU time of the one who reads and of the server.
type effort struct {
	wall, client, server time.Duration
}

// least keeps the lower of each.
func (e effort) least(other effort) effort {
	return effort{min(e.wall, other.wall), min(e.client, other.client), min(e.server, other.server)}
}

// copyOut copies queries' rows to /dev/null, one after the other over one connection.
func (p *postgres) copyOut(ctx context.Context, database string, queries []string) (effort, error) {
	var script strings.Builder
	for _, sql := range queries {
		fmt.Fprintf(&script, "\\copy (%s) to '/dev/null'\n", strings.Join(strings.Fields(sql), " "))
	}
	cmd := p.psql(ctx, database, "-f", "-")
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader(script.String()), &stderr
	before, err := p.cpu()
	if err != nil {
		return effort{}, err
	}
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return effort{}, fmt.Errorf("\\copy: %w: %s", err, strings.TrimSpace(stderr.String()))
	}
	e := effort{wall: time.Since(start), client: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	after, err := p.cpu()
	e.server = after - before
	return e, err
}
