package dashboards

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// documents are all pages in English, as they are before they become JSON.
func documents(t *testing.T) ([]document, *messages) {
	t.Helper()
	text, err := loadMessages(Defaults().Language)
	require.NoError(t, err)
	l := &layout{options: Defaults(), text: text}
	var out []document
	for _, p := range l.pages() {
		out = append(out, l.document(p))
	}
	require.NoError(t, text.complete())
	return out, text
}

// panels are those of a page that ask something, in rows or not.
func (d document) panels() []gridPanel {
	var out []gridPanel
	for _, p := range d.Panels {
		if p.Type == "row" {
			out = append(out, p.Panels...)
		} else {
			out = append(out, p)
		}
	}
	return out
}

func TestCommittedFilesAreCurrent(t *testing.T) {
	all, err := Render(Defaults())
	require.NoError(t, err)
	want := map[string]string{}
	for _, d := range all {
		configMap, err := d.ConfigMap(DefaultKubernetes())
		require.NoError(t, err)
		want["json/"+d.UID+".json"] = string(d.JSON)
		want["kubernetes/"+d.UID+".yaml"] = string(configMap)

		embedded, err := fs.ReadFile(Files(), "json/"+d.UID+".json")
		require.NoError(t, err)
		require.Equal(t, string(d.JSON), string(embedded))
	}
	for name, content := range want {
		committed, err := os.ReadFile(name)
		require.NoError(t, err)
		require.True(t, content == string(committed), "%s is stale: run go generate ./dashboards", name)
	}
	for _, folder := range []string{"json", "kubernetes"} {
		entries, err := os.ReadDir(folder)
		require.NoError(t, err)
		for _, e := range entries {
			require.Contains(t, want, folder+"/"+e.Name(), "nothing generates it")
		}
	}
}

func TestPages(t *testing.T) {
	pages, _ := documents(t)
	require.Len(t, pages, 6)
	for _, d := range pages {
		t.Run(d.UID, func(t *testing.T) {
			require.Regexp(t, `^helpdesk-[a-z-]+$`, d.UID)
			require.NotEmpty(t, d.Description)
			require.Equal(t, []string{"helpdesk"}, d.Tags)
			require.False(t, d.Editable)
			var names []string
			for _, v := range d.Templating.List {
				names = append(names, v.Name)
				require.NotEmpty(t, v.Label, v.Name)
			}
			require.Equal(t, variableNames(), names[:len(variableNames())], "links carry the variables of every page")
			require.True(t, d.Links[0].IncludeVars)
			require.True(t, d.Links[0].KeepTime)

			raw, err := encode(d)
			require.NoError(t, err)
			require.Less(t, len(raw), 200<<10)
			require.NotContains(t, string(raw), `\u0026`)
			var read map[string]any
			require.NoError(t, json.Unmarshal(raw, &read))
			for _, key := range []string{"id", "version", "iteration", "__inputs", "__requires"} {
				require.NotContains(t, read, key)
			}
		})
	}
}

func TestPanelsAreWhole(t *testing.T) {
	pages, _ := documents(t)
	for _, d := range pages {
		for _, p := range d.panels() {
			name := d.UID + ": " + p.Title
			require.NotEmpty(t, p.Title, name)
			require.LessOrEqual(t, len([]rune(p.Title)), 44, name)
			require.Greater(t, len(p.Description), 25, name)
			if p.Type == "text" {
				require.Contains(t, p.Options["content"], " ", name)
				continue
			}
			require.Equal(t, prometheus(), p.Datasource, name)
			require.NotEmpty(t, p.FieldConfig.Defaults.Unit, name)
			require.NotEmpty(t, p.FieldConfig.Defaults.NoValue, name)
			require.NotEmpty(t, p.FieldConfig.Defaults.Thresholds.Steps, name)
			require.NotEmpty(t, p.Targets, name)
			require.LessOrEqual(t, len(p.Targets), 26, name)
			for _, q := range p.Targets {
				require.Equal(t, prometheus(), q.Datasource, name)
				require.NotEqual(t, q.Instant, q.Range, name)
				require.True(t, q.Format == "table" || q.LegendFormat != "" || p.Type == "heatmap", "%s: %s has no legend", name, q.RefID)
			}
		}
	}
}

