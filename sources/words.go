package sources

import (
	"maps"
	"slices"
	"strings"

	"helpdesk_exporter/sources/record"
)

// The words a desk's own may be mapped to.

func statuses() []record.Status {
	return []record.Status{
		record.StatusNew, record.StatusOpen, record.StatusPending, record.StatusHold, record.StatusSolved,
		record.StatusClosed, record.StatusMerged, record.StatusSpam, record.StatusDeleted,
	}
}

// checkWords adds a problem for each word that is mapped to none of those known, or mapped twice.
func checkWords[W ~string](add func(path, format string, args ...any), path string, words map[string]W, known []W) {
	first := map[string]string{}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		here := path + "." + word
		if !slices.Contains(known, words[word]) {
			add(here, "%q is not one of %s", words[word], join(known))
		}
		fold := strings.ToLower(strings.TrimSpace(word))
		if before, twice := first[fold]; twice {
			add(here, "mapped twice: %q differs in case or blanks only", before)
		}
		first[fold] = word
	}
}

func join[W ~string](words []W) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}
