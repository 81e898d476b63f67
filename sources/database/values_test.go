package database

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTimesAreRead(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	c := newClocks(berlin, []string{"1970-01-01 00:00:00"}, []string{"never"})
	noon := instantOf("2026-07-01T12:00:00Z")
	for name, test := range map[string]struct {
		value    any
		typ      string
		want     time.Time
		notation notation
	}{
		"text":             {"2026-07-01 14:00:00", "", noon, civilText},
		"bytes":            {[]byte("2026-07-01 14:00:00.000000"), "DATETIME", noon, civilText},
		"driver's time":    {time.Date(2026, 7, 1, 14, 0, 0, 0, time.UTC), "TIMESTAMP", noon, civilText},
		"driver's instant": {time.Date(2026, 7, 1, 14, 0, 0, 0, berlin), "TIMESTAMPTZ", noon, instantText},
		"offset":           {"2026-07-01 15:00:00+03:00", "", noon, instantText},
		"short offset":     {"2026-07-01 15:00:00+03", "", noon, instantText},
		"zulu":             {"2026-07-01T12:00:00Z", "", noon, zuluText},
		"seconds":          {noon.Unix(), "INT8", noon, epoch},
		"seconds in text":  {"1782907200", "", noon, epoch},
		"seconds, decimal": {[]byte("1782907200.5"), "DECIMAL", noon.Add(500 * time.Millisecond), epoch},
		"seconds, float":   {1782907200.5, "FLOAT8", noon.Add(500 * time.Millisecond), epoch},
	} {
		m, ok, err := c.read(test.value, test.typ)
		require.NoError(t, err, name)
		require.True(t, ok, name)
		require.Equal(t, test.want, m.first, name)
		require.Equal(t, test.notation, m.notation, name)
	}
	for _, empty := range []any{
		nil, "", "  ", []byte("0000-00-00 00:00:00"), "0000-00-00 00:00:00.000000", "0000-00-00", int64(0), "0", "never", "infinity",
		"1970-01-01 00:00:00", "1970-01-01T00:00:00.000", time.Unix(0, 0).UTC(),
		time.Time{},
	} {
		_, ok, err := c.read(empty, "TIMESTAMP")
		require.NoError(t, err, "%v", empty)
		require.False(t, ok, "%v", empty)
	}
	_, _, err = c.read("soon", "")
	require.Error(t, err)
	require.False(t, errors.Is(err, errZone))
	_, _, err = newClocks(nil).read("2026-07-01 14:00:00", "")
	require.ErrorIs(t, err, errZone)
	_, ok, err := newClocks(nil).read("2026-07-01 14:00:00Z", "")
	require.NoError(t, err)
	require.True(t, ok)
}

func TestParametersAreWrittenAsTheColumnIs(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	c := newClocks(berlin)
	at := instantOf("2026-07-01T12:00:00.5Z")
	require.Equal(t, "2026-07-01 14:00:00.5", c.write(at, civilText))
	require.Equal(t, "2026-07-01 12:00:00.5+00:00", c.write(at, instantText))
	require.Equal(t, "2026-07-01T12:00:00.5Z", c.write(at, zuluText))
	require.Equal(t, at.Unix(), c.write(at, epoch))

	from, back := instantOf("2026-10-25T00:30:00Z"), instantOf("2026-10-25T01:00:00Z")
	require.Equal(t, "2026-10-25 02:30:00", c.earliest(from, back.Add(-time.Second), civilText))
	require.Equal(t, "2026-10-25 02:00:00", c.earliest(from, back, civilText), "the clock was put back to 2")
	require.Equal(t, "2026-10-25 00:30:00+00:00", c.earliest(from, back, instantText))
	require.Equal(t, "2026-03-29 01:30:00", c.earliest(instantOf("2026-03-29T00:30:00Z"), instantOf("2026-03-29T03:00:00Z"), civilText))
}

func TestArraysAreLists(t *testing.T) {
	got, err := list(`{a,"b, c",NULL,"d\"e"}`, "_TEXT")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b, c", `d"e`}, got)
	for _, other := range []any{"{a}", []byte("a,b"), nil} {
		got, err := list(other, "TEXT")
		require.NoError(t, err)
		require.Equal(t, other, got)
	}
	_, err = list(`{a`, "_TEXT")
	require.Error(t, err)
}

func TestCursorIsStoredWhole(t *testing.T) {
	p := newPosition()
	p.id, p.ids = 1007, map[int64]bool{1007: true, 1006: true, 999: true, 8: true}
	p.at, p.notation = instantOf("2026-03-10T12:00:00.25Z"), civilText
	p.rows = map[uint64]int64{1: 2, 1<<63 + 5: p.at.Unix()}
	for _, walked := range []any{nil, int64(9007199254740993), "007", "7"} {
		c := &cursor{Version: cursorVersion, Phase: walking, Walked: key{walked}, TextKeys: true, Feeds: map[string]*position{"a": p}, Swept: p.at}
		b, err := c.encode()
		require.NoError(t, err)
		got, err := decodeCursor(b)
		require.NoError(t, err)
		require.Equal(t, c, got)
	}
	p.prune(&feed{overlapIDs: 10, overlap: time.Minute})
	require.Equal(t, map[int64]bool{1007: true, 1006: true, 999: true}, p.ids)
	require.Equal(t, map[uint64]int64{1<<63 + 5: p.at.Unix()}, p.rows)

	fresh, err := decodeCursor([]byte(`{"version": 0, "phase": "follow"}`))
	require.NoError(t, err)
	require.Equal(t, walking, fresh.Phase, "of another version")
	_, err = decodeCursor([]byte(`{`))
	require.Error(t, err)
	require.Error(t, json.Unmarshal([]byte(`{"rows": "AAAA"}`), new(position)))
	require.Error(t, json.Unmarshal([]byte(`1.5`), new(key)))
}
