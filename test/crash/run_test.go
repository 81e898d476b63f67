//go:build crash

package crash

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// Phases of the work in which a process can be killed, by the last line of its log that tells one.
var phases = []string{"start", "fetch", "before commit", "in commit", "after commit"}

// phaseOf tells which phase begins with a line of the log.
func phaseOf(l exporter.Line) (string, bool) {
	phase, ok := map[string]string{
		"fetch begins": "fetch", "batch applied": "fetch",
		"batch fetched": "before commit", "commit begins": "in commit", "commit done": "after commit",
	}[l.Msg]
	return phase, ok
}

// tally counts kills; scenarios share it.
type tally struct {
	mu      sync.Mutex
	kills   map[string]map[string]int // by scenario and phase
	midSync map[string]int            // by scenario, between a first sync's first batch and its last commit
}

func newTally() *tally {
	return &tally{kills: map[string]map[string]int{}, midSync: map[string]int{}}
}

func (c *tally) add(scenario, phase string, inside bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kills[scenario] == nil {
		c.kills[scenario] = map[string]int{}
	}
	c.kills[scenario][phase]++
	if inside {
		c.midSync[scenario]++
	}
}

func (c *tally) of(scenario string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, kills := range c.kills[scenario] {
		n += kills
	}
	return n
}

func (c *tally) inside(scenarios ...string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, s := range scenarios {
		n += c.midSync[s]
	}
	return n
}

// missed tells the phases after the start in which a scenario killed nothing.
func (c *tally) missed(scenario string) (missed []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, phase := range phases[1:] {
		if c.kills[scenario][phase] == 0 {
			missed = append(missed, phase)
		}
	}
	return missed
}

// table prints the kills.
func (c *tally) table(scenarios []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-14s", "kills")
	for _, s := range append(scenarios, "all") {
		fmt.Fprintf(&b, "%12s", s)
	}
	for _, phase := range phases {
		fmt.Fprintf(&b, "\n%-14s", phase)
		all := 0
		for _, s := range scenarios {
			fmt.Fprintf(&b, "%12d", c.kills[s][phase])
			all += c.kills[s][phase]
		}
		fmt.Fprintf(&b, "%12d", all)
	}
	fmt.Fprintf(&b, "\n%d between the first and the last commit of a first sync\n", c.inside(scenarios...))
	return b.String()
}

// run is one state, and the exporters that work on it one after the other.
type run struct {
	t        *testing.T
	scenario string
	binary   string
	desk     *desk
	dir      string
	random   *rand.Rand
	tally    *tally

	mu      sync.Mutex
	began   bool // a batch of the first sync was committed
	synced  bool // its last commit is done
	applied int  // commits seen in all lives
}

func newRun(t *testing.T, scenario, binary string, d *desk, pageSize int, random *rand.Rand, c *tally) *run {
	t.Helper()
	r := &run{t: t, scenario: scenario, binary: binary, desk: d, dir: t.TempDir(), random: random, tally: c}
	require.NoError(t, os.WriteFile(r.config(), d.config(r.dir, pageSize), 0o600))
	return r
}

func (r *run) config() string { return filepath.Join(r.dir, "helpdesk.yml") }

// trigger decides when a process is killed: after a time, or at a line of the log and a little later.
type trigger struct {
	after time.Duration
	line  func(exporter.Line) bool
	later time.Duration
}

// life starts an exporter, kills it when the trigger says so and counts the kill. It returns false if the process did
// not come to be killed before the other condition held, and leaves it running then.
func (r *run) life(when trigger, until func(exporter.Line) bool, args ...string) (p *exporter.Process, killed bool) {
	reached := make(chan struct{}, 1)
	firing, over := false, false // of the two only one comes to pass
	said := func(p *exporter.Process, l exporter.Line) {
		r.note(l)
		if when.line != nil && !firing && !over && when.line(l) {
			firing = true
			time.AfterFunc(when.later, p.Signal)
		}
		if until != nil && !firing && !over && until(l) {
			over = true
			reached <- struct{}{}
		}
	}
	args = append([]string{"--config.file=" + r.config(), "--log.level=debug"}, args...)
	p = exporter.Start(r.t, r.binary, said, args...)
	var timer <-chan time.Time
	if when.line == nil {
		timer = time.After(when.after)
	}
	select {
	case <-timer:
		p.Kill()
	case <-p.Done():
	case <-reached:
		return p, false
	}
	require.NotContains(r.t, p.Log(), `"level":"ERROR"`)
	r.count(p)
	return nil, true
}

// note follows a first sync through its lives.
func (r *run) note(l exporter.Line) {
	if l.Msg != "commit done" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.applied++
	switch l.Field("of") {
	case "batch":
		r.began = true
	case "watermark":
		r.synced = true
	}
}

func (r *run) inside() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.began && !r.synced
}

// count puts a kill down to the phase that the log ends in.
func (r *run) count(p *exporter.Process) {
	phase := "start"
	for _, l := range p.Lines() {
		if next, ok := phaseOf(l); ok {
			phase = next
		}
	}
	r.tally.add(r.scenario, phase, r.inside())
}

func completed(l exporter.Line) bool { return l.Msg == "commit done" && l.Field("of") == "watermark" }
