package fake

import (
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// IndexLag is how long the search does not know of a change.
// https://developers.freshdesk.com/api/#filter_tickets
const IndexLag = 3 * time.Minute

// touchOneIn is how many unresolved tickets there are for one that the hourly automation updates.
const touchOneIn = 6

// touched is the last full hour after from, and not after now, in which the automation that runs each hour has
// updated a ticket; zero if there is none. Many tickets get one and the same updated_at by that, and nothing
// else changes that could be seen. https://developers.freshdesk.com/api/#automations
func (s *Server) touched(t *replay.Ticket, f *facts, from, now time.Time) time.Time {
	if s.o.Calm || f.spam || f.deleted || f.status == statusClosed {
		return time.Time{}
	}
	for hour := now.Truncate(time.Hour); hour.After(from); hour = hour.Add(-time.Hour) {
		if s.luck(uint64(t.ID), uint64(hour.Unix()))%touchOneIn == 0 {
			return hour
		}
	}
	return time.Time{}
}

// after tells whether updated_since leaves out the instant itself, of which no document says anything: accounts of odd
// seeds do.
func (s *Server) after() bool { return s.o.Seed%2 == 1 }

// remembers tells whether a reopened ticket still says when it had been resolved and closed, of which no document says
// anything: accounts of every other pair of seeds do.
func (s *Server) remembers() bool { return s.o.Seed>>1%2 == 1 }

// shuts tells whether conversations of what is deleted or spam are refused with 405, as deleting it again is
// (https://github.com/PipedreamHQ/pipedream/issues/21780): accounts do of which the seed has the bit of 8.
func (s *Server) shuts(t *row) bool { return s.o.Seed&8 != 0 && (t.deleted || t.spam) }

// noted is how long after a merge its notes are written, of which no document says anything: a second where the seed has the
// bit of 16.
func (s *Server) noted() time.Duration { return time.Duration(s.o.Seed>>4&1) * time.Second }

// luck is chance that is always the same for the same seed and numbers.
func (s *Server) luck(numbers ...uint64) uint64 {
	sum := mix(s.o.Seed)
	for _, n := range numbers {
		sum = mix(sum ^ n)
	}
	return sum
}

// mix spreads each bit of a number over all others.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
