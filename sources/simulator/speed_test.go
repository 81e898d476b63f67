package simulator_test

import (
	"fmt"
	"testing"
	"time"

	"helpdesk_exporter/sources/simulator"

	"github.com/stretchr/testify/require"
)

func TestQuick(t *testing.T) {
	desk, path := newDesk(t, simulator.Options{Seed: 1, Begin: monday})
	began := time.Now()
	require.NoError(t, desk.Advance(t.Context(), monday.AddDate(0, 0, 90)))
	fmt.Println(time.Since(began))
	began = time.Now()
	truth := desk.Truth(monday.AddDate(0, 0, 90), monday)
	fmt.Println(time.Since(began), len(truth))
	sums := map[string]float64{}
	for _, s := range truth {
		sums[s.Name] += s.Value
	}
	for _, s := range truth {
		if v, ok := sums[s.Name]; ok {
			fmt.Println(s.Name, v)
			delete(sums, s.Name)
		}
	}
	for _, q := range []string{"SELECT status, count(*) FROM tickets GROUP BY 1", "SELECT substr(created,1,10), count(*), avg(priority) FROM tickets GROUP BY 1", "SELECT COUNT(*) FROM messages", "SELECT COUNT(*) from history",
	"SELECT count(*) FROM (SELECT ticket_id, created FROM (SELECT ticket_id, created, author FROM messages) GROUP BY 1,2 HAVING count(*)>1)"} {
		fmt.Println(dump(t, path, q))
	}
}
