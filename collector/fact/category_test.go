package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// docs/semantics.md, "What counts": counted at the first categorisation; a change is one retraction and one
// new; never categorised counts as "none" when final.
func TestCategorised(t *testing.T) {
	to := func(id string, hours int, category string) record.CategoryChange {
		return record.CategoryChange{ID: id, Ticket: "1", At: at(time.Duration(hours) * hour), To: category}
	}
	solved := status("s", at(5*hour), record.StatusOpen, record.StatusSolved)
	type entry struct {
		at               time.Time
		category, change string
		requires         string
	}
	tests := map[string]struct {
		records []record.Record
		rules   *Rules
		want    []entry
	}{
		"at once": {[]record.Record{to("a", 1, "delivery")}, withHistory(), []entry{{at(hour), "delivery", "new", ""}}},
		"at creation, told before the first change": {
			[]record.Record{record.CategoryChange{ID: "a", Ticket: "1", At: at(hour), From: "payment", To: "delivery"}},
			withHistory(),
			[]entry{{base, "payment", "new", ""}, {at(hour), "delivery", "new", ""}, {at(hour), "payment", "retracted", "categorised"}},
		},
		"changed twice": {
			[]record.Record{to("a", 1, "delivery"), to("b", 2, "payment"), to("c", 3, "other")},
			withHistory(),
			[]entry{
				{at(hour), "delivery", "new", ""},
				{at(2 * hour), "payment", "new", ""},
				{at(2 * hour), "delivery", "retracted", "categorised"},
				{at(3 * hour), "other", "new", ""},
				{at(3 * hour), "payment", "retracted", "categorised/b/new"},
			},
		},
		"taken away": {
			[]record.Record{to("a", 1, "delivery"), to("b", 2, "")},
			withHistory(),
			[]entry{{at(hour), "delivery", "new", ""}, {at(2 * hour), "none", "new", ""}, {at(2 * hour), "delivery", "retracted", "categorised"}},
		},
		"never": {[]record.Record{solved}, withHistory(), []entry{{at(5*hour + week), "none", "new", ""}}},
		"after the close": {
			[]record.Record{to("a", 1, "delivery"), solved, status("c", at(6*hour), record.StatusSolved, record.StatusClosed), to("b", 7, "payment")},
			withHistory(),
			[]entry{{at(hour), "delivery", "new", ""}},
		},
		"with the close": {
			[]record.Record{solved, status("c", at(6*hour), record.StatusSolved, record.StatusClosed), to("b", 6, "payment")},
			withHistory(),
			[]entry{{at(6 * hour), "payment", "new", ""}},
		},
		"void from the start, recovered": {
			[]record.Record{
				record.CategoryChange{ID: "a", Ticket: "1", At: base, To: "delivery"},
				status("1", base, record.StatusOpen, record.StatusSpam),
				status("2", at(3*hour), record.StatusSpam, record.StatusOpen), solved,
			}, withHistory(), []entry{{at(5*hour + week), "delivery", "new", ""}},
		},
		"inside a void, seen when final": {
			[]record.Record{
				status("1", at(hour), record.StatusOpen, record.StatusDeleted), to("a", 2, "delivery"),
				status("2", at(3*hour), record.StatusDeleted, record.StatusOpen), solved,
			}, withHistory(), []entry{{at(5*hour + week), "delivery", "new", ""}},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(append([]record.Record{ticket(base, base, record.StatusOpen)}, tc.records...)...)
			require.Equal(t, tc.want, categoryEntries(t, h, tc.rules, func(f Fact) entry {
				return entry{f.At, label(t, f, familyCategories, "category"), label(t, f, familyCategories, "change"), f.Requires}
			}))
		})
	}
}

func categoryEntries[T any](t *testing.T, h *History, rules *Rules, of func(Fact) T) []T {
	t.Helper()
	var list []T
	for _, f := range Derive(h, rules) {
		if f.Kind == Categorised {
			list = append(list, of(f))
		}
	}
	return list
}

// "Late and changed data": an edited taxonomy renames, it does not change a ticket's category. A later
// change retracts the name under which the ticket was counted.
func TestEditedTaxonomy(t *testing.T) {
	h := &History{Source: desk}
	merge := func(hours int, taxonomy uint64, category string) {
		tk := ticket(base, at(time.Duration(hours)*hour), record.StatusOpen)
		tk.Category = category
		h.Taxonomy = taxonomy
		h.Merge(tk)
	}
	merge(1, 1, "delivery")
	merge(1, 2, "shipping") // the same version, read under the new taxonomy
	merge(2, 2, "shipping")
	entries := func() []string {
		return categoryEntries(t, h, snapshotsOnly(), func(f Fact) string {
			return label(t, f, familyCategories, "category") + " " + label(t, f, familyCategories, "change")
		})
	}
	require.Equal(t, []string{"delivery new"}, entries())
	require.Equal(t, "shipping", ViewAt(h, snapshotsOnly(), at(3*hour)).Category)
	merge(3, 2, "payment")
	require.Equal(t, []string{"delivery new", "payment new", "delivery retracted"}, entries())
}
