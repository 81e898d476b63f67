package civil

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
)

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

func parsed(t testing.TB, s string) DateTime {
	t.Helper()
	d, offset, err := Parse(s)
	require.NoError(t, err)
	require.Nil(t, offset)
	return d
}

func TestOccurrences(t *testing.T) {
	for _, tc := range []struct {
		zone, civil   string
		first, second string
		kind          Kind
	}{
		// Berlin: 02:00-03:00 missing in March, repeated in October.
		{zone: "Europe/Berlin", civil: "2024-03-31T01:59:59.999999999", first: "2024-03-31T00:59:59.999999999Z"},
		{zone: "Europe/Berlin", civil: "2024-03-31T02:00:00", first: "2024-03-31T01:00:00Z", kind: Gap},
		{zone: "Europe/Berlin", civil: "2024-03-31T02:30:00", first: "2024-03-31T01:30:00Z", kind: Gap},
		{zone: "Europe/Berlin", civil: "2024-03-31T03:00:00", first: "2024-03-31T01:00:00Z"},
		{zone: "Europe/Berlin", civil: "2024-10-27T01:59:59", first: "2024-10-26T23:59:59Z"},
		{zone: "Europe/Berlin", civil: "2024-10-27T02:00:00", first: "2024-10-27T00:00:00Z", second: "2024-10-27T01:00:00Z", kind: Overlap},
		{zone: "Europe/Berlin", civil: "2024-10-27T02:30:00", first: "2024-10-27T00:30:00Z", second: "2024-10-27T01:30:00Z", kind: Overlap},
		{zone: "Europe/Berlin", civil: "2024-10-27T03:00:00", first: "2024-10-27T02:00:00Z"},
		// The rule goes on beyond the table of changes.
		{zone: "Europe/Berlin", civil: "2090-03-26T02:30:00", first: "2090-03-26T01:30:00Z", kind: Gap},
		{zone: "Europe/Berlin", civil: "2040-12-30T12:00:00", first: "2040-12-30T11:00:00Z"},
		{zone: "Europe/Berlin", civil: "2040-12-31T00:30:00", first: "2040-12-30T23:30:00Z"},
		{zone: "Europe/Berlin", civil: "2040-12-31T12:00:00", first: "2040-12-31T11:00:00Z"},
		{zone: "Europe/Berlin", civil: "2041-01-01T00:30:00", first: "2040-12-31T23:30:00Z"},
		{zone: "Europe/Berlin", civil: "2041-01-01T12:00:00", first: "2041-01-01T11:00:00Z"},
		{zone: "America/New_York", civil: "2096-12-31T23:59:59", first: "2097-01-01T04:59:59Z"},
		{zone: "Europe/Berlin", civil: "2090-10-29T02:30:00", first: "2090-10-29T00:30:00Z", second: "2090-10-29T01:30:00Z", kind: Overlap},
		// New York, west of UTC: the same the other way round.
		{zone: "America/New_York", civil: "2024-03-10T02:30:00", first: "2024-03-10T07:30:00Z", kind: Gap},
		{zone: "America/New_York", civil: "2024-03-10T03:30:00", first: "2024-03-10T07:30:00Z"},
		{zone: "America/New_York", civil: "2024-11-03T01:30:00", first: "2024-11-03T05:30:00Z", second: "2024-11-03T06:30:00Z", kind: Overlap},
		{zone: "America/New_York", civil: "2024-11-03T02:00:00", first: "2024-11-03T07:00:00Z"},
		// Lord Howe: half an hour.
		{zone: "Australia/Lord_Howe", civil: "2024-10-06T02:15:00", first: "2024-10-05T15:45:00Z", kind: Gap},
		{zone: "Australia/Lord_Howe", civil: "2024-10-06T02:30:00", first: "2024-10-05T15:30:00Z"},
		{zone: "Australia/Lord_Howe", civil: "2024-04-07T01:45:00", first: "2024-04-06T14:45:00Z", second: "2024-04-06T15:15:00Z", kind: Overlap},
		{zone: "Australia/Lord_Howe", civil: "2024-04-07T01:15:00", first: "2024-04-06T14:15:00Z"},
		// Sao Paulo, Santiago and Cairo: no midnight, and at the end a repeated last hour of the day.
		{zone: "America/Sao_Paulo", civil: "2015-10-18T00:00:00", first: "2015-10-18T03:00:00Z", kind: Gap},
		{zone: "America/Sao_Paulo", civil: "2015-10-17T24:00", first: "2015-10-18T03:00:00Z", kind: Gap},
		{zone: "America/Sao_Paulo", civil: "2015-10-18T01:00:00", first: "2015-10-18T03:00:00Z"},
		{zone: "America/Sao_Paulo", civil: "2016-02-20T23:30:00", first: "2016-02-21T01:30:00Z", second: "2016-02-21T02:30:00Z", kind: Overlap},
		{zone: "America/Sao_Paulo", civil: "2019-11-03T00:00:00", first: "2019-11-03T03:00:00Z"},
		{zone: "America/Santiago", civil: "2024-09-08T00:30:00", first: "2024-09-08T04:30:00Z", kind: Gap},
		{zone: "Africa/Cairo", civil: "2024-04-26T00:30:00", first: "2024-04-25T22:30:00Z", kind: Gap},
		// Apia left out 30 December 2011, Kwajalein 21 August 1993.
		{zone: "Pacific/Apia", civil: "2011-12-29T23:59:59", first: "2011-12-30T09:59:59Z"},
		{zone: "Pacific/Apia", civil: "2011-12-30T00:00:00", first: "2011-12-30T10:00:00Z", kind: Gap},
		{zone: "Pacific/Apia", civil: "2011-12-30T12:00:00", first: "2011-12-30T22:00:00Z", kind: Gap},
		{zone: "Pacific/Apia", civil: "2011-12-31T00:00:00", first: "2011-12-30T10:00:00Z"},
		{zone: "Pacific/Kwajalein", civil: "1993-08-21T12:00:00", first: "1993-08-22T00:00:00Z", kind: Gap},
		// Istanbul stays at +03 since 2016.
		{zone: "Europe/Istanbul", civil: "2016-03-27T03:30:00", first: "2016-03-27T01:30:00Z", kind: Gap},
		{zone: "Europe/Istanbul", civil: "2016-10-30T03:30:00", first: "2016-10-30T00:30:00Z"},
		{zone: "Europe/Istanbul", civil: "2024-03-31T03:30:00", first: "2024-03-31T00:30:00Z"},
		{zone: "Europe/Istanbul", civil: "2024-10-27T03:30:00", first: "2024-10-27T00:30:00Z"},
		// Dublin's winter time is the one its table calls daylight saving.
		{zone: "Europe/Dublin", civil: "2024-03-31T01:30:00", first: "2024-03-31T01:30:00Z", kind: Gap},
		{zone: "Europe/Dublin", civil: "2024-10-27T01:30:00", first: "2024-10-27T00:30:00Z", second: "2024-10-27T01:30:00Z", kind: Overlap},
		{zone: "UTC", civil: "2024-03-31T02:30:00", first: "2024-03-31T02:30:00Z"},
		{zone: "Asia/Kathmandu", civil: "2024-03-31T02:30:00", first: "2024-03-30T20:45:00Z"},
	} {
		t.Run(tc.zone+" "+tc.civil, func(t *testing.T) {
			d, loc := parsed(t, tc.civil), location(t, tc.zone)
			first, second, kind := d.Occurrences(loc)
			require.Equal(t, tc.kind, kind, kind)
			require.Equal(t, tc.first, first.UTC().Format(time.RFC3339Nano))
			require.Equal(t, loc, first.Location())
			require.True(t, first.Equal(d.In(loc)))
			if tc.second == "" {
				require.True(t, second.IsZero())
			} else {
				require.Equal(t, tc.second, second.UTC().Format(time.RFC3339Nano))
			}
		})
	}
}

