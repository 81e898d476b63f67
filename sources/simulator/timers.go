package simulator

import "container/heap"

// timer decides something when time has passed, which it does as fast as in real life always.
type timer struct {
	at  int64
	seq int
	do  func(at int64)
}

// timers is a heap.
type timers []timer

func (t timers) Len() int      { return len(t) }
func (t timers) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t timers) Less(i, j int) bool {
	if t[i].at == t[j].at {
		return t[i].seq < t[j].seq
	}
	return t[i].at < t[j].at
}

// Push implements heap.Interface.
func (t *timers) Push(e any) { *t = append(*t, e.(timer)) } //nolint:errcheck // only when pushes

// Pop implements heap.Interface.
func (t *timers) Pop() any {
	old := *t
	last := old[len(old)-1]
	old[len(old)-1] = timer{}
	*t = old[:len(old)-1]
	return last
}

// when decides something at an instant, before what is done at that instant.
func (b *book) when(at int64, do func(at int64)) {
	b.planned++
	heap.Push(&b.timers, timer{at, b.planned, do})
}

// pass decides what is due up to an instant.
func (b *book) pass(until int64) {
	for len(b.timers) > 0 && b.timers[0].at <= until {
		next := heap.Pop(&b.timers).(timer) //nolint:errcheck // only when pushes
		next.do(next.at)
	}
}

// hasty is what time has decided at an instant, and what a void of a ticket in the same instant does to that.
type hasty struct {
	at    int64
	voids []func(gone *ticket)
}

// unless says what becomes of a decision if a ticket turns void in the very instant of it: a void comes first.
func (b *book) unless(at int64, void func(gone *ticket)) {
	if b.hasty.at != at {
		b.hasty = hasty{at: at}
	}
	b.hasty.voids = append(b.hasty.voids, void)
}

// voidFirst puts a void before what time has decided in the same instant.
func (b *book) voidFirst(t *ticket, at int64) {
	if b.hasty.at != at {
		return
	}
	for _, each := range b.hasty.voids {
		each(t)
	}
}

// withdraw makes some facts never known.
func (b *book) withdraw(from, to int) {
	for i := range b.facts[from:to] {
		b.facts[from+i].known = forever
	}
}
