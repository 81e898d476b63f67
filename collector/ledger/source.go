package ledger

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/sources/record"
)

// Buckets of the state. Keys begin with the source's name and a zero byte, except in series.
const (
	bucketSource     = "source"     // source → sourceMeta
	bucketStream     = "stream"     // source, stream → streamState
	bucketTicket     = "ticket"     // source, ticket → entry
	bucketDue        = "due"        // source, instant, ticket → nothing
	bucketMessage    = "message"    // source, message → tickets that claimed it, the newest last
	bucketTodo       = "todo"       // source, ticket, stream → nothing
	bucketQuarantine = "quarantine" // source, stream, id → held
	bucketActivity   = "activity"   // source, brand, group, agent → last public reply
	bucketRequester  = "requester"  // source, requester → last message
	bucketTopic      = "topic"      // source, topic → last seen
	bucketLabel      = "label"      // source, label, value → nothing
	bucketSeries     = "series"     // family and labels → series
	bucketContact    = "contact"    // source, requester, creation, ticket → nothing
	bucketPeriod     = "period"     // source, day, group → period.Counts
)

// sourceMeta is what does not move after a source's first attempt.
type sourceMeta struct {
	Identity  string
	Baselines map[string]time.Time
	// CountedSince is from when on a kind of fact, a check or a policy counts.
	CountedSince map[string]time.Time
	Since        time.Time
	// Rules is the fingerprint of the rules by which the tickets were derived.
	Rules string
}

func (m sourceMeta) clone() sourceMeta {
	c := sourceMeta{Identity: m.Identity, Since: m.Since, Rules: m.Rules, Baselines: map[string]time.Time{}, CountedSince: map[string]time.Time{}}
	maps.Copy(c.Baselines, m.Baselines)
	maps.Copy(c.CountedSince, m.CountedSince)
	return c
}

func (m sourceMeta) equal(o sourceMeta) bool {
	return m.Identity == o.Identity && m.Since.Equal(o.Since) && m.Rules == o.Rules &&
		maps.EqualFunc(m.Baselines, o.Baselines, time.Time.Equal) &&
		maps.EqualFunc(m.CountedSince, o.CountedSince, time.Time.Equal)
}

// streamState is a stream's progress, committed with what it brought.
type streamState struct {
	Cursor    []byte    `json:",omitempty"`
	Watermark time.Time // zero before the first complete pass
	AsOf      time.Time // server time of the newest pass
	Completed time.Time `json:",omitzero"`  // local time at the end of the newest complete pass
	Off       bool      `json:",omitempty"` // the helpdesk does not give it (plan, permission)
}

// held is a record in quarantine.
type held struct {
	Ticket string
	Map    uint64
	Reason string
	// Tried is when it failed to map last, by the local clock, and Tries how often it did.
	Tried time.Time `json:",omitzero"`
	Tries int       `json:",omitempty"`
}

// source is a source's state in memory: everything but closed tickets.
type source struct {
	cfg     Source
	rules   fact.Rules
	meta    sourceMeta
	streams map[string]streamState
	// released is the watermark up to which facts have been counted.
	released time.Time
	// passing tells which streams are in the middle of a pass.
	passing    map[string]bool
	open       map[string]fact.View // unresolved tickets
	states     map[byte]int         // number of tickets by state
	todo       map[string]map[string]bool
	quarantine map[string]held // by stream and id
	want       map[string]bool // tickets to read again
	activity   map[Activity]time.Time
	requesters map[string]time.Time // when each customer wrote last
	topics     map[string]time.Time
	labels     map[string]map[string]bool
	periods    map[period.Day]PeriodRow
}

