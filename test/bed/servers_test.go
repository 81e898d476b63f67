package bed

import (
	"bufio"
	"context"
	"database/sql"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx
	"github.com/stretchr/testify/require"
)

// bed is a running `servers.sh run`, whose command waits for the end of its input.
type bed struct {
	cmd             *exec.Cmd
	input           io.Closer
	tmp             string
	mysql, postgres string
}

func start(t *testing.T) *bed {
	t.Helper()
	b := &bed{tmp: shortDir(t)}
	b.cmd = exec.Command("./servers.sh", "run", "bash", "-c",
		`echo "$HELPDESK_TEST_MYSQL_DSN"; echo "$HELPDESK_TEST_POSTGRES_DSN"; cat; exit 3`)
	b.cmd.Env = append(os.Environ(), "TMPDIR="+b.tmp)
	b.cmd.Stderr = os.Stderr
	input, err := b.cmd.StdinPipe()
	require.NoError(t, err)
	output, err := b.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, b.cmd.Start())
	b.input = input
	lines := bufio.NewScanner(output)
	require.True(t, lines.Scan(), "servers.sh has not started them")
	b.mysql = lines.Text()
	require.True(t, lines.Scan())
	b.postgres = lines.Text()
	return b
}

// shortDir is a directory that every user can enter and whose path leaves room for a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "bed")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755)) //nolint:gosec // the user postgres enters it
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

// TestRun starts two beds at once: they do not meet, keep what they promise, and leave nothing behind.
func TestRun(t *testing.T) {
	a, b := start(t), start(t)
	require.NotEqual(t, a.mysql, b.mysql)
	require.NotEqual(t, a.postgres, b.postgres)

	require.Equal(t, "CET", ask(t, "mysql", goDSN(t, a.mysql), "SELECT @@system_time_zone"))
	require.Equal(t, "2026-07-01 12:00:00", ask(t, "mysql", goDSN(t, a.mysql), "SELECT FROM_UNIXTIME(1782900000)"))
	require.Equal(t, "off", ask(t, "pgx", a.postgres, "SHOW fsync"))
	require.Equal(t, "Europe/Berlin", ask(t, "pgx", a.postgres, "SHOW timezone"))
	ask(t, "pgx", b.postgres, "SELECT 1")
	ask(t, "mysql", goDSN(t, b.mysql), "SELECT 1")

	for _, x := range []*bed{a, b} {
		require.NoError(t, x.input.Close())
		var ended *exec.ExitError
		require.ErrorAs(t, x.cmd.Wait(), &ended)
		require.Equal(t, 3, ended.ExitCode(), "the command's own end")
		requireEmpty(t, x.tmp)
	}
}

// TestGuard kills the script itself: its servers end all the same.
func TestGuard(t *testing.T) {
	b := start(t)
	require.NoError(t, b.cmd.Process.Kill())
	require.NoError(t, b.input.Close())
	require.Error(t, b.cmd.Wait())
	requireEmpty(t, b.tmp)
	db, err := sql.Open("pgx", b.postgres)
	require.NoError(t, err)
	require.Error(t, db.PingContext(t.Context()))
	require.NoError(t, db.Close())
}

func requireEmpty(t *testing.T, dir string) {
	t.Helper()
	require.Eventually(t, func() bool {
		left, err := filepath.Glob(dir + "/*")
		return err == nil && len(left) == 0
	}, 30*time.Second, 100*time.Millisecond, "files are left in %s", dir)
}

// goDSN spells mysql://user:password@host/ as the driver does.
func goDSN(t *testing.T, url string) string {
	t.Helper()
	user, rest, ok := strings.Cut(strings.TrimPrefix(url, "mysql://"), "@")
	require.True(t, ok, url)
	c := mysql.NewConfig()
	c.User, c.Passwd, _ = strings.Cut(user, ":")
	c.Net, c.Addr = "tcp", strings.TrimSuffix(rest, "/")
	return c.FormatDSN()
}

// ask returns the one value that a query gives.
func ask(t *testing.T, driver, dsn, query string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	db, err := sql.Open(driver, dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	var value string
	require.NoError(t, db.QueryRowContext(ctx, query).Scan(&value))
	return value
}
