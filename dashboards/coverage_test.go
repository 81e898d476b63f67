package dashboards

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
)

// rowsOf returns the cells of the tables of a Markdown file, without their heads.
func rowsOf(t *testing.T, name string) [][]string {
	t.Helper()
	var rows [][]string
	var head bool
	for line := range strings.SplitSeq(string(file(t, name)), "\n") {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		switch {
		case !strings.HasPrefix(line, "|"):
			head = true
		case head:
			head = false
		case !strings.HasPrefix(line, "| ---"):
			require.Len(t, cells, 3, line)
			rows = append(rows, cells)
		}
	}
	return rows
}

// panelsByKey are all panels by their keys in the table of texts.
func panelsByKey(t *testing.T) (map[string]panel, *messages) {
	t.Helper()
	text, err := loadMessages("en")
	require.NoError(t, err)
	keys := map[string]panel{}
	for _, p := range (&layout{options: Defaults(), text: text}).pages() {
		for _, r := range p.rows {
			for _, panel := range r.panels {
				key := p.name + "." + panel.key
				if _, ok := text.Panels[key]; !ok {
					key = "every." + panel.key
				}
				keys[key] = panel
			}
		}
	}
	return keys, text
}

// keyPattern finds keys of panels in a text.
var keyPattern = regexp.MustCompile(`\b(?:every|overview|live|sla|backlog|teams|exporter)\.\w+\b`)

func TestCoverage(t *testing.T) {
	panels, text := panelsByKey(t)
	named := map[string]bool{}
	states := map[string]int{}
	points := map[string]bool{}
	for _, row := range rowsOf(t, "COVERAGE.md") {
		point, state, where := row[0], row[1], row[2]
		require.False(t, points[point], "%s is there twice", point)
		points[point] = true
		states[state]++
		switch state {
		case "built":
			for _, key := range keyPattern.FindAllString(where, -1) {
				require.Contains(t, text.Panels, key, point)
				require.NotEmpty(t, panels[key].kind, "%s: no panel %s", point, key)
				named[key] = true
			}
		case "waiting":
			families := regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(where, -1)
			require.NotEmpty(t, families, point)
			for _, m := range families {
				f, ok := catalogue.Lookup(m[1])
				require.True(t, ok, "%s: no family %s", point, m[1])
				require.False(t, f.Built, "%s: %s is there, build its panel", point, m[1])
			}
		case "not built":
			require.Greater(t, len(where), 20, "%s: why not?", point)
		}
	}
	require.Equal(t, map[string]int{"built": 88, "waiting": 22, "not built": 9}, states)
	for key := range panels {
		require.True(t, named[key], "COVERAGE.md does not name the panel %s", key)
	}
}

func TestEmptyPanelsAreKnown(t *testing.T) {
	panels, text := panelsByKey(t)
	drawn := 0
	for _, row := range rowsOf(t, "EMPTY.md") {
		require.NotEmpty(t, row[1])
		if page, title, ok := strings.Cut(row[0], ": "); ok { // of the desk that make look draws, which holds it to the list
			require.True(t, hasTitle(t, uid(page), title), row[0])
			drawn++
			continue
		}
		require.Contains(t, panels, row[0])
		require.Equal(t, text.Words[panels[row[0]].empty], row[2], row[0])
	}
	require.Positive(t, drawn)
}

func hasTitle(t *testing.T, uid, title string) bool {
	t.Helper()
	pages, _ := documents(t)
	for _, d := range pages {
		if d.UID == uid && slices.ContainsFunc(d.panels(), func(p gridPanel) bool { return p.Title == title }) {
			return true
		}
	}
	return false
}
