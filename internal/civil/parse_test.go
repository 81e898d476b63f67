package civil

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseTime(t *testing.T) {
	berlin := location(t, "Europe/Berlin")
	for _, tc := range []struct {
		text string
		loc  *time.Location
		want string
	}{
		{text: "2026-03-02T09:00:00Z", want: "2026-03-02T09:00:00Z"},
		{text: "2026-03-02t09:00:00z", want: "2026-03-02T09:00:00Z"},
		{text: "2026-03-02T09:00:00.123Z", want: "2026-03-02T09:00:00.123Z"},
		{text: "2026-03-02T09:00:00.123456Z", want: "2026-03-02T09:00:00.123456Z"},
		{text: "2026-03-02T09:00:00,1234567Z", want: "2026-03-02T09:00:00.1234567Z"},
		{text: "2026-03-02T09:00:00.1234567899Z", want: "2026-03-02T09:00:00.123456789Z"},
		{text: "2026-03-02T09:00:00+01:00", want: "2026-03-02T08:00:00Z"},
		{text: "2026-03-02T09:00:00.000+0000", want: "2026-03-02T09:00:00Z"},
		{text: "2026-03-02T09:00:00-0500", want: "2026-03-02T14:00:00Z"},
		{text: "2026-03-02 09:00:00+00", want: "2026-03-02T09:00:00Z"},
		{text: "2026-03-02 09:00:00.25+05:30", want: "2026-03-02T03:30:00.25Z"},
		{text: "2026-03-02 09:00:00 +0100", want: "2026-03-02T08:00:00Z"},
		{text: "2026-03-02 09:00:00 UTC", want: "2026-03-02T09:00:00Z"},
		{text: "1899-12-31 09:00:00+00:53:28", want: "1899-12-31T08:06:32Z"},
		{text: "2026-03-02T09:00:00Z[GMT]", want: "2026-03-02T09:00:00Z"},
		{text: "2026-03-02T09:00:00[GMT]", want: "2026-03-02T09:00:00Z"},
		{text: "2026-03-02T09:00:00+01:00[Europe/Berlin]", want: "2026-03-02T08:00:00Z"},
		{text: "2026-03-02T09:00Z", want: "2026-03-02T09:00:00Z"},
		{text: "Mon, 02 Mar 2026 09:00:00 +0100", want: "2026-03-02T08:00:00Z"},
		{text: "2 Mar 2026 09:00:00 GMT", want: "2026-03-02T09:00:00Z"},
		{text: "Mon, 2 Mar 2026 09:00 -0500", want: "2026-03-02T14:00:00Z"},
		{text: "2016-12-31T23:59:60Z", want: "2017-01-01T00:00:00Z"},
		{text: "2026-12-31T24:00:00Z", want: "2027-01-01T00:00:00Z"},
		{text: "2024-02-29T00:00:00Z", want: "2024-02-29T00:00:00Z"},
		// The zone in the text wins.
		{text: "2026-03-02 09:00:00Z", loc: berlin, want: "2026-03-02T09:00:00Z"},
		{text: " 2026-03-02 09:00:00 ", loc: berlin, want: "2026-03-02T08:00:00Z"},
		{text: "2026-03-02T09:00:00.5", loc: berlin, want: "2026-03-02T08:00:00.5Z"},
		{text: "2026-03-02 09:00", loc: berlin, want: "2026-03-02T08:00:00Z"},
		{text: "2026-03-02", loc: berlin, want: "2026-03-01T23:00:00Z"},
		{text: "2026-03-02 24:00", loc: berlin, want: "2026-03-02T23:00:00Z"},
		{text: "2024-03-31 02:30:00", loc: berlin, want: "2024-03-31T01:30:00Z"},
		{text: "2024-10-27 02:30:00", loc: berlin, want: "2024-10-27T00:30:00Z"},
	} {
		t.Run(tc.text, func(t *testing.T) {
			got, err := ParseTime(tc.text, tc.loc)
			require.NoError(t, err)
			require.Equal(t, tc.want, got.Format(time.RFC3339Nano))
			require.Equal(t, time.UTC, got.Location())
		})
	}
}

