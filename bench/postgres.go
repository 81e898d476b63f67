package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// serverStarts is how long the database server may take to answer.
	serverStarts = time.Minute
	// serverStops is how long it may take to end.
	serverStops = time.Minute
)

// postgres is a server of our own on loopback with its defaults: fsync is on, 128 MB of shared buffers. Its data stays.
type postgres struct {
	dir  string
	port int
	cmd  *exec.Cmd
}

func newPostgres(dir string) *postgres { return &postgres{dir: dir} }

// tool returns the path of one of PostgreSQL's programs, which Debian keeps out of PATH.
func tool(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("%s not found: install PostgreSQL (`make tools` does it on Debian)", name)
	}
	return slices.Max(found), nil
}

// unprivileged makes a command run as the user postgres where we are root, whom the server refuses.
func unprivileged(cmd *exec.Cmd) error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return nil
}

// start makes the server's data at first, starts it and waits until it answers.
func (p *postgres) start(ctx context.Context) error {
	if p.cmd != nil {
		return nil
	}
	if _, err := os.Stat(filepath.Join(p.dir, "PG_VERSION")); errors.Is(err, os.ErrNotExist) {
		if err := p.create(ctx); err != nil {
			return err
		}
	}
	program, err := tool("postgres")
	if err != nil {
		return err
	}
	if p.port, err = p.keptPort(ctx); err != nil {
		return err
	}
	log, err := os.Create(p.dir + ".log")
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // the server has its own descriptor
	p.cmd = exec.Command(program, "-D", p.dir, "-p", strconv.Itoa(p.port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := unprivileged(p.cmd); err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	var answer error
	for deadline := time.Now().Add(serverStarts); time.Now().Before(deadline) && ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		if _, answer = p.query(ctx, "postgres", "SELECT 1"); answer == nil {
			return nil
		}
	}
	return fmt.Errorf("PostgreSQL does not answer, see %s.log: %w", p.dir, errors.Join(answer, ctx.Err()))
}

func (p *postgres) create(ctx context.Context) error {
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return err
	}
	program, err := tool("initdb")
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, "-D", p.dir, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	if err := unprivileged(cmd); err != nil {
		return err
	}
	if c := cmd.SysProcAttr; c != nil {
		if err := os.Chown(p.dir, int(c.Credential.Uid), int(c.Credential.Gid)); err != nil {
			return err
		}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// stop ends the server, if it was started.
func (p *postgres) stop() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(os.Interrupt) // fast: waits for no client
	kill := time.AfterFunc(serverStops, func() { _ = p.cmd.Process.Kill() })
	_ = p.cmd.Wait()
	kill.Stop()
	p.cmd = nil
}

const (
	// reaped is how long the server may take to note that a client has gone.
	reaped = 500 * time.Millisecond
	// clockTick is Linux's unit of the times in /proc/PID/stat.
	clockTick = 10 * time.Millisecond
)

// cpu returns the CPU time of all connections that have ended.
func (p *postgres) cpu() (time.Duration, error) {
	time.Sleep(reaped)
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The second field is the program's name in brackets; cutime and cstime are fields 16 and 17.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	var ticks time.Duration
	for _, field := range fields[13:15] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += time.Duration(n)
	}
	return ticks * clockTick, nil
}

// keptPort returns the port of the runs before: to a state, the same desk behind another port is another helpdesk.
func (p *postgres) keptPort(ctx context.Context) (int, error) {
	file := p.dir + ".port"
	text, err := os.ReadFile(file)
	if err == nil {
		return strconv.Atoi(string(text))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	port, err := freePort(ctx)
	if err != nil {
		return 0, err
	}
	return port, os.WriteFile(file, []byte(strconv.Itoa(port)), 0o644)
}

func freePort(ctx context.Context) (int, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close() //nolint:errcheck // it has told its port
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("no port in %s", listener.Addr())
	}
	return address.Port, nil
}

func (p *postgres) dsn(database string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", p.port, database)
}

// psql prepares a run of psql: unaligned, rows only, ending at the first error.
func (p *postgres) psql(ctx context.Context, database string, args ...string) *exec.Cmd {
	args = append([]string{"-XqAt", "-v", "ON_ERROR_STOP=1", "-d", p.dsn(database)}, args...)
	return exec.CommandContext(ctx, "psql", args...)
}

// query runs SQL and returns what psql prints.
func (p *postgres) query(ctx context.Context, database, sql string, args ...string) (string, error) {
	cmd := p.psql(ctx, database, append(args, "-f", "-")...)
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader(sql), &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("psql: %w: %s", err, strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSpace(string(out)), nil
}
