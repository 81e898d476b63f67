package sources

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReasonOf(t *testing.T) {
	for want, errs := range map[Reason][]error{
		ReasonTimeout: {context.DeadlineExceeded, &net.DNSError{IsTimeout: true}, fmt.Errorf("page 2: %w", errStalled)},
		ReasonConnect: {&net.OpError{Op: "dial", Err: errors.New("refused")}, io.ErrUnexpectedEOF, errors.Join(errors.New("x"), io.EOF)},
		ReasonAuth:    {fmt.Errorf("poll: %w", reasoned{io.EOF, ReasonAuth}), WithReason(reasoned{io.EOF, ReasonAuth}, ReasonState)},
		ReasonOther:   {errors.New("x"), reasoned{io.EOF, "4711"}},
		ReasonState:   {WithReason(errors.New("disk full"), ReasonState)},
	} {
		for _, err := range errs {
			require.Equal(t, want, ReasonOf(err), "%v", err)
		}
	}
}
