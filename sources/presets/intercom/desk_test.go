package intercom

import (
	"cmp"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources"
	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/presets/intercom/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// at is so many minutes after noon.
func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

// days are stories of two days, which begin at noon.
func days() *replay.Script { return replay.Write(noon, noon.AddDate(0, 0, 2)) }

// setting is what differs between two desks.
type setting struct {
	// with replaces words in the block of the source: old, new, old, new.
	with []string
	// since is where the history begins, an hour before noon by default.
	since time.Time
	// clock is the desk's, where somebody else needs it, too.
	clock *api.Clock
	// wrap stands in front of the account.
	wrap func(http.Handler) http.Handler
	api.Options
}

// desk is an account that is polled.
type desk struct {
	t       *testing.T
	clock   *api.Clock
	server  *fake.Server
	network *api.Network
	source  record.Source
	ledger  *api.Ledger
	// parents are the streams that are polled.
	parents []record.Stream
}

// open starts to poll a story's account so many minutes after noon.
func open(t *testing.T, s *replay.Script, minutes int, o setting) *desk {
	t.Helper()
	return openTape(t, s.Tape().Copy(), minutes, o)
}

func openTape(t *testing.T, tape *replay.Tape, minutes int, o setting) *desk {
	t.Helper()
	d := &desk{t: t, clock: o.clock, ledger: api.NewLedger()}
	if d.clock == nil {
		d.clock = api.NewClock(at(minutes))
	}
	o.Tape, o.Clock = tape, d.clock
	d.server = fake.New(o.Options)
	d.network = &api.Network{Handler: d.server, Clock: d.clock, Latency: 40 * time.Millisecond}
	if o.wrap != nil {
		d.network.Handler = o.wrap(d.server)
	}
	d.ledger.Since.Since = o.since
	if o.since.IsZero() {
		d.ledger.Since.Since = at(-60)
	}
	d.start(o)
	return d
}

// start begins a process.
func (d *desk) start(o setting) {
	d.t.Helper()
	text, err := os.ReadFile("testdata/source.yml")
	require.NoError(d.t, err)
	for _, old := range slices.Collect(everySecond(o.with)) {
		require.Contains(d.t, string(text), old)
	}
	block := "name: ic\npreset: intercom\n" + strings.NewReplacer(o.with...).Replace(string(text))
	var files yamlfile.Files
	node, err := files.Parse("helpdesk.yml", []byte(block))
	require.NoError(d.t, err)
	config, _, errs := sources.DecodeConfig(&files, node, "")
	require.NoError(d.t, errs.Sorted())
	d.source, err = sources.Open(config, sources.Env{
		Now: d.clock.Now, Sleep: d.clock.Sleep, PollInterval: time.Minute, Transport: d.network,
	})
	require.NoError(d.t, err)
	d.t.Cleanup(func() { require.NoError(d.t, d.source.Close()) })
	for _, s := range d.source.Streams() {
		if s.Parent == "" {
			d.parents = append(d.parents, s)
		}
	}
}

func everySecond(list []string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; i < len(list) && yield(list[i]); i += 2 {
		}
	}
}

func (d *desk) poll(stream string) error {
	return d.source.Poll(d.t.Context(), stream, d.ledger.Position(stream), d.ledger.Deliver)
}

// pollAll polls each stream once.
func (d *desk) pollAll() {
	d.t.Helper()
	for _, s := range d.parents {
		require.NoError(d.t, d.poll(s.Name), "%s at %s", s.Name, d.clock.Now())
	}
	require.Empty(d.t, d.ledger.Rejects)
}

// pollUntil polls each stream every so many seconds.
func (d *desk) pollUntil(minutes, every int) {
	d.t.Helper()
	for d.clock.Now().Before(at(minutes)) {
		d.pollAll()
		d.clock.Advance(time.Duration(every) * time.Second)
	}
}

// of is what is known of a ticket by now, or of everything ("").
func (d *desk) of(ticket string, kinds ...record.Kind) (lines []string) {
	for _, key := range d.ledger.Keys() {
		r := d.ledger.Records[key]
		if (ticket == "" || r.TicketID() == ticket) && (len(kinds) == 0 || slices.Contains(kinds, r.Kind())) {
			lines = append(lines, words(r))
		}
	}
	slices.SortStableFunc(lines, func(a, b string) int { return cmp.Or(cmp.Compare(minuteOf(a), minuteOf(b)), cmp.Compare(a, b)) })
	return lines
}

