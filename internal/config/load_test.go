package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector"
	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/presets"
)

func environment(name string) (string, bool) {
	v, ok := map[string]string{"SHOP_PASSWORD": "s3cret"}[name]
	return v, ok
}

// TestFiles loads each file of testdata: *.ok.yml must load, *.bad.yml must give exactly the errors in the
// .txt of the same name, where PRESETS stands for the names of all presets.
func TestFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			_, err := Load([]string{file}, environment)
			if strings.HasSuffix(file, ".ok.yml") {
				require.NoError(t, err)
				return
			}
			want, readErr := os.ReadFile(strings.TrimSuffix(file, ".yml") + ".txt")
			require.NoError(t, readErr)
			require.Error(t, err)
			got := strings.NewReplacer("testdata/", "", strings.Join(presets.Names(), ", "), "PRESETS").Replace(err.Error()) + "\n"
			require.Equal(t, string(want), got)
		})
	}
}

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return dir
}

const shop = "sources: [{name: shop, preset: osticket, dsn: 'mysql://u:${SHOP_PASSWORD}@db/shop', timezone: UTC}]\n"

func TestDefaults(t *testing.T) {
	dir := write(t, map[string]string{"helpdesk.yml": shop})
	c, err := Load([]string{filepath.Join(dir, "helpdesk.yml")}, environment)
	require.NoError(t, err)
	require.Equal(t, "UTC", c.Global.Timezone)
	require.Equal(t, yamlfile.Duration(time.Minute), c.Global.PollInterval)
	require.Equal(t, "data/state.db", c.Global.State.Path)
	require.Equal(t, 3, c.Global.State.Backup.Keep)
	require.Equal(t, Limits{Limits: collector.Limits{Series: 50000}, ResponseBody: 64 << 20}, c.Global.Limits)
	require.Equal(t, collector.Histograms{Classic: true, Native: true}, c.Global.Histograms)
	require.Equal(t, []string{"calendar", "business"}, c.Global.Clocks)
	require.Equal(t, yamlfile.Duration(7*24*time.Hour), c.ReopenWindow)
	require.Equal(t, enrich.AgentOff, c.Agents.Label)
	require.Equal(t, "data/identity.key", c.Privacy.KeyFile)
	require.Equal(t, "mysql://u:s3cret@db/shop", string(c.Sources[0].DSN))

	text, err := c.YAML()
	require.NoError(t, err)
	require.NotContains(t, string(text), "s3cret")
	for _, line := range []string{"poll_interval: 1m", "response_body: 64MiB", "dsn: <secret>", "infer_new: true", "reopen_window: 1w"} {
		require.Contains(t, string(text), line)
	}
}

func TestFolderAndFilesAreOneConfiguration(t *testing.T) {
	dir := write(t, map[string]string{
		"10-lead.yml":    "timezone: Europe/Rome\nglobal: {limits: {series: 2000}}\n",
		"20-sources.yml": shop,
		"ignored.yaml":   "nonsense: true\n",
	})
	other := write(t, map[string]string{"more.yml": "global: {week_start: sunday}\nsources: [{name: desk, preset: rt, dsn_file: secrets/rt.dsn}]\n"})
	c, err := Load([]string{dir, filepath.Join(other, "more.yml")}, environment)
	require.NoError(t, err)
	require.Equal(t, "Europe/Rome", c.Global.Timezone)
	require.Equal(t, "sunday", c.Global.WeekStart)
	require.Equal(t, 2000, c.Global.Limits.Series)
	require.Equal(t, yamlfile.Bytes(64<<20), c.Global.Limits.ResponseBody)
	require.Len(t, c.Sources, 2)
	require.Equal(t, "shop", c.Sources[0].Name)
	require.Equal(t, filepath.Join(other, "secrets/rt.dsn"), c.Sources[1].DSNFile, "a path starts at the folder of its file")
}

func TestErrorsOfSeveralFiles(t *testing.T) {
	dir := write(t, map[string]string{
		"a.yml": "global: {poll_interval: 1m}\n" + shop,
		"b.yml": "global:\n  poll_interval: 2m\nsources:\n  - {name: shop, preset: rt, dsn: 'postgres://u@h/rt'}\n",
	})
	_, err := Load([]string{dir}, environment)
	require.EqualError(t, err, strings.ReplaceAll(`DIR/b.yml:2: global.poll_interval: set twice, first at DIR/a.yml:1`, "DIR", dir))

	dir = write(t, map[string]string{
		"a.yml": shop,
		"b.yml": "sources:\n  - {name: shop, preset: rt, dsn: 'postgres://u@h/rt'}\n  - {name: again, preset: osticket, dsn: 'mysql://u:s3cret@db/shop', timezone: UTC}\n",
	})
	_, err = Load([]string{dir}, environment)
	require.EqualError(t, err, strings.ReplaceAll(`DIR/b.yml:2: sources[1].name: "shop" is taken, first at DIR/a.yml:1
DIR/b.yml:3: sources[2].dsn: the same helpdesk as the source at DIR/a.yml:1; each of its tickets would count twice`, "DIR", dir))

	_, err = Load([]string{filepath.Join(dir, "a.yml"), dir}, environment)
	require.EqualError(t, err, filepath.Join(dir, "a.yml")+": given twice")
	_, err = Load([]string{filepath.Join(dir, "none.yml"), t.TempDir()}, environment)
	require.ErrorContains(t, err, "none.yml: no such file or directory; name the configuration by --config.file")
	require.ErrorContains(t, err, "no *.yml in this folder")
}

func TestTooManySources(t *testing.T) {
	text := "sources:\n"
	for i := range 21 {
		text += fmt.Sprintf("  - {name: desk%d, preset: rt, dsn: 'postgres://u@h/rt%d'}\n", i, i)
	}
	file := filepath.Join(write(t, map[string]string{"a.yml": text}), "a.yml")
	_, err := Load([]string{file}, environment)
	require.EqualError(t, err, file+":22: sources: 21 sources; there may be 20")
}

func TestCheckHistory(t *testing.T) {
	dir := write(t, map[string]string{"a.yml": strings.Replace(shop, "timezone", "history: 30d, baseline: 2026-01-01T00:00:00Z, timezone", 1)})
	c, err := Load([]string{dir}, environment)
	require.NoError(t, err)
	require.NoError(t, c.CheckHistory(time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)))
	require.EqualError(t, c.CheckHistory(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)), filepath.Join(dir, "a.yml")+
		":1: sources[0].history: 30d does not reach back to the baseline 2026-01-01T00:00:00Z, so what was closed between would never count; make it longer or leave it out")
}

func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/*.yml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(string(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "f.yml"), []byte(text), 0o600))
		c, err := Load([]string{dir}, environment)
		require.NotEqual(t, c == nil, err == nil, "either a configuration or an error")
	})
}
