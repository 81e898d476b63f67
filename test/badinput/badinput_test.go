// Package badinput shows the built exporter what it will be given: wrong addresses, changed schemas, strange values,
// damaged states, full disks.
package badinput

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// input is a source gone bad while the exporter runs, or before it starts.
type input struct {
	name    string
	dialect string
	// prepare changes what the source is while it is healthy.
	prepare func(*bench)
	// unknown tells that the exporter has never seen the source.
	unknown bool
	// spoil makes the source bad: before the start, or, where running, after it.
	spoil   func(*bench)
	running bool

	// says is the line of the log that tells, "poll failed" where it is empty, and tells its field, "err" where that is
	// empty; message is the text in it.
	says, tells, message string
	// reason is the label of the failed poll; empty where the poll does not fail.
	reason string
	// changes are the samples of the source that may be other than before.
	changes exporter.Samples
	// shows are samples about the source that tell what is the matter.
	shows exporter.Samples
}

// TestBadInput has a row for each kind of bad input. Whatever it is, the other source counts on, and what was counted of
// the bad one stays as it was.
func TestBadInput(t *testing.T) {
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	for _, input := range sourcesGoneBad() {
		t.Run(input.name, func(t *testing.T) {
			t.Parallel()
			input.run(newBench(t, binary, input.dialect))
		})
	}
	for _, input := range startsRefused() {
		t.Run(input.name, func(t *testing.T) {
			t.Parallel()
			input.run(newBench(t, binary, sqlite))
		})
	}
	for name, test := range map[string]func(*bench){
		"a second exporter on the same state file": secondExporter,
		"a full disk": fullDisk,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(newBench(t, binary, sqlite))
		})
	}
}

func (i *input) run(b *bench) {
	t := b.t
	if i.prepare != nil {
		i.prepare(b)
	}
	if i.unknown {
		b.countGood()
	} else {
		b.count()
	}
	if !i.running {
		i.spoil(b)
	}
	b.start()
	if i.running {
		b.polled("bad")
		i.spoil(b)
	}
	says, tells := i.says, i.tells
	if says == "" {
		says = "poll failed"
	}
	if tells == "" {
		tells = "err"
	}
	line := b.said(says)
	if says != i.message {
		require.Equal(t, i.message, b.normal(line.Field(tells)))
	}
	failed := time.Now()
	b.goodCounts()
	if i.reason != "" {
		require.Equal(t, i.reason, line.Field("reason"))
		require.Equal(t, "ERROR", line.Level)
		b.eventually("the failure", func(s exporter.Samples) bool {
			count := s[fmt.Sprintf(`helpdesk_exporter_errors_total{reason=%q,source="bad",stream="tickets"}`, i.reason)]
			return s[`helpdesk_exporter_stream_up{source="bad",stream="tickets"}`] == "0" && count != "" && count != "0"
		})
	} else {
		b.polled("bad") // going on
	}
	want := maps.Clone(b.before)
	if i.unknown {
		want = exporter.Samples{`helpdesk_source_info{source="bad"}`: "1"}
	}
	maps.Copy(want, i.changes)
	shown := b.settled(func(s exporter.Samples) bool { return maps.Equal(want, desk(s)) && contains(s, i.shows) })
	require.Equal(t, want, desk(shown))
	require.Subset(t, shown, i.shows)
	if i.reason != "" {
		require.True(t, b.success(shown, "bad").Before(failed), "freshness tells")
	}
	b.leaks()
	b.p.Stop()
}

func contains(s, part exporter.Samples) bool {
	for series, value := range part {
		if s[series] != value {
			return false
		}
	}
	return true
}

// desk leaves what tells of the bad source's desk.
func desk(s exporter.Samples) exporter.Samples { return s.Desk().Of("bad") }
