package state

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

func TestConfig(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       string // what is in force
		problems   []string
	}{
		{name: "nothing said", text: "{}", want: "data/state.db data/backup 1d 3"},
		{name: "all said", text: "{path: /var/lib/helpdesk_exporter/state.db, backup: {dir: /backup, every: 6h, keep: 10}}", want: "/var/lib/helpdesk_exporter/state.db /backup 6h 10"},
		{name: "a part of the backup", text: "backup: {keep: 7}", want: "data/state.db data/backup 1d 7"},
		{name: "no backups", text: "backup: {every: 0s, keep: 0, dir: ''}", want: "data/state.db  0s 0"},
		{name: "no path", text: "path: ''", problems: []string{"path"}},
		{name: "too often", text: "backup: {every: 10s}", problems: []string{"backup.every"}},
		{name: "all wrong", text: "{path: '', backup: {dir: '', every: 1s, keep: -1}}", problems: []string{"path", "backup.every", "backup.dir", "backup.keep"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var c Config
			c.Defaults()
			require.NoError(t, yaml.Unmarshal([]byte(test.text), &c))
			var got []string
			for _, p := range c.Validate() {
				require.NotEmpty(t, p.Message)
				got = append(got, p.Path)
			}
			require.Equal(t, test.problems, got)
			if test.problems == nil {
				require.Equal(t, test.want, fmt.Sprintf("%s %s %s %d", c.Path, c.Backup.Dir, c.Backup.Every, c.Backup.Keep))
			}
		})
	}
}
