package sources

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func TestAnomaliesAreToldOnce(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	unmapped := func(word string) record.Anomaly {
		return record.Anomaly{Stream: "tickets", Reason: record.AnomalyUnmapped, ID: "5", Detail: "status: " + word}
	}
	skew := func(by string) record.Anomaly {
		return record.Anomaly{Stream: "tickets", Reason: record.AnomalyClockSkew, Detail: by}
	}
	for _, test := range []struct {
		name  string
		later time.Duration
		first []record.Anomaly
		then  []record.Anomaly
		lines int
	}{
		{"a word and the same word", time.Minute, []record.Anomaly{unmapped("a"), unmapped("a")}, []record.Anomaly{unmapped("a")}, 1},
		{"a word and another", time.Minute, []record.Anomaly{unmapped("a")}, []record.Anomaly{unmapped("b")}, 2},
		{"a word a day later", anomalyAgain, []record.Anomaly{unmapped("a")}, []record.Anomaly{unmapped("a")}, 2},
		{"a clock that goes on being wrong", time.Minute, []record.Anomaly{skew("1h")}, []record.Anomaly{skew("1h1s")}, 1},
		{"one without words", time.Minute, []record.Anomaly{{Stream: "tickets", Reason: record.AnomalyLate}}, nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			var a anomalies
			logger := slog.New(slog.NewTextHandler(&out, nil))
			a.log(logger, test.first, start)
			a.log(logger, test.then, start.Add(test.later))
			require.Equal(t, test.lines, strings.Count(out.String(), "msg=anomaly"), out.String())
		})
	}
}

func TestAnomaliesDoNotFloodTheLog(t *testing.T) {
	var out bytes.Buffer
	var a anomalies
	for i := range 3 * maxAnomalies {
		a.log(slog.New(slog.NewTextHandler(&out, nil)), []record.Anomaly{{
			Stream: "tickets", Reason: record.AnomalyUnmapped, Detail: fmt.Sprint(i),
		}}, time.Time{})
	}
	require.Equal(t, maxAnomalies, strings.Count(out.String(), "msg=anomaly"))
}
