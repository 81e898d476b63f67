//go:build linux

package state

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// childEnv names the role in which the test binary runs itself again.
const childEnv = "STATE_TEST_CHILD"

// children are the roles; each takes the arguments after the role.
var children = map[string]func(args []string) error{
	"commit without end":  commitWithoutEnd,
	"fill under a limit":  fillUnderLimit,
	"open with full disk": openUnderLimit,
}

func TestMain(m *testing.M) {
	if role := os.Getenv(childEnv); role != "" {
		run, ok := children[role]
		err := errors.New("no such role")
		if ok {
			err = run(os.Args[1:])
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, role+":", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child prepares a run of the test binary in a role.
func child(role string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), childEnv+"="+role)
	cmd.Stderr = os.Stderr
	return cmd
}
