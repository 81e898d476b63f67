package alerts

import (
	"fmt"
	"path"
	"strings"

	"gopkg.in/yaml.v3"
)

// Kubernetes are the metadata of objects.
type Kubernetes struct {
	// Namespace is empty for that of whoever applies the object.
	Namespace string
	// Labels are those by which a Prometheus selects its rules, such as release.
	Labels map[string]string
}

// PrometheusRule returns the object of the Prometheus operator (monitoring.coreos.com/v1) that holds a rule file, comments
// included. The object is named after the file: sla.yml is helpdesk-sla.
func PrometheusRule(file string, rules []byte, k Kubernetes) ([]byte, error) {
	var head struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string `yaml:"kind"`
		Metadata   struct {
			Name      string            `yaml:"name"`
			Namespace string            `yaml:"namespace,omitempty"`
			Labels    map[string]string `yaml:"labels,omitempty"`
		} `yaml:"metadata"`
	}
	head.APIVersion, head.Kind = "monitoring.coreos.com/v1", "PrometheusRule"
	head.Metadata.Name = "helpdesk-" + strings.TrimSuffix(path.Base(file), ".yml")
	head.Metadata.Namespace, head.Metadata.Labels = k.Namespace, k.Labels
	var out strings.Builder
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(head); err != nil {
		return nil, fmt.Errorf("object %s: %w", head.Metadata.Name, err)
	}
	out.WriteString("spec:\n")
	for line := range strings.Lines(string(rules)) {
		if line != "\n" {
			out.WriteString("  ")
		}
		out.WriteString(line)
	}
	return []byte(out.String()), nil
}
