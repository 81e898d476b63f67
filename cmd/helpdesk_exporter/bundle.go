package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kingpin/v2"

	"helpdesk_exporter/internal/bundle"
	"helpdesk_exporter/internal/selector"
)

// bundleFlags are what the command line says of an installation; what it does not say stays as shipped.
type bundleFlags struct {
	out   string
	force bool

	job, timezone, weekStart           string
	labels, external                   []string
	datasource, datasourceName         string
	prometheus, grafana, runbooks      string
	receivers                          string
	webhook, namespace, dashboardLabel string
	ruleLabels                         []string
}

func addBundle(app *kingpin.Application, commands map[string]command) {
	clause := app.Command("bundle", "Write rules, Alertmanager's routes, runbooks, dashboards and their provisioning for an installation. "+
		"With --config.file they fit the teams, promises, zone and calendar of that configuration.")
	f := &bundleFlags{}
	flag := func(name, help string) *kingpin.FlagClause { return clause.Flag(name, help) }
	flag("out", "Folder to write into: a new one, or one that this command has written.").Required().StringVar(&f.out)
	flag("force", "Overwrite files in it that this command has not written, or that were changed since.").BoolVar(&f.force)
	flag("job", "Scrape job of the exporter.").Default("helpdesk").StringVar(&f.job)
	flag("label", "NAME=VALUE that tells the series of this installation from others', such as cluster=eu: queries select by it, rules write it. Repeatable.").StringsVar(&f.labels)
	flag("external-label", "NAME=VALUE that Prometheus adds when series or alerts leave it (external_labels): dashboards select by it. Repeatable.").StringsVar(&f.external)
	flag("timezone", "Zone of dashboards and of business hours, such as Europe/Rome, or browser; by default the configuration's.").StringVar(&f.timezone)
	flag("week-start", "First day of the week on dashboards: monday, saturday or sunday; by default the configuration's.").StringVar(&f.weekStart)
	flag("datasource.uid", "Uid of Grafana's data source that dashboards begin with, and that is provisioned.").StringVar(&f.datasource)
	flag("datasource.name", "Its name.").StringVar(&f.datasourceName)
	flag("prometheus-url", "Address of Prometheus, as Grafana reaches it.").StringVar(&f.prometheus)
	flag("grafana-url", "Address of Grafana: alerts link to its dashboards.").StringVar(&f.grafana)
	flag("runbook-url", "Address below which you put the runbooks: alerts and dashboards link to them.").StringVar(&f.runbooks)
	flag("receivers.file", "YAML file with the receivers of your Alertmanager (and global, templates), in place of the examples.").StringVar(&f.receivers)
	flag("webhook-url", "Address that all receivers post to, to begin with.").StringVar(&f.webhook)
	flag("kubernetes.namespace", "Namespace of the PrometheusRule and ConfigMap objects.").StringVar(&f.namespace)
	flag("kubernetes.rule-label", "NAME=VALUE by which your Prometheus selects rules, such as release=prometheus. Repeatable.").StringsVar(&f.ruleLabels)
	flag("kubernetes.dashboard-label", "NAME=VALUE by which Grafana's sidecar finds dashboards.").StringVar(&f.dashboardLabel)
	commands[clause.FullCommand()] = func(_ context.Context, p *process) error {
		o, err := f.options(p)
		if err != nil {
			return err
		}
		files, err := bundle.Files(o)
		if err != nil {
			return err
		}
		if err := bundle.Write(f.out, files, f.force); err != nil {
			return fmt.Errorf("bundle: %w", err)
		}
		_, err = fmt.Fprintf(p.stdout, "%d files in %s\n", len(files), f.out)
		return err
	}
}

// options lays the flags over the configuration, if one is given, and that over what is shipped.
func (f *bundleFlags) options(p *process) (bundle.Options, error) {
	o := bundle.Defaults()
	if p.configured {
		c, err := p.load()
		if err != nil {
			return o, err
		}
		if err := o.Configure(c); err != nil {
			return o, err
		}
	}
	labels, err := matchers("--label", f.labels)
	external, err2 := matchers("--external-label", f.external)
	if err := errors.Join(err, err2); err != nil {
		return o, err
	}
	o.SetLabels(labels, external)
	o.Alerts.Job = f.job
	if f.job != bundle.Defaults().Alerts.Job {
		o.Dashboards.Job = f.job
	}
	if f.timezone != "" {
		o.Dashboards.Timezone = f.timezone
	}
	switch f.timezone {
	case "", "browser": // routes have a zone all the same
	case "utc":
		o.Alerts.Timezone = "UTC"
	default:
		o.Alerts.Timezone = f.timezone
	}
	o.Dashboards.WeekStart = cmp.Or(strings.ToLower(f.weekStart), o.Dashboards.WeekStart)
	o.Dashboards.Datasource = cmp.Or(f.datasource, o.Dashboards.Datasource)
	o.Dashboards.DatasourceName = f.datasourceName
	o.Provisioning.UID = cmp.Or(f.datasource, o.Provisioning.UID)
	o.Provisioning.Name = cmp.Or(f.datasourceName, o.Provisioning.Name)
	o.Provisioning.URL = cmp.Or(f.prometheus, o.Provisioning.URL)
	if f.grafana != "" {
		o.Alerts.Dashboards = strings.TrimSuffix(f.grafana, "/") + "/d/"
	}
	if f.runbooks != "" {
		o.Alerts.Runbooks = strings.TrimSuffix(f.runbooks, "/") + "/"
		o.Dashboards.Runbooks = o.Alerts.Runbooks
	}
	o.Alerts.Webhook = f.webhook
	if f.receivers != "" {
		if o.Alerts.Receivers, err = os.ReadFile(f.receivers); err != nil {
			return o, err
		}
	}
	return o, f.objects(&o)
}

// objects are the metadata of what Kubernetes gets.
func (f *bundleFlags) objects(o *bundle.Options) error {
	o.Rules.Namespace, o.Pages.Namespace = f.namespace, f.namespace
	for _, text := range f.ruleLabels {
		name, value, found := strings.Cut(text, "=")
		if !found {
			return fmt.Errorf("--kubernetes.rule-label: expected NAME=VALUE such as release=prometheus, got %q", text)
		}
		if o.Rules.Labels == nil {
			o.Rules.Labels = map[string]string{}
		}
		o.Rules.Labels[name] = value
	}
	if f.dashboardLabel != "" {
		name, value, found := strings.Cut(f.dashboardLabel, "=")
		if !found {
			return fmt.Errorf("--kubernetes.dashboard-label: expected NAME=VALUE such as grafana_dashboard=1, got %q", f.dashboardLabel)
		}
		o.Pages.SidecarLabel, o.Pages.SidecarValue = name, value
	}
	return nil
}

func matchers(flag string, texts []string) ([]selector.Matcher, error) {
	var all []selector.Matcher
	var errs []error
	for _, text := range texts {
		m, err := selector.Parse(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", flag, err))
		}
		all = append(all, m)
	}
	return all, errors.Join(errs...)
}
