package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"helpdesk_exporter/sources/api/fake"
)

// peerAim is how many times faster our way is meant to be.
const peerAim = 3.0

// peerTest is laid into a copy of the peer's source.
//
//go:embed peer.go.txt
var peerTest string

// peerModule is a module of json_exporter's configuration.
type peerModule struct{ Metrics []peerMetric }

type peerMetric struct {
	Name, Help, Path, Type string
	Labels, Values         map[string]string
}

// peerModules are what the peer reads of each ticket: the least that it can, and the fields that our map reads, as far as
// its paths can tell them. It unmarshals a ticket once for each value and each label of a series.
func peerModules() map[string]peerModule {
	metric := peerMetric{
		Name: "ticket", Help: "A ticket.", Path: "{.tickets[*]}", Type: "object",
		Values: map[string]string{"updated": "{.generated_timestamp}"},
	}
	mapped := metric
	mapped.Labels = map[string]string{
		"id": "{.id}", "created_at": "{.created_at}", "status": "{.status}", "priority": "{.priority}", "channel": "{.via.channel}",
		"group": "{.group_id}", "assignee": "{.assignee_id}", "requester": "{.requester_id}", "subject": "{.subject}",
		"tags": "{.tags}", "topic": "{.type}", "brand": "{.brand_id}", "reopens": "{.metric_set.reopens}",
		"replies": "{.metric_set.replies}", "solved_at": "{.metric_set.solved_at}", "merged_into": "{.problem_id}",
	}
	return map[string]peerModule{"least": {[]peerMetric{metric}}, "mapped": {[]peerMetric{mapped}}}
}

// measurePeers compares json_exporter's collect with our ways for the same bytes, all in CPU time.
func measurePeers(ctx context.Context, dir, source string, rounds int) error {
	dir, err := os.MkdirTemp(dir, "peer-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the next run has a folder of its own
	way, err := newWay(dir, fake.Tickets(apiTickets, 0))
	if err != nil {
		return err
	}
	records, counted := &cost{run: way.records}, &cost{run: way.ledger}
	if err := race(ctx, rounds, records, counted); err != nil {
		return err
	}
	theirs, err := peerCosts(ctx, dir, source, way.body, rounds)
	if err != nil {
		return err
	}
	var t table
	for _, row := range []struct {
		what, module string
		ours         *cost
	}{
		{"wire to records; json_exporter: one value, no label", "least", records},
		{"wire to records; json_exporter: the fields of our map", "mapped", records},
		{"wire to ledger; json_exporter: one value, no label", "least", counted},
		{"wire to ledger; json_exporter: the fields of our map", "mapped", counted},
	} {
		ratio := dividedBy(theirs[row.module], row.ours.cpu)
		f := figure{what: row.what, measured: show(row.ours.cpu), baseline: show(theirs[row.module]), ratio: fmt.Sprintf("1/%.2fx", ratio)}
		if row.ours == records {
			f.aim = verdict("3x faster", ratio >= peerAim)
		}
		t.add(f)
	}
	return t.print(os.Stdout)
}

// peerCosts measures a copy of the peer, so that its checkout stays as it is.
func peerCosts(ctx context.Context, dir, source string, body []byte, rounds int) (map[string]time.Duration, error) {
	tree, answer := filepath.Join(dir, "source"), filepath.Join(dir, "answer.json")
	if err := os.CopyFS(tree, os.DirFS(source)); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(tree, "exporter", "helpdesk_cost_test.go"), []byte(peerTest), 0o600); err != nil {
		return nil, fmt.Errorf("%s is no checkout of json_exporter: %w", source, err)
	}
	if err := os.WriteFile(answer, body, 0o600); err != nil {
		return nil, err
	}
	modules, err := json.Marshal(peerModules())
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "go", "test", "-count=1", "-timeout=1h", "-run=^TestCollectCost$", "-v", "./exporter")
	cmd.Dir, cmd.Stderr = tree, os.Stderr
	cmd.Env = append(os.Environ(), "GOWORK=off", "ANSWER="+answer, "MODULES="+string(modules), "ROUNDS="+strconv.Itoa(rounds))
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("json_exporter: %w\n%s", err, out)
	}
	return readCosts(string(out))
}

// readCosts reads lines such as "cost least 1000 123456789": the module, its series, nanoseconds.
func readCosts(out string) (map[string]time.Duration, error) {
	costs := map[string]time.Duration{}
	for line := range strings.Lines(out) {
		var name string
		var series int
		var nanoseconds int64
		if n, err := fmt.Sscanf(line, "cost %s %d %d", &name, &series, &nanoseconds); n < 3 || err != nil {
			continue // a line of go test
		}
		if err := expect(series, apiTickets); err != nil {
			return nil, fmt.Errorf("json_exporter, %s: %w", name, err)
		}
		costs[name] = time.Duration(nanoseconds)
	}
	if len(costs) != len(peerModules()) {
		return nil, fmt.Errorf("json_exporter told the cost of %d modules, not of %d", len(costs), len(peerModules()))
	}
	return costs, nil
}
