package main

import (
	"context"
	"runtime"
	"syscall"
	"time"
)

// cost is what a piece of work takes: the least of several rounds.
type cost struct {
	run       func(context.Context, *meter) error
	cpu, wall time.Duration
}

// race runs the pieces in turn, so that all meet the machine in the same moods.
func race(ctx context.Context, rounds int, costs ...*cost) error {
	for round := range rounds {
		for _, c := range costs {
			m := meter{}
			if err := c.run(ctx, &m); err != nil {
				return err
			}
			if round == 0 {
				c.cpu, c.wall = m.cpu, m.wall
			}
			c.cpu, c.wall = min(c.cpu, m.cpu), min(c.wall, m.wall)
		}
	}
	return nil
}

// meter takes the time between begin and end, the process's CPU time included, its collector of garbage, too.
type meter struct {
	cpu, wall time.Duration
	started   time.Time
	used      time.Duration
}

// begin clears the heap away first, so that none pays for another's garbage.
func (m *meter) begin() {
	runtime.GC()
	m.used, m.started = ownCPU(), time.Now()
}

func (m *meter) end() {
	m.wall, m.cpu = time.Since(m.started), ownCPU()-m.used
}

// ownCPU is the CPU time of this process so far.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it knows itself
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
