package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"helpdesk_exporter/sources/api/exchange"
	"helpdesk_exporter/sources/record"
)

// maxIdle is after how many pages without anything new a walk is taken for one that turns in circles.
const maxIdle = 100

// errRestart tells that the helpdesk does not know the walk any more.
var errRestart = errors.New("the walk is not known any more")

// readSet reads one set of a stream, from its position to its end.
func (p *pass) readSet(ctx context.Context, s *set) error {
	restarts := 0
	for {
		w := p.walker(s)
		err := w.run(ctx)
		if errors.Is(err, errRestart) && restarts == 0 {
			restarts++
			w.pos.Token, w.pos.Walk = "", nil
			p.source.logger.Warn("the stored cursor is too old for the helpdesk; reading from its time on", "stream", p.stream.name)
			continue
		}
		if errors.Is(err, errRestart) {
			return failf(ReasonQuery, "the helpdesk refuses to begin anew from %s", w.walk.From.Format(time.RFC3339))
		}
		return err
	}
}

// walker reads the pages of a set.
type walker struct {
	*pass
	set  *set
	rule *cursorRule // nil where the stream is read whole
	pos  *position
	walk *walk

	asks     exchange.Asks
	answered bool            // a page was read
	sent     map[string]bool // requests of this walk
	idle     int
	previous uint64 // hash of the page before
	total    int
	restart  time.Time // where this walk began, to see whether it has moved
}

func (p *pass) walker(s *set) *walker {
	w := &walker{pass: p, set: s, rule: s.rule, sent: map[string]bool{}, asks: exchange.Asks{Optional: p.stream.optional}}
	if w.rule == nil {
		w.pos = &position{seen: map[uint64]int64{}}
		w.walk = &walk{Began: p.asOf(), Next: p.stream.pages.first()}
		return w
	}
	w.pos = p.cursor.position(s.name)
	w.begin()
	return w
}

