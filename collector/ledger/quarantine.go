package ledger

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/record"
)

// rejects puts records that cannot be mapped into quarantine. A full quarantine refuses the batch, so
// that the cursor stops where the trouble is.
func (m *merge) rejects() error {
	count := map[string]int{}
	for k := range m.src.quarantine {
		stream, _, _ := strings.Cut(k, "\x00")
		count[stream]++
	}
	type group struct {
		first record.Reject
		count int
	}
	fresh := map[string]*group{}
	for _, r := range m.batch.Rejects {
		k := r.Stream + "\x00" + r.ID
		if _, ok := m.src.quarantine[k]; !ok {
			count[r.Stream]++
			if count[r.Stream] > m.l.cfg.QuarantineLimit {
				return fmt.Errorf("%w: %d records of stream %s cannot be mapped, the last is %s: %w",
					ErrQuarantineFull, m.l.cfg.QuarantineLimit, r.Stream, r.ID, r.Err)
			}
			if fresh[r.Stream] == nil {
				fresh[r.Stream] = &group{first: r}
			}
			fresh[r.Stream].count++
		}
		m.quarantine[k] = &held{
			Ticket: r.Ticket, Map: m.src.cfg.Map, Reason: r.Err.Error(), Tried: m.l.now(), Tries: m.src.quarantine[k].Tries + 1,
		}
		if r.Ticket != "" {
			m.answered(r.Ticket)
		}
	}
	for stream, g := range fresh { // a line a batch: what is wrong with one is mostly wrong with all
		m.l.log.Warn("records cannot be mapped, they are held in quarantine", "helpdesk", m.src.cfg.Name, "stream", stream,
			"records", g.count, "id", g.first.ID, "err", g.first.Err)
	}
	return nil
}

const (
	// firstTrial and lastTrial bound the growing times after which what is in quarantine is read again: an answer may
	// have been bad once.
	firstTrial = 5 * time.Minute
	lastTrial  = 24 * time.Hour
)

// due tells that a record is to be read again.
func (h held) due(now time.Time) bool {
	wait := firstTrial
	for n := 1; n < h.Tries && wait < lastTrial; n++ {
		wait *= 4
	}
	return !now.Before(h.Tried.Add(min(wait, lastTrial)))
}

// readAnew lets the records of a ticket out of a stream's quarantine when all that the stream has of the ticket was read:
// those that still do not map come back, those that are no more do not.
func (m *merge) readAnew(stream, ticket string) {
	for k, h := range m.src.quarantine {
		if name, _, _ := strings.Cut(k, "\x00"); name == stream && h.Ticket == ticket {
			m.transaction.quarantine[k] = nil
		}
	}
}

// release lets a record out of the quarantine, once it maps.
func (m *merge) release(stream, id string) {
	if len(m.src.quarantine) == 0 {
		return
	}
	k := stream + "\x00" + id
	if _, ok := m.src.quarantine[k]; ok {
		m.transaction.quarantine[k] = nil
	}
}

// ticketStream is the root stream that brings tickets: what is counted without a batch is put down to it.
func (src *source) ticketStream() string {
	for _, s := range src.cfg.Streams {
		for _, k := range s.Kinds {
			if k == record.KindTicket {
				return s.Name
			}
		}
	}
	return ""
}

// HeldRecord is a record that is in quarantine because it does not map.
type HeldRecord struct {
	Stream, ID, Ticket string
	// Reason names the field, never a secret or a text.
	Reason string
}

// Held lists the records of a source that are in quarantine, by stream and id.
func (l *Ledger) Held(name string) ([]HeldRecord, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	src, err := l.source(name)
	if err != nil {
		return nil, err
	}
	var list []HeldRecord
	for _, k := range slices.Sorted(maps.Keys(src.quarantine)) {
		parts, h := splitKey([]byte(k)), src.quarantine[k]
		list = append(list, HeldRecord{Stream: parts[0], ID: parts[1], Ticket: h.Ticket, Reason: h.Reason})
	}
	return list, nil
}
