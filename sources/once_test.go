package sources

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func TestRunOnceReadsWhatIsWanted(t *testing.T) {
	sink := &noted{want: map[string][]string{}}
	src := &scripted{
		streams: append(tickets(time.Minute), record.Stream{Name: "events", Interval: time.Minute}),
		poll: func(ctx context.Context, stream string, attempt int, from record.Position, deliver record.Deliver) error {
			switch {
			case stream == "events" && attempt == 1:
				sink.want["tickets"] = []string{"7"}
			case len(from.Want) > 0:
				delete(sink.want, stream)
			}
			return whole(ctx, stream, deliver)
		},
	}
	b := newBench(t, sink, Polled{"shop", src})
	require.NoError(t, b.loop.RunOnce(t.Context()))
	require.Equal(t, map[string]int{"identity": 1, "tickets": 2, "events": 1}, src.attempts)
}

func TestRunOnceErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		sink *noted
		poll func(ctx context.Context, stream string, deliver record.Deliver) error
		want string
	}{
		{"poll fails", &noted{}, func(context.Context, string, record.Deliver) error { return io.EOF }, "source shop: stream tickets: EOF"},
		{"not complete", &noted{}, func(context.Context, string, record.Deliver) error { return nil }, "source shop: stream tickets: the source ended a pass without completing it"},
		{"endless wish", &noted{want: map[string][]string{"tickets": {"9"}}}, whole, "source shop: tickets are still wanted after 100 passes"},
		{"not committed, and the source swallows it", &noted{apply: errors.New("disk full")}, func(ctx context.Context, stream string, deliver record.Deliver) error {
			if err := whole(ctx, stream, deliver); err == nil {
				return errors.New("must not happen")
			}
			return nil
		}, "source shop: stream tickets: disk full"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := &scripted{streams: tickets(time.Minute), poll: func(ctx context.Context, stream string, _ int, _ record.Position, deliver record.Deliver) error {
				return c.poll(ctx, stream, deliver)
			}}
			good := &scripted{streams: tickets(time.Minute)}
			var sink Sink = c.sink
			b := newBench(t, sink, Polled{"shop", src})
			require.EqualError(t, b.loop.RunOnce(t.Context()), c.want)

			b = newBench(t, &noted{}, Polled{"shop", src}, Polled{"good", good})
			_ = b.loop.RunOnce(t.Context()) //nolint:errcheck // asserted above
			require.Equal(t, 1, good.attempts["tickets"], "the other source is read all the same")
		})
	}
}

// TestRunOnceGivesUpWhereNobodyListens: the first stream is enough; what else fails is that of its stream.
func TestRunOnceGivesUpWhereNobodyListens(t *testing.T) {
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	two := append(tickets(time.Minute), record.Stream{Name: "events", Interval: time.Minute})
	for _, c := range []struct {
		name    string
		streams []record.Stream
		fails   string
		err     error
		want    string
		tried   map[string]int
	}{
		{
			"refused", two, "tickets", fmt.Errorf("GET /t: %w", refused),
			"source shop: stream tickets: GET /t: dial tcp: connect: connection refused; the other streams were not tried",
			map[string]int{"identity": 1, "tickets": 1},
		},
		{
			"no such host", two, "tickets", &net.DNSError{Err: "no such host", Name: "desk.example", IsNotFound: true},
			"source shop: stream tickets: lookup desk.example: no such host; the other streams were not tried",
			map[string]int{"identity": 1, "tickets": 1},
		},
		{
			"the only stream", two[:1], "tickets", refused, "source shop: stream tickets: dial tcp: connect: connection refused",
			map[string]int{"identity": 1, "tickets": 1},
		},
		{
			"a later stream", two, "events", refused, "source shop: stream events: dial tcp: connect: connection refused",
			map[string]int{"identity": 1, "tickets": 1, "events": 1},
		},
		{"cut off", two, "tickets", io.EOF, "source shop: stream tickets: EOF", map[string]int{"identity": 1, "tickets": 1, "events": 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := &scripted{streams: c.streams, poll: func(ctx context.Context, stream string, _ int, _ record.Position, deliver record.Deliver) error {
				if stream == c.fails {
					return c.err
				}
				return whole(ctx, stream, deliver)
			}}
			b := newBench(t, &noted{}, Polled{"shop", src})
			require.EqualError(t, b.loop.RunOnce(t.Context()), c.want)
			require.Equal(t, c.tried, src.attempts)
		})
	}
}
