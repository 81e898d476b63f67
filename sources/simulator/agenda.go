package simulator

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"time"
)

// entry is something that will be done.
type entry struct {
	at  time.Time
	seq int // of equal instants the one that was planned first
	do  func(*step)
}

// agenda is a heap of entries.
type agenda []entry

func (a agenda) Len() int      { return len(a) }
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a agenda) Less(i, j int) bool {
	if a[i].at.Equal(a[j].at) {
		return a[i].seq < a[j].seq
	}
	return a[i].at.Before(a[j].at)
}

// Push implements heap.Interface.
func (a *agenda) Push(e any) { *a = append(*a, e.(entry)) } //nolint:errcheck // only plan pushes

// Pop implements heap.Interface.
func (a *agenda) Pop() any {
	old := *a
	last := old[len(old)-1]
	old[len(old)-1] = entry{}
	*a = old[:len(old)-1]
	return last
}

// plan puts something on the agenda. The delay is that of real life.
func (d *Desk) plan(from time.Time, delay time.Duration, do func(*step)) {
	d.planAt(from.Add(time.Duration(float64(delay)/d.pace)), do)
}

func (d *Desk) planAt(at time.Time, do func(*step)) {
	d.planned++
	heap.Push(&d.agenda, entry{at, d.planned, do})
}

// setPace changes how fast the desk lives from an instant on: what lies ahead comes nearer.
func (d *Desk) setPace(now time.Time, pace float64) {
	for i := range d.agenda {
		ahead := d.agenda[i].at.Sub(now)
		d.agenda[i].at = now.Add(time.Duration(float64(ahead) * d.pace / pace))
	}
	d.pace = pace
}

// choice is one of several, as likely as its weight.
type choice[T any] struct {
	weight int
	is     T
}

func pick[T any](r *rand.Rand, choices []choice[T]) T {
	total := 0
	for _, c := range choices {
		total += c.weight
	}
	n := r.IntN(total)
	for _, c := range choices {
		if n -= c.weight; n < 0 {
			return c.is
		}
	}
	panic("unreachable: n is below the sum of the weights")
}

// between draws a duration whose orders of magnitude are equally likely, as people's delays are.
func between(r *rand.Rand, shortest, longest time.Duration) time.Duration {
	low, high := math.Log(float64(shortest)), math.Log(float64(longest))
	return time.Duration(math.Exp(low + r.Float64()*(high-low)))
}

// interval draws the time until the next of independent arrivals.
func interval(r *rand.Rand, mean time.Duration) time.Duration {
	return time.Duration(r.ExpFloat64() * float64(mean))
}