func minuteOf(line string) float64 {
	word, _, _ := strings.Cut(line, " ")
	minute, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return 1e9 // what is no event comes last
	}
	return minute
}

// since tells an instant in minutes after noon; a zero time is nothing.
func since(when time.Time) string {
	if when.IsZero() {
		return ""
	}
	return strconv.FormatFloat(when.Sub(noon).Minutes(), 'f', -1, 64)
}

// people are the accounts by what the tests call them.
func people(id string) string {
	names := map[string]string{"7600900": "operator", "7600901": "fin", "": "nobody"}
	for n, name := range []string{"ada", "ben", "cleo", "dan"} {
		names[strconv.FormatInt(fake.AdminID(int64(n+1)), 10)] = name
	}
	for n := int64(1); n <= 9; n++ {
		names[fake.ContactID(n)] = fmt.Sprintf("customer %d", n)
	}
	if name, ok := names[id]; ok {
		return name
	}
	return id
}

func words(r record.Record) string {
	switch r := r.(type) {
	case record.Message:
		return fmt.Sprintf("%s %s message of %s, %s", since(r.At), r.Visibility, r.Author, people(r.AuthorID))
	case record.StatusChange:
		return fmt.Sprintf("%s status %s to %s by %s", since(r.At), r.From, r.To, r.Actor.Role)
	case record.PriorityChange:
		return fmt.Sprintf("%s priority %s to %s by %s", since(r.At), r.From, r.To, r.Actor.Role)
	case record.AssignmentChange:
		if r.Group != nil {
			return fmt.Sprintf("%s group %s to %s by %s", since(r.At), told(r.FromGroup), told(r.Group), r.Actor.Role)
		}
		return fmt.Sprintf("%s agent %s to %s by %s", since(r.At), people(told(r.FromAgent)), people(told(r.Agent)), r.Actor.Role)
	case record.CategoryChange:
		return fmt.Sprintf("%s category %s to %s by %s", since(r.At), r.From, r.To, r.Actor.Role)
	case record.Ticket:
		return ticketWords(r)
	case record.Survey:
		score := "no answer"
		if r.Score != nil {
			score = fmt.Sprintf("%d of %d to %d", *r.Score, r.ScaleLowest, r.ScaleHigh)
		}
		return fmt.Sprintf("%s of ticket %s: %s, sent %s, answered %s, revised %s", r.Name, short(r.SubjectID), score, since(r.SentAt), since(r.AnsweredAt), since(r.RevisedAt))
	case record.Contact:
		return fmt.Sprintf("%s call %s, answered %s, ended %s by %s for %s: %s", since(r.OfferedAt), r.ID, since(r.AnsweredAt), since(r.EndedAt), people(r.Agent), r.Group, r.Outcome)
	}
	return string(r.Kind())
}

// short is the number of a conversation in the script.
func short(id string) string { return strings.TrimLeft(strings.TrimPrefix(id, "215470000"), "0") }

func told(s *string) string {
	if s == nil {
		return "?"
	}
	return *s
}

// ticketWords leaves out what is empty.
func ticketWords(r record.Ticket) string {
	line := fmt.Sprintf("ticket %s %s: %s %s %s %s", short(r.ID), r.Status, r.Origin, r.Channel, r.Priority, people(r.Requester))
	for _, each := range []struct{ name, value string }{
		{"group", r.Group},
		{"agent", strings.ReplaceAll(people(r.Assignee), "nobody", "")},
		{"brand", r.Brand},
		{"solved", since(r.SolvedAt)},
		{"void", since(r.VoidedAt)},
		{"into", r.MergedInto},
		{"language", r.Language},
		{"category", r.Category},
		{"topics", strings.Join(r.Topics, "+")},
		{"tags", strings.Join(r.Tags, "+")},
		{"reopens", count(r.Reopens)},
		{"replies", count(r.Replies)},
	} {
		if each.value != "" {
			line += ", " + each.name + " " + each.value
		}
	}
	return line
}

func count(n *int) string {
	if n == nil || *n == 0 {
		return ""
	}
	return strconv.Itoa(*n)
}
