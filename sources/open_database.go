package sources

import (
	"slices"

	"github.com/prometheus/common/model"

	"helpdesk_exporter/sources/database"
	"helpdesk_exporter/sources/record"
)

// openDatabase makes a source that is read through SQL.
func openDatabase(c Config, env Env) (record.Source, error) {
	own := c.Config
	own.Streams = slices.Clone(own.Streams)
	for i := range own.Streams {
		if s := &own.Streams[i]; s.Every == 0 && s.ForEach == nil {
			s.Every = model.Duration(env.PollInterval)
		}
	}
	options := database.Options{Logger: env.Logger, Now: env.Now, FixedNow: env.DatabaseClock}
	if !env.At.IsZero() {
		options.FixedNow = &env.At
	}
	return database.New(c.Name, own, c.Words(), options)
}
