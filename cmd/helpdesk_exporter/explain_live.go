package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"helpdesk_exporter/internal/pipeline"
)

// A running exporter holds its state, so that nobody else can look into it. It answers questions about it on a
// socket beside the state: whoever may read the state may ask, and nothing is open to the network.

const (
	socketSuffix = ".sock"
	// askFor is how long an answer may take.
	askFor = 30 * time.Second
)

// answer serves explanations beside the state at path until the context ends. Without the socket the exporter
// does its work all the same.
func answer(ctx context.Context, p *pipeline.Pipeline, path string, logger *slog.Logger) {
	socket := path + socketSuffix
	// What a crash left behind: this process holds the state, so that nobody else listens.
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		logger.Warn("explain cannot ask this exporter", "err", err)
		return
	}
	listener, err := net.Listen("unix", socket)
	if err == nil {
		err = os.Chmod(socket, 0o600)
	}
	if err != nil {
		logger.Warn("explain cannot ask this exporter", "err", err)
		return
	}
	server := &http.Server{
		ReadHeaderTimeout: askFor, WriteTimeout: askFor,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := explainOne(r.Context(), p, w, r.FormValue("source"), r.FormValue("ticket")); err != nil {
				http.Error(w, err.Error(), http.StatusNotFound)
			}
		}),
	}
	stopped := context.AfterFunc(ctx, func() { server.Close() }) //nolint:errcheck // the process ends
	defer stopped()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		logger.Warn("explain can no longer ask this exporter", "err", err)
	}
}

// askRunning prints what the exporter that holds the state at path explains.
func askRunning(ctx context.Context, w io.Writer, path, source, ticket string) error {
	client := &http.Client{Timeout: askFor, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path+socketSuffix)
		},
	}}
	defer client.CloseIdleConnections()
	query := url.Values{"source": {source}, "ticket": {ticket}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://exporter/?"+query.Encode(), http.NoBody)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return lockedAdvice(path, errors.Unwrap(err))
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	if response.StatusCode != http.StatusOK {
		text, err := io.ReadAll(io.LimitReader(response.Body, 1<<12))
		return errors.Join(fmt.Errorf("the running exporter: %s", text), err)
	}
	_, err = io.Copy(w, response.Body)
	return err
}
