//go:build live

package alertse2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/expect"
	"helpdesk_exporter/test/exporter"
	"helpdesk_exporter/test/prometheus"
	"helpdesk_exporter/test/slalive"
)

const (
	// patience is how long anything may take on a busy machine. It is longer than the exporter's longest pause after the
	// failures of this story, about 80 seconds.
	patience = 2 * time.Minute
	// silence is how long it must be quiet to be called so: longer than every wait of the copies.
	silence = 8 * time.Second
	// age is how long the exporter has known its counters when the story begins: young ones are shown at 0 for a
	// quarter of an hour at most.
	age = 20 * time.Minute

	// Seconds. What leads to a page leaves a busy machine ten at least.
	urgent = 30 // what is promised for an urgent ticket
	high   = 60
	lead   = 20 // before a breach that the page comes
	oldest = 45 // that a customer may wait
)

// Sources. One desk keeps being read; of two readers of another desk one stops: what is muted for the one must not be
// for the other.
const (
	calm  = "desk"
	stops = "store"
	stays = "shop"
)

// configuration of the exporter. %[1]s is a directory of its own, %[2]d and %[3]d are what is promised, and the rest are
// the addresses of the desks.
const configuration = `
global:
  poll_interval: 1s
  state: {path: %[1]s/state.db, backup: {every: 0s}}
privacy: {key_file: %[1]s/identity.key}
sla:
  - name: replies
    match: {group: [Returns]}
    targets: {first_response: {default: 8h, by_priority: {urgent: %[2]ds, high: %[3]ds}}}
sources:
  - {name: desk, preset: zammad, dsn: %[4]q}
  - {name: store, preset: zammad, dsn: %[5]q}
  - {name: shop, preset: zammad, dsn: %[6]q}
`

// thresholds are a team's own, as alerts/rules/thresholds.yml tells to write them.
const thresholds = `
groups:
  - name: helpdesk.thresholds.teams
    rules:
      - record: group_kpi:helpdesk_threshold:team
        expr: vector(%d)
        labels: {kpi: sla_lead_seconds, group: Returns}
      - record: group_kpi:helpdesk_threshold:team
        expr: vector(%d)
        labels: {kpi: oldest_awaiting_reply_seconds, group: Returns}
`

// scene is everything from the desks to the web hook.
type scene struct {
	exporter     *exporter.Process
	server       *prometheus.Server
	alertmanager *prometheus.Alertmanager
	hook         *hook
	// desk is that of source calm; other is that of the two others, reader the user of the one that stops.
	desk, other *slalive.Desk
	reader      *slalive.Reader
}

// TestAlerts plays two stories at once: a promise is about to be broken, is broken, is made good; a source stops, is
// paged for itself and is muted, while another goes on. Then the exporter ends.
func TestAlerts(t *testing.T) {
	s := stage(t)
	told := t.Run("stories", func(t *testing.T) {
		t.Run("breach", func(t *testing.T) {
			t.Parallel()
			s.breach(t)
		})
		t.Run("outage", func(t *testing.T) {
			t.Parallel()
			s.outage(t)
		})
	})
	if !told {
		return
	}
	s.end(t)
	require.Equal(t, []string{
		"HelpdeskExporterDown ",
		"HelpdeskSLABreachImminent desk", "HelpdeskSLABreachImminent shop", "HelpdeskSLABreachImminent store",
		"HelpdeskSLABreached desk", "HelpdeskSLABreached shop", "HelpdeskSLABreached store",
		"HelpdeskSourceStale store",
	}, s.hook.firing("page"))
}

