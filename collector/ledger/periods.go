package ledger

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/period"
)

// Events of calendar periods are kept by day and group of the reporting zone, each day as a row that is
// never changed but replaced. What a ticket with a whole history adds is kept with the ticket, so that what
// later data corrects is taken out again; a summary leaves behind what it has added.

// PeriodRow are the events of a day by group. It must not be changed.
type PeriodRow map[string]*period.Counts

// contribution is what a ticket adds to a day.
type contribution struct {
	day   period.Day
	group string
	event period.Event
	value int64
}

func (c contribution) same(o contribution) int {
	return cmp.Or(cmp.Compare(c.day, o.day), cmp.Compare(c.group, o.group), cmp.Compare(c.event, o.event))
}

// report brings a ticket's part of the periods up to date with what is certain by the watermark w.
func (tx *transaction) report(e *entry, w time.Time) {
	if tx.l.cfg.Periods.Zone == nil {
		return
	}
	oldest := tx.oldest()
	now := tx.contributions(e, w, oldest)
	for _, c := range e.contributions {
		tx.report1(c, -c.value, oldest)
	}
	for _, c := range now {
		tx.report1(c, c.value, oldest)
	}
	if !slices.Equal(e.contributions, now) {
		e.contributions, e.dirty = now, true
	}
	e.reported = w
}

// misreported tells that a ticket's part of the periods is not what its history says by the watermark w: a
// change that completes no fact may still move what was counted to another day or group.
func (tx *transaction) misreported(e *entry, w time.Time) bool {
	if tx.l.cfg.Periods.Zone == nil || w.IsZero() || e.reported.Equal(w) {
		return false
	}
	oldest := tx.oldest()
	was := e.contributions
	for len(was) > 0 && was[0].day < oldest {
		was = was[1:]
	}
	return !slices.Equal(was, tx.contributions(e, w, oldest))
}

// nextReport is when the backlog changes next by a ticket after the watermark w, zero for never: no fact may
// become certain then.
func (tx *transaction) nextReport(e *entry, w time.Time) time.Time {
	var next time.Time
	if tx.l.cfg.Periods.Zone == nil {
		return next
	}
	if e.reported.After(w) {
		w = e.reported
	}
	for _, event := range tx.study(e).Backlog {
		if event.At.After(w) && (next.IsZero() || event.At.Before(next)) {
			next = event.At
		}
	}
	return next
}

// oldest is the first day that any period has.
func (tx *transaction) oldest() period.Day {
	return tx.l.cfg.Periods.Oldest(tx.l.cfg.Periods.Today(tx.now))
}

// report1 adds to a day; days that no period has any more are gone.
func (tx *transaction) report1(c contribution, value int64, oldest period.Day) {
	if c.day < oldest || value == 0 {
		return
	}
	groups := tx.periods[c.day]
	if groups == nil {
		groups = PeriodRow{}
		tx.periods[c.day] = groups
	}
	counts := groups[c.group]
	if counts == nil {
		counts = &period.Counts{}
		groups[c.group] = counts
	}
	counts[c.event] += value
}

// contributions sums up what a ticket's facts say that is certain by w, and not part of its summary.
func (tx *transaction) contributions(e *entry, w time.Time, oldest period.Day) []contribution {
	var list []contribution
	add := func(known time.Time, events []fact.Event) {
		if known.After(w) || !known.After(e.history.Prior.Through) {
			return
		}
		for _, event := range events {
			day := period.DayOf(event.At, tx.l.cfg.Periods.Zone)
			if day < oldest {
				continue
			}
			list = append(list, contribution{day, event.Group, event.Event, event.Value})
		}
	}
	study := tx.study(e)
	for _, f := range study.Facts {
		add(f.KnownAt, f.Events)
	}
	for i := range study.Backlog {
		add(study.Backlog[i].At, study.Backlog[i:i+1])
	}
	slices.SortFunc(list, contribution.same)
	sums := list[:0]
	for _, c := range list {
		if n := len(sums); n > 0 && sums[n-1].same(c) == 0 {
			sums[n-1].value += c.value
			continue
		}
		sums = append(sums, c)
	}
	return slices.DeleteFunc(sums, func(c contribution) bool { return c.value == 0 })
}

// stagePeriods writes the rows that changed, and removes days that no period has any more.
func (tx *transaction) stagePeriods() {
	for day, groups := range tx.periods {
		for group, delta := range groups {
			sum := *delta
			if old := tx.src.periods[day][group]; old != nil {
				for i, v := range old {
					sum[i] += v
				}
			}
			*delta = sum
			tx.batch.Put(bucketPeriod, periodKey(tx.src.cfg.Name, day, group), sum.AppendBinary(nil))
		}
	}
	if tx.l.cfg.Periods.Zone == nil {
		return
	}
	oldest := tx.oldest()
	for day, groups := range tx.src.periods {
		if day >= oldest {
			continue
		}
		for group := range groups {
			tx.batch.Delete(bucketPeriod, periodKey(tx.src.cfg.Name, day, group))
		}
		tx.expired = append(tx.expired, day)
	}
}

// publishPeriods replaces the rows that changed. stagePeriods has made them sums.
func (tx *transaction) publishPeriods() {
	for day, groups := range tx.periods {
		row := PeriodRow{}
		maps.Copy(row, tx.src.periods[day])
		maps.Copy(row, groups)
		tx.src.periods[day] = row
	}
	for _, day := range tx.expired {
		delete(tx.src.periods, day)
	}
}

func periodKey(source string, day period.Day, group string) []byte {
	b := binary.BigEndian.AppendUint32(key(source, ""), uint32(day)) //nolint:gosec // days are positive
	return append(b, group...)
}

func (src *source) loadPeriod(k string, v []byte) error {
	if len(k) < 4 {
		return errEntry
	}
	counts, err := period.UnmarshalCounts(v)
	if err != nil {
		return err
	}
	day := period.Day(binary.BigEndian.Uint32([]byte(k[:4]))) //nolint:gosec // as it was written
	if src.periods[day] == nil {
		src.periods[day] = PeriodRow{}
	}
	src.periods[day][k[4:]] = counts
	return nil
}

// appendContributions appends the stored form: groups are written once.
func appendContributions(b []byte, list []contribution) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	last := contribution{}
	for _, c := range list {
		b = binary.AppendVarint(b, int64(c.day-last.day))
		b = append(b, byte(c.event))
		b = binary.AppendVarint(b, c.value)
		if c.group == last.group {
			b = append(b, 0)
		} else {
			b = binary.AppendUvarint(b, uint64(len(c.group))+1)
			b = append(b, c.group...)
		}
		last = c
	}
	return b
}

func decodeContributions(b []byte) ([]contribution, []byte, error) {
	count, n := binary.Uvarint(b)
	if n <= 0 {
		return nil, nil, errEntry
	}
	b = b[n:]
	var list []contribution
	last := contribution{}
	for range count {
		day, n := binary.Varint(b)
		if n <= 0 || len(b) <= n {
			return nil, nil, errEntry
		}
		c := contribution{day: last.day + period.Day(day), group: last.group, event: period.Event(b[n])} //nolint:gosec // as it was written
		b = b[n+1:]
		if c.value, n = binary.Varint(b); n <= 0 {
			return nil, nil, errEntry
		}
		b = b[n:]
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n)+1 {
			return nil, nil, errEntry
		}
		b = b[n:]
		if size > 0 {
			c.group, b = string(b[:size-1]), b[size-1:]
		}
		list = append(list, c)
		last = c
	}
	return list, b, nil
}
