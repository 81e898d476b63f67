package alerts_test

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
)

// planned is how many alerts COVERAGE.md lists: none may be dropped in silence.
const planned = 39

// TestCoverageIsTrue holds COVERAGE.md to the rules: what it calls built is there, and nothing else; what waits, waits
// for metrics that the exporter does not fill.
func TestCoverageIsTrue(t *testing.T) {
	var built, listed []string
	for _, row := range coverage(t, `Helpdesk\w+`) {
		listed = append(listed, row.name)
		metrics := regexp.MustCompile("`(helpdesk_\\w+)`").FindAllStringSubmatch(row.remark, -1)
		switch row.state {
		case "built":
			built = append(built, row.name)
		case "waiting":
			require.NotEmpty(t, metrics, row.name)
			require.True(t, slices.ContainsFunc(metrics, func(m []string) bool {
				family, ok := catalogue.Lookup(m[1])
				require.True(t, ok, m[1])
				return !family.Built
			}), "%s waits for nothing any more: build it", row.name)
		default:
			require.Fail(t, "neither built nor waiting", row.name)
		}
	}
	require.Len(t, listed, planned)
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(listed))), planned, "an alert is listed twice")
	require.ElementsMatch(t, alertNames(t), built)
}

type covered struct{ name, state, remark string }

// coverage returns the rows of COVERAGE.md whose first cell matches.
func coverage(t *testing.T, first string) []covered {
	t.Helper()
	content, err := os.ReadFile("COVERAGE.md")
	require.NoError(t, err)
	row := regexp.MustCompile(`(?m)^\| (` + first + `) \| (\w+) \|(?: (.*) ?\|)?(?: \|)?$`)
	var rows []covered
	for _, m := range row.FindAllStringSubmatch(string(content), -1) {
		rows = append(rows, covered{m[1], m[2], m[3]})
	}
	require.NotEmpty(t, rows)
	return rows
}

// pagesOf returns the uids to which alerts may lead: those of pages below dashboards/, and those that COVERAGE.md
// announces as coming. What it announces must not be there yet.
func pagesOf(t *testing.T) []string {
	t.Helper()
	var pages []string
	require.NoError(t, filepath.WalkDir("../dashboards", func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // before the first page there is no folder
		}
		if name, ok := strings.CutSuffix(path.Base(file), ".json"); err == nil && ok && !d.IsDir() {
			pages = append(pages, name)
		}
		return err
	}))
	for _, row := range coverage(t, `helpdesk-\w+`) {
		if row.state == "coming" {
			require.NotContains(t, pages, row.name, "the page is there: call it built in COVERAGE.md")
			pages = append(pages, row.name)
		} else {
			require.Equal(t, "built", row.state)
			require.Contains(t, pages, row.name, "COVERAGE.md calls it built")
		}
	}
	return pages
}
