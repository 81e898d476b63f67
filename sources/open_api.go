package sources

import (
	"slices"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/api"
	"helpdesk_exporter/sources/record"
)

// openAPI makes a source that is read through HTTP.
func openAPI(c Config, env Env) (record.Source, error) {
	own := *c.API
	own.Streams = slices.Clone(own.Streams)
	for i := range own.Streams {
		if s := &own.Streams[i]; s.Every == 0 && s.ForEach == nil {
			s.Every = yamlfile.Duration(env.PollInterval)
		}
	}
	options := api.Options{
		Logger: env.Logger, Now: env.Now, Sleep: env.Sleep, Transport: env.Transport, Recorded: env.Recorded, Wrap: env.Wrap,
		Values: env.Values, Budgets: env.Budgets, MaxBody: env.MaxBody,
	}
	if !env.At.IsZero() {
		options.FixedNow = &env.At
		if env.Sleep == nil { // a clock that stands still is no measure of a budget
			options.Now = nil
		}
	}
	return api.New(c.Name, c.URL, own, c.Words(), options)
}
