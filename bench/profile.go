package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// profiler is laid over the exporter's package when it is built for a profile: the exporter has no such flag.
const profiler = `package main

import (
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"
)

func init() {
	out, err := os.OpenFile(FILE, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return // that of the first process stays
	}
	if err := pprof.StartCPUProfile(out); err != nil {
		panic(err)
	}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM)
	go func() {
		<-ended
		pprof.StopCPUProfile()
	}()
}
`

// profiled writes the files for `go build -overlay` and returns the overlay's path.
func profiled(dir, profile string) (string, error) {
	profile, err := filepath.Abs(profile)
	if err != nil {
		return "", err
	}
	if err := os.Remove(profile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	source := filepath.Join(dir, "profiler.go.txt")
	if err := os.WriteFile(source, []byte(strings.Replace(profiler, "FILE", strconv.Quote(profile), 1)), 0o644); err != nil {
		return "", err
	}
	target, err := filepath.Abs("cmd/helpdesk_exporter/profiler.go")
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(map[string]map[string]string{"Replace": {target: source}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o644)
}
