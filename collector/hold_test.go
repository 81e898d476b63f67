package collector

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/ledger"
)

const (
	heldCounter = `helpdesk_tickets_created_total{brand="main",channel="email",group="Returns",origin="customer",priority="normal",source="shop"}`
	heldCount   = `helpdesk_reply_time_seconds_count{brand="main",channel="email",clock="calendar",group="Returns",priority="normal",source="shop"}`
	heldSum     = `helpdesk_reply_time_seconds_sum{brand="main",channel="email",clock="calendar",group="Returns",priority="normal",source="shop"}`
)

// born is a view with a counter at 3 and a histogram of one observation, born at an instant.
func born(t testing.TB, at time.Time) ledger.View {
	view := ledger.View{Series: []ledger.Series{
		durations(t, "helpdesk_reply_time_seconds", []int64{61_500}, "shop", "main", "Returns", "email", "normal", "calendar"),
		counter(t, "helpdesk_tickets_created_total", 3, "shop", "main", "Returns", "email", "normal", "customer"),
	}}
	for i := range view.Series {
		view.Series[i].Born = at
	}
	return view
}

func requireShown(t *testing.T, c *Collector, shown bool) {
	t.Helper()
	want := []string{"0", "0", "0"}
	if shown {
		want = []string{"3", "1", "61.5"}
	}
	require.Equal(t, want, []string{value(t, c, heldCounter), value(t, c, heldCount), value(t, c, heldSum)})
}

func scrape(t testing.TB, handler http.Handler, target string) {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, target, nil))
	require.Equal(t, http.StatusOK, recorder.Code)
}

func TestHold(t *testing.T) {
	start := testTime()
	// A step at an instant after the birth: scrapes, then a tick; shown tells what is to be seen then.
	type step struct {
		after   time.Duration
		scrapes int
		shown   bool
	}
	for _, tc := range []struct {
		name   string
		change func(*Config)
		steps  []step
	}{
		{"two scrapes and two minutes", nil, []step{
			{0, 0, false},
			{30 * time.Second, 1, false},
			{time.Minute, 1, false},
			{119 * time.Second, 0, false},
			{2 * time.Minute, 0, true},
		}},
		{"two minutes are not enough", nil, []step{
			{2 * time.Minute, 1, false}, {10 * time.Minute, 0, false}, {11 * time.Minute, 1, true},
		}},
		{"many scrapes are not enough", nil, []step{{time.Minute, 20, false}, {2 * time.Minute, 0, true}}},
		{"nobody scrapes", nil, []step{
			{15*time.Minute - time.Second, 0, false}, {15 * time.Minute, 0, true}, {time.Minute, 0, true},
		}},
		{"the clock goes back", nil, []step{{2 * time.Minute, 2, true}, {0, 0, true}}},
		{"other limits", func(c *Config) { c.HoldScrapes, c.HoldFor, c.HoldMax = 1, time.Second, time.Minute }, []step{
			{time.Second, 0, false}, {time.Second, 1, true},
		}},
		{"skipped", func(c *Config) { c.SkipHold = true }, []step{{0, 0, true}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCollector(t, tc.change)
			handler := c.Handler()
			require.NoError(t, c.Publish(born(t, start), start))
			for i, s := range tc.steps {
				for range s.scrapes {
					scrape(t, handler, "/metrics")
				}
				require.NoError(t, c.Tick(start.Add(s.after)))
				t.Logf("step %d", i)
				requireShown(t, c, s.shown)
				require.NoError(t, c.Publish(born(t, start), start.Add(s.after)))
				requireShown(t, c, s.shown) // a commit changes nothing
			}
		})
	}
}

func TestOnlyWholeScrapesCount(t *testing.T) {
	c := newCollector(t, nil)
	handler := c.Handler()
	require.NoError(t, c.Publish(born(t, testTime()), testTime()))
	for range 3 {
		scrape(t, handler, "/metrics?name[]=helpdesk_tickets_created_total")
	}
	head := httptest.NewRequest(http.MethodHead, "/metrics", nil)
	handler.ServeHTTP(httptest.NewRecorder(), head)
	handler.ServeHTTP(brokenWriter{httptest.NewRecorder()}, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	scrape(t, handler, "/metrics")
	require.NoError(t, c.Tick(testTime().Add(3*time.Minute)))
	requireShown(t, c, false)
	scrape(t, handler, "/metrics")
	require.NoError(t, c.Tick(testTime().Add(3*time.Minute)))
	requireShown(t, c, true)
}

type brokenWriter struct{ *httptest.ResponseRecorder }

func (brokenWriter) Write([]byte) (int, error) { return 0, http.ErrHandlerTimeout }

func TestScrapesBeforeTheBirthDoNotCount(t *testing.T) {
	c := newCollector(t, nil)
	handler := c.Handler()
	require.NoError(t, c.Publish(ledger.View{}, testTime()))
	old := c.current.Load().number
	for range 5 {
		scrape(t, handler, "/metrics")
	}
	require.NoError(t, c.Publish(born(t, testTime()), testTime()))
	c.hold.served(old) // a slow reader of an older generation
	scrape(t, handler, "/metrics")
	require.NoError(t, c.Tick(testTime().Add(5*time.Minute)))
	requireShown(t, c, false)
	scrape(t, handler, "/metrics")
	require.NoError(t, c.Tick(testTime().Add(5*time.Minute)))
	requireShown(t, c, true)
}

func TestHoldAcrossRestarts(t *testing.T) {
	for _, tc := range []struct {
		name  string
		age   time.Duration // of the series when the new process publishes first
		shown bool
	}{
		{"too young to have been raised", 119 * time.Second, false},
		{"may have been raised: never back to 0", 2 * time.Minute, true},
		{"older than any hold", time.Hour, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCollector(t, nil)
			require.NoError(t, c.Publish(born(t, testTime().Add(-tc.age)), testTime()))
			requireShown(t, c, tc.shown)
		})
	}
}

