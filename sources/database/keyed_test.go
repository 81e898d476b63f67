package database

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	promconfig "github.com/prometheus/common/config"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func promSecret(s string) promconfig.Secret { return promconfig.Secret(s) }

func TestStreamsListParentsFirst(t *testing.T) {
	s := sqliteDesk(t).source(keyedConfig)
	require.Equal(t, []record.Stream{
		{Name: "tickets", Kinds: []record.Kind{record.KindTicket}, Interval: time.Minute, Settle: DefaultSettle},
		{Name: "messages", Kinds: []record.Kind{record.KindMessage}, Parent: "tickets", Settle: DefaultSettle},
	}, s.Streams())
}

func TestKeyedStreamWalksThenFollows(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	s, l := d.source(keyedConfig), newLedger()

	l.poll(t, s, "tickets")
	require.Equal(t, []string{"1", "2", "3", "4", "5"}, l.delivered(record.KindTicket))
	require.Equal(t, []string{"10", "20", "30", "40", "50"}, l.delivered(record.KindMessage))
	require.Equal(t, record.StatusSolved, l.ticket(t, "2").Status)
	require.Equal(t, time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC), l.message(t, "20").At)
	require.Len(t, l.sweeps(), 1)
	require.Equal(t, []string{"1", "3", "5"}, l.sweeps()[0].IDs)
	for _, b := range l.batches {
		if b.Whole {
			require.Equal(t, "messages", b.Parts[1].Stream)
			require.LessOrEqual(t, len(b.Parts[0].Records), 4, "a page")
		}
	}

	// Nothing happened: only the overlap of the feed is read.
	l.poll(t, s, "tickets")
	require.Empty(t, l.delivered(record.KindTicket))
	require.Equal(t, 1, l.read("tickets"), "the feed's row 50 of the overlap, and no ticket")
	require.Len(t, l.batches, 1)
	require.Empty(t, l.sweeps(), "not due")

	d.exec(`INSERT INTO entries VALUES (51, 2, '2026-03-02 00:00:00', 'agent');
		INSERT INTO entries VALUES (52, 2, '2026-03-02 00:01:00', 'agent');
		UPDATE tickets SET state = 'open' WHERE id = 4; INSERT INTO events VALUES (1, 4)`)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"2", "4"}, l.delivered(record.KindTicket), "each once")
	require.Equal(t, []string{"20", "51", "52", "40"}, l.delivered(record.KindMessage))
	require.Equal(t, []string{"2", "4"}, l.asked())

	// A new source with the stored cursor goes on.
	d.exec(`INSERT INTO entries VALUES (53, 5, '2026-03-02 00:02:00', 'agent')`)
	l.poll(t, d.source(keyedConfig), "tickets")
	require.Equal(t, []string{"5"}, l.delivered(record.KindTicket))
}

func TestHistoryBoundsTheWalk(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	l := newLedger()
	l.position.Since = time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC)
	l.poll(t, d.source(keyedConfig), "tickets")
	require.Equal(t, []string{"1", "3", "4", "5"}, l.delivered(record.KindTicket), "2 was closed before")
}

// A poll that fails at any delivery is repeated from the stored cursor; in the end everything is there.
func TestNothingIsLostWhenDeliveryFails(t *testing.T) {
	for failAt := 1; failAt <= 6; failAt++ {
		t.Run(fmt.Sprint(failAt), func(t *testing.T) {
			d := sqliteDesk(t)
			keyedDesk(d)
			l := newLedger()
			l.failAt = failAt
			if err := l.try(d.source(keyedConfig), "tickets"); failAt <= 4 {
				require.ErrorIs(t, err, errLedger)
			}
			d.exec(`INSERT INTO entries VALUES (60, 1, '2026-03-02 00:00:00', 'agent');
				INSERT INTO entries VALUES (61, 5, '2026-03-02 00:00:00', 'agent');
				INSERT INTO entries VALUES (62, 3, '2026-03-02 00:00:00', 'agent')`)
			// The second attempt may fail too: at each delivery of the follow-up.
			l.failAt = failAt
			if err := l.try(d.source(keyedConfig), "tickets"); err != nil {
				require.ErrorIs(t, err, errLedger)
			}
			l.failAt = 0
			l.poll(t, d.source(keyedConfig), "tickets")
			for id := 1; id <= 5; id++ {
				l.ticket(t, fmt.Sprint(id))
				l.message(t, fmt.Sprint(10*id))
			}
			for _, id := range []string{"60", "61", "62"} {
				l.message(t, id)
			}
		})
	}
}

