package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// profiler is added to the exporter's package when it is built for a profile: the exporter has no such flag.
const profiler = `package main

import (
	"os"
	"runtime/pprof"
)

// profile begins the profile of the first process, that of later ones stays away.
func profile() (end func()) {
	out, err := os.OpenFile(FILE, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil || pprof.StartCPUProfile(out) != nil {
		return func() {}
	}
	return pprof.StopCPUProfile
}
`

const mainFile = "cmd/helpdesk_exporter/main.go"

// profiled writes the files for `go build -overlay` and returns the overlay's path.
func profiled(dir, profile string) (string, error) {
	profile, err := filepath.Abs(profile)
	if err != nil {
		return "", err
	}
	if err := os.Remove(profile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	text, err := os.ReadFile(mainFile)
	if err != nil {
		return "", fmt.Errorf("run from the checkout's folder: %w", err)
	}
	laid := map[string]string{
		mainFile: strings.NewReplacer("code := run(", "end := profile()\n\tcode := run(", "os.Exit(", "end()\n\tos.Exit(").Replace(string(text)),
		filepath.Join(filepath.Dir(mainFile), "profiler.go"): strings.Replace(profiler, "FILE", strconv.Quote(profile), 1),
	}
	replace := map[string]string{}
	for target, text := range laid {
		source := filepath.Join(dir, filepath.Base(target)+".txt")
		if err := os.WriteFile(source, []byte(text), 0o644); err != nil {
			return "", err
		}
		if target, err = filepath.Abs(target); err != nil {
			return "", err
		}
		replace[target] = source
	}
	text, err = json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o644)
}
