package state

import (
	"time"

	"github.com/prometheus/common/model"

	"helpdesk_exporter/internal/yamlfile"
)

// Config is the block `state` of the configuration.
type Config struct {
	// Path is the state file.
	Path   string       `yaml:"path"`
	Backup BackupConfig `yaml:"backup"`
}

// BackupConfig says how the state is backed up while the exporter runs.
type BackupConfig struct {
	Dir string `yaml:"dir"`
	// Every is the time between two backups; 0 makes none.
	Every model.Duration `yaml:"every"`
	// Keep is how many backups stay.
	Keep int `yaml:"keep"`
}

// minBackupEvery keeps the exporter from doing little else than copying its state.
const minBackupEvery = model.Duration(time.Minute)

// Defaults sets what holds where the file says nothing. Call it before decoding.
func (c *Config) Defaults() {
	*c = Config{
		Path:   "data/state.db",
		Backup: BackupConfig{Dir: "data/backup", Every: model.Duration(24 * time.Hour), Keep: 3},
	}
}

// Validate returns everything that is wrong.
func (c *Config) Validate() []yamlfile.Problem {
	var problems []yamlfile.Problem
	for _, rule := range []struct {
		broken        bool
		path, message string
	}{
		{c.Path == "", "path", "the state needs a file: give a path, or leave the key out for data/state.db"},
		{c.Backup.Every < 0, "backup.every", "must not be negative; 0 makes no backups"},
		{c.Backup.Every > 0 && c.Backup.Every < minBackupEvery, "backup.every", "must be 1m or longer; 0 makes no backups"},
		{c.Backup.Every > 0 && c.Backup.Dir == "", "backup.dir", "backups need a directory; set backup.every to 0 for none"},
		{c.Backup.Every > 0 && c.Backup.Keep < 1, "backup.keep", "must be 1 or more; set backup.every to 0 for no backups"},
	} {
		if rule.broken {
			problems = append(problems, yamlfile.Problem{Path: rule.path, Message: rule.message})
		}
	}
	return problems
}
