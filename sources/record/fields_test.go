package record

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Every field that FieldTypes names must be one that Decode reads: a value of a type that no field can
// hold has to be noticed.
func TestFieldTypesAreWhatDecodeReads(t *testing.T) {
	for _, kind := range kinds() {
		types := FieldTypes(kind)
		require.NotEmpty(t, types, kind)
		_, _, err := Decode(kind, base(kind), Words{})
		require.NoError(t, err, kind)
		for field := range types {
			_, _, err := Decode(kind, with(base(kind), Fields{field: struct{}{}}), Words{})
			require.ErrorContains(t, err, `field "`+field+`"`, kind)
		}
		for field := range base(kind) {
			require.Contains(t, types, field, kind)
		}
	}
	require.Nil(t, FieldTypes("parcel"))
}

func TestFieldTypesHaveNames(t *testing.T) {
	names := map[string]FieldType{}
	for ft := Text; ft <= Duration; ft++ {
		names[ft.String()] = ft
	}
	require.Len(t, names, int(Duration)+1)
	require.NotContains(t, names, FieldType(-1).String())
}

// The kinds that a stream may have are documented field by field, with their types, and no others.
func TestDocumentationHasEveryField(t *testing.T) {
	text, err := os.ReadFile("../../docs/records.md")
	require.NoError(t, err)
	heading, row := regexp.MustCompile(`^## (\w+)`), regexp.MustCompile("^\\| `(\\w+)` \\| (\\w+) \\|")
	documented := map[Kind]map[string]string{}
	var kind Kind
	for line := range strings.Lines(string(text)) {
		if m := heading.FindStringSubmatch(line); m != nil {
			kind = Kind(m[1])
			documented[kind] = map[string]string{}
		}
		if m := row.FindStringSubmatch(line); m != nil {
			documented[kind][m[1]] = m[2]
		}
	}
	read := map[Kind]map[string]string{}
	for _, kind := range []Kind{
		KindTicket, KindStatusChange, KindAssignmentChange, KindPriorityChange, KindCategoryChange, KindMessage,
		KindSLAClock, KindGroup, KindAgent,
	} {
		read[kind] = map[string]string{}
		for field, of := range FieldTypes(kind) {
			read[kind][field] = of.String()
		}
	}
	require.Equal(t, read, documented)
}

func TestKeyAndTicket(t *testing.T) {
	for _, kind := range kinds() {
		fields := base(kind)
		if _, ok := FieldTypes(kind)["id"]; ok {
			fields["id"] = "44"
		}
		r, _, err := Decode(kind, fields, words())
		require.NoError(t, err)
		require.Equal(t, kind, r.Kind())
		wantKey, _ := fields["id"].(string)
		require.Equal(t, wantKey, r.Key(), kind)
		wantTicket, _ := fields["ticket"].(string)
		switch kind {
		case KindTicket:
			wantTicket = wantKey
		case KindSurvey:
			wantTicket = "17"
		}
		require.Equal(t, wantTicket, r.TicketID(), kind)
	}
	r, _, err := Decode(KindSurvey, with(base(KindSurvey), Fields{"subject": "order"}), words())
	require.NoError(t, err)
	require.Empty(t, r.TicketID(), "an order's survey belongs to no ticket")
}

func TestFieldTypesMapBelongsToTheCaller(t *testing.T) {
	FieldTypes(KindStatusChange)["id"] = Time
	require.Equal(t, Text, FieldTypes(KindStatusChange)["id"])
}

// values are what databases and JSON give, and worse.
func values() []any {
	return []any{
		nil, "", " ", "0", "1", "-1", "17", "open", "1e9", "1e999999999", "NaN", "[", "[]", `["a"`, `[[1]]`, `{"a":1}`,
		"\x00", "\xff", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00", "9999-12-31T00:00:00Z", strings.Repeat("x", 1000),
		[]byte(nil),
		[]byte{},
		[]byte{0},
		[]byte{1},
		[]byte{0xff},
		[]byte("agent"),
		true, false, 0, int64(math.MinInt64), int64(math.MaxInt64), uint64(math.MaxUint64), uint8(3),
		0.0, 1.5, 1e300, math.NaN(), math.Inf(1), float32(0.1),
		json.Number(""), json.Number("1"), json.Number("1e400"), json.Number("1.5e3"), json.Number("x"),
		time.Time{},
		time.Unix(0, 0), nine, time.Unix(math.MaxInt64, 0), time.Now(),
		[]any{},
		[]any{nil, 1, "a", []any{}},
		[]any{"a", 2},
		[]string{"a", ""},
		[]string(nil),
		map[string]any{"a": 1},
		struct{}{},
		make(chan int), (*int)(nil),
	}
}

func TestDecodeNeverPanics(t *testing.T) {
	decoded := 0
	for _, kind := range kinds() {
		for field := range FieldTypes(kind) {
			for _, v := range values() {
				r, _, err := Decode(kind, with(base(kind), Fields{field: v}), words())
				require.Equal(t, err == nil, r != nil, "%s %s %v", kind, field, v)
				if err == nil {
					require.Equal(t, kind, r.Kind())
					decoded++
				}
			}
		}
		_, _, err := Decode(kind, nil, Words{})
		require.Error(t, err, kind)
	}
	require.Positive(t, decoded)
}

func FuzzDecode(f *testing.F) {
	f.Add(0, "17", "2026-03-02T09:00:00Z", "open", "a,b")
	f.Add(5, "", "[", "\xff", "1e9")
	f.Fuzz(func(t *testing.T, n int, a, b, c, d string) {
		all := kinds()
		kind := all[((n%len(all))+len(all))%len(all)]
		fields, given := Fields{}, []any{a, b, c, d, []byte(a), json.Number(b)}
		for i, field := range slices.Sorted(maps.Keys(FieldTypes(kind))) {
			fields[field] = given[i%len(given)]
		}
		r, _, err := Decode(kind, fields, words())
		require.Equal(t, err == nil, r != nil)
		if err != nil {
			return
		}
		again, _, err := Decode(kind, with(base(kind), Fields{"id": r.Key()}), words())
		require.NoError(t, err)
		require.Equal(t, r.Key(), again.Key(), "an id stays what it is")
	})
}
