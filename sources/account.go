package sources

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"helpdesk_exporter/sources/api"
)

// accounted is a source that knows how its account stands.
type accounted interface{ Status() api.Status }

// account holds the metrics of the helpdesks' accounts.
type account struct {
	remaining, limit, reset, expiry *prometheus.GaugeVec
}

func newAccount() *account {
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	}
	return &account{
		remaining: gauge("helpdesk_exporter_budget_remaining",
			"What is left of the vendor's rate limit: the account's, the same on each of its streams.", "source", "stream"),
		limit:  gauge("helpdesk_exporter_budget_limit", "The vendor's rate limit.", "source", "stream"),
		reset:  gauge("helpdesk_exporter_budget_reset_timestamp_seconds", "When the vendor's rate limit is renewed.", "source", "stream"),
		expiry: gauge("helpdesk_exporter_token_expiry_timestamp_seconds", "When the source's credential expires, where the source tells.", "source"),
	}
}

func (a *account) collectors() []prometheus.Collector {
	return []prometheus.Collector{a.remaining, a.limit, a.reset, a.expiry}
}

// note shows how a source's account stands. What is not told is not shown.
func (a *account) note(source string, polled any, streams []*stream) {
	s, ok := polled.(accounted)
	if !ok {
		return
	}
	status := s.Status()
	for _, st := range streams {
		set(a.remaining, status.Remaining, status.HasRemaining, source, st.Name)
		set(a.limit, status.Limit, status.HasLimit, source, st.Name)
		set(a.reset, seconds(status.Reset), !status.Reset.IsZero(), source, st.Name)
	}
	set(a.expiry, seconds(status.TokenExpires), !status.TokenExpires.IsZero(), source)
}

func set(g *prometheus.GaugeVec, v float64, told bool, labels ...string) {
	if !told {
		g.DeleteLabelValues(labels...)
		return
	}
	g.WithLabelValues(labels...).Set(v)
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
