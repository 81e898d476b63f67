package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Manifest is the name of the file in which a bundle's folder keeps what was written into it: a hash and a path a line.
const Manifest = ".helpdesk_exporter_bundle"

// Write writes the files into a folder, which must be new, empty, or one that Write has written before. A file that it did
// not write, or that has changed since, is an error, and then nothing is written at all; with force it is overwritten. Files
// that a bundle before had and this one has not are removed.
func Write(dir string, files map[string][]byte, force bool) error {
	written, err := readManifest(dir)
	if err != nil {
		return err
	}
	if written == nil && !force {
		other, err := anyFile(dir)
		if err != nil {
			return err
		}
		if other != "" {
			return fmt.Errorf("%s holds other files, such as %s: give a new folder, or --force to write among them", dir, other)
		}
	}
	var stale []string
	for path := range written {
		if _, ok := files[path]; !ok {
			stale = append(stale, path)
		}
	}
	slices.Sort(stale)
	if err := mayReplace(dir, written, files, stale, force); err != nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if err := put(filepath.Join(dir, filepath.FromSlash(path)), files[path]); err != nil {
			return err
		}
	}
	for _, path := range stale {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(path))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove what is no part of the bundle any more: %w", err)
		}
	}
	return put(filepath.Join(dir, Manifest), manifestOf(files))
}

// mayReplace returns an error that names every file that is not as it was written.
func mayReplace(dir string, written map[string]string, files map[string][]byte, stale []string, force bool) error {
	var changed []string
	for _, path := range append(slices.Sorted(maps.Keys(files)), stale...) {
		name := filepath.Join(dir, filepath.FromSlash(path))
		info, err := os.Lstat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return err
		case info.IsDir():
			return fmt.Errorf("%s is a folder; remove it, or give another one by --out", name)
		case force:
			continue
		}
		found, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if hash(found) != written[path] && !bytes.Equal(found, files[path]) {
			changed = append(changed, name)
		}
	}
	if len(changed) > 0 {
		return fmt.Errorf("not written by this command, or changed since: %s; move them, or give --force to overwrite them", strings.Join(changed, ", "))
	}
	return nil
}

// anyFile returns the name of something in a folder, empty where there is nothing or no folder.
func anyFile(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	case len(entries) > 0:
		return entries[0].Name(), nil
	}
	return "", nil
}

// readManifest returns the hashes of what was written into a folder, nil where nothing was.
func readManifest(dir string) (map[string]string, error) {
	text, err := os.ReadFile(filepath.Join(dir, Manifest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	written := map[string]string{}
	for line := range strings.Lines(string(text)) {
		sum, path, found := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !found || !filepath.IsLocal(filepath.FromSlash(path)) {
			return nil, fmt.Errorf("%s: %q is no line of a manifest; remove the file, or give another folder by --out", filepath.Join(dir, Manifest), line)
		}
		written[path] = sum
	}
	return written, nil
}

// manifestOf is what sha256sum would write, so that sha256sum --check reads it.
func manifestOf(files map[string][]byte) []byte {
	var out bytes.Buffer
	for _, path := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&out, "%s  %s\n", hash(files[path]), path)
	}
	return out.Bytes()
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// put writes a file that every server may read, whole or not at all.
func put(name string, content []byte) error {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".writing-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