func TestParseTimeErrors(t *testing.T) {
	for _, text := range []string{
		"", " ", "yesterday", "0000-00-00 00:00:00", "2026-00-01", "2026-13-01", "2026-02-29", "2026-04-31",
		"2026-03-02T", "2026-03-02T9:00:00Z", "2026-03-02T25:00:00Z", "2026-03-02T24:00:01Z", "2026-03-02T24:30Z",
		"2026-03-02T09:60:00Z", "2026-03-02T09:00:61Z", "2026-03-02T09:00:00.Z", "2026-03-02T09:00:00X",
		"2026-03-02T09:00:00+1", "2026-03-02T09:00:00+16:00", "2026-03-02T09:00:00+01:60", "2026-03-02T09:00:00+01:00:00:00",
		"2026-03-02T09:00:00[Europe/Berlin]", "2026-03-02 09:00:00 CET", "Mon, 02 Mar 2026 09:00:00 EST",
		"1772442000", "20260302", "03/02/2026", "2026-3-2", "２０２６-03-02", "-2026-03-02", strings.Repeat("9", 500),
	} {
		_, err := ParseTime(text, time.UTC)
		require.Error(t, err, text)
		require.NotErrorIs(t, err, ErrNoZone, text)
		require.Less(t, len(err.Error()), 120)
	}
}

func TestParseTimeWithoutZone(t *testing.T) {
	for _, text := range []string{"2026-03-02", "2026-03-02 09:00:00", "2026-03-02T09:00:00.123456", "2026-03-02T24:00"} {
		_, err := ParseTime(text, nil)
		require.ErrorIs(t, err, ErrNoZone)
		require.ErrorContains(t, err, `"`+text+`"`)
	}
}

func TestParse(t *testing.T) {
	d, offset, err := Parse("2026-03-02 09:08:07.06-03:30")
	require.NoError(t, err)
	require.Equal(t, DateTime{2026, 3, 2, 9, 8, 7, 60_000_000}, d)
	require.NotNil(t, offset)
	require.Equal(t, -(3*3600 + 30*60), *offset)

	d, offset, err = Parse("2026-12-31T24:00")
	require.NoError(t, err)
	require.Equal(t, DateTime{Year: 2027, Month: 1, Day: 1}, d)
	require.Nil(t, offset)
}

func TestParseEpoch(t *testing.T) {
	for _, tc := range []struct {
		text string
		unit time.Duration
		want string
	}{
		{"0", time.Second, "1970-01-01T00:00:00Z"},
		{"1772442000", time.Second, "2026-03-02T09:00:00Z"},
		{" 1772442000.123456 ", time.Second, "2026-03-02T09:00:00.123456Z"},
		{"1772442000123", time.Millisecond, "2026-03-02T09:00:00.123Z"},
		{"1772442000123.5", time.Millisecond, "2026-03-02T09:00:00.1235Z"},
		{"1.772442000123e12", time.Millisecond, "2026-03-02T09:00:00.123Z"},
		{"1772442000123456", time.Microsecond, "2026-03-02T09:00:00.123456Z"},
		{"1772442000123456789", time.Nanosecond, "2026-03-02T09:00:00.123456789Z"},
		{"-0.5", time.Second, "1969-12-31T23:59:59.5Z"},
		{"0010", time.Second, "1970-01-01T00:00:10Z"},
	} {
		got, err := ParseEpoch(tc.text, tc.unit)
		require.NoError(t, err, tc.text)
		require.Equal(t, tc.want, got.Format(time.RFC3339Nano))
	}
	// Digits alone are read by a shorter way.
	for _, unit := range []time.Duration{time.Second, time.Millisecond, time.Microsecond, time.Nanosecond} {
		for _, text := range []string{"0", "7", "1772442000", "253402300799", "253402300800", "1772442000123", "123456789012345678"} {
			short, failed := ParseEpoch(text, unit)
			long, err := ParseEpoch(text+".0", unit)
			require.Equal(t, err == nil, failed == nil, "%s %s", text, unit)
			require.Equal(t, long, short, "%s %s", text, unit)
		}
	}
	for _, tc := range []struct {
		text string
		unit time.Duration
		want string
	}{
		{"", time.Second, "not a number"},
		{"2026-03-02", time.Second, "not a number"},
		{"1e999999999", time.Second, "not a number"},
		{"0x10", time.Second, "not a number"},
		{"1/2", time.Second, "not a number"},
		{"NaN", time.Second, "not a number"},
		{"1772442000123", time.Second, "check the unit 1s"},
		{"1e30", time.Nanosecond, "check the unit 1ns"},
		{"1", time.Minute, "1m0s is no unit of an epoch"},
	} {
		_, err := ParseEpoch(tc.text, tc.unit)
		require.ErrorContains(t, err, tc.want, tc.text)
	}
}

