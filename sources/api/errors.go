package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/api/exchange"
)

// Reason is why a poll failed, one of a few words.
type Reason string

// The reasons.
const (
	ReasonConnect     Reason = "connect"
	ReasonTimeout     Reason = "timeout"
	ReasonAuth        Reason = "auth"
	ReasonThrottled   Reason = "throttled"
	ReasonQuery       Reason = "query"
	ReasonSchema      Reason = "schema"
	ReasonData        Reason = "data"
	ReasonUnavailable Reason = "unavailable"
	ReasonState       Reason = "state"
	ReasonOther       Reason = "other"
)

// Error is a failed poll. Its text holds no credentials and nothing of an answer's body.
type Error struct {
	Stream string // empty where the error is the source's
	What   string // what was being done, such as "GET /tickets"
	Status int    // of the answer, 0 where there was none
	// RetryAt is the instant before which the helpdesk will not answer; zero where it is unknown.
	RetryAt time.Time
	reason  Reason
	restart bool // the walk must begin anew
	err     error
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Stream != "" {
		fmt.Fprintf(&b, "stream %s: ", e.Stream)
	}
	if e.What != "" {
		b.WriteString(e.What + ": ")
	}
	if e.Status != 0 {
		fmt.Fprintf(&b, "status %d: ", e.Status)
	}
	b.WriteString(e.err.Error())
	return b.String()
}

// Unwrap returns the cause, with its credentials removed.
func (e *Error) Unwrap() error { return e.err }

// Reason tells why, as a label's value.
func (e *Error) Reason() string { return string(e.reason) }

func failf(reason Reason, format string, args ...any) *Error {
	return &Error{reason: reason, err: fmt.Errorf(format, args...)}
}

// within says where an error happened, unless it says so itself.
func within(err error, stream, what string) error {
	var own *Error
	if !errors.As(err, &own) {
		return err
	}
	named := *own
	if named.Stream == "" {
		named.Stream = stream
	}
	if named.What == "" {
		named.What = what
	}
	return &named
}

// unrecorded tells that recorded answers were played, and that this one was not among them.
func unrecorded(err error) bool { return errors.Is(err, exchange.ErrUnmatched) }

// isReason tells errors of the given reasons.
func isReason(err error, reasons ...Reason) bool {
	var own *Error
	return errors.As(err, &own) && slices.Contains(reasons, own.reason)
}
