package sources

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"syscall"
)

// Reason says why a poll failed: the bounded label of helpdesk_exporter_errors_total.
type Reason string

// The reasons.
const (
	ReasonTimeout     Reason = "timeout"     // no answer in time
	ReasonConnect     Reason = "connect"     // the helpdesk cannot be reached
	ReasonAuth        Reason = "auth"        // credentials or rights are missing
	ReasonThrottled   Reason = "throttled"   // the helpdesk asks to wait
	ReasonQuery       Reason = "query"       // a request or query is refused
	ReasonSchema      Reason = "schema"      // tables or fields are not those the stream is made for
	ReasonData        Reason = "data"        // an answer cannot be read
	ReasonUnavailable Reason = "unavailable" // the plan or product does not have the stream: it is off
	ReasonIdentity    Reason = "identity"    // another helpdesk answers under this name: the source stops
	ReasonState       Reason = "state"       // a batch cannot be committed
	ReasonPanic       Reason = "panic"       // a fault of the program
	ReasonOther       Reason = "other"
)

// Reasons lists every reason, so that each series is born at 0.
func Reasons() []Reason {
	return []Reason{
		ReasonTimeout, ReasonConnect, ReasonAuth, ReasonThrottled, ReasonQuery, ReasonSchema, ReasonData,
		ReasonUnavailable, ReasonIdentity, ReasonState, ReasonPanic, ReasonOther,
	}
}

// ReasonOf classifies an error. An error anywhere in the chain may name its reason by a method
// Reason() string; what is not in Reasons becomes ReasonOther.
func ReasonOf(err error) Reason {
	var told interface{ Reason() string }
	if errors.As(err, &told) {
		if r := Reason(told.Reason()); slices.Contains(Reasons(), r) {
			return r
		}
		return ReasonOther
	}
	var network net.Error
	isNetwork := errors.As(err, &network)
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), isNetwork && network.Timeout():
		return ReasonTimeout
	case isNetwork, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, driver.ErrBadConn):
		return ReasonConnect
	}
	return ReasonOther
}

// unreachable tells that nobody listens at an address, or that there is no such address.
func unreachable(err error) bool {
	var name *net.DNSError
	return errors.Is(err, syscall.ECONNREFUSED) || errors.As(err, &name) && name.IsNotFound
}

// reasoned is an error with a reason.
type reasoned struct {
	error
	reason Reason
}

func (e reasoned) Reason() string { return string(e.reason) }
func (e reasoned) Unwrap() error  { return e.error }

// WithReason gives an error a reason where it has none of its own.
func WithReason(err error, reason Reason) error {
	var told interface{ Reason() string }
	if errors.As(err, &told) {
		return err
	}
	return reasoned{err, reason}
}
