// Command summary reads the stream of `go test -json` and prints what a person wants of it: a line for each package,
// the output of each test that failed or was skipped, and at the end "tests N, skipped 0". It fails when a test
// failed, when one was skipped, and when there was none: a skipped test is not a green one.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

func main() {
	ok, err := run(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "summary:", err)
		os.Exit(1)
	}
	if !ok {
		os.Exit(1)
	}
}

// run copies a summary of the stream to out and tells whether all is green.
func run(in io.Reader, out io.Writer) (bool, error) {
	w := bufio.NewWriter(out)
	s := newSummary(w)
	if err := s.read(in); err != nil {
		return false, err
	}
	ok := s.finish()
	return ok, w.Flush()
}
