package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/hours"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/internal/pipeline"
)

// explain prints what the ledger knows of a ticket.
func explain(ctx context.Context, p *pipeline.Pipeline, w io.Writer, source, ticket string) error {
	x, err := p.Ledger.Explain(ctx, source, ticket)
	if err != nil {
		return err
	}
	e := explainer{x: x, desk: p.Hours(), zone: p.Periods.Zone, families: map[string]catalogue.Family{}}
	for _, f := range catalogue.Families() {
		e.families[f.Name] = f
	}
	e.head()
	if x.Course.From.IsZero() {
		e.printf("no history is kept of it, only a summary: solves %d, reopenings %d, reply rounds %d until %s\n",
			x.Prior.Resolved, x.Prior.Reopened, x.Prior.Touches, e.at(x.Prior.Through))
	} else {
		e.table("timeline", e.timeline)
		e.table("time", e.spans)
		e.table("clocks", e.clocks)
	}
	e.facts()
	_, err = io.WriteString(w, e.text.String())
	return err
}

// explainer writes an explanation as text.
type explainer struct {
	x        *ledger.Explanation
	desk     *hours.Desk
	zone     *time.Location
	families map[string]catalogue.Family
	text     strings.Builder
}

func (e *explainer) printf(format string, args ...any) { fmt.Fprintf(&e.text, format, args...) }

// at writes an instant in the reporting zone.
func (e *explainer) at(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.In(e.zone).Format(ledger.Stamp)
}

// table writes a section whose rows line up.
func (e *explainer) table(name string, rows func(row func(cells ...string))) {
	e.printf("%s\n", name)
	w := tabwriter.NewWriter(&e.text, 0, 0, 2, ' ', 0)
	n := 0
	rows(func(cells ...string) {
		n++
		fmt.Fprintf(w, "  %s\n", strings.TrimRight(strings.Join(cells, "\t"), "\t")) //nolint:errcheck // into memory
	})
	w.Flush() //nolint:errcheck // into memory
	if n == 0 {
		e.printf("  none\n")
	}
}

func (e *explainer) head() {
	x := e.x
	e.printf("ticket %s of source %s: %s\n", x.Ticket, x.Source, x.State)
	if x.Watermark.IsZero() {
		e.printf("no pass over all streams is complete yet, nothing counts\n")
	} else {
		e.printf("facts are counted until %s\n", e.at(x.Watermark))
	}
	if len(x.Reading) > 0 {
		e.printf("still to be read of it: %s\n", strings.Join(x.Reading, ", "))
	}
	if !x.Next.IsZero() {
		e.printf("looked at again when %s has passed\n", e.at(x.Next))
	}
}

func (e *explainer) timeline(row func(...string)) {
	if s := e.x.Course.Summary; s != nil {
		row(e.at(s.Through), "until then only a summary is kept", fmt.Sprintf("solves %d, reopenings %d, reply rounds %d", s.Resolved, s.Reopened, s.Touches))
	}
	for _, s := range e.x.Course.Events {
		what := s.To
		if s.From != "" {
			what = s.From + " → " + cmp.Or(s.To, "over")
		}
		if s.By != "" {
			what += ", by " + string(s.By)
		}
		row(e.at(s.At), s.What, what)
	}
}

func (e *explainer) spans(row func(...string)) {
	row("from", "to", "status", "group", "channel", "priority", "category", "policy", "schedule", "elapsed", "business")
	for i := range e.x.Course.Spans {
		s := &e.x.Course.Spans[i]
		status, business := string(s.Status), "-"
		if s.Void != "" {
			status = string(s.Void)
		}
		if s.Scheduled {
			business = minutes(s.Business)
		}
		row(e.at(s.From), e.at(s.To), status, dash(s.Labels.Group), dash(string(s.Labels.Channel)), dash(string(s.Labels.Priority)),
			dash(s.Labels.Category), policyName(s.Policy), dash(e.schedule(s)), minutes(s.To.Sub(s.From)), business)
	}
}

// schedule is the name of the one that applies.
func (e *explainer) schedule(s *fact.Span) string {
	of := ""
	if s.Policy != nil {
		of = s.Policy.Schedule
	}
	return e.desk.Name(of, e.x.Source, s.Labels.Group)
}

func (e *explainer) clocks(row func(...string)) {
	if len(e.x.Course.Clocks) > 0 {
		row("policy", "target", "state", "started", "due", "ended", "used", "of")
	}
	for i := range e.x.Course.Clocks {
		c := &e.x.Course.Clocks[i]
		due, ended, budget := e.at(c.Due), "-", minutes(c.Budget)
		if c.Due.IsZero() {
			due = "-"
		}
		if !c.EndedAt.IsZero() {
			ended = e.at(c.EndedAt)
		}
		if c.Budget == 0 {
			budget = "-"
		}
		row(c.Policy, string(c.Target), string(c.State(e.x.At)), e.at(c.StartedAt), due, ended, minutes(c.Elapsed(e.x.At)), budget)
	}
}

// facts prints each fact with what it adds to which series.
func (e *explainer) facts() {
	e.printf("facts\n")
	for i := range e.x.Facts {
		v := &e.x.Facts[i]
		line := fmt.Sprintf("  %-11s  %s", v.Verdict, v.Fact.Key)
		if !v.Fact.At.IsZero() {
			line += ", " + e.at(v.Fact.At)
		}
		if v.Why != "" {
			line += ": " + v.Why
		}
		e.printf("%s\n", line)
		if v.Verdict == ledger.Passed {
			continue
		}
		for _, s := range v.Fact.Samples {
			e.printf("               %s\n", e.sample(&s))
		}
		if c := v.Fact.Contact; c != nil {
			e.printf("               if the requester opened another ticket until %s, instead:\n", e.at(c.To))
			for _, s := range c.Samples {
				e.printf("               %s\n", e.sample(&s))
			}
		}
	}
}

// sample writes what a fact adds to a series.
func (e *explainer) sample(s *fact.Sample) string {
	family := e.families[s.Family]
	var labels []string
	for i, name := range family.Labels {
		if i < len(s.Values) && s.Values[i] != "" {
			labels = append(labels, name+"="+strconv.Quote(s.Values[i]))
		}
	}
	amount := strconv.FormatInt(s.Count, 10)
	if strings.HasSuffix(s.Family, "_seconds") {
		amount = strconv.FormatFloat(float64(s.Count)/1000, 'f', -1, 64)
	}
	return fmt.Sprintf("%s{%s} %s", s.Family, strings.Join(labels, ","), amount)
}

func policyName(p *sla.Policy) string {
	if p == nil {
		return "-"
	}
	return p.Name
}

func dash(s string) string { return cmp.Or(s, "-") }

// minutes writes a span of time in minutes and seconds.
func minutes(d time.Duration) string {
	seconds := int64(d.Round(time.Second) / time.Second)
	if seconds%60 == 0 {
		return fmt.Sprintf("%d min", seconds/60)
	}
	return fmt.Sprintf("%d min %d s", seconds/60, seconds%60)
}
