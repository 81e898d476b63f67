package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSummary(t *testing.T) {
	const green = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"said by A\n"}
{"Action":"pass","Package":"p","Test":"TestA/sub","Elapsed":0.1}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":2.5}
{"Action":"pass","Package":"p","Elapsed":2.6}
`
	cases := []struct {
		name   string
		stream string
		ok     bool
		last   string
		says   []string
		not    []string
	}{
		{
			name:   "green: tests and their parts are counted, their output is not shown",
			stream: green,
			ok:     true,
			last:   "tests 2, skipped 0",
			says:   []string{"ok    p 2.6 s", "slow  2.5 s p TestA"},
			not:    []string{"said by A"},
		},
		{
			name:   "a package without tests counts nothing",
			stream: green + `{"Action":"skip","Package":"q"}`,
			ok:     true,
			last:   "tests 2, skipped 0",
		},
		{
			name: "a skipped test is red, and says why",
			stream: green + `{"Action":"output","Package":"p","Test":"TestB","Output":"no server\n"}
{"Action":"skip","Package":"p","Test":"TestB"}`,
			last: "tests 3, skipped 1",
			says: []string{"SKIP  p TestB\nno server"},
		},
		{
			name: "a failed test is red, and says why",
			stream: green + `{"Action":"output","Package":"q","Test":"TestB","Output":"want 1, got 2\n"}
{"Action":"fail","Package":"q","Test":"TestB"}
{"Action":"fail","Package":"q","Elapsed":1}`,
			last: "tests 3, skipped 0",
			says: []string{"FAIL  q TestB\nwant 1, got 2", "failed: 1 tests, 1 of 2 packages"},
		},
		{
			name: "a package that does not build is red",
			stream: green + `{"Action":"build-output","ImportPath":"q","Output":"q.go:1: no\n"}
{"Action":"build-fail","ImportPath":"q"}
{"Action":"fail","Package":"q","Elapsed":0,"FailedBuild":"q"}`,
			last: "tests 2, skipped 0",
			says: []string{"FAIL  q does not build\nq.go:1: no"},
		},
		{
			name: "a panic in the middle of a test is red, and what the test said is shown",
			stream: green + `{"Action":"run","Package":"q","Test":"TestB"}
{"Action":"output","Package":"q","Test":"TestB","Output":"panic: no\n"}
{"Action":"output","Package":"q","Output":"exit status 2\n"}
{"Action":"fail","Package":"q","Elapsed":0}`,
			last: "tests 2, skipped 0",
			says: []string{"CUT   q TestB\npanic: no", "exit status 2"},
		},
		{
			name:   "no test at all is red",
			stream: `{"Action":"skip","Package":"q"}`,
			last:   "tests 0, skipped 0",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			ok, err := run(strings.NewReader(c.stream), &out)
			require.NoError(t, err)
			require.Equal(t, c.ok, ok)
			lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
			require.Equal(t, c.last, lines[len(lines)-1])
			for _, s := range c.says {
				require.Contains(t, out.String(), s)
			}
			for _, s := range c.not {
				require.NotContains(t, out.String(), s)
			}
		})
	}
}

func TestSummaryRefusesAnotherStream(t *testing.T) {
	var out strings.Builder
	_, err := run(strings.NewReader("ok  p 0.1s\n"), &out)
	require.ErrorContains(t, err, "not that of go test -json")
}
