package main

import (
	"context"
	"log/slog"
	"strings"
)

// libraryLog takes what Go's own packages log, as lines of ours and without what they quote: net/http shows what a
// helpdesk sends after the end of an answer, and that may be anybody's ticket.
type libraryLog struct{ slog.Handler }

// Handle implements slog.Handler.
func (l libraryLog) Handle(ctx context.Context, r slog.Record) error {
	text, _, quotes := strings.Cut(r.Message, ` starting with "`)
	level := r.Level
	if quotes {
		level = slog.LevelDebug // the request that it spoils fails, and says so
	}
	if !l.Enabled(ctx, level) {
		return nil
	}
	said := slog.NewRecord(r.Time, level, "library", r.PC)
	said.AddAttrs(slog.String("text", text))
	return l.Handler.Handle(ctx, said)
}
