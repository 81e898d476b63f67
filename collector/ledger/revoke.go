package ledger

import (
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
)

// A breach that was counted may turn out to be none: a reply that the helpdesk shows late, a status that was
// pending all along. Counters never go back, so the ticket remembers what to count then (docs/semantics.md,
// "Late and changed data").

// revocable is a counted fact that later data may take back.
type revocable struct {
	also   string
	sample fact.Sample
}

// revoked lists the facts of a ticket that were counted and are not certain by the watermark w any more.
func (tx *transaction) revoked(e *entry, w time.Time) []string {
	if len(e.revocable) == 0 {
		return nil
	}
	told := map[string]bool{}
	for _, f := range tx.study(e).Facts {
		if f.KnownAt.After(w) {
			break
		}
		told[f.Key] = true
	}
	var keys []string
	for _, k := range slices.Sorted(maps.Keys(e.revocable)) {
		if !told[k] {
			keys = append(keys, k)
		}
	}
	return keys
}

// revoke counts the corrections of a ticket. What it corrects may count again, as something else.
func (tx *transaction) revoke(e *entry, w time.Time) {
	for _, k := range tx.revoked(e, w) {
		r := e.revocable[k]
		tx.add(r.sample.Family, r.sample.Values, r.sample.Count)
		delete(e.revocable, k)
		delete(e.marks, k)
		delete(e.marks, r.also)
		e.dirty = true
	}
}

// remember keeps what to count when a fact is revoked.
func (e *entry) remember(f fact.Fact) {
	if f.Revoke == nil {
		return
	}
	if e.revocable == nil {
		e.revocable = map[string]revocable{}
	}
	e.revocable[f.Key] = revocable{f.Also, *f.Revoke}
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func takeText(b []byte) (string, []byte, error) {
	size, n := binary.Uvarint(b)
	if n <= 0 || uint64(len(b)-n) < size {
		return "", nil, errEntry
	}
	b = b[n:]
	return string(b[:size]), b[size:], nil
}

func appendRevocable(b []byte, all map[string]revocable) []byte {
	b = binary.AppendUvarint(b, uint64(len(all)))
	for _, k := range slices.Sorted(maps.Keys(all)) {
		r := all[k]
		b = appendText(appendText(appendText(b, k), r.also), r.sample.Family)
		b = binary.AppendVarint(b, r.sample.Count)
		b = binary.AppendUvarint(b, uint64(len(r.sample.Values)))
		for _, v := range r.sample.Values {
			b = appendText(b, v)
		}
	}
	return b
}

func decodeRevocable(b []byte) (map[string]revocable, []byte, error) {
	count, n := binary.Uvarint(b)
	if n <= 0 {
		return nil, nil, errEntry
	}
	b = b[n:]
	if count == 0 {
		return nil, b, nil
	}
	all := map[string]revocable{}
	for range count {
		var r revocable
		var k string
		var err error
		for _, into := range []*string{&k, &r.also, &r.sample.Family} {
			if *into, b, err = takeText(b); err != nil {
				return nil, nil, err
			}
		}
		if r.sample.Count, n = binary.Varint(b); n <= 0 {
			return nil, nil, errEntry
		}
		b = b[n:]
		values, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, nil, errEntry
		}
		b = b[n:]
		for range values {
			v, rest, err := takeText(b)
			if err != nil {
				return nil, nil, err
			}
			r.sample.Values, b = append(r.sample.Values, v), rest
		}
		all[k] = r
	}
	return all, b, nil
}
