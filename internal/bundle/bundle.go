// Package bundle makes what an installation puts beside the exporter: rules, routes, runbooks, dashboards and their
// provisioning, as files and as objects of Kubernetes, with the installation's own names and addresses. What is not said
// stays as it is shipped, byte for byte.
package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/alerts"
	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/dashboards"
	"helpdesk_exporter/internal/selector"
)

// Options of a bundle. Defaults are those of the shipped files.
type Options struct {
	Alerts       alerts.Options
	Dashboards   dashboards.Options
	Provisioning dashboards.Provisioning
	// Rules are the metadata of the PrometheusRule objects, Pages those of the dashboards' ConfigMaps.
	Rules alerts.Kubernetes
	Pages dashboards.Kubernetes
}

// Defaults are the options with which the files are as shipped.
func Defaults() Options {
	return Options{
		Alerts: alerts.Defaults(), Dashboards: dashboards.Defaults(),
		Provisioning: dashboards.DefaultProvisioning(), Pages: dashboards.DefaultKubernetes(),
	}
}

// taken are labels of alerts and scrapes that an installation cannot have for itself, beside those of the metrics.
var taken = []string{"alertname", "severity", "area", "repeat", "class", "instance", "pod", "job", "le"}

// Names that Kubernetes accepts.
var (
	namespaceName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)
	objectLabel   = regexp.MustCompile(`^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$`)
	objectValue   = regexp.MustCompile(`^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$`)
)

// Validate returns everything that is wrong with the options, in the words of the command's flags.
func (o *Options) Validate() error {
	var errs []error
	add := func(broken bool, format string, args ...any) {
		if broken {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	seen := map[string]bool{}
	for _, l := range slices.Concat(o.Alerts.Labels, o.Alerts.External) {
		add(seen[l.Name], "label %s is given twice; remove one", l.Name)
		add(l.Name == "job", "label job: give the scrape job by --job")
		add(l.Name != "job" && isTaken(l.Name), "label %s is one of the exporter's metrics or alerts; use another one", l.Name)
		seen[l.Name] = true
	}
	add(o.Alerts.Job == "" || strings.ContainsAny(o.Alerts.Job, "\n\r"), "--job: %q is no scrape job", o.Alerts.Job)
	for _, zone := range []string{o.Dashboards.Timezone, o.Alerts.Timezone} {
		add(!isZone(zone), "--timezone: no zone %q; use a name of the IANA data base such as Europe/Rome, utc or browser", zone)
	}
	add(!slices.Contains([]string{"", "monday", "saturday", "sunday"}, o.Dashboards.WeekStart),
		"--week-start: Grafana has weeks from monday, saturday or sunday, not from %q", o.Dashboards.WeekStart)
	for _, address := range [][2]string{
		{"--runbook-url", o.Alerts.Runbooks},
		{"--grafana-url", o.Alerts.Dashboards},
		{"--prometheus-url", o.Provisioning.URL},
		{"--webhook-url", o.Alerts.Webhook},
	} {
		add(!isAddress(address[1]), "%s: expected an address such as https://host.example, without quotes and spaces", address[0])
	}
	add(o.Alerts.Webhook != "" && len(o.Alerts.Receivers) > 0, "--webhook-url and --receivers.file: give one of them")
	add(o.Provisioning.UID == "" || o.Provisioning.Name == "", "--datasource.uid and --datasource.name must not be empty")
	add(o.Rules.Namespace != "" && !namespaceName.MatchString(o.Rules.Namespace), "--kubernetes.namespace: %q is no name of a namespace", o.Rules.Namespace)
	for name, value := range o.Rules.Labels {
		add(!objectLabel.MatchString(name) || !objectValue.MatchString(value), "--kubernetes.rule-label: %s=%s is no label of an object", name, value)
	}
	add(!objectLabel.MatchString(o.Pages.SidecarLabel) || !objectValue.MatchString(o.Pages.SidecarValue),
		"--kubernetes.dashboard-label: %s=%s is no label of an object", o.Pages.SidecarLabel, o.Pages.SidecarValue)
	return errors.Join(errs...)
}

func isTaken(label string) bool {
	return slices.Contains(taken, label) ||
		slices.ContainsFunc(catalogue.Families(), func(f catalogue.Family) bool { return slices.Contains(f.Labels, label) })
}

func isZone(name string) bool {
	if name == "" || name == "browser" || name == "utc" {
		return true
	}
	_, err := time.LoadLocation(name)
	return err == nil && name != "Local"
}

// isAddress tells of addresses that can stand in a text of YAML and of a template as they are.
func isAddress(text string) bool {
	if text == "" {
		return true
	}
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.ContainsAny(text, " '\"\n\r{}$\\`")
}

// SetLabels takes labels that the series have, and external ones that Prometheus adds when they leave it. Pages, which may
// ask a store behind Prometheus, select by both.
func (o *Options) SetLabels(labels, external []selector.Matcher) {
	o.Alerts.Labels, o.Alerts.External = labels, external
	o.Dashboards.Labels = slices.Concat(labels, external)
}

// Files returns the bundle by path: rules, alertmanager.yml, runbooks, dashboards, provisioning, kubernetes.
func Files(o Options) (map[string][]byte, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	rules, err := alerts.Rules(o.Alerts)
	if err != nil {
		return nil, err
	}
	for name, text := range rules {
		out["rules/"+name] = text
		object := "kubernetes/rules/helpdesk-" + strings.TrimSuffix(name, ".yml") + ".yaml"
		if out[object], err = alerts.PrometheusRule(name, text, o.Rules); err != nil {
			return nil, err
		}
	}
	if out["alertmanager.yml"], err = alerts.Routes(o.Alerts); err != nil {
		return nil, err
	}
	books, err := fs.Glob(alerts.Files(), "runbooks/*.md")
	if err != nil {
		return nil, fmt.Errorf("list runbooks: %w", err)
	}
	for _, name := range books {
		if out[name], err = fs.ReadFile(alerts.Files(), name); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return out, addPages(out, o)
}

func addPages(out map[string][]byte, o Options) error {
	pages, err := dashboards.Render(o.Dashboards)
	if err != nil {
		return err
	}
	for _, page := range pages {
		out["dashboards/"+page.UID+".json"] = page.JSON
		if out["kubernetes/dashboards/"+page.UID+".yaml"], err = page.ConfigMap(o.Pages); err != nil {
			return err
		}
	}
	provisioned, err := o.Provisioning.Files()
	if err != nil {
		return fmt.Errorf("provisioning: %w", err)
	}
	for name, text := range provisioned {
		out["provisioning/"+strings.TrimSuffix(name, ".yml")+"/helpdesk.yml"] = text
	}
	return nil
}