// What feeds name in one go may be more than one look-up takes: the feeds' positions wait for the last of them.
func TestFeedsGoOnWhenAllTheyNamedIsDelivered(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	l := newLedger()
	l.poll(t, d.source(keyedConfig), "tickets")
	d.exec(`INSERT INTO entries VALUES (51, 1, '2026-03-02 00:00:00', 'agent'); INSERT INTO entries VALUES (52, 2, '2026-03-02 00:00:00', 'agent');
		INSERT INTO events VALUES (1, 3); INSERT INTO events VALUES (2, 4); INSERT INTO events VALUES (3, 5)`)
	l.failAt = 2
	require.ErrorIs(t, l.try(d.source(keyedConfig), "tickets"), errLedger)
	require.Equal(t, []string{"1", "2", "3", "4", "5"}, l.delivered(record.KindTicket), "5 was not stored")
	l.failAt = 0
	l.poll(t, d.source(keyedConfig), "tickets")
	require.Contains(t, l.delivered(record.KindTicket), "5")
}

func TestWantedTicketsAreLookedUp(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	s, l := d.source(keyedConfig), newLedger()
	l.poll(t, s, "tickets")

	l.position.Want = []string{"3", "99"}
	l.want = map[int][]string{1: {"4", "3"}}
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"3", "4"}, l.delivered(record.KindTicket), "each once")
	require.Equal(t, []string{"3", "99", "4"}, l.asked(), "99 does not exist")
}

func TestSweepRunsWhenDueOrWhenAFeedTellsOfADeletion(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	s, l := d.source(keyedConfig, func(o *Options) { o.FixedNow = &now }), newLedger()
	l.poll(t, s, "tickets")
	require.Equal(t, now, l.sweeps()[0].At)

	now = now.Add(14 * time.Minute)
	l.poll(t, s, "tickets")
	require.Empty(t, l.sweeps())

	d.exec(`DELETE FROM tickets WHERE id = 3; INSERT INTO events VALUES (1, NULL); INSERT INTO events VALUES (2, 1)`)
	l.failAt = 2
	require.ErrorIs(t, l.try(s, "tickets"), errLedger, "the feed's position is stored, the sweep is not")
	l.failAt = 0
	l.poll(t, s, "tickets")
	require.Len(t, l.sweeps(), 1, "a NULL id in a feed")
	require.Equal(t, []string{"1", "5"}, l.sweeps()[0].IDs)
	l.poll(t, s, "tickets")
	require.Empty(t, l.sweeps())

	now = now.Add(15 * time.Minute)
	l.poll(t, s, "tickets")
	require.Len(t, l.sweeps(), 1)
	require.Equal(t, record.ScopeUnresolved, l.sweeps()[0].Scope)
}

func TestRestoredBackupIsReadAgain(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	s, l := d.source(keyedConfig), newLedger()
	l.poll(t, s, "tickets")

	d.exec(`DELETE FROM entries WHERE id = 50`)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"1", "2", "3", "4", "5"}, l.delivered(record.KindTicket))
	restored := l.anomalies(record.AnomalyRestored)
	require.Len(t, restored, 1)
	require.Equal(t, "the greatest id of change feed entries went from 50 back to 40", restored[0].Detail)

	l.poll(t, s, "tickets")
	require.Empty(t, l.anomalies(record.AnomalyRestored))
	require.Empty(t, l.delivered(record.KindTicket))
}

