package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/collector/fact"
)

// States of a ticket in the ledger, the first byte of its value.
const (
	stateOpen    = 'o' // unresolved: whole history, view in memory
	stateWindow  = 'w' // resolved or void, whole history until the largest window has passed
	stateSummary = 's' // only fact.Prior and a few marks
)

var stateNames = map[byte]string{stateOpen: "open", stateWindow: "window", stateSummary: "summary"}

// markVanished marks a ticket that was voided because it no longer existed.
const markVanished = "void/vanished"

// entry is a ticket in the ledger.
type entry struct {
	id      string
	state   byte
	due     time.Time // its place in the due queue, zero when it has none
	history *fact.History
	// marks are the keys of facts that are settled: true was counted, false only marked, because the
	// fact lies before a baseline or its original did not count.
	marks map[string]bool

	// contributions are what the ticket has added to calendar periods; a summary's can no longer be told.
	contributions []contribution
	// reported is the watermark by which they were found in this transaction, zero if they were not.
	reported time.Time

	// revocable are counted facts that later data may take back, by key.
	revocable map[string]revocable

	derived   *fact.Derivation // of the history, nil when it is not known
	stored    byte             // state in the store, 0 when it is not there
	storedDue time.Time        // place in the due queue of the store
	// storedContact is the place in the store's index of contacts, nil if it has none.
	storedContact []byte
	dirty         bool
}

func newEntry(source, id string, taxonomy uint64) *entry {
	h := &fact.History{Source: source, Taxonomy: taxonomy}
	h.Ticket.ID = id
	return &entry{id: id, state: stateOpen, history: h, marks: map[string]bool{}}
}

// mark settles a fact: counted, or only marked.
func (e *entry) mark(f fact.Fact, counted bool) {
	e.marks[f.Key] = counted
	if f.Also != "" {
		e.marks[f.Also] = counted
	}
}

var errEntry = errors.New("malformed ticket entry")

func (e *entry) encode() []byte {
	b := []byte{e.state}
	due := int64(0)
	if !e.due.IsZero() {
		due = e.due.UnixMilli()
	}
	b = binary.AppendVarint(b, due)
	b = binary.AppendUvarint(b, uint64(len(e.marks)))
	for _, k := range slices.Sorted(maps.Keys(e.marks)) {
		n := uint64(len(k)) << 1
		if e.marks[k] {
			n |= 1
		}
		b = append(binary.AppendUvarint(b, n), k...)
	}
	return e.history.AppendBinary(appendRevocable(appendContributions(b, e.contributions), e.revocable))
}

func decodeEntry(b []byte) (*entry, error) {
	if len(b) == 0 || stateNames[b[0]] == "" {
		return nil, errEntry
	}
	e := &entry{state: b[0], stored: b[0], marks: map[string]bool{}}
	b = b[1:]
	due, n := binary.Varint(b)
	if n <= 0 {
		return nil, errEntry
	}
	b = b[n:]
	if due != 0 {
		e.due = time.UnixMilli(due).UTC()
		e.storedDue = e.due
	}
	count, n := binary.Uvarint(b)
	if n <= 0 {
		return nil, errEntry
	}
	b = b[n:]
	for range count {
		size, n := binary.Uvarint(b)
		if n <= 0 || uint64(len(b)-n) < size>>1 {
			return nil, errEntry
		}
		b = b[n:]
		e.marks[string(b[:size>>1])] = size&1 == 1
		b = b[size>>1:]
	}
	var err error
	if e.contributions, b, err = decodeContributions(b); err != nil {
		return nil, err
	}
	if e.revocable, b, err = decodeRevocable(b); err != nil {
		return nil, err
	}
	h, err := fact.UnmarshalHistory(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errEntry, err)
	}
	e.history, e.id = h, h.Ticket.ID
	return e, nil
}

// summarise drops the history and the marks that no later fact can refer to.
func (e *entry) summarise(prior fact.Prior, subject *fact.History) {
	h := &fact.History{Source: subject.Source, Known: subject.Known, Prior: prior}
	h.Ticket = subject.Ticket
	h.Absorbed = subject.Absorbed // no record of this ticket would bring them back
	h.Ticket.Topics, h.Ticket.Tags, h.Ticket.CustomerKeys = nil, nil, nil
	if n := len(subject.Snapshots); n > 0 {
		h.Snapshots = subject.Snapshots[n-1:]
	}
	e.history, e.state, e.contributions = h, stateSummary, nil
	e.revocable = nil
	maps.DeleteFunc(e.marks, func(k string, _ bool) bool { return !outlives(k) })
}

// outlives tells of the key of a fact whether its mark stays with a summary.
func outlives(key string) bool {
	return key == fact.CreatedKey || strings.HasPrefix(key, "void/")
}
