package sources

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// scripted is a source whose polls do what the test says.
type scripted struct {
	streams  []record.Stream
	identity func(attempt int) (string, error)
	poll     func(ctx context.Context, stream string, attempt int, from record.Position, deliver record.Deliver) error

	mu       sync.Mutex
	attempts map[string]int
	polledAt []time.Time
}

func (s *scripted) count(what string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.attempts == nil {
		s.attempts = map[string]int{}
	}
	s.attempts[what]++
	return s.attempts[what]
}

func (s *scripted) Streams() []record.Stream { return s.streams }
func (s *scripted) Close() error             { return nil }

func (s *scripted) Identity(context.Context) (string, error) {
	n := s.count("identity")
	if s.identity != nil {
		return s.identity(n)
	}
	return "desk", nil
}

func (s *scripted) Poll(ctx context.Context, stream string, from record.Position, deliver record.Deliver) error {
	n := s.count(stream)
	s.polledAt = append(s.polledAt, time.Now())
	if s.poll == nil {
		return whole(ctx, stream, deliver)
	}
	return s.poll(ctx, stream, n, from, deliver)
}

func whole(ctx context.Context, stream string, deliver record.Deliver) error {
	_, err := deliver(ctx, record.Batch{
		Stream: stream, Complete: true,
		Parts: []record.Part{{Stream: stream, Records: []record.Record{record.Ticket{ID: "1"}, record.Ticket{ID: "2"}}}},
	})
	return err
}

// noted is a sink that notes what it is told.
type noted struct {
	mu    sync.Mutex
	notes []string
	begin error
	apply error
	want  map[string][]string
}

func (n *noted) note(format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notes = append(n.notes, fmt.Sprintf(format, args...))
}

func (n *noted) Begin(_ context.Context, source, identity string, streams []record.Stream, now time.Time) error {
	n.note("begin %s %s %d %s", source, identity, len(streams), now.UTC().Format(time.TimeOnly))
	return n.begin
}

func (n *noted) Position(_ context.Context, _, stream string) (record.Position, error) {
	return record.Position{Want: n.want[stream]}, nil
}

func (n *noted) Apply(_ context.Context, source string, batch record.Batch) (record.Answer, error) {
	n.note("apply %s %s", source, batch.Stream)
	return record.Answer{}, n.apply
}

func (n *noted) SwitchStream(_ context.Context, source, stream string, off bool) error {
	n.note("switch %s %s %t", source, stream, off)
	return nil
}

func tickets(every time.Duration) []record.Stream {
	return []record.Stream{{Name: "tickets", Interval: every}, {Name: "messages", Parent: "tickets"}}
}

type bench struct {
	registry *prometheus.Registry
	log      bytes.Buffer
	loop     *Loop
}

func newBench(t *testing.T, sink Sink, polled ...Polled) *bench {
	t.Helper()
	b := &bench{registry: prometheus.NewPedanticRegistry()}
	var err error
	b.loop, err = NewLoop(polled, sink, Options{
		Registerer: b.registry,
		Logger:     slog.New(slog.NewTextHandler(&b.log, nil)),
		Jitter:     func(time.Duration) time.Duration { return 0 },
	})
	require.NoError(t, err)
	return b
}

// runFor runs the loop for a span of the bubble's time.
func (b *bench) runFor(t *testing.T, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	b.loop.Run(ctx)
}

func (b *bench) requireMetrics(t *testing.T, want string, names ...string) {
	t.Helper()
	var text strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(want), "\n") {
		text.WriteString(strings.TrimSpace(line) + "\n")
	}
	all, err := b.registry.Gather()
	require.NoError(t, err)
	got := map[string]string{}
	for _, family := range all {
		for _, m := range family.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, l.GetValue())
			}
			value := m.GetGauge().GetValue() + m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
			got[family.GetName()] += fmt.Sprintf("%s %s %v\n", strings.TrimPrefix(family.GetName(), "helpdesk_exporter_"), strings.Join(labels, " "), value)
		}
	}
	var have strings.Builder
	for _, name := range names {
		have.WriteString(got["helpdesk_exporter_"+name])
	}
	require.Equal(t, text.String(), have.String())
}

func TestLoopPollsAtTheInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &noted{}
		src := &scripted{streams: append(tickets(time.Minute), record.Stream{Name: "agents", Interval: 5 * time.Minute})}
		b := newBench(t, sink, Polled{"shop", src})
		start := time.Now()
		b.runFor(t, 10*time.Minute+time.Second)

		require.Equal(t, map[string]int{"identity": 1, "tickets": 11, "agents": 3}, src.attempts)
		require.Equal(t, start, src.polledAt[0])
		require.Equal(t, []string{"begin shop desk 3 00:00:00", "apply shop tickets", "apply shop agents", "apply shop tickets"}, sink.notes[:4])
		b.requireMetrics(t, `
			stream_up shop agents 1
			stream_up shop tickets 1
			stream_last_success_timestamp_seconds shop agents 9.466854e+08
			stream_last_success_timestamp_seconds shop tickets 9.466854e+08
			stream_poll_interval_seconds shop agents 300
			stream_poll_interval_seconds shop tickets 60
			stream_poll_duration_seconds shop agents 3
			stream_poll_duration_seconds shop tickets 11
			records_total shop agents 6
			records_total shop messages 0
			records_total shop tickets 22
		`, "stream_up", "stream_last_success_timestamp_seconds", "stream_poll_interval_seconds", "stream_poll_duration_seconds", "records_total")
		require.Equal(t, 2*len(Reasons()), testutil.CollectAndCount(b.loop.pollers[0].metrics.errors), "every reason is born")
		require.Empty(t, b.log.String())
	})
}

// A restart does not hide that a source is down: what is stale stays stale.
func TestLoopKnowsTheSuccessOfAProcessBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := time.Now().Add(-10 * time.Minute)
		down := &scripted{
			streams: append(tickets(time.Minute), record.Stream{Name: "agents", Interval: time.Minute}, record.Stream{Name: "messages", Parent: "tickets"}),
			poll: func(context.Context, string, int, record.Position, record.Deliver) error {
				return io.ErrUnexpectedEOF
			},
		}
		registry := prometheus.NewPedanticRegistry()
		loop, err := NewLoop([]Polled{{"shop", down}, {"well", &scripted{streams: tickets(time.Minute)}}}, &noted{}, Options{
			Registerer: registry, LastSuccess: func(_, stream string) time.Time {
				if stream == "agents" {
					return time.Time{} // never
				}
				return before
			},
		})
		require.NoError(t, err)
		b := &bench{registry: registry, loop: loop}
		const name = "stream_last_success_timestamp_seconds"
		b.requireMetrics(t, name+" shop tickets 9.466842e+08\n"+name+" well tickets 9.466842e+08", name)
		b.runFor(t, time.Second)
		b.requireMetrics(t, name+" shop tickets 9.466842e+08\n"+name+" well tickets 9.466848e+08", name)
	})
}

func TestLoopFailureOfOneSourceLeavesTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := &scripted{streams: tickets(time.Minute), poll: func(context.Context, string, int, record.Position, record.Deliver) error {
			panic("out of paper")
		}}
		good := &scripted{streams: tickets(time.Minute)}
		b := newBench(t, &noted{}, Polled{"bad", bad}, Polled{"good", good})
		b.runFor(t, time.Hour+time.Second)

		require.Equal(t, 61, good.attempts["tickets"])
		// Pauses double from 5 s to 5 min, give or take a fifth.
		require.InDelta(t, 17, bad.attempts["tickets"], 4)
		b.requireMetrics(t, "stream_up bad tickets 0\nstream_up good tickets 1", "stream_up")
		n := float64(bad.attempts["tickets"])
		require.Equal(t, n, testutil.ToFloat64(b.loop.pollers[0].metrics.errors.WithLabelValues("bad", "tickets", "panic")))
		require.NotContains(t, b.log.String(), "helpdesk=good")
	})
}

func TestLoopRecoversAndLogsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := &scripted{streams: tickets(time.Minute), poll: func(ctx context.Context, stream string, attempt int, _ record.Position, deliver record.Deliver) error {
			if attempt <= 3 {
				return io.ErrUnexpectedEOF
			}
			return whole(ctx, stream, deliver)
		}}
		b := newBench(t, &noted{}, Polled{"shop", src})
		b.runFor(t, 30*time.Minute)
		require.Equal(t, 1, strings.Count(b.log.String(), "poll failed"), b.log.String())
		require.Contains(t, b.log.String(), `msg="poll failed" helpdesk=shop stream=tickets reason=connect failures=1 err="unexpected EOF"`)
		require.Contains(t, b.log.String(), `msg="poll succeeded again" helpdesk=shop stream=tickets failures=3`)
		b.requireMetrics(t, "stream_up shop tickets 1", "stream_up")
		// After the recovery the interval holds again.
		last := src.polledAt[len(src.polledAt)-2:]
		require.Equal(t, time.Minute, last[1].Sub(last[0]))
	})
}