func TestPanelsFillTheGrid(t *testing.T) {
	pages, _ := documents(t)
	for _, d := range pages {
		ids, taken := map[int]string{}, map[[2]int]string{}
		var open int
		check := func(p gridPanel) {
			require.Empty(t, ids[p.ID], "%s: two panels have the id %d", d.UID, p.ID)
			ids[p.ID] = p.Title
			require.Contains(t, []int{3, 4, 6, 8, 12, 16, 24}, p.GridPos.W, p.Title)
			for x := range p.GridPos.W {
				for y := range p.GridPos.H {
					cell := [2]int{p.GridPos.X + x, p.GridPos.Y + y}
					if cell[0] >= columnsOfGrid || taken[cell] != "" {
						t.Fatalf("%s: %s lies on %q at %v", d.UID, p.Title, taken[cell], cell)
					}
					taken[cell] = p.Title
				}
			}
		}
		full := func() {
			for cell := range taken {
				for x := range columnsOfGrid {
					if taken[[2]int{x, cell[1]}] == "" {
						t.Fatalf("%s: a gap beside %s, at %d", d.UID, taken[cell], x)
					}
				}
			}
		}
		for _, p := range d.Panels {
			if p.Type != "row" && p.Type != "text" {
				open++
			}
			check(p)
		}
		full()
		for _, r := range d.Panels {
			taken = map[[2]int]string{}
			for _, p := range r.Panels {
				check(p)
			}
			full()
		}
		require.LessOrEqual(t, open, 25, "%s: too many panels ask at once", d.UID)
	}
}

