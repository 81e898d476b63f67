// Package compose_test reads deploy/compose.yaml as Docker Compose does. It is a module of its own, because the exporter
// has no use for what that brings. Nothing is run: there may be no container engine.
package compose_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

const file = "../../deploy/compose.yaml"

func load(t *testing.T) *types.Project {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{file}, cli.WithResolvedPaths(true))
	require.NoError(t, err)
	project, err := options.LoadProject(t.Context())
	require.NoError(t, err)
	return project
}

// TestServices: the four are there, with fixed versions, and listen on loopback only.
func TestServices(t *testing.T) {
	project := load(t)
	require.ElementsMatch(t, []string{"exporter", "prometheus", "alertmanager", "grafana"}, project.ServiceNames())
	for name, service := range project.Services {
		require.Len(t, service.Ports, 1, name)
		require.Equal(t, "127.0.0.1", service.Ports[0].HostIP, name)
		if service.Build != nil {
			require.FileExists(t, filepath.Join(service.Build.Context, service.Build.Dockerfile), name)
			continue
		}
		require.Regexp(t, `^[a-z]+/[a-z]+:v?\d+\.\d+\.\d+$`, service.Image, name)
	}
}

// TestMounts: everything that is mounted from the repository is there, and cannot be written.
func TestMounts(t *testing.T) {
	mounted := 0
	for name, service := range load(t).Services {
		for _, v := range service.Volumes {
			if v.Type != types.VolumeTypeBind {
				continue
			}
			_, err := os.Stat(v.Source)
			require.NoError(t, err, name)
			require.True(t, v.ReadOnly, "%s: %s", name, v.Source)
			mounted++
		}
	}
	require.GreaterOrEqual(t, mounted, 6)
}

// TestAddresses: who is asked for at an address is a service that listens there.
func TestAddresses(t *testing.T) {
	listens := map[string]bool{}
	for name, service := range load(t).Services {
		for _, port := range service.Ports {
			listens[name+":"+port.Published] = true
		}
	}
	for _, version := range []string{"2", "3"} {
		var config struct {
			ScrapeConfigs []struct {
				Job    string `yaml:"job_name"`
				Static []struct {
					Targets []string `yaml:"targets"`
				} `yaml:"static_configs"`
			} `yaml:"scrape_configs"`
			Rules    []string `yaml:"rule_files"`
			Alerting struct {
				Alertmanagers []struct {
					Static []struct {
						Targets []string `yaml:"targets"`
					} `yaml:"static_configs"`
				} `yaml:"alertmanagers"`
			} `yaml:"alerting"`
		}
		read(t, "../../deploy/prometheus"+version+".yml", &config)
		require.Equal(t, "helpdesk", config.ScrapeConfigs[0].Job)
		require.True(t, listens[config.ScrapeConfigs[0].Static[0].Targets[0]])
		require.True(t, listens[config.Alerting.Alertmanagers[0].Static[0].Targets[0]])
		require.Equal(t, []string{"/etc/prometheus/rules/*.yml"}, config.Rules)
	}
	var source, shipped struct {
		Version int              `yaml:"apiVersion"`
		Sources []map[string]any `yaml:"datasources"`
	}
	read(t, "../../deploy/grafana-datasources.yml", &source)
	read(t, "../../dashboards/provisioning/datasources.yml", &shipped)
	address, _ := source.Sources[0]["url"].(string)
	require.True(t, listens[strings.TrimPrefix(address, "http://")])
	shipped.Sources[0]["url"] = address
	require.Equal(t, shipped, source)
}

// TestPromtoolTakesTheOldOne: promtool of Prometheus 2, which Debian has, knows nothing of the keys of Prometheus 3.
func TestPromtoolTakesTheOldOne(t *testing.T) {
	text, err := os.ReadFile("../../deploy/prometheus2.yml")
	require.NoError(t, err)
	rules, err := filepath.Abs("../../alerts/rules")
	require.NoError(t, err)
	config := filepath.Join(t.TempDir(), "prometheus.yml")
	require.NoError(t, os.WriteFile(config, []byte(strings.ReplaceAll(string(text), "/etc/prometheus/rules", rules)), 0o600))
	out, err := exec.Command("promtool", "check", "config", config).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// TestBothPrometheusAreAlike: the configuration for Prometheus 3 has two keys more and nothing else.
func TestBothPrometheusAreAlike(t *testing.T) {
	var two, three map[string]any
	read(t, "../../deploy/prometheus2.yml", &two)
	read(t, "../../deploy/prometheus3.yml", &three)
	scrape, ok := three["scrape_configs"].([]any)[0].(map[string]any)
	require.True(t, ok)
	require.Equal(t, true, scrape["scrape_native_histograms"])
	require.Equal(t, true, scrape["always_scrape_classic_histograms"])
	delete(scrape, "scrape_native_histograms")
	delete(scrape, "always_scrape_classic_histograms")
	require.Equal(t, two, three)
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, into))
}
