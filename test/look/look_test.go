//go:build look

// Package look draws every page of the dashboards over six weeks of a simulated desk and a living exporter, and asks
// whether a reader would see numbers, and the right ones. The pictures are for eyes: dashboards/REVIEW.md says what they saw.
package look

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
	"helpdesk_exporter/test/look/past"
)

// livingFor is how long the living exporter is scraped at least before its page is drawn.
const livingFor = 3 * time.Minute

func TestLook(t *testing.T) {
	began := time.Now()
	step := func(name string) { t.Logf("%4.0f s  %s", time.Since(began).Seconds(), name) }
	tool := renderer(t)
	step("the renderer is built")
	desk := thePast(t)
	step("the past is there")
	data := copyBlocks(t, filepath.Join(desk, past.Blocks))
	rulesOfThePast(t, data)
	step("its rules are evaluated")
	server := begin(t, data, scraping(t, liveDemo(t)))
	server.AwaitScrape(t)
	living := time.Now()

	t.Run("counts", func(t *testing.T) { counts(t, server, desk) })
	step("the counts are compared")
	reasons, seen := listed(t), map[string]bool{}
	for _, p := range pages() {
		t.Run(p.uid, func(t *testing.T) {
			now := past.Present().Add(time.Minute) // the last poll is a little while ago
			if p.living {
				time.Sleep(time.Until(living.Add(livingFor)))
				now = time.Now()
			}
			for i, l := range looks() {
				r := draw(t, tool, server.Address(), p, l, now)
				check(t, p, r)
				if i > 0 {
					continue
				}
				for title, what := range emptiness(t, p, r, server, now) {
					name := p.uid + ": " + title
					seen[name] = true
					require.Equal(t, what, reasons[name], "%s: EMPTY.md does not say so", name)
				}
			}
		})
		step(p.uid + " is drawn")
	}
	if !t.Failed() {
		for name := range reasons {
			require.True(t, seen[name], "%s is not empty: take it out of EMPTY.md", name)
		}
	}
	t.Logf("the pictures are in %s", pictures(t))
}

// check refuses what the renderer complains of.
func check(t *testing.T, p page, r report) {
	t.Helper()
	require.Empty(t, r.Errors, p.uid)
	require.Empty(t, r.Console, p.uid)
	require.GreaterOrEqual(t, len(r.Panels), 10, p.uid)
	for _, d := range r.Panels {
		require.Empty(t, d.Errors, "%s: %s", p.uid, d.Title)
		require.False(t, d.Unsupported, "%s: %s is a %s, which the renderer cannot draw", p.uid, d.Title, d.Type)
	}
}

// thePast returns the folder that past.Write has filled. The same program fills it with the same, so it is kept.
func thePast(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "writepast")
	command(t, ".", "go", "build", "-trimpath", "-buildvcs=false", "-o", program, "helpdesk_exporter/test/look/writepast")
	dir := filepath.Join(cache(t), "past-"+digest(t, program))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	filling := dir + ".filling"
	require.NoError(t, os.RemoveAll(filling))
	require.NoError(t, os.Mkdir(filling, 0o755))
	cmd := exec.Command(program, filling)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	require.NoError(t, cmd.Run())
	require.NoError(t, os.Rename(filling, dir))
	return dir
}

// liveDemo runs the demo until the test ends, and returns its address.
func liveDemo(t *testing.T) string {
	t.Helper()
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	address := exporter.FreeAddress(t)
	cmd := exec.Command(binary, "demo", "--dir="+t.TempDir(), "--web.listen-address="+address)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return address
}

// cache is where what takes long is kept; make clean removes it.
func cache(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../.cache/look")
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	return dir
}

func pictures(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(cache(t), "pictures")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	return dir
}

// shared is the folder that has the tools.
func shared(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("SHARED")
	_, err := os.Stat(filepath.Join(dir, "tools", "render", "render.mjs"))
	require.NoError(t, err, "set SHARED to the folder that holds tools/render")
	return dir
}

func digest(t *testing.T, files ...string) string {
	t.Helper()
	h := sha256.New()
	for _, name := range files {
		raw, err := os.ReadFile(name)
		require.NoError(t, err)
		_, _ = fmt.Fprintf(h, "%d\n", len(raw))
		_, _ = h.Write(raw)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
