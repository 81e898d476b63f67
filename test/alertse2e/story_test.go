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
	// patience is how long anything may take on a busy machine.
	patience = 90 * time.Second
	// silence is how long it must be quiet to be called so: longer than every wait of the copies.
	silence = 8 * time.Second
	// age is how long the exporter has known its counters when the story begins: young ones are shown at 0 for a
	// quarter of an hour at most.
	age = 20 * time.Minute

	urgent = 40 * time.Second // what is promised for an urgent ticket
	high   = 80 * time.Second
	lead   = 25 // seconds before a breach that the page comes
	oldest = 65 // seconds that a customer may wait
)

// configuration of the exporter. Two sources read one desk: what is muted for the one must not be for the other.
// %[1]s is a directory of its own, %[2]q and %[3]q are the addresses of the desk.
const configuration = `
global:
  poll_interval: 1s
  state: {path: %[1]s/state.db, backup: {every: 0s}}
privacy: {key_file: %[1]s/identity.key}
sla:
  - name: replies
    match: {group: [Returns]}
    targets: {first_response: {default: 8h, by_priority: {high: 80s, urgent: 40s}}}
sources:
  - {name: desk, preset: zammad, dsn: %[2]q}
  - {name: shop, preset: zammad, dsn: %[3]q}
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

// scene is everything from the desk to the web hook.
type scene struct {
	t            *testing.T
	desk         *slalive.Desk
	reader       *slalive.Reader // that of source desk
	exporter     *exporter.Process
	server       *prometheus.Server
	alertmanager *prometheus.Alertmanager
	hook         *hook
}

// TestAlerts plays the story: a promise is about to be broken, is broken, is made good; a source stops, is paged for
// itself and is muted, while the other goes on; the exporter ends.
func TestAlerts(t *testing.T) {
	s := stage(t)
	s.breach()
	s.outage()
	s.end()
	require.Equal(t, []string{
		"HelpdeskExporterDown ",
		"HelpdeskSLABreachImminent desk", "HelpdeskSLABreachImminent shop",
		"HelpdeskSLABreached desk", "HelpdeskSLABreached shop",
		"HelpdeskSourceStale desk",
	}, s.hook.firing("page"))
}

// stage starts everything and waits until it is quiet.
func stage(t *testing.T) *scene {
	ctx := t.Context()
	s := &scene{t: t, hook: newHook(t)}
	dir := t.TempDir()
	database, err := expect.NewDesk(ctx, expect.Postgres, "alertse2e")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, database.Drop()) })
	require.NoError(t, database.Load(ctx, "../slalive/zammad.sql"))
	require.NoError(t, database.Load(ctx, "returns.sql"))
	s.desk, err = slalive.OpenDesk(database.DSN)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.desk.Close()) })
	s.reader, err = s.desk.NewReader(ctx, database.DSN, "alertse2e_desk")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.reader.Drop(context.WithoutCancel(ctx))) })
	shop, err := s.desk.NewReader(ctx, database.DSN, "alertse2e_shop")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, shop.Drop(context.WithoutCancel(ctx))) })
	s.past(ctx)

	binary, err := exporter.Build(dir)
	require.NoError(t, err)
	config := filepath.Join(dir, "helpdesk.yml")
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, configuration, dir, s.reader.DSN, shop.DSN), 0o600))
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
	s.awaitQuiet()
	s.hook.forget() // before the first scrape there was no exporter
	return s
}

// past gives each priority of the story a ticket of two days ago, so that their series are there.
func (s *scene) past(ctx context.Context) {
	at := time.Now().AddDate(0, 0, -2)
	for _, priority := range []string{"2 normal", "3 high", "4 urgent"} {
		id, err := s.desk.Create(ctx, at, "Returns", priority)
		require.NoError(s.t, err)
		require.NoError(s.t, s.desk.Answer(ctx, at.Add(time.Second), id))
		require.NoError(s.t, s.desk.SetState(ctx, at.Add(2*time.Second), id, slalive.Closed))
	}
}

// breach: the page before the breach, the breach, the end of both.
func (s *scene) breach() {
	s.say("an urgent ticket comes")
	ticket, due := s.create("4 urgent", urgent)
	for _, source := range []string{"desk", "shop"} {
		before, imminent := s.await("returns-oncall", "firing", "alertname", "HelpdeskSLABreachImminent", "source", source)
		require.True(s.t, before.came.Before(due), "the page comes %s after the breach", before.came.Sub(due))
		require.Equal(s.t, map[string]string{
			"alertname": "HelpdeskSLABreachImminent", "severity": "page", "area": "sla",
			"source": source, "group": "Returns", "policy": "replies", "target": "first_response",
		}, imminent.Labels)
		require.Contains(s.t, imminent.Annotations["summary"], "Returns ("+source+"): first_response of replies due in ")
		require.Contains(s.t, imminent.Annotations["runbook_url"], "HelpdeskSLABreachImminent.md")
		require.Contains(s.t, imminent.Annotations["dashboard_url"], "var-group=Returns")

		breached, _ := s.await("returns-oncall", "firing", "alertname", "HelpdeskSLABreached", "source", source)
		require.False(s.t, breached.came.Before(due), "the breach is told %s early", due.Sub(breached.came))
		require.Equal(s.t, before.GroupKey, breached.GroupKey, "both are one incident")
	}
	s.say("the ticket is answered")
	require.NoError(s.t, s.desk.Answer(s.t.Context(), time.Now(), ticket))
	for _, source := range []string{"desk", "shop"} {
		n, _ := s.await("returns-oncall", "resolved", "alertname", "HelpdeskSLABreached", "source", source)
		require.Equal(s.t, "resolved", n.Status, "something of the incident goes on")
	}
	s.awaitQuiet()
}

// outage: source desk stops while customers wait.
func (s *scene) outage() {
	const tooOld = "HelpdeskOldestTicketTooOld"
	s.say("two customers write, who are not answered")
	created := time.Now()
	normal, _ := s.create("2 normal", 8*time.Hour)
	other, due := s.create("3 high", high)
	s.until("both are known", func() bool {
		return s.server.Query(s.t, `count(helpdesk_sla_next_due_timestamp_seconds{group="Returns",priority="high"})`) == 2 &&
			s.server.Query(s.t, `count(helpdesk_oldest_awaiting_reply_timestamp_seconds{group="Returns",priority="normal"})`) == 2
	})
	s.say("source desk stops")
	require.NoError(s.t, s.reader.ShutOut(s.t.Context()))
	stale, _ := s.await("admin-oncall", "firing", "alertname", "HelpdeskSourceStale", "source", "desk")
	require.True(s.t, stale.came.Before(created.Add(oldest*time.Second)), "the machine is too slow: the alert to be muted may be there already")

	for _, source := range []string{"desk", "shop"} {
		n, _ := s.await("returns-oncall", "firing", "alertname", "HelpdeskSLABreachImminent", "source", source)
		require.True(s.t, n.came.Before(due), "what is due is told without polls, too")
	}
	s.await("returns-tickets", "firing", "alertname", tooOld, "source", "shop")
	s.until("the same alert of source desk is muted", func() bool {
		for _, a := range s.alertmanager.Alerts(s.t) {
			if a.Labels["alertname"] == tooOld && a.Labels["source"] == "desk" {
				return a.Status.State == "suppressed" && len(a.Status.InhibitedBy) > 0
			}
		}
		return false
	})
	time.Sleep(silence)
	_, _, told := s.hook.find("returns-tickets", "firing", "alertname", tooOld, "source", "desk")
	require.False(s.t, told, "a stale source must not raise alerts of its tickets")
	_, _, told = s.hook.find("admin-oncall", "firing", "source", "shop")
	require.False(s.t, told, "the other source is well")

	s.say("source desk is there again")
	require.NoError(s.t, s.reader.LetIn(s.t.Context()))
	s.await("admin-oncall", "resolved", "alertname", "HelpdeskSourceStale", "source", "desk")
	s.await("returns-tickets", "firing", "alertname", tooOld, "source", "desk")
	s.await("returns-oncall", "firing", "alertname", "HelpdeskSLABreached", "source", "desk")

	s.say("both are answered")
	for _, id := range []int{normal, other} {
		require.NoError(s.t, s.desk.Answer(s.t.Context(), time.Now(), id))
	}
	s.await("returns-tickets", "resolved", "alertname", tooOld, "source", "desk")
	s.awaitQuiet()
}

// end: the exporter ends, and is paged for.
func (s *scene) end() {
	s.say("the exporter ends")
	s.exporter.Stop()
	s.await("admin-oncall", "firing", "alertname", "HelpdeskExporterDown")
}

// create lets a customer open a ticket now, and returns when it is due.
func (s *scene) create(priority string, promise time.Duration) (id int, due time.Time) {
	at := time.Now()
	id, err := s.desk.Create(s.t.Context(), at, "Returns", priority)
	require.NoError(s.t, err)
	return id, at.Truncate(time.Second).Add(promise)
}

// await waits for a notification.
func (s *scene) await(receiver, status string, labels ...string) (n notification, a alert) {
	s.t.Helper()
	s.until(fmt.Sprint(receiver, " hears of ", status, " ", labels), func() (found bool) {
		n, a, found = s.hook.find(receiver, status, labels...)
		return found
	})
	return n, a
}

// awaitQuiet ends a scene: it waits until nothing fires. A busy machine may be slow, that is no part of the story.
func (s *scene) awaitQuiet() {
	s.t.Helper()
	quiet := time.Time{}
	s.until("quiet", func() bool {
		if s.server.Query(s.t, `count(ALERTS{alertstate="firing",severity=~"page|ticket",alertname!="HelpdeskPollSlow"})`) > 0 || quiet.IsZero() {
			quiet = time.Now()
		}
		return time.Since(quiet) > silence
	})
	s.hook.turn()
}

func (s *scene) until(what string, done func() bool) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for !done() {
		require.True(s.t, time.Now().Before(deadline), "not within %s: %s", patience, what)
		time.Sleep(200 * time.Millisecond)
	}
}

func (s *scene) say(what string) {
	s.t.Logf("%s  -- %s", time.Now().UTC().Format(time.TimeOnly), what)
}
