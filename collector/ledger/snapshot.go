package ledger

import (
	"context"
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
)

// View copies what was committed.
func (l *Ledger) View(ctx context.Context, now time.Time) (View, error) {
	size, err := l.store.Size(ctx)
	if err != nil {
		return View{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	v := View{Series: l.series.list(), StateBytes: size}
	for _, cfg := range l.cfg.Sources {
		v.Sources = append(v.Sources, l.sourceView(l.sources[cfg.Name], now))
	}
	return v, nil
}

func (l *Ledger) sourceView(src *source, now time.Time) SourceView {
	if !l.cfg.At.IsZero() {
		now = l.cfg.At
	}
	s := SourceView{
		Name: src.cfg.Name, Now: now, Watermark: src.released, Walked: !src.released.IsZero(),
		Ledger: map[string]int{}, Requesters: map[time.Duration]int{},
	}
	for b, name := range stateNames {
		s.Ledger[name] = src.states[b]
	}
	windows := RequesterWindows()
	wrote := make([]int, len(windows))
	for _, last := range src.requesters {
		for i := len(windows) - 1; i >= 0 && last.After(now.Add(-windows[i])) && !last.After(now); i-- {
			wrote[i]++ // who wrote in a window wrote in each longer one
		}
	}
	for i, w := range windows {
		s.Requesters[w] = wrote[i]
	}
	s.Tickets = make([]fact.View, 0, len(src.open)) // tens of thousands, with each generation
	for _, ticket := range src.open {
		s.Tickets = append(s.Tickets, ticket)
	}
	quarantined := map[string]int{}
	for k := range src.quarantine {
		quarantined[splitKey([]byte(k))[0]]++
	}
	for _, st := range src.cfg.Streams {
		state := src.streams[st.Name]
		view := StreamView{Name: st.Name, Quarantine: quarantined[st.Name], Off: state.Off}
		if !state.Off {
			view.Watermark, view.FirstSync = state.Watermark, !state.Watermark.IsZero()
		}
		s.Streams = append(s.Streams, view)
	}
	s.Groups = slices.Sorted(maps.Keys(src.labels["group"]))
	s.Periods = maps.Clone(src.periods)
	for a, last := range src.activity {
		a.Last = last
		s.Activity = append(s.Activity, a)
	}
	return s
}
