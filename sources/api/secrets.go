package api

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"

	"helpdesk_exporter/internal/yamlfile"
)

// secrets are texts that must not be shown. They grow as tokens are granted.
type secrets struct {
	mu    sync.Mutex
	texts []string
}

// shortestSecret keeps a password such as "X" from blotting out every word.
const shortestSecret = 4

func (s *secrets) add(texts ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range texts {
		for _, form := range []string{t, url.QueryEscape(t), url.PathEscape(t)} {
			if len(t) >= shortestSecret && !slices.Contains(s.texts, form) {
				s.texts = append(s.texts, form)
			}
		}
	}
}

// hide replaces every secret in a text.
func (s *secrets) hide(message string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.texts {
		message = strings.ReplaceAll(message, t, "<secret>")
	}
	return message
}

// redact takes the address and the secrets out of an error of the HTTP client.
func (s *secrets) redact(err error) error {
	var address *url.Error
	if errors.As(err, &address) { // its text is the whole address, parameters included
		err = address.Err
	}
	hidden := s.hide(err.Error())
	if hidden == err.Error() {
		return err
	}
	return &redacted{message: hidden, cause: err}
}

// redacted does not unwrap, or the hidden text would come back.
type redacted struct {
	message string
	cause   error
}

func (r *redacted) Error() string        { return r.message }
func (r *redacted) Is(target error) bool { return errors.Is(r.cause, target) }

// CheckFiles returns what is wrong with the files that hold credentials, now; they may be others when the source reads them.
func (c *Config) CheckFiles() []yamlfile.Problem {
	var problems []yamlfile.Problem
	for _, f := range []struct{ key, path string }{
		{"password_file", c.PasswordFile}, {"token_file", c.TokenFile}, {"client_secret_file", c.ClientSecretFile},
	} {
		if f.path == "" {
			continue
		}
		b, err := os.ReadFile(f.path)
		if err == nil && len(bytes.TrimSpace(b)) == 0 {
			err = fmt.Errorf("%s is empty: write the credential into it", f.path)
		}
		if err != nil {
			problems = append(problems, yamlfile.Problem{Path: f.key, Message: err.Error()})
		}
	}
	return problems
}

// readSecret reads a secret that stands in the configuration or in a file. A file is read each time, so
// that a renewed one is found.
func readSecret(value, file string) (string, error) {
	if file == "" {
		return value, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading a credential: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}
