package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/common/promslog"
	promslogflag "github.com/prometheus/common/promslog/flag"
	"github.com/prometheus/common/version"

	"helpdesk_exporter/internal/config"
)

const program = "helpdesk_exporter"

// command is what a subcommand does once its flags are parsed.
type command func(ctx context.Context, p *process) error

// process is what a command gets from the command line.
type process struct {
	stdout  io.Writer
	logger  *slog.Logger
	configs *[]string
	// configured tells that the command line names a configuration.
	configured bool
}

// load reads the configuration that the flags name.
func (p *process) load() (*config.Config, error) { return config.Load(*p.configs, os.LookupEnv) }

// exit ends the parsing of a command line, as --help does.
type exit int

// run runs the command that the arguments name and returns the exit status: 0 done, 1 failed, 2 wrong
// arguments.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (status int) {
	defer func() {
		if fault := recover(); fault != nil {
			code, ok := fault.(exit)
			if !ok {
				panic(fault)
			}
			status = int(code)
		}
	}()
	app := kingpin.New(program, "Prometheus exporter for support desks.")
	app.UsageWriter(stdout).ErrorWriter(stderr).Terminate(func(code int) { panic(exit(code)) })
	app.HelpFlag.Short('h')
	app.Version(version.Print(program))

	p := &process{stdout: stdout}
	p.configs = app.Flag("config.file", "Configuration file, or folder of *.yml files. Repeatable: the files are one configuration.").
		Default("helpdesk.yml").IsSetByUser(&p.configured).Strings()
	logs := &promslog.Config{Writer: stderr}
	promslogflag.AddFlags(app, logs)

	commands := map[string]command{}
	for _, add := range []func(*kingpin.Application, map[string]command){
		addServe, addOnce, addTest, addRecord, addCheck, addExplain, addPresets, addState, addBundle, addDemo, addVersion,
	} {
		add(app, commands)
	}
	name, err := app.Parse(explainShort(args))
	if err != nil {
		fmt.Fprintf(stderr, "%s: error: %v, try --help\n", program, err) //nolint:errcheck // nobody is left to tell
		return 2
	}
	p.logger = promslog.New(logs)
	slog.SetDefault(slog.New(libraryLog{p.logger.Handler()}))
	if err := commands[name](ctx, p); err != nil {
		fmt.Fprintf(stderr, "%v\n", err) //nolint:errcheck // nobody is left to tell
		return 1
	}
	return 0
}

func addVersion(app *kingpin.Application, commands map[string]command) {
	clause := app.Command("version", "Print the version.")
	commands[clause.FullCommand()] = func(_ context.Context, p *process) error {
		_, err := fmt.Fprintln(p.stdout, version.Print(program))
		return err
	}
}
