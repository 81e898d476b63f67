package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"
)

// event is one line of `go test -json`; `go help buildjson` and `go doc test2json` describe it.
type event struct {
	Action     string
	Package    string
	ImportPath string // of a package that does not build
	Test       string
	Elapsed    float64 // seconds
	Output     string
}

// key is a test, or with an empty name the package itself.
type key struct{ pkg, test string }

type summary struct {
	out    *bufio.Writer
	began  time.Time
	output map[key][]string // of tests that have not ended, and of packages
	build  map[string][]string
	slow   []slow

	passed, failed, skipped int
	packages                int
	broken                  []string // packages that failed without a failed test: no build, a panic, a timeout
	red                     map[string]bool
}

type slow struct {
	name    string
	seconds float64
}

func newSummary(out *bufio.Writer) *summary {
	return &summary{
		out:    out,
		began:  time.Now(),
		output: map[key][]string{},
		build:  map[string][]string{},
		red:    map[string]bool{},
	}
}

// read takes the whole stream.
func (s *summary) read(in io.Reader) error {
	d := json.NewDecoder(in)
	for {
		var e event
		err := d.Decode(&e)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the stream is not that of go test -json: %w", err)
		}
		s.take(e)
	}
}

func (s *summary) take(e event) {
	k := key{e.Package, e.Test}
	switch e.Action {
	case "output":
		s.output[k] = append(s.output[k], e.Output)
	case "build-output":
		s.build[e.ImportPath] = append(s.build[e.ImportPath], e.Output)
	case "build-fail":
		s.say("FAIL  %s does not build\n%s", e.ImportPath, strings.Join(s.build[e.ImportPath], ""))
		s.red[e.ImportPath] = true
	case "pass", "fail", "skip":
		if e.Test == "" {
			s.endPackage(e)
		} else {
			s.endTest(e)
		}
		delete(s.output, k)
	}
}

func (s *summary) endTest(e event) {
	s.slow = append(s.slow, slow{e.Package + " " + e.Test, e.Elapsed})
	switch e.Action {
	case "pass":
		s.passed++
		return
	case "fail":
		s.failed++
		s.red[e.Package] = true
	case "skip":
		s.skipped++
	}
	s.say("%s  %s %s\n%s", strings.ToUpper(e.Action), e.Package, e.Test, strings.Join(s.output[key{e.Package, e.Test}], ""))
}

func (s *summary) endPackage(e event) {
	s.packages++
	switch e.Action {
	case "pass":
		s.say("ok    %s %.1f s\n", e.Package, e.Elapsed)
	case "fail":
		s.say("FAIL  %s %.1f s\n", e.Package, e.Elapsed)
		if !s.red[e.Package] {
			s.say("%s", strings.Join(s.output[key{e.Package, ""}], ""))
			s.sayUnfinished(e.Package)
		}
		s.broken = append(s.broken, e.Package)
	}
	_ = s.out.Flush() // progress; an error stays, and the last Flush reports it
}

// sayUnfinished prints what the tests said that a panic or a timeout cut off.
func (s *summary) sayUnfinished(pkg string) {
	var names []string
	for k := range s.output {
		if k.pkg == pkg && k.test != "" {
			names = append(names, k.test)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		s.say("CUT   %s %s\n%s", pkg, name, strings.Join(s.output[key{pkg, name}], ""))
	}
}

// finish prints the end and tells whether all is green.
func (s *summary) finish() bool {
	sort.Slice(s.slow, func(i, j int) bool { return s.slow[i].seconds > s.slow[j].seconds })
	for i, t := range s.slow {
		if i == 5 || t.seconds < 1 {
			break
		}
		s.say("slow  %.1f s %s\n", t.seconds, t.name)
	}
	tests := s.passed + s.failed + s.skipped
	ok := tests > 0 && s.failed == 0 && s.skipped == 0 && len(s.broken) == 0
	if !ok {
		s.say("failed: %d tests, %d of %d packages\n", s.failed, len(s.broken), s.packages)
	}
	s.say("== test: %.0f s\n", time.Since(s.began).Seconds())
	s.say("tests %d, skipped %d\n", tests, s.skipped)
	return ok
}

func (s *summary) say(format string, args ...any) {
	// What the buffer could not write, its last Flush reports.
	_, _ = fmt.Fprintf(s.out, format, args...)
}
