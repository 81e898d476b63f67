package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/sources/record"
)

// A configuration that changes under a running state counts nothing again (docs/semantics.md, "Late and
// changed data").

func TestAnEditedTaxonomyIsNoChangeOfCategory(t *testing.T) {
	const categories = "helpdesk_ticket_categories_total"
	b := newBench(t, func(c *ledger.Config) { c.Taxonomy = 1 })
	r := ticket("1", 0, record.StatusOpen)
	r.Category = "delivery"
	b.pass(minute(1), r)
	require.Equal(t, 1, b.total(categories, "category", "delivery", "change", "new"))
	b.cfg.Taxonomy = 2
	b.reopen()
	r.Category, r.UpdatedAt = "parcel", minute(5)
	b.pass(minute(6), r)
	require.Zero(t, b.total(categories, "category", "parcel"))
	require.Zero(t, b.total(categories, "change", "retracted"))
	r.Category, r.UpdatedAt = "refund", minute(8)
	b.pass(minute(9), r)
	require.Equal(t, 1, b.total(categories, "category", "delivery", "change", "retracted"), "the name it was counted under")
	require.Equal(t, 1, b.total(categories, "category", "refund", "change", "new"))
}

func TestAStatusThatIsMappedLaterCounts(t *testing.T) {
	b := newBench(t, nil)
	r := ticket("1", 0, record.StatusUnknown)
	b.pass(minute(20), r, change("1", "1", 10, record.StatusOpen, record.StatusUnknown))
	require.Zero(t, b.total(resolved))
	v, err := b.l.View(t.Context(), b.now)
	require.NoError(t, err)
	require.Equal(t, record.StatusUnknown, v.Sources[0].Tickets[0].Status, "it stays in the backlog")
	r.Status = record.StatusSolved
	b.pass(minute(30), r, change("1", "1", 10, record.StatusOpen, record.StatusSolved))
	require.Equal(t, 1, b.total(resolved))
	require.Equal(t, 1, b.total(created))
}

func TestANewKindOfFactMakesNoBurst(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(10), ticket("1", 0, record.StatusOpen))
	// A state written before this release knew of topics and messages.
	b.forgetKinds("topic", "message")
	b.now = minute(20)
	b.reopen()
	old := ticket("1", 0, record.StatusOpen)
	old.Topics, old.UpdatedAt = []string{"vpn"}, minute(25)
	fresh := ticket("2", 22, record.StatusOpen)
	fresh.Topics = []string{"login"}
	b.pass(minute(30), old, fresh, message("1", "1", 5, record.AuthorCustomer), message("2", "1", 26, record.AuthorCustomer))
	require.Equal(t, 1, b.total(messages), "only the one written since")
	require.Equal(t, 2, b.total("helpdesk_topics_first_seen_total"))
}

func TestAChangedWindowCountsAResolutionOnce(t *testing.T) {
	const day = 24 * 60
	for name, c := range map[string]struct {
		window time.Duration
		final  int // day by which the resolution is final
	}{
		"shorter": {24 * time.Hour, 3},
		"longer":  {20 * 24 * time.Hour, 21},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			b.pass(minute(20), ticket("1", 0, record.StatusOpen), change("1", "1", 10, record.StatusOpen, record.StatusSolved))
			b.cfg.ReopenWindow = c.window
			b.reopen()
			b.pass(minute((c.final - 2) * day))
			require.Zero(t, b.total("helpdesk_resolution_time_seconds", "stage", "final"))
			for _, d := range []int{c.final, c.final + 1, c.final + 40} {
				b.pass(minute(d * day))
				require.Equal(t, 1, b.total("helpdesk_resolution_time_seconds", "stage", "final"))
			}
		})
	}
}
