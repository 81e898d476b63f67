package sources

import (
	"log/slog"
	"time"

	"helpdesk_exporter/sources/record"
)

const (
	// anomalyAgain is when an anomaly that goes on is logged again.
	anomalyAgain = 24 * time.Hour
	// maxAnomalies bounds how many are remembered, and so how many are logged in that time.
	maxAnomalies = 100
)

// anomalies remembers when each was last logged, so that a word that no map names is told once and not with
// every ticket.
type anomalies map[anomaly]time.Time

type anomaly struct {
	stream string
	reason record.AnomalyReason
	detail string
}

// advice tells what to do about an anomaly.
func advice(reason record.AnomalyReason) string {
	return map[record.AnomalyReason]string{
		record.AnomalyUnmapped:  "name the word in the source's statuses, priorities or channels, or in the table of this name; a ticket of an unknown status stays in the backlog",
		record.AnomalyClockSkew: "set both clocks by NTP; the server's decides what has happened",
		record.AnomalyRestored:  "everything is read again; what was counted stays counted",
	}[reason]
}

// log tells the anomalies that say what they are, and were not told lately.
func (a *anomalies) log(logger *slog.Logger, found []record.Anomaly, now time.Time) {
	for _, each := range found {
		if each.Detail == "" {
			continue
		}
		key := anomaly{each.Stream, each.Reason, ""}
		if each.Reason == record.AnomalyUnmapped {
			key.detail = each.Detail // the others tell something else each time: by how much a clock is wrong
		}
		if said, ok := (*a)[key]; ok && now.Sub(said) < anomalyAgain {
			continue
		}
		if *a == nil {
			*a = anomalies{}
		}
		a.forget(now)
		if len(*a) >= maxAnomalies {
			return
		}
		(*a)[key] = now
		args := []any{"stream", each.Stream, "reason", each.Reason, "detail", each.Detail}
		if each.ID != "" {
			args = append(args, "id", each.ID)
		}
		if what := advice(each.Reason); what != "" {
			args = append(args, "advice", what)
		}
		logger.Warn("anomaly", args...)
	}
}

// forget makes room.
func (a *anomalies) forget(now time.Time) {
	for key, said := range *a {
		if now.Sub(said) >= anomalyAgain {
			delete(*a, key)
		}
	}
}
