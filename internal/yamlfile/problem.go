// Package yamlfile reads YAML strictly and remembers where each value stands, so that every error of a
// configuration is reported at once, with file and line.
package yamlfile

import "errors"

// Problem is something wrong with a configuration. Path leads to the value from the block being checked,
// as in "streams[1].cursor.column"; the empty path is the block itself. Message says what is wrong and
// what to do, in lower case.
type Problem struct {
	Path    string
	Message string
}

// Error implements error.
func (p Problem) Error() string {
	if p.Path == "" {
		return p.Message
	}
	return p.Path + ": " + p.Message
}

// Join makes one error of problems, nil of none.
func Join(problems []Problem) error {
	errs := make([]error, len(problems))
	for i, p := range problems {
		errs[i] = p
	}
	return errors.Join(errs...)
}