// What one process shows, killed at any moment, and what the next one does with what was kept: a series that
// was never shown at 0 is, one that was raised never goes back.
func TestHoldAcrossKills(t *testing.T) {
	var kept *Held
	start := func(at time.Time) *Collector {
		return newCollector(t, func(c *Config) {
			c.Started, c.Held = at, kept
			c.Keep = func(h Held) error { kept = &h; return nil }
		})
	}
	at := testTime()
	c := start(at)
	require.NoError(t, c.Publish(born(t, at), at))
	handler := c.Handler()
	scrape(t, handler, "/metrics")
	scrape(t, handler, "/metrics")
	require.NoError(t, c.Tick(at.Add(2*time.Minute)))
	requireShown(t, c, true)
	require.NotNil(t, kept, "kept before it was shown")

	c = start(at.Add(3 * time.Minute))
	require.NoError(t, c.Publish(born(t, at), at.Add(3*time.Minute)))
	requireShown(t, c, true)

	// Born after the last publication of a process that was killed at once; the next comes hours later.
	late := at.Add(4 * time.Minute)
	kept = &Held{At: at.Add(3 * time.Minute)}
	c = start(late.Add(3 * time.Hour))
	handler = c.Handler()
	require.NoError(t, c.Publish(born(t, late), late.Add(3*time.Hour)))
	requireShown(t, c, false)
	scrape(t, handler, "/metrics")
	scrape(t, handler, "/metrics")
	require.NoError(t, c.Tick(late.Add(3*time.Hour+2*time.Minute)))
	requireShown(t, c, true)

	// Shown at 0, and killed before it was raised.
	young := late.Add(4 * time.Hour)
	kept = &Held{At: young.Add(time.Minute), Series: held(t, born(t, young))}
	c = start(young.Add(time.Hour))
	require.NoError(t, c.Publish(born(t, young), young.Add(time.Hour)))
	requireShown(t, c, false)
	require.NoError(t, c.Tick(young.Add(time.Hour+15*time.Minute)))
	requireShown(t, c, true)
}

func TestHoldThatCannotBeKeptGoesOn(t *testing.T) {
	fails := true
	c := newCollector(t, func(c *Config) {
		c.Keep = func(Held) error {
			if fails {
				return errors.New("no space left on device")
			}
			return nil
		}
	})
	handler := c.Handler()
	require.NoError(t, c.Publish(born(t, testTime()), testTime()))
	scrape(t, handler, "/metrics")
	scrape(t, handler, "/metrics")
	require.ErrorContains(t, c.Tick(testTime().Add(2*time.Minute)), "no space left on device")
	requireShown(t, c, false)
	fails = false
	require.NoError(t, c.Tick(testTime().Add(3*time.Minute)))
	requireShown(t, c, true)
}

// held are the keys under which a view's series are held.
func held(t *testing.T, view ledger.View) []string {
	t.Helper()
	c := newCollector(t, nil)
	c.hold.before = &Held{At: testTime().Add(-100 * time.Hour)}
	require.NoError(t, c.Publish(view, testTime()))
	_, keep := c.hold.due()
	require.NotEmpty(t, keep.Series)
	return keep.Series
}

func TestHoldForgets(t *testing.T) {
	c := newCollector(t, nil)
	require.NoError(t, c.Publish(born(t, testTime()), testTime()))
	require.Len(t, c.hold.series, 2)
	require.Len(t, c.hold.cohorts, 1)
	require.NoError(t, c.Publish(born(t, testTime()), testTime().Add(time.Minute)))
	require.Len(t, c.hold.cohorts, 1, "a rendering without a new series needs no count of scrapes")
	require.NoError(t, c.Tick(testTime().Add(15*time.Minute)))
	require.Empty(t, c.hold.series)
	require.Empty(t, c.hold.cohorts)
}