func TestLoopRepeatsAnErrorInTheLogWithItsCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := &scripted{streams: tickets(time.Minute), poll: func(context.Context, string, int, record.Position, record.Deliver) error {
			return errors.New("no such table")
		}}
		b := newBench(t, &noted{}, Polled{"shop", src})
		b.runFor(t, time.Hour)
		lines := strings.Count(b.log.String(), "poll failed")
		require.Less(t, lines, 14)
		require.Greater(t, lines, 5)
		require.Contains(t, b.log.String(), "failures=1 ")
		require.Regexp(t, `failures=\d\d? err="no such table"`, b.log.String())
	})
}

func TestLoopEndsAPollThatStalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var took time.Duration
		src := &scripted{streams: tickets(time.Minute), poll: func(ctx context.Context, stream string, attempt int, _ record.Position, deliver record.Deliver) error {
			if attempt > 1 {
				return whole(ctx, stream, deliver)
			}
			start := time.Now()
			for range 3 { // a long walk is fine as long as pages come
				time.Sleep(4 * time.Minute)
				if _, err := deliver(ctx, record.Batch{Stream: stream}); err != nil {
					return err
				}
			}
			<-ctx.Done()
			took = time.Since(start)
			return ctx.Err()
		}}
		b := newBench(t, &noted{}, Polled{"shop", src})
		b.runFor(t, 30*time.Minute)
		require.Equal(t, 17*time.Minute, took)
		require.Equal(t, 1.0, testutil.ToFloat64(b.loop.pollers[0].metrics.errors.WithLabelValues("shop", "tickets", "timeout")))
		b.requireMetrics(t, "stream_up shop tickets 1", "stream_up")
	})
}

func TestLoopTurnsAStreamOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &noted{}
		src := &scripted{
			streams: append(tickets(12*time.Hour), record.Stream{Name: "surveys", Interval: time.Minute}),
			poll: func(ctx context.Context, stream string, attempt int, _ record.Position, deliver record.Deliver) error {
				switch {
				case stream == "surveys" && attempt == 1:
					return reasoned{errors.New("plan without surveys"), ReasonUnavailable}
				case stream == "surveys" && attempt == 2:
					return io.EOF
				}
				return whole(ctx, stream, deliver)
			},
		}
		b := newBench(t, sink, Polled{"shop", src})
		b.runFor(t, 47*time.Hour)
		require.Equal(t, 2, src.attempts["surveys"])
		b.requireMetrics(t, `
			stream_up shop tickets 1
			stream_last_success_timestamp_seconds shop tickets 9.468144e+08
			stream_poll_interval_seconds shop tickets 43200
		`, "stream_up", "stream_last_success_timestamp_seconds", "stream_poll_interval_seconds")
		require.Equal(t, 1.0, testutil.ToFloat64(b.loop.pollers[0].metrics.errors.WithLabelValues("shop", "surveys", "unavailable")))

		b.loop.pollers[0].streams[1].next = time.Time{}
		b.runFor(t, time.Second)
		b.requireMetrics(t, "stream_up shop surveys 1\nstream_up shop tickets 1\nstream_poll_interval_seconds shop surveys 60\nstream_poll_interval_seconds shop tickets 43200",
			"stream_up", "stream_poll_interval_seconds")
		require.Contains(t, sink.notes, "switch shop surveys true")
		require.Contains(t, sink.notes, "switch shop surveys false")
	})
}

func TestLoopStopsASourceThatIsAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &noted{begin: reasoned{errors.New("another helpdesk answers"), ReasonIdentity}}
		src := &scripted{streams: tickets(time.Minute)}
		b := newBench(t, sink, Polled{"shop", src})
		b.runFor(t, time.Hour)
		require.Equal(t, map[string]int{"identity": 1}, src.attempts)
		b.requireMetrics(t, "stream_up shop tickets 0", "stream_up")
		require.Equal(t, 1.0, testutil.ToFloat64(b.loop.pollers[0].metrics.errors.WithLabelValues("shop", "tickets", "identity")))
	})
}

func TestLoopBaselineIsTheFirstAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &noted{}
		src := &scripted{streams: tickets(time.Minute), identity: func(attempt int) (string, error) {
			if attempt < 5 {
				return "", &net.OpError{Op: "dial", Err: errors.New("refused")}
			}
			return "desk", nil
		}}
		b := newBench(t, sink, Polled{"shop", src})
		b.runFor(t, time.Hour)
		require.Equal(t, "begin shop desk 2 00:00:00", sink.notes[0])
		require.Equal(t, 4.0, testutil.ToFloat64(b.loop.pollers[0].metrics.errors.WithLabelValues("shop", "tickets", "connect")))
	})
}
