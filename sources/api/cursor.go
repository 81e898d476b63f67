package api

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"time"
)

// cursorVersion changes when an old cursor cannot be read any more; the stream is then read from the
// beginning, which the ledger recognises.
const cursorVersion = 1

// cursor is where a stream goes on, as JSON in the state.
type cursor struct {
	Version int `json:"version"`
	// Signature is that of the stream's description. When it changes, times stay and all else is dropped.
	Signature uint64               `json:"signature"`
	Sets      map[string]*position `json:"sets,omitempty"`
	Swept     time.Time            `json:"swept"`
}

func decodeCursor(b []byte, signature uint64) (*cursor, error) {
	c := &cursor{Version: cursorVersion, Signature: signature, Sets: map[string]*position{}}
	if len(b) == 0 {
		return c, nil
	}
	var stored cursor
	if err := json.Unmarshal(b, &stored); err != nil {
		return nil, fmt.Errorf("reading the stored cursor: %w", err)
	}
	if stored.Version != cursorVersion {
		return c, nil
	}
	if stored.Sets == nil {
		stored.Sets = map[string]*position{}
	}
	if stored.Signature != signature {
		for _, p := range stored.Sets {
			p.Token, p.Walk, p.seen = "", nil, map[uint64]int64{}
		}
		stored.Signature = signature
	}
	return &stored, nil
}

func (c *cursor) encode() ([]byte, error) { return json.Marshal(c) }

func (c *cursor) position(set string) *position {
	p := c.Sets[set]
	if p == nil {
		p = &position{seen: map[uint64]int64{}}
		c.Sets[set] = p
	}
	return p
}

// position is how far a set was read.
type position struct {
	// At is the time up to which everything was delivered.
	At time.Time
	// Token goes on where the helpdesk's own cursor stands.
	Token string
	// Walk is the walk that was not finished.
	Walk *walk
	// seen are the records behind At that were delivered, by the hash of their content, with their second.
	seen map[uint64]int64
}

// walk is a way through the pages, from one time on.
type walk struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"`
	// Began is the server's time when it began: nothing later is a position.
	Began time.Time `json:"began"`
	// Newest is the greatest time met, up to Began.
	Newest time.Time `json:"newest,omitzero"`
	// Reached is the time up to which an ascending walk has delivered everything.
	Reached time.Time `json:"reached,omitzero"`
	Next    place     `json:"next"`
	// Disorder tells that the records do not ascend.
	Disorder bool `json:"disorder,omitempty"`
	Pages    int  `json:"pages"`
}

type storedPosition struct {
	At    time.Time `json:"at,omitzero"`
	Token string    `json:"token,omitempty"`
	Walk  *walk     `json:"walk,omitempty"`
	Seen  []byte    `json:"seen,omitempty"` // 8 bytes of hash and 8 of second each
}

// MarshalJSON implements json.Marshaler.
func (p *position) MarshalJSON() ([]byte, error) {
	stored := storedPosition{At: p.At, Token: p.Token, Walk: p.Walk}
	for _, hash := range slices.Sorted(maps.Keys(p.seen)) {
		stored.Seen = binary.BigEndian.AppendUint64(stored.Seen, hash)
		stored.Seen = binary.BigEndian.AppendUint64(stored.Seen, uint64(p.seen[hash]))
	}
	return json.Marshal(stored)
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *position) UnmarshalJSON(b []byte) error {
	var stored storedPosition
	if err := json.Unmarshal(b, &stored); err != nil {
		return err
	}
	*p = position{At: stored.At, Token: stored.Token, Walk: stored.Walk, seen: map[uint64]int64{}}
	if len(stored.Seen)%16 != 0 {
		return errors.New("the records seen are cut off")
	}
	for b := stored.Seen; len(b) > 0; b = b[16:] {
		p.seen[binary.BigEndian.Uint64(b)] = int64(binary.BigEndian.Uint64(b[8:]))
	}
	return nil
}

// mark notes records that were delivered.
func (p *position) mark(marks map[uint64]int64) { maps.Copy(p.seen, marks) }

// maxSeen bounds what is remembered; a record that is forgotten is delivered once more, which does no harm.
const maxSeen = 20_000

// forget drops what will not be sent again: it lies before the given time.
func (p *position) forget(before time.Time) {
	maps.DeleteFunc(p.seen, func(_ uint64, second int64) bool { return second < before.Unix() })
	if len(p.seen) <= maxSeen {
		return
	}
	seconds := slices.Sorted(maps.Values(p.seen))
	limit := seconds[len(seconds)-maxSeen/2]
	maps.DeleteFunc(p.seen, func(_ uint64, second int64) bool { return second < limit })
}

// contentHash names a version of a record.
func contentHash(set string, raw []byte) uint64 {
	h := fnv.New64a()
	h.Write([]byte(set)) //nolint:errcheck // a hash never fails
	h.Write(raw)         //nolint:errcheck // a hash never fails
	return h.Sum64()
}
