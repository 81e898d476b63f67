package exchange

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
)

const (
	// longestLine bounds a line of a recording.
	longestLine = 256 << 20
	// mostErrors is how many broken lines are told of at once.
	mostErrors = 10
)

var fileNames = regexp.MustCompile(`\.(jsonl|ndjson)(\.gz)?$`)

// File is a recording of a folder.
type File struct {
	// Name is the file's, relative to the folder, without its endings.
	Name      string
	Exchanges []Exchange
}

// ReadDir reads the recordings in a folder and below it, in the order of their names: *.jsonl and *.ndjson, and
// either with .gz. The folder may be one such file.
func ReadDir(dir string) ([]File, error) {
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	var files []File
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !fileNames.MatchString(path) {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil || path == root {
			name = filepath.Base(path)
		}
		exchanges, err := readFile(path)
		files = append(files, File{Name: fileNames.ReplaceAllString(name, ""), Exchanges: exchanges})
		return err
	})
	return files, err
}

func readFile(path string) ([]Exchange, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	from := io.Reader(file)
	if filepath.Ext(path) == ".gz" {
		unpacked, err := gzip.NewReader(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		from = unpacked
	}
	return read(path, from)
}

// read reads a recording: a JSON object a line. Name is the file's, for errors, which tell of all broken lines.
func read(name string, r io.Reader) ([]Exchange, error) {
	var out []Exchange
	var errs []error
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	n := 1
	for ; lines.Scan() && len(errs) < mostErrors; n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		x, err := parse(line)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, n, err))
			continue
		}
		out = append(out, x)
	}
	if err := lines.Err(); err != nil {
		errs = append(errs, fmt.Errorf("%s:%d: %w", name, n, err))
	}
	return out, errors.Join(errs...)
}

func parse(line []byte) (x Exchange, err error) {
	var wrong *json.SyntaxError
	switch err := json.Unmarshal(line, &x); {
	case errors.As(err, &wrong):
		return x, fmt.Errorf("not a JSON object in one line (at byte %d): %w", wrong.Offset, err)
	case err != nil:
		return x, fmt.Errorf("not an exchange: %w", err)
	case x.Method == "" || x.URL == "" || x.Status == 0:
		return x, errors.New("method, url and status are required")
	}
	if _, err := url.Parse(x.URL); err != nil {
		return x, errors.New("url is no address")
	}
	return x, nil
}
