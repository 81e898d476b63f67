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
