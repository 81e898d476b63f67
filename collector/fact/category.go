package fact

import (
	"cmp"
	"time"
)

// categorised counts a ticket at its first categorisation, and each change until it is final as one
// retraction and one new category. A ticket that has none by then counts as "none".
func (d *deriver) categorised() {
	if d.h.partial() || d.h.Prior.Final {
		return // counted before the summary
	}
	const first = "categorised"
	counted, key := "", ""
	count := func(at time.Time, k, category string) {
		counted, key = cmp.Or(category, categoryNone), k
		d.add(Fact{
			Kind: Categorised, Key: k, At: at, KnownAt: at,
			Samples: []Sample{d.labels(at).sample(familyCategories, 1, "category", counted, "change", changeNew)},
		})
	}
	created := d.h.Ticket.CreatedAt
	if category := d.category.at(created); category != "" && !d.line.void(created) {
		count(created, first, category)
	}
	for _, s := range d.category.steps {
		late := !d.final.at.IsZero() && s.at.After(d.final.at)
		if !s.counts || late || !s.at.After(created) || d.line.void(s.at) || cmp.Or(s.value, categoryNone) == counted {
			continue
		}
		if key == "" {
			if s.value != "" {
				count(s.at, first, s.value)
			}
			continue
		}
		change := "categorised/" + s.key
		d.add(Fact{
			Kind: Categorised, Key: change + "/retracted", At: s.at, KnownAt: s.at, Requires: key,
			Samples: []Sample{d.labels(s.at).sample(familyCategories, 1, "category", counted, "change", changeRetracted)},
		})
		count(s.at, change+"/new", s.value)
	}
	if key == "" && !d.final.at.IsZero() {
		count(d.final.at, first, d.category.at(d.final.at))
	}
}