func TestFeedWithDeletesMayGoBackWithinTheOverlap(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	config := replaceOnce(t, keyedConfig, "overlap: 10", "overlap: 10\n        deletes: true")
	s, l := d.source(config), newLedger()
	l.poll(t, s, "tickets")
	d.exec(`DELETE FROM entries WHERE id = 50`)
	l.poll(t, s, "tickets")
	require.Empty(t, l.anomalies(record.AnomalyRestored))
	require.Empty(t, l.delivered(record.KindTicket))
	d.exec(`DELETE FROM entries WHERE id >= 30`)
	l.poll(t, s, "tickets")
	require.Len(t, l.anomalies(record.AnomalyRestored), 1, "further back than the overlap")
}

// One row of a feed's table may name several tickets; the end of a page must not come between them.
func TestFeedThatNamesSeveralTicketsAtOnce(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	config := replaceOnce(t, keyedConfig, "SELECT v.id AS cursor_id, v.ticket AS id FROM events v WHERE v.id > :cursor_id ORDER BY v.id LIMIT :limit",
		"SELECT v.id AS cursor_id, t.id AS id FROM events v JOIN tickets t ON t.id BETWEEN 1 AND v.ticket WHERE v.id > :cursor_id ORDER BY v.id, t.id LIMIT :limit")
	s, l := d.source(config), newLedger()
	l.poll(t, s, "tickets")
	d.exec(`INSERT INTO events VALUES (1, 2); INSERT INTO events VALUES (2, 2); INSERT INTO events VALUES (3, 1)`)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"1", "2", "1", "2"}, l.delivered(record.KindTicket), "a page of each row")
}

func TestStreamsArePolledTogether(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	d.exec(`CREATE TABLE g (id INTEGER PRIMARY KEY)`)
	s := d.source(keyedConfig + "  - {name: groups, kind: group, query: SELECT id FROM g}\n")
	errs := make(chan error)
	for _, name := range []string{"tickets", "groups", "groups"} {
		go func() { errs <- newLedger().try(s, name) }()
	}
	for range 3 {
		require.NoError(t, <-errs)
	}
}

func TestClockSkewIsReportedOnceAPass(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	for name, test := range map[string]struct {
		offset time.Duration
		want   int
	}{"ahead": {31 * time.Second, 1}, "behind": {-31 * time.Second, 1}, "near": {20 * time.Second, 0}} {
		t.Run(name, func(t *testing.T) {
			s, l := d.source(keyedConfig, func(o *Options) {
				o.Now = func() time.Time { return time.Now().Add(test.offset) }
			}), newLedger()
			l.poll(t, s, "tickets")
			require.Len(t, l.anomalies(record.AnomalyClockSkew), test.want)
			require.WithinDuration(t, time.Now(), l.batches[0].AsOf, 10*time.Second, "the server's time")
		})
	}
}

func TestRowThatCannotBeReadIsRejected(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	d.exec(`UPDATE tickets SET created = 'yesterday' WHERE id = 2; UPDATE entries SET author = 'nobody' WHERE id = 30`)
	l := newLedger()
	l.poll(t, d.source(keyedConfig), "tickets")
	require.Equal(t, []string{"1", "3", "4", "5"}, l.delivered(record.KindTicket))
	rejects := l.rejects()
	require.Len(t, rejects, 2)
	require.Equal(t, []string{"tickets", "2", "2"}, []string{rejects[0].Stream, rejects[0].ID, rejects[0].Ticket})
	require.ErrorContains(t, rejects[0].Err, `"created_at"`)
	require.Equal(t, []string{"messages", "30", "3"}, []string{rejects[1].Stream, rejects[1].ID, rejects[1].Ticket})
}

