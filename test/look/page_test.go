//go:build look

package look

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// page is a dashboard and what the renderer must be told to draw it.
type page struct {
	uid  string
	args []string
	// living tells that the page is drawn at the real present, from what the living exporter shows.
	living bool
	// back is how far the checks of its panels look back.
	back time.Duration
}

func pages() []page {
	return []page{
		{uid: "helpdesk-overview", back: 7 * day},
		{uid: "helpdesk-live", back: 12 * time.Hour},
		{uid: "helpdesk-sla", back: 7 * day},
		{uid: "helpdesk-backlog", back: 28 * day},
		// Grafana repeats a row for each team when all are chosen; the renderer must be told which they are.
		{uid: "helpdesk-teams", back: 28 * day, args: []string{"--var", "group=Billing,Delivery,Marketplace,Returns"}},
		{uid: "helpdesk-exporter", back: 5 * time.Minute, args: []string{"--from", "now-5m"}, living: true},
	}
}

const day = 24 * time.Hour

func (p page) file(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "dashboards", "json", p.uid+".json"))
	require.NoError(t, err)
	return path
}

// panel is the part of a panel's JSON that tells how its queries are asked.
type panel struct {
	ID      int
	Type    string
	Title   string
	Targets []struct {
		RefID, Expr, Interval string
		Instant               bool
	}
	Panels []panel
}

// panels are those of a page by their ids, those in rows among them.
func (p page) panels(t *testing.T) map[int]panel {
	t.Helper()
	raw, err := os.ReadFile(p.file(t))
	require.NoError(t, err)
	var d struct{ Panels []panel }
	require.NoError(t, json.Unmarshal(raw, &d))
	all := map[int]panel{}
	for _, each := range d.Panels {
		all[each.ID] = each
		for _, inner := range each.Panels {
			all[inner.ID] = inner
		}
	}
	return all
}