// stage starts everything and waits until it is quiet.
func stage(t *testing.T) *scene {
	ctx := t.Context()
	s := &scene{hook: newHook(t)}
	var readers []*slalive.Reader
	s.desk, readers = open(t, "alertse2e", calm)
	here := readers[0]
	s.other, readers = open(t, "alertse2e_other", stops, stays)
	s.reader = readers[0]

	dir := t.TempDir()
	binary, err := exporter.Build(dir)
	require.NoError(t, err)
	config := filepath.Join(dir, "helpdesk.yml")
	text := fmt.Appendf(nil, configuration, dir, urgent, high, here.DSN, s.reader.DSN, readers[1].DSN)
	require.NoError(t, os.WriteFile(config, text, 0o600))
	_, err = expect.Once(ctx, binary, config, filepath.Join(dir, "state.db"), time.Now().Add(-age))
	require.NoError(t, err)
	s.exporter = exporter.Start(t, binary, nil, "--config.file="+config)
	address := strings.TrimPrefix(s.exporter.URL(), "http://")

	rules := filepath.Join(dir, "rules")
	require.NoError(t, os.Mkdir(rules, 0o700))
	require.NoError(t, WriteRules(rules))
	require.NoError(t, os.WriteFile(filepath.Join(rules, "teams.yml"), fmt.Appendf(nil, thresholds, lead, oldest), 0o600))
	routes := filepath.Join(dir, "alertmanager.yml")
	require.NoError(t, WriteRoutes(routes, s.hook.server.URL))
	s.alertmanager = prometheus.StartAlertmanager(t, dir, routes)
	s.server = prometheus.StartAlerting(t, dir, address, filepath.Join(rules, "*.yml"), s.alertmanager)
	s.server.AwaitScrape(t)
	s.await(t, "dead-mans-switch", "firing", "alertname", "HelpdeskWatchdog")
	s.awaitQuiet(t)
	s.hook.forget() // before the first scrape there was no exporter
	return s
}

// open makes a desk, with a past, and a user for each of its sources.
func open(t *testing.T, name string, sources ...string) (*slalive.Desk, []*slalive.Reader) {
	t.Helper()
	ctx := t.Context()
	database, err := expect.NewDesk(ctx, expect.Postgres, name)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, database.Drop()) })
	require.NoError(t, database.Load(ctx, "../slalive/zammad.sql"))
	require.NoError(t, database.Load(ctx, "returns.sql"))
	desk, err := slalive.OpenDesk(database.DSN)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, desk.Close()) })
	past(t, desk)
	var readers []*slalive.Reader
	for _, source := range sources {
		reader, err := desk.NewReader(ctx, database.DSN, "alertse2e_"+source)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, reader.Drop(context.WithoutCancel(ctx))) })
		readers = append(readers, reader)
	}
	return desk, readers
}

// past gives each priority of the story a ticket of two days ago, so that their series are there.
func past(t *testing.T, desk *slalive.Desk) {
	t.Helper()
	ctx, at := t.Context(), time.Now().AddDate(0, 0, -2)
	for _, priority := range []string{"2 normal", "3 high", "4 urgent"} {
		id, err := desk.Create(ctx, at, "Returns", priority)
		require.NoError(t, err)
		require.NoError(t, desk.Answer(ctx, at.Add(time.Second), id))
		require.NoError(t, desk.SetState(ctx, at.Add(2*time.Second), id, slalive.Closed))
	}
}

// breach: the page before the breach, the breach, the end of both.
func (s *scene) breach(t *testing.T) {
	say(t, "an urgent ticket comes")
	ticket, due := create(t, s.desk, "4 urgent", urgent)
	before, imminent := s.await(t, "returns-oncall", "firing", "alertname", "HelpdeskSLABreachImminent", "source", calm)
	require.True(t, before.came.Before(due), "the page comes %s after the breach", before.came.Sub(due))
	require.Equal(t, map[string]string{
		"alertname": "HelpdeskSLABreachImminent", "severity": "page", "area": "sla",
		"source": calm, "group": "Returns", "policy": "replies", "target": "first_response",
	}, imminent.Labels)
	require.Contains(t, imminent.Annotations["summary"], "Returns ("+calm+"): first_response of replies due in ")
	require.Contains(t, imminent.Annotations["runbook_url"], "HelpdeskSLABreachImminent.md")
	require.Contains(t, imminent.Annotations["dashboard_url"], "var-group=Returns")

	breached, _ := s.await(t, "returns-oncall", "firing", "alertname", "HelpdeskSLABreached", "source", calm)
	require.False(t, breached.came.Before(due), "the breach is told %s early", due.Sub(breached.came))
	require.Equal(t, before.GroupKey, breached.GroupKey, "both are one incident")

	say(t, "the urgent ticket is answered")
	require.NoError(t, s.desk.Answer(t.Context(), time.Now(), ticket))
	n, _ := s.await(t, "returns-oncall", "resolved", "alertname", "HelpdeskSLABreached", "source", calm)
	require.Equal(t, "resolved", n.Status, "something of the incident goes on")
}

