package exporter

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Line is a line of the log. One that is no JSON has its text in Msg and no level.
type Line struct {
	Level, Msg string
	// Fields are the other keys, and these two.
	Fields map[string]any
}

// Field returns a field as text, empty where there is none.
func (l Line) Field(name string) string {
	v, ok := l.Fields[name]
	if !ok {
		return ""
	}
	return fmt.Sprint(v)
}

func parseLine(text string) Line {
	var fields map[string]any
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return Line{Msg: text}
	}
	l := Line{Fields: fields}
	l.Level, l.Msg = l.Field("level"), l.Field("msg")
	return l
}

// Process is an exporter that serves.
type Process struct {
	t   testing.TB
	cmd *exec.Cmd
	// said is called for each line, before the next one is read; nil is none.
	said func(*Process, Line)
	done chan struct{} // closed when the process has ended and its log is read

	mu      sync.Mutex
	lines   []Line
	changed chan struct{} // closed and replaced at each line
}

const listenFlag = "--web.listen-address="

// Start runs `serve` on a port of its choice, unless the arguments give one, and logs JSON.
func Start(t testing.TB, binary string, said func(*Process, Line), args ...string) *Process {
	t.Helper()
	p := &Process{t: t, said: said, done: make(chan struct{}), changed: make(chan struct{})}
	args = append([]string{"serve", "--log.format=json"}, args...)
	if !slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, listenFlag) }) {
		args = append(args, listenFlag+"127.0.0.1:0")
	}
	p.cmd = exec.CommandContext(context.WithoutCancel(t.Context()), binary, args...)
	log, err := p.cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	go p.read(log)
	t.Cleanup(func() {
		p.Kill()
		if t.Failed() {
			t.Logf("the exporter's log:\n%s", p.Log())
		}
	})
	return p
}

func (p *Process) read(log io.Reader) {
	defer close(p.done)
	scanner := bufio.NewScanner(log)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		line := parseLine(scanner.Text())
		p.mu.Lock()
		p.lines = append(p.lines, line)
		close(p.changed)
		p.changed = make(chan struct{})
		p.mu.Unlock()
		if p.said != nil {
			p.said(p, line)
		}
	}
	_ = p.cmd.Wait() // a killed process is no failure
}

// Lines returns what has been logged.
func (p *Process) Lines() []Line {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Line(nil), p.lines...)
}

// Log returns the log as text, a line a line.
func (p *Process) Log() string {
	var b strings.Builder
	for _, l := range p.Lines() {
		text, err := json.Marshal(l.Fields)
		if err != nil || l.Fields == nil {
			text = []byte(l.Msg)
		}
		fmt.Fprintf(&b, "%s\n", text)
	}
	return b.String()
}

// Await waits for a line of the log, an old one or a new one.
func (p *Process) Await(patience time.Duration, match func(Line) bool) (Line, bool) {
	deadline := time.After(patience)
	from := 0
	for {
		p.mu.Lock()
		lines, changed := p.lines[from:], p.changed
		from = len(p.lines)
		p.mu.Unlock()
		for _, l := range lines {
			if match(l) {
				return l, true
			}
		}
		select {
		case <-changed:
		case <-p.done:
			p.mu.Lock()
			more := len(p.lines) > from
			p.mu.Unlock()
			if !more {
				return Line{}, false
			}
		case <-deadline:
			return Line{}, false
		}
	}
}

// Signal sends SIGKILL to the process, which may have ended.
func (p *Process) Signal() { _ = p.cmd.Process.Kill() }

// Done is closed when the process has ended and its log is read.
func (p *Process) Done() <-chan struct{} { return p.done }

// Kill ends the process with SIGKILL and waits until its log is read.
func (p *Process) Kill() {
	p.Signal()
	<-p.done
}

// Wait waits for the end of a process that ends by itself, and returns its exit status.
func (p *Process) Wait(patience time.Duration) int {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(patience):
		require.Fail(p.t, "the exporter does not end")
	}
	return p.cmd.ProcessState.ExitCode()
}

// Stop ends the process as an init system does.
func (p *Process) Stop() {
	p.t.Helper()
	require.NoError(p.t, p.cmd.Process.Signal(syscall.SIGTERM))
	require.Zero(p.t, p.Wait(30*time.Second))
}

// URL is where the process listens.
func (p *Process) URL() string {
	p.t.Helper()
	l, ok := p.Await(time.Minute, func(l Line) bool { return l.Msg == "Listening on" })
	require.True(p.t, ok, "the exporter does not listen:\n%s", p.Log())
	return "http://" + l.Field("address")
}

// Scrape reads the metrics.
func (p *Process) Scrape() Samples {
	p.t.Helper()
	s, err := Scrape(p.URL())
	require.NoError(p.t, err, p.Log())
	return s
}

// Scrape reads the metrics at an exporter's address.
func Scrape(url string) (Samples, error) {
	response, err := http.Get(url + "/metrics")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	return Parse(string(text))
}
