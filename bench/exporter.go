package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	// patience is how long an exporter may take to answer or to end, and lookEvery how often it is looked at.
	patience  = time.Minute
	lookEvery = 5 * time.Millisecond
)

// exporter is a running exporter.
type exporter struct {
	cmd     *exec.Cmd
	started time.Time
	url     string
	lines   chan logLine
	log     *os.File
}

// logLine is what we need of a line of the log.
type logLine struct {
	Time     time.Time `json:"time"`
	Message  string    `json:"msg"`
	Stream   string    `json:"stream"`
	Complete bool      `json:"complete"`
	Error    string    `json:"err"`
}

// configuration returns a configuration with its defaults, but for what stands in the template.
func configuration(dsn, global, source string) string {
	return fmt.Sprintf(`global:
  state: {path: state.db, backup: {dir: backup}}
%sprivacy: {key_file: identity.key}
sources:
  - {name: desk, preset: zammad, dsn: "%s"%s}
`, global, dsn, source)
}

// startExporter serves with the configuration, and with its state in the folder. Its log goes to a file there; with
// follow its lines come over a channel, too, those of level debug included.
func (l *lab) startExporter(ctx context.Context, dir, config string, follow bool) (*exporter, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "helpdesk.yml"), []byte(config), 0o600); err != nil {
		return nil, err
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	args := []string{"serve", "--log.format=json", "--web.listen-address=" + address}
	if follow {
		args = append(args, "--log.level=debug")
	}
	e := &exporter{url: "http://" + address}
	e.cmd = exec.Command(l.binary, args...)
	e.cmd.Dir = dir
	if e.log, err = os.Create(filepath.Join(dir, "log.jsonl")); err != nil {
		return nil, err
	}
	e.cmd.Stderr = e.log
	var lines io.Reader
	if follow {
		e.cmd.Stderr = nil
		if lines, err = e.cmd.StderrPipe(); err != nil {
			return nil, err
		}
	}
	e.started = time.Now()
	if err := e.cmd.Start(); err != nil {
		return nil, err
	}
	if follow {
		e.lines = make(chan logLine, 1000)
		go e.read(lines)
	}
	return e, nil
}

func (e *exporter) read(from io.Reader) {
	defer close(e.lines)
	scanner := bufio.NewScanner(from)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		fmt.Fprintln(e.log, scanner.Text()) //nolint:errcheck // for the reader's eyes only
		var line logLine
		if json.Unmarshal(scanner.Bytes(), &line) == nil {
			e.lines <- line
		}
	}
}

// pass waits until a pass over the tickets has ended and returns when it began and ended. Batches counts what it
// applied.
func (e *exporter) pass(ctx context.Context, timeout time.Duration) (begin, end time.Time, batches int, err error) {
	expired := time.After(timeout)
	last := false
	for {
		select {
		case <-ctx.Done():
			return begin, end, batches, ctx.Err()
		case <-expired:
			return begin, end, batches, fmt.Errorf("no pass ended in %s, see %s", timeout, e.log.Name())
		case line, ok := <-e.lines:
			switch {
			case !ok:
				return begin, end, batches, fmt.Errorf("the exporter ended, see %s", e.log.Name())
			case line.Message == "poll failed":
				return begin, end, batches, errors.New("poll failed: " + line.Error)
			case line.Message == "fetch begins":
				begin, batches, last = line.Time, 0, false
			case line.Message == "batch fetched":
				last = line.Complete
			case line.Message == "batch applied":
				batches++
				if last {
					return begin, line.Time, batches, nil
				}
			}
		}
	}
}

// metrics returns the exposition in the text format.
func (e *exporter) metrics(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.url+"/metrics", nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = errors.New(response.Status)
	}
	return string(text), err
}

// shows waits until a scrape has a line that begins so, and returns how long after the start of the process that was.
func (e *exporter) shows(ctx context.Context, prefix string) (time.Duration, error) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		text, err := e.metrics(ctx)
		if err == nil && strings.Contains(text, "\n"+prefix) {
			return time.Since(e.started), nil
		}
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		time.Sleep(lookEvery)
	}
	return 0, fmt.Errorf("no scrape shows %s, see %s", prefix, e.log.Name())
}

// end sends a signal and waits for the end of the process.
func (e *exporter) end(signal syscall.Signal) error {
	defer e.log.Close() //nolint:errcheck // for the reader's eyes only
	if err := e.cmd.Process.Signal(signal); err != nil {
		return err
	}
	insist := time.AfterFunc(patience, func() { _ = e.cmd.Process.Kill() })
	defer insist.Stop()
	if e.lines != nil {
		for range e.lines { //nolint:revive // drained, or its writer would wait
		}
	}
	err := e.cmd.Wait()
	var failed *exec.ExitError
	if errors.As(err, &failed) && signal == syscall.SIGKILL {
		return nil
	}
	return err
}