func TestStreamWithoutFeedsIsWalkedEachTime(t *testing.T) {
	d := sqliteDesk(t)
	d.exec(`CREATE TABLE g (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO g VALUES (1, 'a'), (2, 'b'), (3, 'c')`)
	s, l := d.source(`
page_size: 2
streams:
  - {name: groups, kind: group, key: id, query: "SELECT id, name FROM g WHERE {{ where }}"}
  - {name: all, kind: group, query: "SELECT id, name FROM g"}
`), newLedger()
	for range 2 {
		l.poll(t, s, "groups")
		require.Equal(t, []string{"1", "2", "3"}, l.delivered(record.KindGroup))
	}
	l = newLedger()
	for range 2 {
		l.poll(t, s, "all")
		require.Equal(t, []string{"1", "2", "3"}, l.delivered(record.KindGroup))
	}
}

func TestColumnAddedWhileRunningDoesNotMatter(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	config := replaceOnce(t, keyedConfig, "SELECT t.id AS id,", "SELECT t.*, t.id AS id,")
	config = replaceOnce(t, config, "t.created AS created_at, t.updated AS updated_at, t.state AS status", "t.created AS created_at, t.state AS status")
	d.exec(`ALTER TABLE tickets RENAME COLUMN created TO _created; ALTER TABLE tickets RENAME COLUMN updated TO _updated;
		ALTER TABLE tickets RENAME COLUMN state TO _state`)
	config = replaceOnce(t, config, "t.created AS created_at, t.state AS status", "t._created AS created_at, t._state AS status")
	config = replaceOnce(t, config, "t.state = 'open' OR t.updated", "t._state = 'open' OR t._updated")
	config = replaceOnce(t, config, "WHERE state = 'open'", "WHERE _state = 'open'")
	s, l := d.source(config), newLedger()
	l.poll(t, s, "tickets")
	d.exec(`ALTER TABLE tickets ADD COLUMN colour TEXT; INSERT INTO entries VALUES (51, 1, '2026-03-02 00:00:00', 'agent')`)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"1"}, l.delivered(record.KindTicket))
	require.Empty(t, l.rejects())
}

func TestColumnsThatComeAreToldAndThoseThatGoAreAnError(t *testing.T) {
	d := sqliteDesk(t)
	d.exec(`CREATE TABLE tickets (id INTEGER PRIMARY KEY, created_at TEXT, status TEXT, language TEXT, state TEXT AS (status));
		CREATE TABLE entries (id INTEGER PRIMARY KEY, ticket INTEGER); CREATE TABLE events (id INTEGER PRIMARY KEY, ticket INTEGER);
		INSERT INTO tickets (id, created_at, status) VALUES (1, '2026-03-01 00:00:00', 'open')`)
	config, _, _ := strings.Cut(keyedConfig, "  - name: messages")
	config = replaceOnce(t, config,
		"t.id AS id, t.created AS created_at, t.updated AS updated_at, t.state AS status FROM", "t.id, t.created_at, t.status, t.language, m.* FROM")
	config = replaceOnce(t, config, "{{ table }} t WHERE", "{{ table }} t LEFT JOIN more m ON 0 = 1 WHERE")
	config = replaceOnce(t, config, "t.updated >= :since", "t.created_at >= :since")
	d.exec(`CREATE TABLE more (priority TEXT)`)
	var log strings.Builder
	s, l := d.source(config, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) }), newLedger()
	l.poll(t, s, "tickets")
	require.Empty(t, log.String())

	d.exec(`ALTER TABLE more ADD COLUMN colour TEXT; INSERT INTO events VALUES (1, 1)`)
	l.poll(t, s, "tickets")
	d.exec(`INSERT INTO events VALUES (2, 1)`)
	l.poll(t, s, "tickets")
	require.Equal(t, 1, strings.Count(log.String(), "column=colour"), log.String())

	d.exec(`ALTER TABLE more DROP COLUMN priority; INSERT INTO events VALUES (3, 1)`)
	require.EqualError(t, l.try(s, "tickets"), `stream tickets: the result has no column "priority" any more: the table was changed, adapt the query`)
	d.exec(`ALTER TABLE more ADD COLUMN priority TEXT; ALTER TABLE more DROP COLUMN colour`)
	l.poll(t, s, "tickets")
}
