package noise

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/rules"
	"github.com/prometheus/prometheus/storage"

	"helpdesk_exporter/alerts"
)

// lookback is how long a value holds. It is longer than Prometheus' five minutes, so that nights and long windows can be
// looked at less often; what ends is marked stale, by scrapes and by rules, so that it changes nothing else.
const lookback = 6*time.Hour + time.Minute

// order is that in which the groups of rules are evaluated.
func order() []string {
	return []string{
		"helpdesk.thresholds", "helpdesk.rules", "helpdesk.long", "helpdesk.kpi", "helpdesk.sla", "helpdesk.backlog",
		"helpdesk.volume", "helpdesk.quality", "helpdesk.goals", "helpdesk.exporter",
	}
}

// every is how often a rule is evaluated. A live Prometheus evaluates each every minute, or every four minutes; here
// those of long windows, which hardly change meanwhile, wait longer.
func every(group string, rule rules.Rule) time.Duration {
	window := time.Duration(0)
	parser.Inspect(rule.Query(), func(n parser.Node, _ []parser.Node) error {
		if m, ok := n.(*parser.MatrixSelector); ok && !last(rule.Query(), m) {
			window = max(window, m.Range)
		}
		return nil
	})
	switch {
	case window >= 28*24*time.Hour:
		return 6 * time.Hour
	case window >= 24*time.Hour, group == "helpdesk.kpi":
		return time.Hour
	case window == 0 && group == "helpdesk.sla":
		return time.Minute
	}
	return always
}

// last tells whether a window is looked through for its last value, which changes as often as values do.
func last(query parser.Expr, window *parser.MatrixSelector) bool {
	found := false
	parser.Inspect(query, func(n parser.Node, _ []parser.Node) error {
		if call, ok := n.(*parser.Call); ok && call.Func.Name == "last_over_time" && call.Args[0] == parser.Expr(window) {
			found = true
		}
		return nil
	})
	return found
}

// always is each time that the desk has been looked at.
const always time.Duration = 0

// Rules are the shipped rules.
type Rules struct {
	turns []turn
}

// turn is a part of a group of rules that is evaluated together.
type turn struct {
	every time.Duration
	group *rules.Group
}

// NewRules makes the shipped rules, which read from one storage and write to another; copies of them lie in a directory.
func NewRules(ctx context.Context, dir string, to storage.Appendable, from storage.Queryable) (*Rules, error) {
	files, err := write(dir)
	if err != nil {
		return nil, err
	}
	p := parser.NewParser(parser.Options{})
	logger := slog.New(slog.DiscardHandler)
	engine := promql.NewEngine(promql.EngineOpts{
		Logger: logger, MaxSamples: 100_000_000, Timeout: 10 * time.Minute, LookbackDelta: lookback, Parser: p,
		EnableAtModifier: true, EnableNegativeOffset: true,
	})
	options := &rules.ManagerOptions{
		ExternalURL: &url.URL{}, QueryFunc: rules.EngineQueryFunc(engine, from), NotifyFunc: func(context.Context, string, ...*rules.Alert) {},
		Context: ctx, Appendable: to, Queryable: from, Logger: logger, Parser: p, NameValidationScheme: model.UTF8Validation,
	}
	manager := rules.NewManager(options)
	loaded, errs := manager.LoadGroups(time.Minute, labels.EmptyLabels(), "", nil, false, files...)
	if len(errs) > 0 {
		return nil, fmt.Errorf("rules: %w", errs[0])
	}
	groups := map[string]*rules.Group{}
	for _, g := range loaded {
		groups[g.Name()] = g
	}
	r := &Rules{}
	for _, name := range order() {
		if groups[name] == nil {
			return nil, fmt.Errorf("there is no group %s", name)
		}
		r.turns = append(r.turns, turns(groups[name], options)...)
	}
	if len(groups) != len(order()) {
		return nil, fmt.Errorf("%d groups of rules, but the order of %d is known", len(groups), len(order()))
	}
	return r, nil
}

// turns splits a group by how often its rules are evaluated.
func turns(g *rules.Group, options *rules.ManagerOptions) []turn {
	parts := map[time.Duration][]rules.Rule{}
	for _, rule := range g.Rules() {
		if alert, ok := rule.(*rules.AlertingRule); ok {
			alert.SetRestored(true) // there is no past to restore; until then Prometheus writes no ALERTS
		}
		e := every(g.Name(), rule)
		parts[e] = append(parts[e], rule)
	}
	var list []turn
	for _, e := range slices.Sorted(maps.Keys(parts)) {
		list = append(list, turn{e, rules.NewGroup(rules.GroupOptions{
			Name: fmt.Sprint(g.Name(), " ", e), File: g.File(), Interval: max(e, time.Minute), Rules: parts[e], Opts: options,
		})})
	}
	return list
}

func write(dir string) (files []string, err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	names, err := fs.Glob(alerts.Files(), "rules/*.yml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(alerts.Files(), name)
		if err != nil {
			return nil, err
		}
		file := filepath.Join(dir, path.Base(name))
		if err := os.WriteFile(file, text, 0o600); err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// Names are those of the series that the shipped rules read and do not record.
func Names() (map[string]bool, error) {
	files, err := alerts.Groups()
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, groups := range files {
		for _, g := range groups {
			for _, r := range g.Rules {
				expr, err := parser.NewParser(parser.Options{}).ParseExpr(r.Expr)
				if err != nil {
					return nil, fmt.Errorf("%s%s: %w", r.Alert, r.Record, err)
				}
				parser.Inspect(expr, func(n parser.Node, _ []parser.Node) error {
					if v, ok := n.(*parser.VectorSelector); ok {
						names[v.Name] = true
					}
					return nil
				})
			}
		}
	}
	return names, nil
}

// Eval evaluates the rules whose turn it is at an instant, a full minute; looked tells that it brought a scrape.
func (r *Rules) Eval(ctx context.Context, at time.Time, looked bool) error {
	for _, t := range r.turns {
		if t.every == always && !looked || t.every != always && at.Unix()%int64(t.every.Seconds()) != 0 {
			continue
		}
		t.group.Eval(ctx, at)
		for _, rule := range t.group.Rules() {
			if err := rule.LastError(); err != nil {
				return fmt.Errorf("%s, %s: %w", at, rule.Name(), err)
			}
		}
	}
	return nil
}

// Firing are the labels of the alerts that fire.
func (r *Rules) Firing() []model.LabelSet {
	var firing []model.LabelSet
	for _, t := range r.turns {
		for _, rule := range t.group.AlertingRules() {
			rule.ForEachActiveAlert(func(a *rules.Alert) {
				if a.State == rules.StateFiring {
					set := model.LabelSet{}
					a.Labels.Range(func(l labels.Label) { set[model.LabelName(l.Name)] = model.LabelValue(l.Value) })
					firing = append(firing, set)
				}
			})
		}
	}
	return firing
}
