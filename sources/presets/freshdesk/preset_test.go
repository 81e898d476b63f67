package freshdesk

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

func TestTickets(t *testing.T) {
	channel := func(name string, customer int64) func(*replay.Ticket) {
		return func(x *replay.Ticket) { x.Channel, x.Customer = name, customer }
	}
	status := func(word string) func(*replay.Ticket) { return func(x *replay.Ticket) { x.Status = word } }
	for _, c := range []struct {
		name string
		id   int64
		with string
		open func(*replay.Ticket)
		want string
	}{
		{"by mail", 1, "", nil, `1: open customer email "Billing" "Casa" normal "" [invoice]`},
		{"an agent's", 1, "", func(x *replay.Ticket) { x.OpenedBy, x.Description, x.Agent = "agent", "Your order", 4 }, `1: open agent email "Billing" "Casa" normal "82008000004" [invoice]`},
		{"on the portal", 1, "", channel("web form", 8), `1: open customer form "Billing" "Casa" normal "" [invoice]`},
		{"on a widget", 1, "", channel("web form", 9), `1: open customer form "Billing" "Casa" normal "" [invoice]`},
		{"by phone", 1, "", channel("phone", 9), `1: open agent phone "Billing" "Casa" normal "" [invoice]`},
		{"by phone, by itself", 1, ", vars: {phone: customer}", channel("phone", 9), `1: open customer phone "Billing" "Casa" normal "" [invoice]`},
		{"in a chat", 1, "", channel("chat", 9), `1: open customer chat "Billing" "Casa" normal "" [invoice]`},
		{"on a marketplace", 1, "", channel("marketplace", 9), `1: open customer marketplace "Billing" "Casa" normal "" [invoice]`},
		{"on Twitter", 1, "", channel("social", 8), `1: open customer social "Billing" "Casa" normal "" [invoice]`},
		{"on Facebook", 1, "", channel("social", 9), `1: open customer social "Billing" "Casa" normal "" [invoice]`},
		{"from a source of the account's own", 1, ", channels: {walk-in: phone}", channel("walk in", 9), `1: open customer phone "Billing" "Casa" normal "" [invoice]`},
		{"urgent, without type, group and brand", 1, "", func(x *replay.Ticket) { x.Priority, x.Topic, x.Team, x.Brand = "p1", "", 0, 0 }, `1: open customer email "" "" urgent "" []`},
		{"pending", 1, "", status("waiting"), `1: pending customer email "Billing" "Casa" normal "" [invoice]`},
		{"waiting on customer", 3, "", status("waiting"), `3: pending customer email "Billing" "Casa" normal "" [invoice]`},
		{"waiting on third party", 1, "", status("parked"), `1: hold customer email "Billing" "Casa" normal "" [invoice]`},
		{"waiting on third party, an own word", 1, ", statuses: {waiting on third party: pending}", status("parked"), `1: pending customer email "Billing" "Casa" normal "" [invoice]`},
		{"resolved", 1, "", status("solved"), `1: solved customer email "Billing" "Casa" normal "" [invoice]`},
		{"closed", 1, "", status("closed"), `1: closed customer email "Billing" "Casa" normal "" [invoice]`},
		{"spam", 1, "", status("spam"), `1: spam customer email "Billing" "Casa" normal "" [invoice]`},
		{"in the trash", 1, "", status("trash"), `1: deleted customer email "Billing" "Casa" normal "" [invoice]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, setup{with: c.with})
			d.ticket(c.id, noon, c.open)
			d.poll(60, "tickets")
			require.Equal(t, []string{c.want}, d.told(record.KindTicket))
			require.Empty(t, d.Ledger.Anomalies)
			require.Empty(t, d.Ledger.Rejects)
		})
	}
}

// Of the status the last changes are told, whenever the ticket is read.
// Whether a reopening takes away the times of before nobody knows: accounts of both kinds are played.
func TestStatuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		id     int64
		live   func(*life) *life
		solved string
		want   []string
		kept   []string // what is told besides where those times stay
	}{
		{"open", 1, func(x *life) *life { return x }, "never", []string{"1: at 0 open"}, nil},
		{"pending", 1, func(x *life) *life { return x.set(10, "waiting") }, "never", []string{"1: at 10 pending"}, nil},
		{"waiting on customer", 3, func(x *life) *life { return x.set(10, "waiting").say(15, "agent|") }, "never", []string{"3: at 10 pending"}, nil},
		{"parked", 1, func(x *life) *life { return x.set(10, "parked").say(15, "agent|") }, "never", []string{"1: at 10 hold"}, nil},
		{"resolved", 1, func(x *life) *life { return x.set(10, "solved").say(15, "customer") }, "10", []string{"1: at 10 solved"}, nil},
		{"closed at once", 1, func(x *life) *life { return x.set(10, "closed") }, "10", []string{"1: at 10 closed"}, nil},
		{"resolved, then closed", 1, func(x *life) *life { return x.set(10, "solved").set(20, "closed") }, "10", []string{"1: at 10 solved", "1: at 20 closed"}, nil},
		{"reopened", 1, func(x *life) *life { return x.set(10, "solved").set(20, "open") }, "never", []string{"1: at 19.98 solved", "1: at 20 open"}, []string{"1: at 10 solved"}},
		{
			"reopened, then waiting", 1, func(x *life) *life { return x.set(10, "solved").set(20, "open").set(30, "waiting") }, "never",
			[]string{"1: at 19.98 solved", "1: at 20 open", "1: at 30 pending"},
			[]string{"1: at 10 solved"},
		},
		{
			"reopened, then resolved again", 1, func(x *life) *life { return x.set(10, "solved").set(20, "open").set(30, "solved") }, "30",
			[]string{"1: at 19.98 solved", "1: at 20 open", "1: at 30 solved"},
			nil,
		},
		{
			"closed, reopened, then resolved", 1, func(x *life) *life { return x.set(10, "closed").set(20, "open").set(30, "solved") }, "30",
			[]string{"1: at 19.98 solved", "1: at 20 open", "1: at 30 solved"},
			[]string{"1: at 10 closed"},
		},
	} {
		for seed, want := range map[uint64][]string{0: c.want, 2: append(c.kept, c.want...)} {
			t.Run(fmt.Sprintf("%s, seed %d", c.name, seed), func(t *testing.T) {
				d := open(t, setup{options: fake.Options{Seed: seed}})
				x := c.live(d.ticket(c.id, noon, nil))
				d.poll(60, "tickets")
				require.Equal(t, want, slices.Compact(d.told(record.KindStatusChange)))
				require.Equal(t, c.solved, minute(d.Ledger.Records["ticket/"+strconv.FormatInt(x.ID, 10)].(record.Ticket).SolvedAt))
				require.Empty(t, d.Ledger.Anomalies)
			})
		}
	}
}

func TestMessages(t *testing.T) {
	live := func(x *life) { x.say(1, "system").say(2, "bot").say(3, "agent|").say(4, "agent").say(5, "customer") }
	said := []string{"1: at 1 public automation", "1: at 2 public bot", "1: at 3 internal agent", "1: at 4 public agent", "1: at 5 public customer"}
	for _, c := range []struct {
		name string
		with string
		open func(*replay.Ticket)
		want []string
	}{
		{"of a customer", "", nil, append([]string{"1: at 0 public customer"}, said...)},
		{"of an agent", "", func(x *replay.Ticket) { x.OpenedBy, x.Description = "agent", "Your order" }, said},
		{
			"with rules that answer", ", vars: {rules: bot, auto_responses: automation}", func(x *replay.Ticket) { x.OpenedBy, x.Description = "agent", "Your order" },
			[]string{"1: at 1 public bot", "1: at 2 public automation", said[2], said[3], said[4]},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, setup{with: c.with})
			live(d.ticket(1, noon, c.open))
			d.poll(60, "tickets")
			require.Equal(t, c.want, d.told(record.KindMessage))
			require.Zero(t, d.Ledger.Todo())
		})
	}
}

// A ticket may have more conversations than fit on a page.
func TestConversationPages(t *testing.T) {
	d := open(t, setup{})
	x := d.ticket(1, noon, nil)
	for i := range 250 {
		x.say(1+i%50, "agent|")
	}
	d.poll(60, "tickets")
	require.Len(t, d.told(record.KindMessage), 251)
	require.Equal(t, 3, d.asked("/tickets/1/conversations"))
}

// A merge closes a ticket, and moves what was said there; its notes say so, at once or a little later.
func TestMerged(t *testing.T) {
	for _, seed := range []uint64{0, 16} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { merged(t, seed) })
	}
}

func merged(t *testing.T, seed uint64) {
	t.Helper()
	d := open(t, setup{options: fake.Options{Seed: seed}})
	d.ticket(1, noon, nil)
	second := d.ticket(2, desk.At(5), nil).say(10, "customer")
	d.poll(15, "tickets")
	require.Contains(t, d.told(record.KindMessage), "2: at 10 public customer")
	second.MergedInto = 1
	second.set(20, "merged").put(desk.At(22))
	d.ticket(1, noon, func(x *replay.Ticket) { x.Status = "open" }).put(desk.At(20))
	d.poll(30, "tickets")
	require.Equal(t, []string{
		`1: open customer email "Billing" "Casa" normal "" [invoice]`, `2: merged customer email "Billing" "Casa" normal "" [invoice]`,
	}, d.told(record.KindTicket))
	x := d.Ledger.Records["ticket/2"].(record.Ticket)
	require.Equal(t, "1", x.MergedInto)
	require.Equal(t, "20", minute(x.VoidedAt))
	require.ElementsMatch(t, []string{"1: at 0 public customer", "1: at 10 public customer", "2: at 5 public customer"}, d.told(record.KindMessage))
	require.Empty(t, d.Ledger.Rejects)
}

// What is deleted or spam is in lists of its own, and comes back to the first. Its conversations may be refused meanwhile.
func TestDeletedAndSpam(t *testing.T) {
	for _, seed := range []uint64{0, 8} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { deletedAndSpam(t, seed) })
	}
}

func deletedAndSpam(t *testing.T, seed uint64) {
	t.Helper()
	d := open(t, setup{options: fake.Options{Seed: seed}})
	a, b := d.ticket(1, noon, nil), d.ticket(2, noon, nil)
	status := func(id string) record.Status { return d.Ledger.Records["ticket/"+id].(record.Ticket).Status }
	d.poll(5, "tickets")
	a.set(10, "spam")
	b.set(10, "trash")
	d.poll(15, "tickets")
	require.Equal(t, record.StatusSpam, status("1"))
	require.Equal(t, record.StatusDeleted, status("2"))
	a.set(20, "open")
	b.set(20, "open")
	d.poll(25, "tickets")
	require.Equal(t, record.StatusOpen, status("1"))
	require.Equal(t, record.StatusOpen, status("2"))
	require.Zero(t, d.asked("/tickets/1?"), "the lists tell")
}

// A ticket that is deleted for good is in no list: the sweep misses it, and it is asked for.
func TestVanished(t *testing.T) {
	d := open(t, setup{})
	d.ticket(1, noon, nil)
	d.ticket(2, noon, nil)
	d.poll(5, "tickets")
	d.tape.Remove(desk.At(10), 1)
	d.poll(70, "tickets")
	require.NotContains(t, d.Ledger.Records, "ticket/1")
	require.Contains(t, d.Ledger.Records, "ticket/2")
	require.Equal(t, 1, d.asked("/tickets/1?"))
	require.Zero(t, d.asked("/tickets/2?"))
}

// The vendor's clocks: of the first response, and of the resolution, once more after a reopening.
func TestClocks(t *testing.T) {
	phone := func(x *replay.Ticket) { x.Channel = "phone" }
	for _, c := range []struct {
		name string
		open func(*replay.Ticket)
		live func(*life)
		want []string
	}{
		{"nobody has answered", nil, func(*life) {}, []string{"1: first_response from 0 to 480, paused never, met never, missed 480", "1: resolution from 0 to 2880, paused never, met never, missed never"}},
		{"an agent's", phone, func(*life) {}, []string{"1: resolution from 0 to 2880, paused never, met never, missed never"}},
		{
			"answered, waiting", nil, func(x *life) { x.say(10, "agent").set(20, "waiting") },
			[]string{"1: first_response from 0 to 480, paused 20, met 10, missed never", "1: resolution from 0 to 2880, paused 20, met never, missed never"},
		},
		{
			"answered too late", func(x *replay.Ticket) { x.Priority = "p1" }, func(x *life) { x.say(90, "agent").set(900, "solved") },
			[]string{"1: first_response from 0 to 60, paused never, met 90, missed 60", "1: resolution from 0 to 480, paused never, met 900, missed 480"},
		},
		{"reopened", phone, func(x *life) { x.set(20, "solved").set(30, "open") }, []string{"1: resolution from 30 to 2880, paused never, met never, missed never"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, setup{})
			c.live(d.ticket(1, noon, c.open))
			d.poll(960, "tickets")
			require.Equal(t, c.want, d.told(record.KindSLAClock))
		})
	}
}

// Ratings come by when they were given, also those that are changed later; scores are places in the survey's scale.
func TestRatings(t *testing.T) {
	t.Run("in the survey's scale", func(t *testing.T) { ratings(t, setup{}, "After an answer") })
	t.Run("of a survey that may not be seen", func(t *testing.T) { ratings(t, setup{front: refuse("access_denied", "/surveys")}, "") })
}

func ratings(t *testing.T, s setup, name string) {
	t.Helper()
	d := open(t, s)
	for id := range int64(80) {
		d.ticket(id+1, noon.Add(-3*time.Hour), nil).set(0, "solved")
	}
	for minute := 0; minute < 24*60; minute += 30 {
		d.poll(minute, "surveys")
	}
	places := map[int]string{-103: "1", -102: "2", -101: "3", 100: "4", 101: "5", 102: "6", 103: "7"}
	var want []string
	revised := 0
	for _, r := range d.server.Ratings(d.Clock.Now()) {
		again := "false"
		if r.Updated.After(r.Created) {
			again = "true"
			revised++
		}
		want = append(want, strconv.FormatInt(r.Ticket, 10)+" of Billing: "+places[r.Score]+" of 1 to 7 "+strconv.Quote(name)+", revised "+again)
	}
	require.Positive(t, revised)
	require.ElementsMatch(t, want, d.told(record.KindSurvey))
	// What was remarked with an answer stands among the conversations, and is no message.
	d.poll(24*60, "tickets")
	require.Len(t, d.told(record.KindMessage), 80)
}

func TestAgents(t *testing.T) {
	d := open(t, setup{})
	d.poll(5, "agents")
	require.Contains(t, d.told(record.KindAgent), "82008000004 online")
}

// An agent's key may not list groups, products and agents: tickets have no group and no brand, and nobody is there.
func TestKeyOfAnAgent(t *testing.T) {
	d := open(t, setup{key: "fdAgent3nPs8Jd6GhQx0"})
	d.ticket(1, noon, nil)
	d.poll(5, "tickets")
	require.Equal(t, []string{`1: open customer email "" "" normal "" [invoice]`}, d.told(record.KindTicket))
	requireUnavailable(t, d.Poll("agents"))
}

func requireUnavailable(t *testing.T, err error) {
	t.Helper()
	var own interface{ Reason() string }
	require.ErrorAs(t, err, &own)
	require.Equal(t, "unavailable", own.Reason())
}

// refuse answers some paths with 403, as of plans that lack them.
func refuse(code string, paths ...string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for _, path := range paths {
				if r.URL.Path == "/api/v2"+path {
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(http.StatusForbidden)
					_, _ = w.Write([]byte(`{"code":"` + code + `","message":"No."}`))
					return
				}
			}
			next.ServeHTTP(w, r)
		})
	}
}
