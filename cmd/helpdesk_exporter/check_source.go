package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/common/model"

	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/record"
)

// sourceCheck is what `check source` is told.
type sourceCheck struct {
	source   string
	requests int
	history  yamlfile.Duration
	at       time.Time
}

func addCheckSource(group *kingpin.CmdClause, commands map[string]command) {
	clause := group.Command("source", "Poll a source once and show how its answers become metrics: page, record, fact, series. "+
		"Nothing is written.")
	o := &sourceCheck{}
	clause.Arg("source", "Name of the source.").Required().StringVar(&o.source)
	clause.Flag("requests", "Requests that may be made at most.").Default("25").IntVar(&o.requests)
	history := clause.Flag("history", "How far back closed tickets are read and facts are counted, for this check.").Default("1d").String()
	at := clause.Flag("at", "Make this the time of every clock (RFC 3339); by default now.").String()
	commands[clause.FullCommand()] = func(ctx context.Context, p *process) (err error) {
		if o.at, err = instant(*at); err != nil {
			return err
		}
		length, err := model.ParseDuration(*history)
		if err != nil || length <= 0 {
			return fmt.Errorf("--history: expected a length such as 1d or 4h, got %q", *history)
		}
		o.history = yamlfile.Duration(length)
		return checkSource(ctx, p, *o)
	}
}

// errSpent ends a check whose requests are spent.
var errSpent = errors.New("the requests of this check are spent")

// checkSource polls one source over a state that is forgotten, and prints what came of it.
func checkSource(ctx context.Context, p *process, o sourceCheck) (err error) {
	c, err := p.load()
	if err != nil {
		return err
	}
	block, err := only(c, o.source)
	if err != nil {
		return err
	}
	now := o.at
	if now.IsZero() {
		now = time.Now()
	}
	block.Baseline, block.History = now.Add(-time.Duration(o.history)), o.history
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	t := &tracer{left: o.requests, stop: stop, samples: map[record.Kind]record.Record{}, counts: map[record.Kind]int{}}
	pipe, err := p.rehearse(ctx, c, pipeline.Options{At: o.at, Watch: t.see, Network: func(_ string, env *sources.Env) {
		env.Wrap = func(next http.RoundTripper, _ func(string) string) http.RoundTripper {
			t.next = next
			return t
		}
	}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pipe.Close()) }()
	failed := pipe.RunOnce(ctx)
	whole := true
	if errors.Is(context.Cause(ctx), errSpent) {
		failed, whole = nil, false
	}
	ctx = context.WithoutCancel(ctx)
	var text strings.Builder
	fmt.Fprintf(&text, "source %s: facts count since %s; nothing is written\n", o.source, block.Baseline.UTC().Format(time.RFC3339))
	t.describe(&text, block.Kind())
	if !whole {
		fmt.Fprintf(&text, "stopped after %d requests, before everything was read: what follows is not whole; --requests allows more, a shorter --history needs fewer\n", o.requests)
	}
	if n := pipe.Ledger.Quarantined(); n > 0 {
		failed = errors.Join(failed, fmt.Errorf("%d records could not be mapped", n))
	}
	if t.ticket != "" {
		fmt.Fprintf(&text, "facts\n")
		if err := explain(ctx, pipe, &text, o.source, t.ticket); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	if err := describeSeries(ctx, &text, pipe); err != nil {
		failed = errors.Join(failed, err)
	}
	_, err = io.WriteString(p.stdout, text.String())
	return errors.Join(failed, err)
}

// tracer notes what a source asks and what comes of it.
type tracer struct {
	next http.RoundTripper
	stop context.CancelCauseFunc

	mu      sync.Mutex
	left    int
	pages   []string
	kinds   []record.Kind // in the order in which they came
	samples map[record.Kind]record.Record
	counts  map[record.Kind]int
	rejects []string
	ticket  string // one that has a message, else the first
	spoken  bool
}

// RoundTrip implements http.RoundTripper. Parameters may hold credentials and are not shown.
func (t *tracer) RoundTrip(req *http.Request) (*http.Response, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.left == 0 {
		t.stop(errSpent)
		return nil, errSpent
	}
	t.left--
	began := time.Now()
	resp, err := t.next.RoundTrip(req)
	line := fmt.Sprintf("%s %s", req.Method, req.URL.Path)
	if err != nil {
		t.pages = append(t.pages, line+": no answer")
		return nil, err
	}
	t.pages = append(t.pages, fmt.Sprintf("%s: %d, %d ms", line, resp.StatusCode, time.Since(began).Milliseconds()))
	return resp, nil
}

// see is told of each batch that was taken.
func (t *tracer) see(_ string, batch record.Batch) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, part := range batch.Parts {
		for _, r := range part.Records {
			t.note(r)
		}
	}
	for _, r := range batch.Rejects {
		t.rejects = append(t.rejects, fmt.Sprintf("stream %s, record %s: %v", r.Stream, r.ID, r.Err))
	}
}

func (t *tracer) note(r record.Record) {
	if _, sweep := r.(record.Sweep); sweep {
		return
	}
	kind := r.Kind()
	if t.counts[kind]++; t.counts[kind] == 1 {
		t.samples[kind] = r
		t.kinds = append(t.kinds, kind)
	}
	if t.ticket == "" || !t.spoken && kind == record.KindMessage {
		t.ticket = cmp.Or(r.TicketID(), t.ticket)
		t.spoken = kind == record.KindMessage
	}
}

func (t *tracer) describe(text *strings.Builder, kind string) {
	if kind == "api" {
		fmt.Fprintf(text, "pages: %d requests\n", len(t.pages))
		for _, page := range t.pages {
			fmt.Fprintf(text, "  %s\n", page)
		}
	}
	fmt.Fprintf(text, "records\n")
	for _, kind := range t.kinds {
		fmt.Fprintf(text, "  %d of kind %s, such as\n    %s\n", t.counts[kind], kind, told(t.samples[kind]))
	}
	for _, line := range t.rejects {
		fmt.Fprintf(text, "  held in quarantine: %s\n", line)
	}
}

// shownSeries is how many series of a family are shown.
const shownSeries = 2

// describeSeries prints some series of each family of the desk.
func describeSeries(ctx context.Context, text *strings.Builder, pipe *pipeline.Pipeline) error {
	if err := pipe.Publish(ctx); err != nil {
		return err
	}
	families, err := pipe.Collector.Gather()
	if err != nil {
		return err
	}
	fmt.Fprintf(text, "series\n")
	for _, family := range families {
		name := family.GetName()
		if strings.HasPrefix(name, program+"_") || !strings.HasPrefix(name, "helpdesk_") {
			continue
		}
		fmt.Fprintf(text, "  %s: %d series\n", name, len(family.Metric))
		for _, m := range family.Metric[:min(shownSeries, len(family.Metric))] {
			fmt.Fprintf(text, "    %s\n", shortly(m))
		}
	}
	return nil
}
