//go:build acceptance

// Package acceptance holds the exporter to databases that running helpdesks wrote, with numbers worked
// out by hand from the story they hold. The databases lie outside the project: SHARED names the folder.
package acceptance

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/expect"
	"helpdesk_exporter/test/exporter"
)

func TestStoryOfRealHelpdesks(t *testing.T) {
	shared := os.Getenv("SHARED")
	require.NotEmpty(t, shared, "SHARED names the folder that holds helpdesks/: run make acceptance")
	ctx := context.Background()
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	for _, tc := range []struct{ preset, dialect, dump, expected string }{
		{"chatwoot", expect.Postgres, "chatwoot.postgres.sql", "chatwoot.txt"},
		{"freescout", expect.MySQL, "freescout.mysql.sql", "freescout.mysql.txt"},
		{"freescout", expect.Postgres, "freescout.postgres.sql", "freescout.postgres.txt"},
		{"glpi", expect.MySQL, "glpi.mysql.sql", "glpi.txt"},
		{"osticket", expect.MySQL, "osticket.mysql.sql", "osticket.txt"},
		{"redmine", expect.SQLite, "redmine.sqlite.sql", "redmine.txt"},
		{"rt", expect.MySQL, "rt5.mysql.sql", "rt.txt"},
		{"rt", expect.Postgres, "rt5.postgres.sql", "rt.txt"},
		{"zammad", expect.Postgres, "zammad.postgres.sql", "zammad.txt"},
		{"znuny", expect.MySQL, "znuny.mysql.sql", "znuny.txt"},
	} {
		t.Run(tc.dump, func(t *testing.T) {
			desk, err := expect.NewDesk(ctx, tc.dialect, "acceptance_"+tc.preset)
			require.NoError(t, err)
			defer func() { require.NoError(t, desk.Drop()) }()
			require.NoError(t, desk.Load(ctx, filepath.Join(shared, "helpdesks", tc.dump)))
			// The same desk by the calendar, and in business time.
			for _, expected := range []string{tc.expected, strings.TrimSuffix(tc.expected, ".txt") + ".business.txt"} {
				t.Run(expected, func(t *testing.T) {
					file, err := expect.Read(filepath.Join("expected", expected))
					require.NoError(t, err)
					at, err := time.Parse(time.RFC3339, file.Parameters["at"])
					require.NoError(t, err)
					config, err := file.WriteConfig(t.TempDir(), tc.preset, desk.DSN)
					require.NoError(t, err)
					got, err := expect.Once(ctx, binary, config, "", at)
					require.NoError(t, err)
					require.NotEmpty(t, file.Expectations)
					require.Empty(t, strings.Join(expect.Check(file.Expectations, got, nil), "\n"))
					t.Logf("%d expectations met", len(file.Expectations))
				})
			}
		})
	}
}
