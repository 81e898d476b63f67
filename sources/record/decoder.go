package record

import (
	"errors"
	"fmt"
	"time"
)

// decoder reads the fields of one record. It keeps the first error, so that the readers below need no
// check after each field; the record is thrown away when there is one.
type decoder struct {
	kind      Kind
	fields    Fields
	words     Words
	anomalies []Anomaly
	err       error
}

// who names the record in an error: its kind and its id, or else its ticket.
func (d *decoder) who() string {
	if id, err := identifier(d.fields["id"]); err == nil && id != "" {
		return string(d.kind) + " " + id
	}
	if ticket, err := identifier(d.fields["ticket"]); err == nil && ticket != "" {
		return string(d.kind) + " of ticket " + ticket
	}
	return string(d.kind)
}

func (d *decoder) fail(field string, err error) {
	if d.err == nil && err != nil {
		d.err = fmt.Errorf("%s: field %q: %w", d.who(), field, err)
	}
}

// unmapped notes a word that no map names. The word is shown, because it must be put into the map.
func (d *decoder) unmapped(field, word string) {
	id, err := identifier(d.fields["id"])
	if err != nil || id == "" {
		id, _ = identifier(d.fields["ticket"])
	}
	d.anomalies = append(d.anomalies, Anomaly{
		Reason: AnomalyUnmapped,
		ID:     id,
		Detail: fmt.Sprintf("%s: %s", field, quote(word)),
	})
}

// told reports whether the source gave the field a value that is not null.
func (d *decoder) told(field string) bool { return d.fields[field] != nil }

// present fails where the source did not tell the field at all; it may be empty.
func (d *decoder) present(field string) {
	if _, ok := d.fields[field]; !ok {
		d.fail(field, errors.New("missing"))
	}
}

// Identifiers, labels and texts. Empty where the field is.

func (d *decoder) id(field string) string {
	s, err := identifier(d.fields[field])
	d.fail(field, err)
	return s
}

func (d *decoder) requiredID(field string) string {
	s := d.id(field)
	if s == "" {
		d.fail(field, errEmpty)
	}
	return s
}

// changed returns nil where the field did not change.
func (d *decoder) changed(field string, read func(string) string) *string {
	if !d.told(field) {
		return nil
	}
	s := read(field)
	return &s
}

func (d *decoder) label(field string) string {
	return label(d.text(field))
}

// text is read for enrichment only; its value must not appear in an error.
func (d *decoder) text(field string) string {
	s, err := scalar(d.fields[field])
	d.fail(field, err)
	return s
}

func (d *decoder) labels(field string) []string {
	return d.list(field, func(v any) (string, error) {
		s, err := scalar(v)
		return label(s), err
	})
}

func (d *decoder) ids(field string) []string { return d.list(field, identifier) }

// list reads the elements of a list, each once, without the empty ones.
func (d *decoder) list(field string, element func(any) (string, error)) []string {
	raw, err := elements(d.fields[field])
	d.fail(field, err)
	var list []string
	seen := make(map[string]bool, len(raw))
	for _, v := range raw {
		s, err := element(v)
		d.fail(field, err)
		if s != "" && !seen[s] {
			seen[s] = true
			list = append(list, s)
		}
	}
	return list
}

// Times and numbers.

func (d *decoder) time(field string) time.Time {
	t, err := instant(d.fields[field])
	d.fail(field, err)
	return t
}

func (d *decoder) requiredTime(field string) time.Time {
	t := d.time(field)
	if t.IsZero() {
		d.fail(field, errEmpty)
	}
	return t
}

func (d *decoder) integer(field string) *int {
	n, told, err := integer(d.fields[field])
	d.fail(field, err)
	if !told {
		return nil
	}
	return &n
}

func (d *decoder) integerOr(field string, otherwise int) int {
	if n := d.integer(field); n != nil {
		return *n
	}
	return otherwise
}

// counter is an integer that is not negative.
func (d *decoder) counter(field string) *int {
	n := d.integer(field)
	if n != nil && *n < 0 {
		d.fail(field, errNegative)
	}
	return n
}

func (d *decoder) flag(field string) (value, told bool) {
	value, told, err := boolean(d.fields[field])
	d.fail(field, err)
	return value, told
}

func (d *decoder) decimal(field string) string {
	s, err := decimal(d.fields[field])
	d.fail(field, err)
	if s == "" {
		d.fail(field, errEmpty)
	}
	return s
}

func (d *decoder) seconds(field string) time.Duration {
	s, err := seconds(d.fields[field])
	d.fail(field, err)
	return s
}

func (d *decoder) requiredSeconds(field string) time.Duration {
	if !d.filled(field) {
		d.fail(field, errEmpty)
	}
	return d.seconds(field)
}

// Words.

// word reads a field of an enumeration that no map translates: another word is an error, because the
// mapping of the source has to name the canonical one.
func word[W ~string](d *decoder, field string, own []W) W {
	raw := d.text(field)
	if fold(raw) == "" {
		return ""
	}
	w, ok := canonical(raw, own)
	if !ok {
		shown := quote(raw)
		if field == "subject" { // a ticket's subject by mistake: it must not get into a log
			shown = "the value"
		}
		d.fail(field, fmt.Errorf("%s is not a word of it, use one of: %s", shown, list(own)))
	}
	return w
}

// status looks the status up by its own word, then by its type, then among the canonical words.
func (d *decoder) status(field, typeField string) Status {
	raw, rawType := d.text(field), d.text(typeField)
	for _, w := range []string{raw, rawType} {
		if s, ok := d.words.Statuses[fold(w)]; ok {
			return s
		}
	}
	for _, w := range []string{raw, rawType} {
		if s, ok := canonical(w, statuses()); ok {
			return s
		}
	}
	if fold(raw) == "" {
		raw = rawType
	}
	d.unmapped(field, raw)
	return StatusUnknown
}

// mapped finds a word in a map, else among the canonical ones; one that neither has is noted.
func mapped[W ~string](d *decoder, field string, words map[string]W, own []W, otherwise W) W {
	raw := d.text(field)
	w, ok := words[fold(raw)]
	if !ok {
		w, ok = canonical(raw, own)
	}
	switch {
	case ok:
		return w
	case fold(raw) != "":
		d.unmapped(field, raw)
	}
	return otherwise
}

func (d *decoder) priority(field string) Priority {
	return mapped(d, field, d.words.Priorities, Priorities(), PriorityNone)
}

func (d *decoder) channel(field string) Channel {
	return mapped(d, field, d.words.Channels, Channels(), ChannelOther)
}

func (d *decoder) actor() Actor {
	return Actor{Role: word(d, "actor", authors()), ID: d.id("actor_id")}
}
