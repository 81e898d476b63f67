// Package alertse2e plays a story of alerts from a desk to a web hook: the exporter, a real Prometheus with the shipped
// rules, a real Alertmanager with the shipped routes.
//
// Both read copies that are made for haste, by what this file does and nothing else:
//
//   - rules: every "for" and "keep_firing_for" becomes five seconds, and the five minutes that HelpdeskSourceStale waits at least become twenty
//     seconds: more than a busy machine's breath. A team's own thresholds come in a file beside them, as thresholds.yml says.
//   - routes: group_wait and group_interval become a second, receivers keep their names and become web hooks, and the
//     addresses of mail and chat (global) are left out.
package alertse2e

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/alerts"
)

// haste are the replacements in rules, line by line.
var haste = []struct {
	line *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`^( +(?:keep_firing_)?for:) \w+$`), "$1 5s"},
	{regexp.MustCompile(`^( +> clamp_min\(3 \* max by \(source, stream\) \(helpdesk_exporter_stream_poll_interval_seconds\)), 300\)$`), "$1, 20)"},
}

// hasty is a rule file in haste.
func hasty(rules string) string {
	lines := strings.Split(rules, "\n")
	for i, line := range lines {
		for _, h := range haste {
			lines[i] = h.line.ReplaceAllString(lines[i], h.with)
			if lines[i] != line {
				break
			}
		}
	}
	return strings.Join(lines, "\n")
}

// WriteRules writes copies of the shipped rules into a directory.
func WriteRules(dir string) error {
	return fs.WalkDir(alerts.Files(), "rules", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(alerts.Files(), name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, path.Base(name)), []byte(hasty(string(text))), 0o600)
	})
}

// WriteRoutes writes a copy of the shipped routes into a file. The receiver NAME posts to hook/NAME.
func WriteRoutes(file, hook string) error {
	text, err := fs.ReadFile(alerts.Files(), "alertmanager.yml")
	if err != nil {
		return err
	}
	var config map[string]any
	if err := yaml.Unmarshal(text, &config); err != nil {
		return fmt.Errorf("alertmanager.yml: %w", err)
	}
	delete(config, "global")
	hurry(config["route"])
	receivers, ok := config["receivers"].([]any)
	if !ok {
		return fmt.Errorf("alertmanager.yml: receivers are %T", config["receivers"])
	}
	for i, each := range receivers {
		receiver, ok := each.(map[string]any)
		if !ok {
			return fmt.Errorf("alertmanager.yml: a receiver is %T", each)
		}
		receivers[i] = map[string]any{
			"name":            receiver["name"],
			"webhook_configs": []any{map[string]any{"url": fmt.Sprintf("%s/%v", hook, receiver["name"]), "send_resolved": true}},
		}
	}
	copied, err := yaml.Marshal(config)
	if err != nil {
		return err
	}
	return os.WriteFile(file, copied, 0o600)
}

// hurry shortens the waits of a route and of those below it.
func hurry(route any) {
	r, ok := route.(map[string]any)
	if !ok {
		return
	}
	for _, wait := range []string{"group_wait", "group_interval"} {
		if _, ok := r[wait]; ok {
			r[wait] = "1s"
		}
	}
	below, _ := r["routes"].([]any)
	for _, each := range below {
		hurry(each)
	}
}
