package dashboards

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/selector"
)

// TestLabelsChangeQueriesAlone: with labels the pages differ from those of Defaults in queries alone, each of which
// differs by the matchers alone. So what the other tests say of pages holds for these, too. That every query has the
// matchers is test/promql's to say, which has a parser.
func TestLabelsChangeQueriesAlone(t *testing.T) {
	o := Defaults()
	o.Labels = []selector.Matcher{{Name: "cluster", Value: "eu"}}
	changed := 0
	var same func(path string, a, b any)
	same = func(path string, a, b any) {
		switch a := a.(type) {
		case map[string]any:
			b := b.(map[string]any)
			require.Len(t, b, len(a), path)
			for key := range a {
				same(path+"."+key, a[key], b[key])
			}
		case []any:
			b := b.([]any)
			require.Len(t, b, len(a), path)
			for i := range a {
				same(path, a[i], b[i])
			}
		default:
			if a == b {
				return
			}
			changed++
			require.Regexp(t, `\.(expr|definition|query)$`, path)
			require.Equal(t, a, strings.NewReplacer(`{cluster="eu"}`, "", `{cluster="eu",`, "{").Replace(b.(string)), path)
		}
	}
	before, err := Render(Defaults())
	require.NoError(t, err)
	after, err := Render(o)
	require.NoError(t, err)
	require.Len(t, after, len(before))
	for i := range before {
		var a, b any
		require.NoError(t, json.Unmarshal(before[i].JSON, &a))
		require.NoError(t, json.Unmarshal(after[i].JSON, &b))
		same(before[i].UID, a, b)
	}
	require.Greater(t, changed, 300)
}

func TestDatasourceOfAnInstallation(t *testing.T) {
	o := Defaults()
	o.Datasource, o.DatasourceName = "mimir", "Mimir"
	all, err := Render(o)
	require.NoError(t, err)
	for _, d := range all {
		var read document
		require.NoError(t, json.Unmarshal(d.JSON, &read))
		require.Equal(t, choice{Text: "Mimir", Value: "mimir"}, read.Templating.List[0].Current)
	}
}
