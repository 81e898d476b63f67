package collector_test

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/civil"
)

// runLocalToUTC runs civil times around clock changes.
func runLocalToUTC(r *vectorRun, text []byte) {
	var file struct {
		Cases []struct {
			Op         string    `json:"op"`
			TZ         string    `json:"tz"`
			Date       string    `json:"date"`
			DayTime    string    `json:"day_time"`
			ExpectTime time.Time `json:"expect_time"`
		} `json:"cases"`
	}
	decodeVectors(r, text, &file)
	r.cases = len(file.Cases)
	for i, c := range file.Cases {
		if c.Op != "local_to_utc" {
			r.skip("op=" + c.Op)
			continue
		}
		loc, err := time.LoadLocation(c.TZ)
		require.NoError(r, err)
		got, err := civil.ParseTime(c.Date+"T"+c.DayTime, loc)
		require.NoError(r, err)
		r.check(fmt.Sprintf("case %d, %s %s %s", i, c.TZ, c.Date, c.DayTime), c.ExpectTime.UTC(), got)
	}
}
