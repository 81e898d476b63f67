package main

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The package log of Go writes where the program does.
func TestLibraryLogIsAdopted(t *testing.T) {
	was := slog.Default()
	defer slog.SetDefault(was)
	var out, errs bytes.Buffer
	require.Zero(t, run(t.Context(), []string{"version"}, &out, &errs))
	slog.NewLogLogger(slog.Default().Handler(), slog.LevelInfo).Print("listening")
	require.Contains(t, errs.String(), "msg=library text=listening\n")
}

// What a library logs is a line like ours, and nothing of what a helpdesk sent is in it.
func TestLibraryLog(t *testing.T) {
	for _, c := range []struct {
		level         slog.Level
		message, want string
	}{
		{slog.LevelInfo, "http: TLS handshake error from 127.0.0.1:4711: EOF", "level=INFO msg=library text=\"http: TLS handshake error from 127.0.0.1:4711: EOF\"\n"},
		{slog.LevelInfo, `Unsolicited response received on idle HTTP channel starting with "{\"subject\":\"my card\"}"; err=<nil>`, ""},
		{
			slog.LevelDebug, `Unsolicited response received on idle HTTP channel starting with "{\"subject\":\"my card\"}"; err=<nil>`,
			"level=DEBUG msg=library text=\"Unsolicited response received on idle HTTP channel\"\n",
		},
	} {
		var out bytes.Buffer
		l := libraryLog{slog.NewTextHandler(&out, &slog.HandlerOptions{Level: c.level})}
		require.NoError(t, l.Handle(t.Context(), slog.NewRecord(time.Time{}, slog.LevelInfo, c.message, 0)))
		require.Equal(t, c.want, out.String())
	}
}
