package yamlfile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Error is something wrong at a place of a file.
type Error struct {
	File    string
	Line    int // 0 where unknown
	Path    string
	Message string

	// meant is the path of the key that an unknown one was probably meant to be.
	meant string
}

// Error implements error: file:line: path: message.
func (e Error) Error() string {
	parts := make([]string, 0, 3)
	for _, part := range []string{e.where(), e.Path, e.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

func (e Error) where() string {
	if e.Line == 0 {
		return e.File
	}
	return e.File + ":" + strconv.Itoa(e.Line)
}

// Errors are all errors of a configuration.
type Errors []Error

// Error implements error: a line each.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Sorted returns the errors in the order of files and lines, without repetitions; nil where there are none.
func (e Errors) Sorted() error {
	if len(e) == 0 {
		return nil
	}
	out := slices.Clone(e)
	slices.SortStableFunc(out, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return slices.Compact(out)
}
