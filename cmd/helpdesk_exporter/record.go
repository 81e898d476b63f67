package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/alecthomas/kingpin/v2"

	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/api/exchange"
)

func addRecord(app *kingpin.Application, commands map[string]command) {
	clause := app.Command("record", "Poll a source once and write what it was asked and answered to a file for `test`: without "+
		"credentials, without what people wrote, without their names and addresses. Nothing else is written.")
	source := clause.Arg("source", "Name of the source.").Required().String()
	dir := clause.Flag("answers", "Folder for the recording, SOURCE.jsonl.").Required().String()
	at := clause.Flag("at", "Make this the time of every clock (RFC 3339); by default now.").String()
	commands[clause.FullCommand()] = func(ctx context.Context, p *process) error {
		when, err := instant(*at)
		if err != nil {
			return err
		}
		return recordAnswers(ctx, p, *source, *dir, pipeline.Options{At: when})
	}
}

// recordAnswers polls one source once, over a state that is forgotten, with a recorder around its network.
func recordAnswers(ctx context.Context, p *process, source, dir string, o pipeline.Options) (err error) {
	c, err := p.load()
	if err != nil {
		return err
	}
	block, err := only(c, source)
	if err != nil {
		return err
	}
	if block.Kind() != "api" {
		return fmt.Errorf("source %s: only what speaks HTTP can be recorded", source)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(dir, source+".jsonl")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already: remove it or choose another folder", path)
	}
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	defer func() { err = errors.Join(err, out.Flush(), file.Close()) }()
	var recorder *exchange.Recorder
	o.Network = func(_ string, env *sources.Env) {
		env.Wrap = func(next http.RoundTripper, hide func(string) string) http.RoundTripper {
			recorder = exchange.NewRecorder(next, out, hide)
			return recorder
		}
	}
	pipe, err := p.rehearse(ctx, c, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pipe.Close()) }()
	failed := errors.Join(pipe.RunOnce(ctx), recorder.Err())
	if _, err := fmt.Fprintf(p.stdout, "%s: %d exchanges; read it before you pass it on: what the redaction does not know is in it\n", path, recorder.Count()); err != nil {
		return errors.Join(failed, err)
	}
	return failed
}