func TestParseDuration(t *testing.T) {
	const hour = time.Hour
	for text, want := range map[string]time.Duration{
		"0": 0, "0s": 0, "15m": 15 * time.Minute, "7d": 168 * hour, "1d12h": 36 * hour, "2w": 336 * hour,
		"1y": 8760 * hour, "5m30ms": 5*time.Minute + 30*time.Millisecond, "010s": 10 * time.Second, " 90s ": 90 * time.Second,
		"01:30:00": 90 * time.Minute, "100:00:01": 100*hour + time.Second, "08:09:10.5": 8*hour + 9*time.Minute + 10500*time.Millisecond,
		"01:50 hrs": 110 * time.Minute, "1:50h": 110 * time.Minute, "1 day 02:03:04": 26*hour + 3*time.Minute + 4*time.Second,
		"2 days 00:00:00": 48 * hour, "1970-01-01 00:02:17": 137 * time.Second, "1970-01-02 00:00:00": 24 * hour,
		"PT1H": hour, "PT1H30M": 90 * time.Minute, "P1DT12H": 36 * hour, "P2W": 336 * hour, "P1D": 24 * hour,
		"PT0.5S": 500 * time.Millisecond, "PT0S": 0, "PT1,5H": 90 * time.Minute, "197:00:00": 197 * hour,
	} {
		got, err := ParseDuration(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]string{
		"": "not a duration", "90": "not a duration", "-1h": "not a duration", "1.5h": "not a duration",
		"h": "not a duration", "1m1h": "not a duration", "1h1h": "not a duration", "1x": "not a duration",
		"12:34": "not a duration", "1:60:00": "not a duration", "1:00:60": "not a duration", "-1:00:00": "not a duration",
		"1:00:1e1": "not a duration", "::": "not a duration", "x days 01:00:00": "not a duration", "P": "not a duration",
		"PT": "not a duration", "P1DT": "not a duration", "PT1D": "not a duration", "PT1M1H": "not a duration",
		"P1Y": "no fixed length", "P1M": "no fixed length", "300y": "longer than 292 years", "P99999999999W": "longer than 292 years",
		"P106751DT24H": "longer than 292 years",
	} {
		_, err := ParseDuration(text)
		require.ErrorContains(t, err, want, text)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("2026-03-02T09:00:00.5+01:00")
	f.Add("Mon, 02 Mar 2026 09:00:00 GMT")
	f.Add("P1DT12H")
	f.Add("1 day 02:03:04")
	f.Fuzz(func(t *testing.T, s string) {
		if d, _, err := Parse(s); err == nil {
			again, offset, err := Parse(d.String())
			if d.Year <= 9999 { // 9999-12-31T24:00 is beyond what can be spelled
				require.NoError(t, err)
				require.Nil(t, offset)
				require.Equal(t, d, again)
			}
		}
		if d, err := ParseDuration(s); err == nil {
			require.GreaterOrEqual(t, d, time.Duration(0))
		}
		if at, err := ParseEpoch(s, time.Second); err == nil {
			require.Less(t, at.Year(), 10000)
		}
	})
}
