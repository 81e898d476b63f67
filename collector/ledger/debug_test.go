package ledger_test

import (
	"context"
	"fmt"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/record"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestDebug(t *testing.T) {
	seed, _ := strconv.ParseUint(os.Getenv("SEED"), 10, 64)
	rng := rand.New(rand.NewPCG(seed, 1))
	all := life(rng, 25, 6*24*time.Hour)
	last := epoch.Add(40 * 24 * time.Hour)
	baseline := epoch.Add(time.Duration(rng.Int64N(int64(3 * 24 * time.Hour))))
	marks := map[int]map[string]string{}
	for variant := range 5 {
		now := last
		st := state.NewMemory()
		l := openDesk(t, st, func() time.Time { return now }, baseline)
		ends := schedule(rng, last, []int{1, 3, 40, 10, 1}[variant])
		if os.Getenv("V") == fmt.Sprint(variant) {
			for _, e := range ends {
				fmt.Println("end", e)
			}
		}
		for _, p := range deliver(rng, all, ends, variant > 0) {
			for _, b := range p.batches {
				l.Apply(context.Background(), "desk", b)
			}
		}
		m := map[string]string{}
		st.Scan(context.Background(), "ticket", nil, nil, func(k, v []byte) error {
			m[string(k)] = strconv.Quote(string(v[:min(len(v), 600)]))
			return nil
		})
		marks[variant] = m
	}
	for _, x := range all {
		if x.record.TicketID() == os.Getenv("T") {
			fmt.Printf("%v %T %+v\n", x.at, x.record, x.record)
		}
		if tt, ok := x.record.(record.Ticket); ok && tt.MergedInto == os.Getenv("T") {
			fmt.Printf("%v MERGED HERE %+v\n", x.at, tt)
		}
	}
	_ = fact.Created
	v, _ := strconv.Atoi(os.Getenv("V"))
	for k, a := range marks[0] {
		b := marks[v][k]
		if strings.Count(a, os.Getenv("K")) != strings.Count(b, os.Getenv("K")) {
			fmt.Println(k, "\n A", a, "\n B", b)
		}
	}
}
