package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kingpin/v2"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api/exchange"
)

// rehearsal is what `test` is told.
type rehearsal struct {
	at      time.Time
	answers string
	golden  string
}

func addTest(app *kingpin.Application, commands map[string]command) {
	clause := app.Command("test", "Run recorded answers through the whole pipeline and print the metrics. "+
		"Fails if a request has no recorded answer, if a record could not be mapped, or if the metrics are not the golden ones.")
	answers := clause.Flag("answers", "Folder with the recordings: *.jsonl, also with .gz, in it and below it.").Required().String()
	at := clause.Flag("at", "Make this the time of every clock (RFC 3339); by default now.").String()
	golden := clause.Flag("golden", "Compare the desk's metrics with this file, instead of printing them.").String()
	commands[clause.FullCommand()] = func(ctx context.Context, p *process) error {
		when, err := instant(*at)
		if err != nil {
			return err
		}
		if when.IsZero() {
			when = time.Now().UTC()
		}
		return testAnswers(ctx, p, rehearsal{at: when, answers: *answers, golden: *golden})
	}
}

// testAnswers polls recorded answers once and shows or compares what comes out.
func testAnswers(ctx context.Context, p *process, t rehearsal) (err error) {
	c, err := p.load()
	if err != nil {
		return err
	}
	for i := range c.Sources {
		if c.Sources[i].Kind() != "api" {
			return fmt.Errorf("source %s: only sources that speak HTTP have recorded answers; leave it out of this configuration", c.Sources[i].Name)
		}
	}
	player, err := readAnswers(t.answers)
	if err != nil {
		return err
	}
	played := played(c)
	clock := &hurry{now: t.at}
	pipe, err := p.rehearse(ctx, c, pipeline.Options{At: t.at, Network: func(name string, env *sources.Env) {
		i := slices.IndexFunc(played, func(s exchange.Source) bool { return s.Name == name })
		env.Transport, env.Recorded, env.Now, env.Sleep = player.For(played[i], played), true, clock.Now, clock.Sleep
	}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pipe.Close()) }()
	failed := pipe.RunOnce(ctx)
	if n := pipe.Ledger.Quarantined(); n > 0 {
		failed = errors.Join(failed, fmt.Errorf("%d records could not be mapped", n))
	}
	for _, request := range alike(player.Similar()) {
		p.logger.Warn("the recorded answer to a similar request was played", "request", request)
	}
	for _, request := range alike(player.Absent()) {
		p.logger.Warn("what a helpdesk need not have was not recorded", "request", request)
	}
	if list := player.Unmatched(); len(list) > 0 {
		failed = errors.Join(failed, fmt.Errorf("no recorded answer in %s for:\n  %s", t.answers, strings.Join(alike(list), "\n  ")))
	}
	if n := player.Unused(); n > 0 {
		p.logger.Warn("recorded answers that nobody asked for", "exchanges", n)
	}
	if err := pipe.Publish(ctx); err != nil {
		return errors.Join(failed, err)
	}
	if t.golden == "" {
		return errors.Join(failed, expose(p.stdout, pipe.Collector))
	}
	var out bytes.Buffer
	if err := expose(&out, pipe.Collector); err != nil {
		return errors.Join(failed, err)
	}
	return errors.Join(failed, compareGolden(p.stdout, t.golden, out.Bytes()))
}

// readAnswers reads all recordings of a folder.
func readAnswers(dir string) (*exchange.Player, error) {
	files, err := exchange.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("--answers: %w", err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("--answers: there is no recording (*.jsonl) in %s; `record` makes one", dir)
	}
	return exchange.NewPlayer(files)
}

// played are the sources to which recordings are played.
func played(c *config.Config) []exchange.Source {
	var list []exchange.Source
	for i := range c.Sources {
		s := exchange.Source{Name: c.Sources[i].Name}
		if address, err := url.Parse(c.Sources[i].URL); err == nil {
			s.Host = address.Host
		}
		list = append(list, s)
	}
	return list
}

// mostAlike is how many requests that differ but in numbers are told of.
const mostAlike = 5

var numbers = regexp.MustCompile(`[0-9]+`)

// alike shortens a list of requests: of those that differ but in numbers some stand for all.
func alike(requests []string) []string {
	slices.Sort(requests)
	var list []string
	more := map[string]int{}
	for _, request := range slices.Compact(requests) {
		shape := numbers.ReplaceAllString(request, "0")
		if more[shape]++; more[shape] <= mostAlike {
			list = append(list, request)
		}
	}
	for _, shape := range slices.Sorted(maps.Keys(more)) {
		if n := more[shape] - mostAlike; n > 0 {
			list = append(list, fmt.Sprintf("… and %d more such as %s", n, shape))
		}
	}
	return list
}

// compareGolden prints the lines in which the desk's metrics differ from a file. What the exporter tells of
// itself, such as the seconds of a poll, is not compared.
func compareGolden(w io.Writer, path string, got []byte) error {
	want, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("--golden: %w", err)
	}
	wanted, given := samples(want), samples(got)
	differ := 0
	for _, each := range []struct {
		sign   string
		lines  []string
		others []string
	}{{"-", wanted, given}, {"+", given, wanted}} {
		for _, line := range each.lines {
			if _, found := slices.BinarySearch(each.others, line); !found {
				differ++
				if _, err := fmt.Fprintln(w, each.sign+line); err != nil {
					return err
				}
			}
		}
	}
	if differ > 0 {
		return fmt.Errorf("%d lines differ from %s: - is missing, + is new", differ, path)
	}
	return nil
}

// samples are the lines of an exposition that tell of the desk, in order.
func samples(exposition []byte) []string {
	var lines []string
	for line := range strings.Lines(string(exposition)) {
		if strings.HasPrefix(line, "helpdesk_") && !strings.HasPrefix(line, program+"_") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	slices.Sort(lines)
	return lines
}
