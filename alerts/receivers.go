package alerts

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// receiverFile is what a file of receivers may hold: what the routes themselves do not say.
type receiverFile struct {
	Global    yaml.Node   `yaml:"global"`
	Templates []string    `yaml:"templates"`
	Receivers []yaml.Node `yaml:"receivers"`
}

// receivers puts the installation's own receivers in the place of the examples.
func (o Options) receivers(text string) (string, error) {
	var given receiverFile
	d := yaml.NewDecoder(bytes.NewReader(o.Receivers))
	d.KnownFields(true)
	if err := d.Decode(&given); err != nil {
		return "", fmt.Errorf("receivers: expected the keys receivers, global and templates of Alertmanager: %w", err)
	}
	names, err := namesOf(o.Receivers)
	if err != nil {
		return "", fmt.Errorf("receivers: %w", err)
	}
	head, _, found := strings.Cut(text, "\nreceivers:\n")
	if !found {
		return "", errors.New("alertmanager.yml: there are no receivers")
	}
	examples, err := cut(head, "global:\n", "\ntime_intervals:\n")
	if err != nil { // without the example of a team there are no hours
		if examples, err = cut(head, "global:\n", "\nroute:\n"); err != nil {
			return "", fmt.Errorf("alertmanager.yml: %w", err)
		}
	}
	var used struct {
		Route yaml.Node `yaml:"route"`
	}
	if err := yaml.Unmarshal([]byte(text), &used); err != nil {
		return "", fmt.Errorf("alertmanager.yml: %w", err)
	}
	var missing []string
	for _, name := range routed(&used.Route) {
		if !slices.Contains(names, name) && !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return "", fmt.Errorf("receivers: routes name some that are missing: %s", strings.Join(missing, ", "))
	}
	return strings.Replace(head, examples, "", 1) + "\n" + string(o.Receivers), nil
}

// namesOf lists the receivers of a configuration.
func namesOf(text []byte) ([]string, error) {
	var read struct {
		Receivers []struct {
			Name string `yaml:"name"`
		} `yaml:"receivers"`
	}
	if err := yaml.Unmarshal(text, &read); err != nil {
		return nil, err
	}
	var names []string
	for _, r := range read.Receivers {
		names = append(names, r.Name)
	}
	return names, nil
}

// routed lists the receivers that a route and those below it name.
func routed(n *yaml.Node) []string {
	var names []string
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == "receiver" {
			names = append(names, child.Value)
		}
		names = append(names, routed(child)...)
	}
	return names
}