// begin goes on with the stored walk, or begins one.
func (w *walker) begin() {
	if stored := w.pos.Walk; stored != nil {
		if !stored.Reached.IsZero() {
			stored.From = stored.Reached
		}
		if !w.resumable() {
			stored.Next, stored.Pages = w.stream.pages.first(), 0
		}
		w.walk, w.restart = stored, stored.From
		return
	}
	at := w.pos.At
	if at.IsZero() && (w.stream.open != nil || w.rule.window > 0 || w.rule.history) {
		at = w.from.Since // what was unresolved before is in the sweep
	}
	from := at
	if !at.IsZero() {
		from = w.rule.floor(at.Add(-w.rule.overlap))
	}
	w.walk = &walk{From: from, Began: w.asOf(), Next: w.stream.pages.first()}
	if w.rule.token {
		w.walk.Next.Token, w.walk.Next.Address = w.tokens(w.pos.Token)
	}
	if w.rule.window > 0 {
		w.walk.Until = w.walk.Began
		if from.IsZero() {
			w.walk.From = w.walk.Began.Add(-w.rule.window)
		} else if end := from.Add(w.rule.window); end.Before(w.walk.Began) {
			w.walk.Until = end
		}
	}
	w.restart = w.walk.From
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// resumable tells that a stored place is still the right one: what lay behind it has not moved before it.
// Pages that are counted keep it only in descending order, where what changes moves to the front.
func (w *walker) resumable() bool {
	switch w.stream.pages.kind {
	case "page", "offset":
		return w.rule.order == "desc"
	}
	return w.rule.order != "asc" || w.pos.Walk.Reached.IsZero()
}

// tokens tells whether a stored token is one, or the address of a page.
func (w *walker) tokens(stored string) (token, address string) {
	if w.stream.pages.kind == "next_url" {
		return "", stored
	}
	return stored, ""
}

func (w *walker) run(ctx context.Context) error {
	for {
		done, err := w.page(ctx)
		if err != nil || done {
			return err
		}
	}
}

// page reads one page and delivers it.
func (w *walker) page(ctx context.Context) (done bool, err error) {
	state := pageState{}
	collect := w.collector(w.stream, w.set.name)
	w.asks.Further = w.walk.Pages > 0
	out, err := w.source.get(w.asks.In(ctx), call{
		stream: w.stream.name, responses: w.stream.responses, request: w.set.request,
		data: w.templateData(), address: w.walk.Next.Address, records: w.set.records,
		begin: func() { collect.reset(); state = pageState{ascending: true, marks: map[uint64]int64{}} },
		each:  func(o object) error { return w.object(ctx, o, collect, &state) },
	})
	if err != nil {
		if isRestart(err) || w.gone(err) {
			return false, errRestart
		}
		if unrecorded(err) && w.answered {
			w.source.logger.Warn("the recording ends before the pages do", "stream", w.stream.name, "err", err)
			w.ends()
			return true, nil
		}
		return false, err
	}
	if err := collect.complete(ctx, out.envelope); err != nil {
		return false, err
	}
	w.answered = true
	if err := w.guard(out, &state); err != nil {
		return false, err
	}
	done, err = w.advance(out, &state)
	if err != nil {
		return false, err
	}
	batch, parents := collect.take()
	return done, w.deliverPage(ctx, batch, parents, done)
}

// ends takes the end of a recording for that of the walk.
func (w *walker) ends() {
	if w.rule != nil {
		w.walk.Until = time.Time{}
		w.finish()
	}
}

// deliverPage delivers a page with the cursor after it, then the children of its tickets.
func (w *walker) deliverPage(ctx context.Context, batch record.Batch, parents []parent, done bool) error {
	empty := len(batch.Parts) == 0 && len(batch.Rejects) == 0
	if empty && done {
		return nil // nothing new: the cursor goes with the end of the pass
	}
	parents, alone := w.withChildren(ctx, parents)
	w.todo(&batch, parents)
	if err := w.send(ctx, batch, w.rule != nil); err != nil {
		return err
	}
	for _, t := range alone {
		w.complete[t.id] = true
	}
	return w.readChildren(ctx, parents)
}

func (w *walker) templateData() map[string]any {
	data := w.data()
	zone := time.UTC
	if w.rule != nil {
		zone = w.rule.zone
	}
	data["cursor"] = instant{w.walk.From, zone}
	until := w.walk.Until
	if until.IsZero() {
		until = w.asOf()
	}
	data["until"] = instant{until, zone}
	data["token"], data["page"], data["offset"] = w.walk.Next.Token, w.walk.Next.Page, w.walk.Next.Offset
	data["size"], data["set"] = w.stream.pages.size, w.set.name
	data["first"] = w.walk.Pages == 0
	return data
}

// object looks at one record of a page, and maps it unless it was delivered before.
func (w *walker) object(ctx context.Context, o object, collect *collector, state *pageState) error {
	state.records++
	hash, err := w.version(o)
	if err != nil {
		return err
	}
	state.hash = state.hash*1099511628211 ^ hash
	v, err := o.value()
	if err != nil {
		return err
	}
	state.last = v
	if w.rule != nil {
		deliver, err := w.time(v, hash, state)
		if err != nil {
			return err
		}
		if !deliver {
			return nil
		}
	}
	state.fresh++
	collect.read++
	if err := collect.add(ctx, v); err != nil {
		return err
	}
	// A large answer is delivered while it arrives; the cursor follows with its end.
	if collect.full() && len(w.stream.children) == 0 && !w.stream.late {
		batch, _ := collect.take()
		if err := w.send(ctx, batch, false); err != nil {
			return err
		}
		w.pos.mark(state.marks)
	}
	return nil
}

// version names what a record holds, without what cursor.ignore leaves out.
func (w *walker) version(o object) (uint64, error) {
	if w.rule == nil || len(w.rule.ignore) == 0 {
		return contentHash(w.set.name, o.raw), nil
	}
	v, err := o.value()
	if err != nil {
		return 0, err
	}
	for _, p := range w.rule.ignore {
		p.remove(v)
	}
	rest, err := json.Marshal(v)
	if err != nil {
		return 0, err
	}
	return contentHash(w.set.name, rest), nil
}

// time looks at a record's time, and tells whether the record is to be delivered.
func (w *walker) time(v any, hash uint64, state *pageState) (bool, error) {
	at, ok := time.Time{}, false
	if w.rule.field != nil {
		var err error
		at, ok, err = w.rule.clocks.read(w.rule.field.in(v), w.rule.unit)
		if err != nil {
			return false, failf(ReasonData, "cursor: record %s: %w", text(w.stream.id.in(v)), err)
		}
	}
	if ok {
		if w.rule.verify && at.Before(w.walk.From.Add(-max(w.rule.resolution, time.Second))) {
			return false, failf(ReasonSchema, "record %s of %s lies before %s, from where it was asked: the helpdesk does not obey the filter",
				text(w.stream.id.in(v)), at.Format(time.RFC3339), w.walk.From.Format(time.RFC3339))
		}
		state.times(at, w.walk.Began, w.walk.Began.Add(-w.rule.overlap))
		state.stale = w.rule.order == "desc" && !w.walk.From.IsZero() && at.Before(w.walk.From)
		if state.stale {
			return false, nil
		}
	}
	if w.rule.token {
		return true, nil
	}
	mark := at
	if !ok || mark.After(w.walk.Began) {
		mark = w.walk.Began
	}
	_, seen := w.pos.seen[hash]
	_, twice := state.marks[hash]
	if w.rule.field != nil || w.rule.from != nil || !w.pos.At.IsZero() {
		state.marks[hash] = mark.Unix()
	}
	return !seen && !twice, nil
}

// guard finds walks that turn in circles.
func (w *walker) guard(out *answer, state *pageState) error {
	if w.sent[out.sent] {
		return failf(ReasonData, "the pages turn in circles: %s was answered before in this walk", out.address.Path)
	}
	w.sent[out.sent] = true
	if state.fresh > 0 {
		w.idle = 0
	} else {
		w.idle++
	}
	if w.idle > maxIdle {
		return failf(ReasonData, "%d pages without a new record: the pages do not end", w.idle)
	}
	return nil
}

// gone tells that the helpdesk says of a place in the pages that it is no more, in the word that HTTP has for it.
func (w *walker) gone(err error) bool {
	var own *Error
	return errors.As(err, &own) && own.Status == http.StatusGone && own.reason == ReasonQuery &&
		w.walk.Next.Token+w.walk.Next.Address != ""
}

func isRestart(err error) bool {
	var own *Error
	return errors.As(err, &own) && own.restart
}
