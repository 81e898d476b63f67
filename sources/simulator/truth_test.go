package simulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A reopening's kind is known when an agent answers, when it is solved again, or after a day.
func TestKindsOfReopenings(t *testing.T) {
	at := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	event := Event{Counter: Reopened, Team: "Returns"}
	cases := []struct {
		name    string
		decided time.Duration // 0: not
		replied bool
		asked   time.Duration
		kind    string
	}{
		{"answered", time.Hour, true, time.Hour, "work"},
		{"solved without an answer", time.Hour, false, time.Hour, "no_reply_needed"},
		{"solved in the last moment", 24*time.Hour - time.Second, false, 30 * time.Hour, "no_reply_needed"},
		{"solved after a day", 24 * time.Hour, false, 30 * time.Hour, "work"},
		{"nobody did anything for a day", 0, false, 24 * time.Hour, "work"},
		{"nobody has done anything yet", 0, false, 24*time.Hour - time.Second, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			y := newTally()
			y.reopened(1, at, event)
			if c.decided > 0 {
				y.decide(1, at.Add(c.decided), c.replied)
				y.decide(1, at.Add(c.decided), !c.replied) // once
			}
			want := Truth{Events: map[Event]int{}, Undecided: map[Event]int{}, Stock: map[Stock]int{}}
			if c.kind == "" {
				want.Undecided[event] = 1
			} else {
				known := event
				known.Kind = c.kind
				want.Events[known] = 1
			}
			for range 2 { // asking changes nothing
				require.Equal(t, want, y.at(at.Add(c.asked)))
			}
		})
	}
}
