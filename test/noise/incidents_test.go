package noise

import (
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
)

// TestNotifier: what is told as one, what is told again, and what is not told.
func TestNotifier(t *testing.T) {
	alert := func(name, severity, area, team string) model.LabelSet {
		return model.LabelSet{
			"alertname": model.LabelValue(name), "severity": model.LabelValue(severity), "area": model.LabelValue(area),
			"group": model.LabelValue(team), "source": "desk",
		}
	}
	imminent, breached := alert("HelpdeskSLABreachImminent", "page", "sla", "Sales"), alert("HelpdeskSLABreached", "page", "sla", "Sales")
	returns := alert("HelpdeskSLABreached", "page", "sla", "Returns")
	growing, spike := alert("HelpdeskBacklogGrowing", "ticket", "backlog", "Sales"), alert("HelpdeskVolumeSpike", "ticket", "volume", "Sales")
	stale := model.LabelSet{"alertname": "HelpdeskSourceStale", "severity": "page", "area": "exporter", "source": "desk", "stream": "tickets"}
	cases := []struct {
		name    string
		minutes [][]model.LabelSet
		want    []string // severity and team of each incident
	}{
		{"nothing", [][]model.LabelSet{nil}, nil},
		{"imminent, then breached: one incident", [][]model.LabelSet{{imminent}, {breached}}, []string{"page Sales"}},
		{"away for a minute: the same incident", [][]model.LabelSet{{breached}, nil, {breached}}, []string{"page Sales"}},
		{"away for longer than the group's interval", [][]model.LabelSet{{breached}, nil, nil, {breached}}, []string{"page Sales", "page Sales"}},
		{"two teams; the one with a lead hears it once", [][]model.LabelSet{{breached, returns}}, []string{"page Sales", "page Returns"}},
		{"tickets are told by their name", [][]model.LabelSet{{growing, spike}}, []string{"ticket Sales", "ticket Sales"}},
		{"a stale source mutes its alerts", [][]model.LabelSet{{stale, breached, growing}}, []string{"page admin"}},
		{"what is for dashboards", [][]model.LabelSet{{alert("HelpdeskGoalReached", "info", "goals", "Sales")}}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			n, err := NewNotifier()
			require.NoError(t, err)
			for minute, firing := range c.minutes {
				n.Tell(time.Unix(int64(60*minute), 0), firing)
			}
			var got []string
			for _, i := range n.Incidents {
				got = append(got, i.Severity+" "+i.Team)
			}
			require.Equal(t, c.want, got)
		})
	}
}