// unused lists texts that no page asks for.
func (m *messages) unused() []string {
	var keys []string
	for _, table := range []struct {
		name string
		keys []string
	}{
		{"pages", slices.Collect(maps.Keys(m.Pages))},
		{"rows", slices.Collect(maps.Keys(m.Rows))},
		{"panels", slices.Collect(maps.Keys(m.Panels))},
		{"words", slices.Collect(maps.Keys(m.Words))},
	} {
		for _, k := range table.keys {
			if !m.used[table.name+"."+k] {
				keys = append(keys, table.name+"."+k)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

func TestTexts(t *testing.T) {
	_, text := documents(t)
	require.Empty(t, text.unused(), "no page asks for these")

	_, err := loadMessages("xx")
	require.EqualError(t, err, `no texts in language "xx": add messages/xx.yml`)

	delete(text.Words, "menu")
	(&layout{options: Defaults(), text: text}).pages()
	text.word("menu")
	require.EqualError(t, text.complete(), "texts missing: [words.menu]")
}

// Cohort checks are about tickets from before the range; their panels say so with dates.
func TestCohortsSayTheirDates(t *testing.T) {
	pages, _ := documents(t)
	var found int
	for _, d := range pages {
		for _, p := range d.panels() {
			for _, q := range p.Targets {
				if strings.Contains(q.Expr, "helpdesk_ticket_checks_total") {
					found++
					require.Contains(t, p.Description, "${__from:date", p.Title)
					require.Contains(t, p.Description, " less ", p.Title)
				}
			}
		}
	}
	require.Greater(t, found, 10)
}

func TestOptions(t *testing.T) {
	o := Defaults()
	o.Job, o.Timezone, o.WeekStart, o.Clock, o.Runbooks = "desk", "Europe/Rome", "monday", "business", "https://wiki.example.com/"
	all, err := Render(o)
	require.NoError(t, err)
	for _, d := range all {
		var read document
		require.NoError(t, json.Unmarshal(d.JSON, &read))
		require.Equal(t, "Europe/Rome", read.Timezone)
		require.Equal(t, "monday", read.WeekStart)
		for _, v := range read.Templating.List {
			switch v.Name {
			case "job":
				require.Equal(t, []any{"desk"}, v.Current.Value)
			case "clock":
				require.Equal(t, "business", v.Current.Value)
			}
		}
	}
	require.Contains(t, string(all[0].JSON), "https://wiki.example.com/${__value.text:percentencode}.md")
	o.Language = "xx"
	_, err = Render(o)
	require.Error(t, err)
}

func TestProvisioning(t *testing.T) {
	var provider struct {
		Providers []struct {
			Folder         string
			AllowUIUpdates *bool `yaml:"allowUiUpdates"`
			Options        struct{ Path string }
		}
	}
	read(t, "provisioning/dashboards.yml", &provider)
	require.Len(t, provider.Providers, 1)
	require.Equal(t, "Helpdesk", provider.Providers[0].Folder)
	require.False(t, *provider.Providers[0].AllowUIUpdates)
	require.NotEmpty(t, provider.Providers[0].Options.Path)

	var sources struct {
		Datasources []struct{ Type, URL string }
	}
	read(t, "provisioning/datasources.yml", &sources)
	require.Equal(t, "prometheus", sources.Datasources[0].Type)

	maps, err := filepath.Glob("kubernetes/*.yaml")
	require.NoError(t, err)
	require.Len(t, maps, 6)
	for _, name := range maps {
		var m configMap
		read(t, name, &m)
		require.Equal(t, "1", m.Metadata.Labels["grafana_dashboard"])
		uid := strings.TrimSuffix(filepath.Base(name), ".yaml")
		require.JSONEq(t, string(file(t, "json/"+uid+".json")), m.Data[uid+".json"])
		require.Less(t, len(file(t, name)), 256<<10, "kubectl apply keeps a copy in an annotation of at most 256 KiB")
	}
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(name)
	require.NoError(t, err)
	return raw
}

func read(t *testing.T, name string, v any) {
	t.Helper()
	require.NoError(t, yaml.Unmarshal(file(t, name), v), name)
}

var linkPattern = regexp.MustCompile(`^/d/([a-z-]+)\?(.*)$`)

func TestLinksResolve(t *testing.T) {
	pages, text := documents(t)
	uids := map[string]bool{}
	for _, d := range pages {
		uids[d.UID] = true
	}
	var toPages, runbooks int
	resolve := func(l link, columns []string) {
		require.NotEmpty(t, l.Title)
		m := linkPattern.FindStringSubmatch(l.URL)
		if m == nil {
			require.Equal(t, Defaults().Runbooks+"${__value.text:percentencode}.md", l.URL)
			runbooks++
			return
		}
		toPages++
		require.Contains(t, uids, m[1])
		for _, name := range variableNames() {
			require.Contains(t, m[2], name, "%s forgets a variable", l.URL)
		}
		require.Regexp(t, `^(\$\{__url_time_range\}|from=\S+&to=\S+?)&`, m[2])
		if field := regexp.MustCompile(`fields\["([^"]*)"\]`).FindStringSubmatch(m[2]); field != nil {
			require.Contains(t, columns, field[1])
		}
	}
	for _, d := range pages {
		for _, p := range d.panels() {
			for _, l := range p.Links {
				resolve(l, nil)
			}
			if p.FieldConfig == nil {
				continue
			}
			for _, o := range p.FieldConfig.Overrides {
				for _, property := range o.Properties {
					if property.ID == "links" {
						links, ok := property.Value.([]link)
						require.True(t, ok)
						resolve(links[0], columnsOf(p))
					}
				}
			}
		}
	}
	require.Greater(t, toPages, 20)
	require.Equal(t, 1, runbooks)
	require.Contains(t, text.Words["link_to"], "%s")
}

func columnsOf(p gridPanel) []string {
	var out []string
	for _, change := range p.Transformations {
		if rename, ok := change.Options["renameByName"].(map[string]any); ok {
			for _, title := range rename {
				if s, ok := title.(string); ok {
					out = append(out, s)
				}
			}
		}
	}
	return out
}
