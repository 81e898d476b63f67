// Command bench measures the built exporter, each figure beside its baseline in the same run. docs/performance.md says
// what is measured and why, and has the figures; CONTRIBUTING.md says how to run it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/alecthomas/kingpin/v2"
)

// lab is where measurements are made: a directory that keeps the desks, a database server, the exporter.
type lab struct {
	dir    string
	server *postgres
	binary string
}

func main() {
	app := kingpin.New("bench", "Measures the exporter beside baselines. Run it from the checkout's folder.")
	dir := app.Flag("dir", "Keeps desks between runs; nobody else may use it.").Default(filepath.Join(os.TempDir(), "helpdesk-bench")).String()
	profile := app.Flag("cpuprofile", "Builds an exporter that writes its CPU profile to this file.").String()
	commands := map[string]func(context.Context, *lab) error{}

	first := app.Command("first-sync", "A first sync from PostgreSQL beside psql's \\copy; its memory; a restart with the state it leaves.")
	firstTickets := first.Flag("tickets", "Tickets of the desk.").Default("1000000").Int()
	commands[first.FullCommand()] = func(ctx context.Context, l *lab) error { return measureFirstSync(ctx, l, *firstTickets) }

	poll := app.Command("poll", "A poll that brings 1,000 changed tickets, at a small desk and at a large one.")
	small := poll.Flag("small", "Tickets of the small desk.").Default("10000").Int()
	large := poll.Flag("large", "Tickets of the large desk.").Default("1000000").Int()
	commands[poll.FullCommand()] = func(ctx context.Context, l *lab) error { return measurePolls(ctx, l, *small, *large) }

	scrape := app.Command("scrape", "Scrapes of 10,000 and 100,000 series beside client_golang's vectors.")
	minutes := scrape.Flag("minutes", "How long each measurement of CPU time takes.").Default("3").Int()
	commands[scrape.FullCommand()] = func(ctx context.Context, l *lab) error { return measureScrapes(ctx, l, *minutes) }

	ways := app.Command("api", "An answer's way from the wire to records and to the ledger, beside encoding/json; the memory of a large one.")
	rounds := ways.Flag("rounds", "How often each way is taken; the least counts.").Default("20").Int()
	commands[ways.FullCommand()] = func(ctx context.Context, l *lab) error { return measureAPI(ctx, l, *rounds) }

	peers := app.Command("peers", "json_exporter's collect of an answer beside our way to records; it is built from the source given.")
	source := peers.Flag("source", "A checkout of prometheus-community/json_exporter; nothing in it is changed.").Required().ExistingDir()
	peerRounds := peers.Flag("rounds", "How often each is measured; the least counts.").Default("5").Int()

	day := app.Command("day", "A day in the life of a busy desk at the Zendesk fake: the requests that the exporter makes, beside the account's limits.")
	dayTickets := day.Flag("tickets", "About how many tickets the desk has in a month.").Default("100000").Int()
	dayVars := day.Flag("vars", "Vars of the preset that are on: notifications, clocks.").Strings()

	// Parts are what needs no exporter: commands, and processes that commands start.
	parts := map[string]func(context.Context) error{
		day.FullCommand():   func(ctx context.Context) error { return measureDay(ctx, *dir, *dayTickets, *dayVars) },
		peers.FullCommand(): func(ctx context.Context) error { return measurePeers(ctx, *dir, *source, *peerRounds) },
	}
	for name, serve := range map[string]func(ctx context.Context, exposition, address string) error{
		"vectors": serveVectors, "collector": serveCollector,
	} {
		clause := app.Command(name, "Serves an exposition, for `scrape`.").Hidden()
		exposition := clause.Arg("exposition", "Families in protobuf.").Required().String()
		address := clause.Arg("address", "Where to listen.").Required().String()
		parts[name] = func(ctx context.Context) error { return serve(ctx, *exposition, *address) }
	}
	child := app.Command("decode", "Decodes answers, for `api`.").Hidden()
	answers := child.Arg("address", "Where they are.").Required().String()
	parts[child.FullCommand()] = func(ctx context.Context) error { return decode(ctx, *dir, *answers) }

	name := kingpin.MustParse(app.Parse(os.Args[1:]))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := os.MkdirAll(*dir, 0o755)
	if part := parts[name]; err == nil && part != nil {
		err = part(ctx)
	} else if err == nil {
		err = run(ctx, *dir, *profile, commands[name])
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run sets the lab up, measures, and stops what it has started.
func run(ctx context.Context, dir, profile string, measure func(context.Context, *lab) error) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	l := &lab{dir: dir, server: newPostgres(filepath.Join(dir, "postgres"))}
	if l.binary, err = build(ctx, dir, profile); err != nil {
		return err
	}
	defer l.server.stop()
	return measure(ctx, l)
}

// build builds the exporter as `make build` does, or one that writes a CPU profile.
func build(ctx context.Context, dir, profile string) (string, error) {
	binary := filepath.Join(dir, "helpdesk_exporter")
	args := []string{"build", "-trimpath", "-o", binary}
	if profile != "" {
		overlay, err := profiled(dir, profile)
		if err != nil {
			return "", err
		}
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "./cmd/helpdesk_exporter")...)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build the exporter (run from the checkout's folder): %w", err)
	}
	return binary, nil
}
