package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// Reason is why a poll failed, one of a few words.
type Reason string

// The reasons.
const (
	ReasonConnect   Reason = "connect"
	ReasonAuth      Reason = "auth"
	ReasonQuery     Reason = "query"
	ReasonTimeout   Reason = "timeout"
	ReasonSchema    Reason = "schema"
	ReasonData      Reason = "data"
	ReasonCancelled Reason = "cancelled"
	ReasonInternal  Reason = "internal"
)

// Error is a failed poll. Its text holds no credentials.
type Error struct {
	Stream string // empty where the error is the source's
	What   string // what was being done
	reason Reason
	err    error
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
	b.WriteString(e.err.Error())
	return b.String()
}

// Unwrap returns the cause, with its credentials removed.
func (e *Error) Unwrap() error { return e.err }

// Reason tells why, as a label's value.
func (e *Error) Reason() string { return string(e.reason) }

func schemaError(stream, format string, args ...any) error {
	return &Error{Stream: stream, reason: ReasonSchema, err: fmt.Errorf(format, args...)}
}

func dataError(stream, format string, args ...any) error {
	return &Error{Stream: stream, reason: ReasonData, err: fmt.Errorf(format, args...)}
}

// failure makes an Error of a driver's error.
func (s *Source) failure(ctx context.Context, stream, what string, err error) error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	return &Error{Stream: stream, What: what, reason: reasonOf(ctx, err), err: s.secrets.redact(err)}
}

// reasonOf classifies an error by type and code, never by its text, except where SQLite has no code.
func reasonOf(ctx context.Context, err error) Reason {
	var (
		pg      *pgconn.PgError
		pgConn  *pgconn.ConnectError
		my      *mysql.MySQLError
		lite    *sqlite.Error
		network net.Error
	)
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return ReasonCancelled
	case errors.As(err, &pg):
		return postgresReason(pg.Code)
	case errors.As(err, &my):
		return mysqlReason(my.Number)
	case errors.As(err, &lite):
		return sqliteReason(lite.Code(), lite.Error())
	case errors.As(err, &pgConn):
		return ReasonConnect
	case errors.Is(err, context.DeadlineExceeded):
		return ReasonTimeout
	case errors.Is(err, context.Canceled):
		return ReasonCancelled
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, mysql.ErrInvalidConn), errors.As(err, &network):
		return ReasonConnect
	}
	return ReasonQuery
}

// postgresReason goes by the five characters of SQLSTATE, the longest prefix first.
func postgresReason(code string) Reason {
	byPrefix := map[string]Reason{
		"57014": ReasonTimeout, "55P03": ReasonTimeout, "25P03": ReasonTimeout,
		"42501": ReasonAuth, "28": ReasonAuth,
		"3D": ReasonConnect, "08": ReasonConnect, "53": ReasonConnect, "57": ReasonConnect,
		"42P01": ReasonSchema, "42703": ReasonSchema, "42883": ReasonSchema, "3F": ReasonSchema,
		"22": ReasonData,
	}
	for n := len(code); n >= 2; n-- {
		if r, ok := byPrefix[code[:n]]; ok {
			return r
		}
	}
	return ReasonQuery
}

func mysqlReason(number uint16) Reason {
	switch number {
	case 1044, 1045, 1142, 1143, 1227, 1370, 1698, 1820, 1862:
		return ReasonAuth
	case 1049, 1040, 1053, 1077, 1129, 1130, 1203, 1226:
		return ReasonConnect
	case 1054, 1146, 1305, 1356:
		return ReasonSchema
	case 1205, 1317, 1969, 3024:
		return ReasonTimeout
	case 1264, 1292, 1366, 1525:
		return ReasonData
	}
	return ReasonQuery
}

// sqliteReason: the low byte is the primary code of sqlite3.h.
func sqliteReason(code int, message string) Reason {
	switch code & 0xff {
	case 1:
		if strings.Contains(message, "no such table") || strings.Contains(message, "no such column") {
			return ReasonSchema
		}
	case 5, 6, 9:
		return ReasonTimeout
	case 10, 14:
		return ReasonConnect
	case 3, 23:
		return ReasonAuth
	case 11, 20, 26:
		return ReasonData
	}
	return ReasonQuery
}

// secrets are texts that must not be shown.
type secrets []*regexp.Regexp

// newSecrets takes a user's names and passwords. A password is hidden wherever it stands, also as it is
// written in an address; a name only as a word, because it may be part of another.
func newSecrets(users, passwords []string) secrets {
	var s secrets
	for _, password := range passwords {
		for _, p := range []string{password, url.QueryEscape(password), url.PathEscape(password), strings.TrimPrefix(url.UserPassword("", password).String(), ":")} {
			if p != "" {
				s = append(s, regexp.MustCompile(regexp.QuoteMeta(p)))
			}
		}
	}
	for _, user := range users {
		if user != "" {
			s = append(s, regexp.MustCompile(`(^|\W)`+regexp.QuoteMeta(user)+`($|\W)`))
		}
	}
	return s
}

// redact hides the secrets in an error's text and keeps what errors.Is asks.
func (s secrets) redact(err error) error {
	message := err.Error()
	hidden := message
	for _, secret := range s {
		hidden = secret.ReplaceAllString(hidden, "${1}<secret>${2}")
	}
	if hidden == message {
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
