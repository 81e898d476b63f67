package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/sources/api"
)

const (
	// shownTickets and shownHeld bound what is printed.
	shownTickets = 3
	shownHeld    = 20
	// shownCursor bounds what is printed of a cursor, in bytes.
	shownCursor = 300
)

// explainOne explains a ticket, or a source if no ticket is named.
func explainOne(ctx context.Context, p *pipeline.Pipeline, w io.Writer, source, ticket string) error {
	if ticket != "" {
		return explain(ctx, p, w, source, ticket)
	}
	return explainSource(ctx, p, w, source)
}

// explainSource prints how far a source has been read.
func explainSource(ctx context.Context, p *pipeline.Pipeline, w io.Writer, name string) error {
	held, err := p.Ledger.Held(name)
	if err != nil {
		return err
	}
	view, err := p.Ledger.View(ctx, time.Now())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(view.Sources, func(s ledger.SourceView) bool { return s.Name == name })
	source := &view.Sources[at]
	var text strings.Builder
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return "never"
		}
		return t.In(p.Periods.Zone).Format(ledger.Stamp)
	}
	fmt.Fprintf(&text, "source %s: facts are counted until %s\n", name, stamp(source.Watermark))
	next, last := p.Next(name), requests(p, name)
	for _, stream := range source.Streams {
		fmt.Fprintf(&text, "stream %s\n", stream.Name)
		if stream.Off {
			fmt.Fprintf(&text, "  off: the helpdesk does not give it\n")
		}
		fmt.Fprintf(&text, "  watermark     %s\n", stamp(stream.Watermark))
		position, err := p.Ledger.Position(ctx, name, stream.Name)
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "  cursor        %s\n", readable(position.Cursor))
		if at, ok := next[stream.Name]; ok {
			fmt.Fprintf(&text, "  next poll     %s\n", stamp(at))
		}
		if r, ok := last[stream.Name]; ok {
			fmt.Fprintf(&text, "  last request  %s %s: %s at %s, %d ms\n", r.Method, r.Path, answered(r.Code), stamp(r.At), r.Took.Milliseconds())
		}
	}
	describeAccount(&text, p, name, stamp)
	describeTickets(&text, source.Tickets, stamp)
	fmt.Fprintf(&text, "records that could not be mapped: %d\n", len(held))
	for _, h := range held[:min(shownHeld, len(held))] {
		fmt.Fprintf(&text, "  stream %s, record %s: %s\n", h.Stream, h.ID, h.Reason)
	}
	_, err = io.WriteString(w, text.String())
	return err
}

// requests are the last ones of each stream, where the source tells.
func requests(p *pipeline.Pipeline, name string) map[string]api.Request {
	source, ok := p.Source(name)
	if told, tells := source.(interface{ Last() map[string]api.Request }); ok && tells {
		return told.Last()
	}
	return nil
}

func answered(code int) string {
	if code == 0 {
		return "no answer"
	}
	return fmt.Sprint(code)
}

// describeAccount prints what is left of the vendor's limit, where answers have told it.
func describeAccount(text *strings.Builder, p *pipeline.Pipeline, name string, stamp func(time.Time) string) {
	source, _ := p.Source(name)
	told, ok := source.(interface{ Status() api.Status })
	if !ok {
		return
	}
	s := told.Status()
	if s.HasRemaining {
		of := ""
		if s.HasLimit {
			of = fmt.Sprintf(" of %v", s.Limit)
		}
		fmt.Fprintf(text, "vendor's limit: %v%s requests are left", s.Remaining, of)
		if !s.Reset.IsZero() {
			fmt.Fprintf(text, " until %s", stamp(s.Reset))
		}
		text.WriteString("\n")
	}
	if !s.TokenExpires.IsZero() {
		fmt.Fprintf(text, "credential: until %s\n", stamp(s.TokenExpires))
	}
}

// describeTickets prints the youngest of the unresolved.
func describeTickets(text *strings.Builder, tickets []fact.View, stamp func(time.Time) string) {
	fmt.Fprintf(text, "unresolved tickets: %d\n", len(tickets))
	sorted := slices.Clone(tickets)
	slices.SortFunc(sorted, func(a, b fact.View) int { return b.CreatedAt.Compare(a.CreatedAt) })
	for _, t := range sorted[:min(shownTickets, len(sorted))] {
		fmt.Fprintf(text, "  %s: %s, group %s, channel %s, priority %s, created %s\n",
			t.Ticket, t.Status, dash(t.Group), dash(string(t.Channel)), dash(string(t.Priority)), stamp(t.CreatedAt))
	}
}

// readable is a cursor as text, bounded.
func readable(cursor []byte) string {
	switch {
	case len(cursor) == 0:
		return "none"
	case !json.Valid(cursor):
		return fmt.Sprintf("%d bytes", len(cursor))
	case len(cursor) > shownCursor:
		return string(cursor[:shownCursor]) + "…"
	}
	return string(cursor)
}
