package holidays

import (
	"errors"
	"fmt"
	"os"
)

// ReadFile reads a calendar file of so many bytes at most. What is not a file, as a pipe that nobody may ever
// write to, is refused.
func ReadFile(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, short(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, short(err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	text, err := readAll(file, most)
	if err != nil {
		return nil, fmt.Errorf("read: %w", short(err))
	}
	return text, nil
}

// short leaves out the path, which whoever asks knows.
func short(err error) error {
	var failed *os.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}
