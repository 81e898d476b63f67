// Package alerts holds what wakes people: rules for Prometheus, a runbook for each alert, and an example of routes for
// Alertmanager. They are files, to be used as they are; this package embeds them for those who write them out.
package alerts

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"

	"gopkg.in/yaml.v3"
)

//go:embed rules/*.yml runbooks/*.md alertmanager.yml
var files embed.FS

// Addresses with which links in annotations begin. They are placeholders: who installs the rules replaces them by where
// the runbooks and Grafana are.
const (
	RunbookAddress   = "https://runbooks.example.com/helpdesk/"
	DashboardAddress = "https://grafana.example.com/d/"
)

// Job is the scrape job by which the rules know the exporter itself.
const Job = "helpdesk"

// Files returns the shipped files: rules/*.yml, runbooks/*.md and alertmanager.yml.
func Files() fs.FS { return files }

// Group is a group of rules, which Prometheus evaluates one after the other.
type Group struct {
	Name     string `yaml:"name"`
	Interval string `yaml:"interval,omitempty"`
	Rules    []Rule `yaml:"rules"`
}

// Rule is a recording rule, with Record, or an alert, with Alert.
type Rule struct {
	Record      string            `yaml:"record,omitempty"`
	Alert       string            `yaml:"alert,omitempty"`
	Expr        string            `yaml:"expr"`
	For         string            `yaml:"for,omitempty"`
	KeepFiring  string            `yaml:"keep_firing_for,omitempty"`
	Labels      map[string]string `yaml:"labels,omitempty"`
	Annotations map[string]string `yaml:"annotations,omitempty"`
}

// Groups reads the shipped rules, by the name of their file. A key that it does not know is an error.
func Groups() (map[string][]Group, error) {
	names, err := fs.Glob(files, "rules/*.yml")
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	groups := make(map[string][]Group, len(names))
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if groups[name], err = Parse(text); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return groups, nil
}

// Parse reads the groups of a rule file. A key that it does not know is an error.
func Parse(text []byte) ([]Group, error) {
	var content struct {
		Groups []Group `yaml:"groups"`
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&content); err != nil {
		return nil, err
	}
	return content.Groups, nil
}