// Whatever a clock shows must lead back to the instant at which it shows it, and what no clock shows must
// be reported as a gap of the right length.
func TestRoundTrip(t *testing.T) {
	for _, zone := range []string{
		"UTC", "Europe/Berlin", "Europe/Istanbul", "Europe/Dublin", "America/New_York", "America/Sao_Paulo",
		"America/Santiago", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca",
		"Africa/Cairo", "Asia/Tehran", "Asia/Gaza", "Antarctica/Troll", "America/Caracas", "Asia/Pyongyang",
	} {
		t.Run(zone, func(t *testing.T) {
			loc := location(t, zone)
			end := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
			at := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)
			for at.Before(end) {
				_, change := at.In(loc).ZoneBounds()
				if change.IsZero() || change.After(end) {
					break
				}
				_, before := change.Add(-time.Second).Zone()
				_, after := change.Zone()
				shift := time.Duration(after-before) * time.Second
				for i := -30 * time.Hour; i <= 30*time.Hour; i += 15 * time.Minute {
					instant := change.Add(i)
					d := Of(instant, loc)
					first, second, kind := d.Occurrences(loc)
					require.NotEqual(t, Gap, kind, instant)
					require.True(t, instant.Equal(first) || instant.Equal(second), "%s %s", d, instant)
					require.Equal(t, d, Of(first, loc))
					if kind == Overlap {
						require.Equal(t, d, Of(second, loc))
						require.True(t, first.Before(second))
					}
				}
				for skipped := time.Duration(0); skipped < shift; skipped += 15 * time.Minute {
					// The civil time is one that follows the change with the offset of before.
					d := Of(change.Add(skipped), time.FixedZone("", before))
					first, _, kind := d.Occurrences(loc)
					require.Equal(t, Gap, kind, d)
					require.True(t, first.Equal(change.Add(skipped)), d)
				}
				at = change
			}
		})
	}
}

func TestOf(t *testing.T) {
	at := time.Date(2011, 12, 30, 10, 0, 0, 5, time.UTC)
	require.Equal(t, DateTime{2011, 12, 31, 0, 0, 0, 5}, Of(at, location(t, "Pacific/Apia")))
	require.Equal(t, "2011-12-31T00:00:00.000000005", Of(at, location(t, "Pacific/Apia")).String())
}

func TestFieldsAreCarriedOver(t *testing.T) {
	loc := location(t, "Europe/Berlin")
	require.True(t, DateTime{2024, 2, 30, 24, 0, 0, 0}.In(loc).Equal(DateTime{2024, 3, 2, 0, 0, 0, 0}.In(loc)))
}

func BenchmarkIn(b *testing.B) {
	loc := location(b, "Europe/Berlin")
	d := DateTime{2024, 7, 1, 9, 0, 0, 0}
	for b.Loop() {
		d.In(loc)
	}
}
