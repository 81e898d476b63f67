//go:build look

package look

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// report is what the renderer says of a page that it has drawn.
type report struct {
	Panels                   []drawn
	Errors, Console, Missing []string
}

// drawn is a panel, once for each time that it is repeated.
type drawn struct {
	ID          int
	Title, Type string
	Points      int
	Queries     []struct{ RefID, Expr, Error string }
	Errors      []string
	Unsupported bool
}

// renderer returns the folder of the renderer, built. It draws a dashboard with Grafana's own packages; SHARED has it.
func renderer(t *testing.T) string {
	t.Helper()
	from := filepath.Join(shared(t), "tools", "render")
	to := filepath.Join(cache(t), "render-"+digest(t, filepath.Join(from, "package-lock.json"), filepath.Join(from, "render.mjs"),
		filepath.Join(from, "src", "main.jsx"), filepath.Join(from, "src", "panels.jsx")))
	if _, err := os.Stat(filepath.Join(to, "dist", "index.html")); err == nil {
		return to
	}
	require.NoError(t, os.RemoveAll(to))
	command(t, ".", "cp", "-r", from, to)
	command(t, ".", "chmod", "-R", "u+w", to)
	openWhole(t, filepath.Join(to, "render.mjs"))
	command(t, to, "npm", "ci", "--no-audit", "--no-fund", "--silent")
	command(t, to, "npx", "vite", "build", "--logLevel", "error")
	return to
}

// openWhole has the copy open a window as high as the page before it takes the picture: tables draw only what is in view.
func openWhole(t *testing.T, script string) {
	t.Helper()
	const before = "const rep = await page.evaluate('window.__REPORT');"
	raw, err := os.ReadFile(script)
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(raw), before), "the renderer has changed: see whether it draws tables below the window")
	changed := strings.Replace(string(raw), before, `await page.setViewportSize({ width: cfg.width, height: await page.evaluate('document.documentElement.scrollHeight') });
await page.waitForTimeout(1500);
`+before, 1)
	require.NoError(t, os.WriteFile(script, []byte(changed), 0o600))
}

func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s: %s", name, out)
}

// look is how a page is drawn.
type look struct {
	theme string
	width int
}

func looks() []look { return []look{{"dark", 1280}, {"light", 1280}, {"dark", 1920}, {"light", 1920}} }

// picture is the name of a page's picture.
func (l look) picture(page string) string { return fmt.Sprintf("%s-%s-%d.png", page, l.theme, l.width) }

// draw draws a page as it is at an instant.
func draw(t *testing.T, tool, prometheus string, p page, l look, now time.Time) report {
	t.Helper()
	at := filepath.Join(pictures(t), l.picture(p.uid))
	args := []string{
		filepath.Join(tool, "render.mjs"), p.file(t), "--prom", "http://" + prometheus, "--out", at, "--report", at + ".json",
		"--theme", l.theme, "--width", fmt.Sprint(l.width), "--now", now.UTC().Format(time.RFC3339), "--expand-rows",
		"--scrape", "15s", "--timeout", "300000",
	}
	args = append(args, p.args...)
	command(t, ".", "node", args...)
	raw, err := os.ReadFile(at + ".json")
	require.NoError(t, err)
	var r report
	require.NoError(t, json.Unmarshal(raw, &r))
	return r
}
