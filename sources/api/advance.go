package api

import "time"

// advance moves the position over a page, and tells whether the walk is done.
func (w *walker) advance(out *answer, state *pageState) (done bool, err error) {
	pages := w.stream.pages
	w.total += state.records
	same := w.walk.Pages > 0 && state.records > 0 && state.hash == w.previous
	w.previous = state.hash
	next, done, err := pages.after(w.walk.Next, out, turn{records: state.records, read: w.total, last: state.last, same: same})
	if err != nil {
		return false, err
	}
	if same && !done && (pages.kind == "page" || pages.kind == "offset") {
		return false, failf(ReasonData, "page %d repeats the one before: the helpdesk does not turn the page", w.walk.Next.Page)
	}
	done = done || state.stale
	w.walk.Pages++
	if w.rule == nil {
		w.walk.Next = next
		return done, nil
	}
	w.walk.Newest = later(w.walk.Newest, state.newest)
	if err := w.fromAnswer(out, state); err != nil {
		return false, err
	}
	if w.rule.token && (next.Token != "" || next.Address != "") {
		w.pos.Token = next.Token + next.Address
	}
	w.pos.mark(state.marks)
	if err := w.reach(state); err != nil {
		return false, err
	}
	switch {
	case done:
		done = w.finish()
	case w.rule.restart > 0 && w.walk.Pages >= w.rule.restart && w.rule.floor(w.walk.Reached).After(w.restart):
		w.walk.From = w.rule.floor(w.walk.Reached)
		w.restart = w.walk.From
		w.walk.Next, w.walk.Pages = pages.first(), 0
		w.pos.Walk = w.walk
		clear(w.sent)
		w.total = 0
	default:
		w.walk.Next = next
		w.pos.Walk = w.walk
		if w.rule.token {
			w.pos.Walk = nil
			w.pos.At = later(w.pos.At, w.walk.Newest)
		}
	}
	w.forget()
	return done, nil
}

// fromAnswer reads the position that the answer itself tells.
func (w *walker) fromAnswer(out *answer, state *pageState) error {
	if w.rule.from == nil {
		return nil
	}
	at, ok, err := w.rule.clocks.read(w.rule.from.in(out.envelope), w.rule.unit)
	if err != nil {
		return failf(ReasonData, "cursor.from: %w", err)
	}
	if ok {
		w.walk.Newest = later(w.walk.Newest, at)
		if w.rule.order == "asc" {
			w.walk.Reached = later(w.walk.Reached, at)
		}
	}
	for hash := range state.marks {
		state.marks[hash] = w.walk.Newest.Unix()
	}
	return nil
}

// reach moves the time up to which an ascending walk has delivered everything. Rows that do not ascend by
// more than the overlap show that there is no such time.
func (w *walker) reach(state *pageState) error {
	if w.rule.order != "asc" || w.rule.field == nil || state.highest.IsZero() || w.walk.Disorder {
		return nil
	}
	if state.ascending && !state.oldest.Before(w.walk.Reached.Add(-w.rule.overlap)) {
		w.walk.Reached = later(w.walk.Reached, state.highest)
		return nil
	}
	if w.rule.restart > 0 {
		return failf(ReasonSchema, "the records do not ascend by cursor.field: sort them in the request, or leave order and restart_after out")
	}
	w.walk.Disorder, w.walk.Reached = true, time.Time{}
	w.source.logger.Warn("the records do not ascend by cursor.field; the cursor moves at the end of the walk only", "stream", w.stream.name)
	return nil
}

// finish moves the position to the walk's end. It reports false where another window follows.
func (w *walker) finish() bool {
	began := w.walk.Began
	if asOf := w.asOf(); asOf.Before(began) { // our clock was ahead of the server's, which we know by now
		began = asOf
	}
	end := w.walk.Newest
	switch {
	case !w.walk.Until.IsZero():
		end = w.walk.Until
	case w.rule.field == nil && w.rule.from == nil:
		end = began
	}
	if end.After(began) {
		end = began
	}
	w.pos.At = later(w.pos.At, end)
	w.pos.Walk = nil
	if w.rule.token && w.pos.At.IsZero() {
		w.pos.At = began
	}
	if w.walk.Until.IsZero() || !w.walk.Until.Before(w.walk.Began) {
		return true
	}
	next := &walk{From: w.walk.Until, Until: w.walk.Until.Add(w.rule.window), Began: w.walk.Began, Newest: w.walk.Newest, Next: w.stream.pages.first()}
	if next.Until.After(next.Began) {
		next.Until = next.Began
	}
	w.walk, w.pos.Walk, w.restart, w.total, w.idle = next, next, next.From, 0, 0
	clear(w.sent)
	return false
}

// forget drops the records that will not be sent again.
func (w *walker) forget() {
	if w.rule.token {
		return
	}
	at := later(w.pos.At, w.walk.Newest)
	if at.After(w.walk.Began) {
		at = w.walk.Began
	}
	if at.IsZero() {
		return
	}
	before := w.rule.floor(at.Add(-w.rule.overlap)).Add(-2 * time.Second)
	if w.rule.field == nil && w.rule.from == nil { // marked with the walk in which they were seen last
		before = w.walk.Began.Add(-time.Second)
		if w.pos.Walk != nil {
			return
		}
	}
	w.pos.forget(before)
}
