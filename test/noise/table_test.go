package noise

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// heading introduces the table; %[1]d and %[2]d are what a week may bring, %[3]d what the bad day may.
const heading = `# How much is heard

Written by ` + "`make alert-noise TESTFLAGS=-update`" + `, which lets simulated desks of four teams live for eleven weeks under the
shipped rules and routes, and fails when an ordinary week brings a team more than %[1]d page or %[2]d tickets, when the bad day
brings all of them no page or more than %[3]d, or none before its first breach, or when a week of holidays brings a page.

The desks promise an answer within a business day, within four hours to what is high and two to what is urgent, and a solution
in three business days, eight hours to what is urgent; the objective is nine of ten. Who promises more than the desk keeps hears more.

Weeks 1 to 5 are not judged: the rules get to know the desk. In the night before week 9 the clocks change. On the bad
day, Tuesday of week 10, six times as many customers write for eight hours. In week 11 nobody works. An incident is what
Alertmanager groups and tells as one; repeats are not counted. Pages are **bold**; the team "desk" is all teams together.

`

// column is a time of a desk's life with a heading of its own.
type column struct {
	name     string
	from, to func(*life) time.Time
}

func columns() []column {
	var all []column
	week := func(name string, n int) {
		all = append(all, column{name, func(l *life) time.Time { return l.week(n) }, func(l *life) time.Time { return l.week(n + 1) }})
	}
	for n := firstWeek; n <= lastWeek; n++ {
		week(fmt.Sprint("week ", n), n)
	}
	all = append(all, column{"bad day", (*life).bad, (*life).badNight})
	week("holidays", closedWeek)
	return all
}

// table tells what each team heard of, by the names of the alerts.
func table(lives []*life) string {
	var b strings.Builder
	fmt.Fprintf(&b, heading, pagesPerWeek, ticketsPerWeek, pagesOfBadDay)
	b.WriteString("| seed | team |")
	for _, c := range columns() {
		fmt.Fprintf(&b, " %s |", c.name)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|", len(columns())) + "\n")
	for _, l := range lives {
		teams := []string{"Billing", "Delivery", "Marketplace", "Returns", "admin", "desk"}
		for _, i := range l.seen.Incidents {
			if !slices.Contains(teams, i.Team) {
				teams = append(teams, i.Team)
			}
		}
		for _, team := range teams {
			fmt.Fprintf(&b, "| %d, %s | %s |", l.seed, l.season, team)
			for _, c := range columns() {
				fmt.Fprintf(&b, " %s |", cell(byTeam(l.between(c.from(l), c.to(l)))[team]))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// cell names the alerts of incidents, pages first.
func cell(incidents []*Incident) string {
	times := map[string]int{}
	for _, i := range incidents {
		var names []string
		for _, name := range slices.Sorted(maps.Keys(i.Alerts)) {
			names = append(names, strings.TrimPrefix(name, "Helpdesk"))
		}
		text := strings.Join(names, " + ")
		if i.Severity == "page" {
			text = "**" + text + "**"
		}
		times[text]++
	}
	var texts []string
	for _, text := range slices.Sorted(maps.Keys(times)) { // "*" comes before letters
		if n := times[text]; n > 1 {
			text = fmt.Sprintf("%d × %s", n, text)
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return "–"
	}
	return strings.Join(texts, ", ")
}

func TestCell(t *testing.T) {
	incident := func(severity string, names ...string) *Incident {
		i := &Incident{Severity: severity, Alerts: map[string]bool{}}
		for _, name := range names {
			i.Alerts[name] = true
		}
		return i
	}
	require.Equal(t, "–", cell(nil))
	require.Equal(t, "**SLABreachImminent + SLABreached**, BacklogGrowing, 2 × VolumeSpike", cell([]*Incident{
		incident("ticket", "HelpdeskVolumeSpike"), incident("ticket", "HelpdeskBacklogGrowing"), incident("ticket", "HelpdeskVolumeSpike"),
		incident("page", "HelpdeskSLABreached", "HelpdeskSLABreachImminent"),
	}))
}