// outage: a source stops while customers wait.
func (s *scene) outage(t *testing.T) {
	const tooOld = "HelpdeskOldestTicketTooOld"
	both := []string{stops, stays}
	say(t, "two customers write, who are not answered")
	created := time.Now()
	normal, _ := create(t, s.other, "2 normal", 8*60*60)
	other, due := create(t, s.other, "3 high", high)
	until(t, "both are known", func() bool {
		return s.server.Query(t, `count(helpdesk_sla_next_due_timestamp_seconds{group="Returns",priority="high"})`) == 2 &&
			s.server.Query(t, `count(helpdesk_oldest_awaiting_reply_timestamp_seconds{group="Returns",priority="normal"})`) == 2
	})
	say(t, "source store stops")
	require.NoError(t, s.reader.ShutOut(t.Context()))
	stale, _ := s.await(t, "admin-oncall", "firing", "alertname", "HelpdeskSourceStale", "source", stops)
	require.True(t, stale.came.Before(created.Add(oldest*time.Second)), "the machine is too slow: the alert to be muted may be there already")

	for _, source := range both {
		n, _ := s.await(t, "returns-oncall", "firing", "alertname", "HelpdeskSLABreachImminent", "source", source)
		require.True(t, n.came.Before(due), "what is due is told without polls, too")
	}
	s.await(t, "returns-tickets", "firing", "alertname", tooOld, "source", stays)
	until(t, "the same alert of source store is muted", func() bool {
		for _, a := range s.alertmanager.Alerts(t) {
			if a.Labels["alertname"] == tooOld && a.Labels["source"] == stops {
				return a.Status.State == "suppressed" && len(a.Status.InhibitedBy) > 0
			}
		}
		return false
	})
	time.Sleep(silence)
	_, _, told := s.hook.find("returns-tickets", "firing", "alertname", tooOld, "source", stops)
	require.False(t, told, "a stale source must not raise alerts of its tickets")
	for _, source := range []string{stays, calm} {
		_, _, told = s.hook.find("admin-oncall", "firing", "source", source)
		require.False(t, told, "source %s is well", source)
	}

	say(t, "source store is there again")
	require.NoError(t, s.reader.LetIn(t.Context()))
	s.await(t, "admin-oncall", "resolved", "alertname", "HelpdeskSourceStale", "source", stops)
	for _, source := range both {
		s.await(t, "returns-tickets", "firing", "alertname", tooOld, "source", source)
		s.await(t, "returns-oncall", "firing", "alertname", "HelpdeskSLABreached", "source", source)
	}

	say(t, "both are answered")
	for _, id := range []int{normal, other} {
		require.NoError(t, s.other.Answer(t.Context(), time.Now(), id))
	}
	for _, source := range both {
		s.await(t, "returns-tickets", "resolved", "alertname", tooOld, "source", source)
		s.await(t, "returns-oncall", "resolved", "alertname", "HelpdeskSLABreached", "source", source)
	}
}

// end: the exporter ends, and is paged for.
func (s *scene) end(t *testing.T) {
	say(t, "the exporter ends")
	s.exporter.Stop()
	s.await(t, "admin-oncall", "firing", "alertname", "HelpdeskExporterDown")
}

// create lets a customer open a ticket now, and returns when it is due if so many seconds are promised.
func create(t *testing.T, desk *slalive.Desk, priority string, promise int) (id int, due time.Time) {
	t.Helper()
	at := time.Now()
	id, err := desk.Create(t.Context(), at, "Returns", priority)
	require.NoError(t, err)
	return id, at.Truncate(time.Second).Add(time.Duration(promise) * time.Second)
}

// await waits for a notification.
func (s *scene) await(t *testing.T, receiver, status string, labels ...string) (n notification, a alert) {
	t.Helper()
	until(t, fmt.Sprint(receiver, " hears of ", status, " ", labels), func() (found bool) {
		n, a, found = s.hook.find(receiver, status, labels...)
		return found
	})
	return n, a
}

// awaitQuiet waits until nothing fires. A busy machine may be slow, that is no part of the story.
func (s *scene) awaitQuiet(t *testing.T) {
	t.Helper()
	quiet := time.Time{}
	until(t, "quiet", func() bool {
		if s.server.Query(t, `count(ALERTS{alertstate="firing",severity=~"page|ticket",alertname!="HelpdeskPollSlow"})`) > 0 || quiet.IsZero() {
			quiet = time.Now()
		}
		return time.Since(quiet) > silence
	})
}

func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !done() {
		require.True(t, time.Now().Before(deadline), "not within %s: %s", patience, what)
		time.Sleep(200 * time.Millisecond)
	}
}

func say(t *testing.T, what string) {
	t.Helper()
	t.Logf("%s  -- %s", time.Now().UTC().Format(time.TimeOnly), what)
}
