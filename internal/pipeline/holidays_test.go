package pipeline

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/holidays"
)

// closing closes a desk every day, for years.
const closing = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

type trip func(*http.Request) (*http.Response, error)

func (t trip) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// TestHolidaysThatLeaveNoTimeForAPromise: in a file they are an error at the promise, and the start fails; a feed is nobody's
// error here, and the log tells.
func TestHolidaysThatLeaveNoTimeForAPromise(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	const feed = "https://calendar.example/secret.ics"
	for name, calendar := range map[string]string{"file": "closing.ics", "feed": feed} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "closing.ics"), []byte(closing), 0o600))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "helpdesk.yml"), []byte(`
hours: {mon-fri: "09:00-17:00", holidays: {ics: "`+calendar+`"}}
sla:
  reply: 4h
sources: [{name: shop, preset: osticket, dsn: "mysql://u@h/shop", timezone: UTC}]
`), 0o600))
			c, err := config.Load([]string{dir}, os.LookupEnv)
			require.NoError(t, err)
			feeds, err := holidays.New(t.Context(), holidays.Config{
				URLs: []string{feed}, Check: func([]byte) error { return nil }, Store: feedStore{state.NewMemory()}, Now: func() time.Time { return now },
				Client: &http.Client{Transport: trip(func(*http.Request) (*http.Response, error) {
					return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(closing))}, nil
				})},
			})
			require.NoError(t, err)
			var log bytes.Buffer
			p := &Pipeline{config: c, feeds: feeds, now: func() time.Time { return now }, logger: slog.New(slog.NewTextHandler(&log, nil))}
			require.NoError(t, p.readHolidays())
			if calendar == feed {
				require.NoError(t, p.checkPromises())
				require.Empty(t, log.String(), "not read yet")
				require.True(t, feeds.Refresh(t.Context()))
				require.NoError(t, p.readHolidays())
			}
			err = p.checkPromises()
			told := filepath.Join(dir, "helpdesk.yml") + `:4: sla.reply: 4h is not over within 2 years of the schedule "default": shorten it`
			if calendar == feed {
				require.NoError(t, err)
				require.Contains(t, log.String(), "holidays of a feed leave no time for what is promised")
				require.Contains(t, log.String(), "sla.reply: 4h is not over within 2 years")
				require.NotContains(t, log.String(), "secret")
				return
			}
			require.EqualError(t, err, told)
			_, err = New(t.Context(), c, Options{Logger: slog.New(slog.DiscardHandler), Store: state.NewMemory(), Key: make([]byte, 32), At: now})
			require.EqualError(t, err, told)
		})
	}
}
