package database

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"sort"
	"time"
)

// cursorVersion changes when an old cursor cannot be read any more; the stream is then walked again,
// which the ledger recognises.
const cursorVersion = 1

type phase string

const (
	walking   phase = "walk"
	following phase = "follow"
)

// cursor is where a stream goes on, as JSON in the state.
type cursor struct {
	Version int   `json:"version"`
	Phase   phase `json:"phase"`
	// Walked is the last key of the walk's last page.
	Walked key `json:"walked"`
	// TextKeys tells that keys are texts, so that an id that looks like a number is not sent as one.
	TextKeys bool                 `json:"text_keys,omitempty"`
	Feeds    map[string]*position `json:"feeds,omitempty"`
	Swept    time.Time            `json:"swept"`
	// Vanished tells that a feed named a deletion that no sweep has found yet.
	Vanished bool `json:"vanished,omitempty"`
}

// decodeCursor returns a new cursor where there is none or where it is of another version.
func decodeCursor(b []byte) (*cursor, error) {
	fresh := &cursor{Version: cursorVersion, Phase: walking, Feeds: map[string]*position{}}
	if len(b) == 0 {
		return fresh, nil
	}
	var c cursor
	if err := json.Unmarshal(b, &c); err != nil {
		return nil, fmt.Errorf("reading the stored cursor: %w", err)
	}
	if c.Version != cursorVersion {
		return fresh, nil
	}
	if c.Feeds == nil {
		c.Feeds = map[string]*position{}
	}
	return &c, nil
}

func (c *cursor) encode() ([]byte, error) { return json.Marshal(c) }

// key is an id as the driver gave it: int64, string, or nil for none.
type key struct{ value any }

// keyOf keeps numbers numbers, so that the database compares them as such.
func keyOf(v any) key {
	switch v := v.(type) {
	case nil:
		return key{}
	case int64:
		return key{v}
	}
	return key{text(v)}
}

// MarshalJSON implements json.Marshaler.
func (k key) MarshalJSON() ([]byte, error) { return json.Marshal(k.value) }

// UnmarshalJSON implements json.Unmarshaler.
func (k *key) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	k.value = v
	if n, ok := v.(json.Number); ok {
		i, err := n.Int64()
		if err != nil {
			return err
		}
		k.value = i
	}
	return nil
}

// position is how far a feed was read, and which of the rows behind it have been seen: a row may appear
// there later, because ids and times are given before the commit.
type position struct {
	// Of a feed by id.
	id  int64
	ids map[int64]bool
	// Of a feed by time.
	at       time.Time
	notation notation
	rows     map[uint64]int64 // by hash, the second of its time
}

func newPosition() *position {
	return &position{ids: map[int64]bool{}, rows: map[uint64]int64{}}
}

// prune forgets what lies behind the overlap.
func (p *position) prune(f *feed) {
	for id := range p.ids {
		if id <= p.id-f.overlapIDs {
			delete(p.ids, id)
		}
	}
	// Civil times are read from up to an hour, or two, further back while the clock is put back.
	oldest := p.at.Add(-f.overlap - 2*time.Hour).Unix()
	for hash, second := range p.rows {
		if second < oldest {
			delete(p.rows, hash)
		}
	}
}

// rowHash names a version of a row.
func rowHash(at, id any) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s\x00%s", text(at), text(id)) // a hash does not fail
	return h.Sum64()
}

type storedPosition struct {
	ID       int64      `json:"id,omitempty"`
	IDs      []byte     `json:"ids,omitempty"` // bit i is the id ID-i
	At       *time.Time `json:"at,omitempty"`
	Notation notation   `json:"notation,omitempty"`
	Rows     []byte     `json:"rows,omitempty"` // 8 bytes of hash and 8 of second each
}

// MarshalJSON implements json.Marshaler.
func (p *position) MarshalJSON() ([]byte, error) {
	stored := storedPosition{ID: p.id, Notation: p.notation}
	for id := range p.ids {
		i := p.id - id
		if i < 0 {
			continue
		}
		for int64(len(stored.IDs)) <= i/8 {
			stored.IDs = append(stored.IDs, 0)
		}
		stored.IDs[i/8] |= 1 << (i % 8)
	}
	if !p.at.IsZero() {
		stored.At = &p.at
	}
	hashes := make([]uint64, 0, len(p.rows))
	for hash := range p.rows {
		hashes = append(hashes, hash)
	}
	sort.Slice(hashes, func(i, j int) bool { return hashes[i] < hashes[j] })
	for _, hash := range hashes {
		stored.Rows = binary.BigEndian.AppendUint64(stored.Rows, hash)
		stored.Rows = binary.BigEndian.AppendUint64(stored.Rows, uint64(p.rows[hash]))
	}
	return json.Marshal(stored)
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *position) UnmarshalJSON(b []byte) error {
	var stored storedPosition
	if err := json.Unmarshal(b, &stored); err != nil {
		return err
	}
	*p = *newPosition()
	p.id, p.notation = stored.ID, stored.Notation
	if stored.At != nil {
		p.at = *stored.At
	}
	for i := int64(0); i < int64(len(stored.IDs))*8; i++ {
		if stored.IDs[i/8]&(1<<(i%8)) != 0 {
			p.ids[p.id-i] = true
		}
	}
	if len(stored.Rows)%16 != 0 {
		return errors.New("the rows seen are cut off")
	}
	for b := stored.Rows; len(b) > 0; b = b[16:] {
		p.rows[binary.BigEndian.Uint64(b)] = int64(binary.BigEndian.Uint64(b[8:]))
	}
	return nil
}