func (l *Ledger) loadSource(ctx context.Context, cfg Source) (*source, error) {
	src := &source{
		cfg: cfg,
		rules: fact.Rules{
			ReopenWindow: l.cfg.ReopenWindow, ReopenWork: 24 * time.Hour,
			InferNew: cfg.InferNew, Taxonomy: l.cfg.Taxonomy, Emits: map[record.Kind]bool{}, Checks: l.cfg.Checks,
			Teams: l.cfg.Teams, SLA: l.cfg.SLA, Clocks: l.cfg.Clocks, Responses: l.cfg.Responses,
		},
		meta:       sourceMeta{}.clone(),
		streams:    map[string]streamState{},
		passing:    map[string]bool{},
		open:       map[string]fact.View{},
		states:     map[byte]int{},
		todo:       map[string]map[string]bool{},
		quarantine: map[string]held{},
		want:       map[string]bool{},
		activity:   map[Activity]time.Time{},
		requesters: map[string]time.Time{},
		topics:     map[string]time.Time{},
		labels:     map[string]map[string]bool{},
		periods:    map[period.Day]PeriodRow{},
	}
	for _, s := range cfg.Streams {
		src.streams[s.Name] = streamState{}
		for _, k := range s.Kinds {
			src.rules.Emits[k] = true
		}
	}
	loaders := []struct {
		bucket string
		load   func(parts []string, value []byte) error
	}{
		{bucketStream, func(p []string, v []byte) error {
			var st streamState
			if err := json.Unmarshal(v, &st); err != nil {
				return err
			}
			if p[0] == releasedStream {
				src.released = st.Watermark
			} else if _, ok := src.streams[p[0]]; ok {
				src.streams[p[0]] = st
			}
			return nil
		}},
		{bucketTicket, func(p []string, v []byte) error { return src.loadTicket(p[0], v, l.cfg.At) }},
		{bucketTodo, func(p []string, _ []byte) error {
			if src.todo[p[0]] == nil {
				src.todo[p[0]] = map[string]bool{}
			}
			src.todo[p[0]][p[1]] = true
			src.want[p[0]] = true
			return nil
		}},
		{bucketQuarantine, func(p []string, v []byte) error {
			var h held
			if err := json.Unmarshal(v, &h); err != nil {
				return err
			}
			src.quarantine[p[0]+"\x00"+p[1]] = h
			if h.Map != cfg.Map && h.Ticket != "" {
				src.want[h.Ticket] = true
			}
			return nil
		}},
		{bucketActivity, func(p []string, v []byte) error {
			src.activity[Activity{Brand: p[0], Group: p[1], Agent: p[2]}] = instant(v)
			return nil
		}},
		{bucketRequester, func(p []string, v []byte) error {
			src.requesters[p[0]] = instant(v)
			return nil
		}},
		{bucketTopic, func(p []string, v []byte) error { src.topics[p[0]] = instant(v); return nil }},
		{bucketLabel, func(p []string, _ []byte) error {
			if src.labels[p[0]] == nil {
				src.labels[p[0]] = map[string]bool{}
			}
			src.labels[p[0]][p[1]] = true
			return nil
		}},
	}
	values, err := l.store.GetMany(ctx, bucketSource, [][]byte{[]byte(cfg.Name)})
	if err != nil {
		return nil, err
	}
	if values[0] != nil {
		if err := json.Unmarshal(values[0], &src.meta); err != nil {
			return nil, fmt.Errorf("read %s %q: %w", bucketSource, cfg.Name, err)
		}
		src.meta = src.meta.clone()
	}
	prefix := key(cfg.Name, "")
	for _, ld := range loaders {
		err := l.store.Scan(ctx, ld.bucket, prefix, after(prefix), func(k, v []byte) error {
			if err := ld.load(strings.Split(string(k[len(prefix):]), "\x00"), v); err != nil {
				return fmt.Errorf("read %s %q: %w", ld.bucket, k, err)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	// Keys of days are binary: they may hold what separates parts elsewhere.
	err = l.store.Scan(ctx, bucketPeriod, prefix, after(prefix), func(k, v []byte) error {
		if err := src.loadPeriod(string(k[len(prefix):]), v); err != nil {
			return fmt.Errorf("read %s %q: %w", bucketPeriod, k, err)
		}
		return nil
	})
	return src, err
}

// releasedStream keys the watermark up to which facts are counted; no stream can have this name.
const releasedStream = "\x01released"

func (src *source) loadTicket(id string, value []byte, at time.Time) error {
	if len(value) == 0 {
		return fmt.Errorf("empty value")
	}
	src.states[value[0]]++
	if value[0] != stateOpen {
		return nil
	}
	e, err := decodeEntry(value)
	if err != nil {
		return err
	}
	v := fact.ViewAt(e.history, &src.rules, src.horizon(at))
	if v.Exists && v.Status.Unresolved() {
		src.open[id] = v
	}
	return nil
}

// futureTolerance is how far ahead of the server's clock an instant may lie before it is held back.
const futureTolerance = 5 * time.Minute

// horizon is the instant at which stock is looked at: what lies further ahead is held back.
func (src *source) horizon(at time.Time) time.Time {
	if !at.IsZero() {
		return at
	}
	var newest time.Time
	for _, st := range src.streams {
		if st.AsOf.After(newest) {
			newest = st.AsOf
		}
	}
	return newest.Add(futureTolerance)
}

// watermark of the facts made of the given records: the least over the streams that emit one of them,
// zero while one of these has not completed a pass. A stream that is off leaves the minimum.
func (src *source) watermark(kinds []record.Kind) time.Time {
	var w time.Time
	found := false
	for _, s := range src.cfg.Streams {
		if !slices.ContainsFunc(s.Kinds, func(k record.Kind) bool { return slices.Contains(kinds, k) }) {
			continue
		}
		st := src.streams[s.Name]
		if st.Off {
			continue
		}
		if !found || st.Watermark.Before(w) {
			w = st.Watermark
		}
		found = true
	}
	return w
}

// baseline of the facts made of the given records: the latest over the streams that feed them.
func (src *source) baseline(meta sourceMeta, kind fact.Kind) time.Time {
	b := meta.CountedSince[string(kind)]
	kinds := fact.Feeds(kind)
	for _, s := range src.cfg.Streams {
		if !slices.ContainsFunc(s.Kinds, func(k record.Kind) bool { return slices.Contains(kinds, k) }) {
			continue
		}
		if at := meta.Baselines[s.Name]; at.After(b) {
			b = at
		}
	}
	return b
}

// quiet tells that no stream is in the middle of a pass.
func (src *source) quiet() bool {
	for _, passing := range src.passing {
		if passing {
			return false
		}
	}
	return true
}

// wanted lists the tickets to read again, sorted.
func (src *source) wanted() []string {
	return slices.Sorted(maps.Keys(src.want))
}

// wantedAt lists the tickets to read again at the beginning of a poll: those in quarantine, too, when their time has come.
func (src *source) wantedAt(now time.Time) []string {
	want := maps.Clone(src.want)
	for _, h := range src.quarantine {
		if h.Ticket != "" && h.due(now) {
			want[h.Ticket] = true
		}
	}
	return slices.Sorted(maps.Keys(want))
}

// key joins parts with zero bytes.
func key(parts ...string) []byte { return []byte(strings.Join(parts, "\x00")) }

// after is the first key that no longer has the prefix.
func after(prefix []byte) []byte {
	end := bytes.Clone(prefix)
	end[len(end)-1]++
	return end
}

// millis orders instants as bytes.
func millis(t time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(t.UnixMilli())^1<<63)
}

func instant(b []byte) time.Time {
	if len(b) < 8 {
		return time.Time{}
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(b) ^ 1<<63)).UTC()
}

func dueKey(source string, at time.Time, ticket string) []byte {
	return append(append(key(source, ""), millis(at)...), ticket...)
}
