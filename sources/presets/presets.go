// Package presets holds a folder for each product that can be polled without writing a query. A preset
// is a source block that the user did not have to write: the same keys, read by the same loader.
package presets

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed */preset.yml
var folders embed.FS

const file = "preset.yml"

// Names lists the presets in alphabetical order.
func Names() []string {
	matches, err := fs.Glob(folders, "*/"+file)
	if err != nil {
		return nil // only a wrong pattern is an error
	}
	names := make([]string, len(matches))
	for i, m := range matches {
		names[i] = path.Dir(m)
	}
	return names
}

// Read returns the text of a preset. The error of an unknown name lists those there are.
func Read(name string) ([]byte, error) {
	if !fs.ValidPath(name) || strings.Contains(name, "/") {
		return nil, unknown(name)
	}
	text, err := folders.ReadFile(name + "/" + file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unknown(name)
	}
	return text, err
}

func unknown(name string) error {
	return fmt.Errorf("no preset %q; there are: %s", name, strings.Join(Names(), ", "))
}

// Summary returns the first line of a preset's opening comment.
func Summary(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	line, ok := strings.CutPrefix(line, "#")
	if !ok {
		return ""
	}
	return strings.TrimSpace(line)
}
