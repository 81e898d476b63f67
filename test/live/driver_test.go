package live

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTally holds the account to stories with their numbers written out.
func TestTally(t *testing.T) {
	customer := func(id int) *ticket { return &ticket{id: id, origin: "customer", queue: "Support"} }
	cases := []struct {
		name  string
		story func(t Tally)
		want  Tally
	}{
		{
			name: "written, answered twice, solved",
			story: func(t Tally) {
				k := customer(1)
				t.created(k)
				t.agentNoted(k)
				t.agentReplied(k)
				t.agentReplied(k) // nobody waits: a message, no round
				t.customerWrote(k)
				t.customerWrote(k) // one wait
				t.agentReplied(k)
				t.agentSolved(k)
			},
			want: Tally{
				`helpdesk_tickets_created_total{group="Support",origin="customer"}`:                                  1,
				`helpdesk_messages_total{group="Support",direction="inbound",author="customer",visibility="public"}`: 3,
				`helpdesk_messages_total{group="Support",direction="outbound",author="agent",visibility="public"}`:   3,
				`helpdesk_messages_total{group="Support",direction="outbound",author="agent",visibility="internal"}`: 1,
				`helpdesk_first_response_time_seconds_count{group="Support"}`:                                        1,
				`helpdesk_reply_time_seconds_count{group="Support"}`:                                                 2,
				`helpdesk_tickets_resolved_total{group="Support",nth="first"}`:                                       1,
				`helpdesk_resolution_touches_total{group="Support",by="agent",touches="2+"}`:                         1,
			},
		},
		{
			name: "an agent's ticket has no first response, and a move takes what follows along",
			story: func(t Tally) {
				k := &ticket{id: 1, origin: "agent", queue: "Sales"}
				t.created(k)
				t.moved(k, "Support")
				t.customerWrote(k)
				t.agentReplied(k)
				t.agentSolved(k)
			},
			want: Tally{
				`helpdesk_tickets_created_total{group="Sales",origin="agent"}`:                                       1,
				`helpdesk_tickets_moved_total{group="Sales",to_group="Support"}`:                                     1,
				`helpdesk_messages_total{group="Support",direction="inbound",author="customer",visibility="public"}`: 1,
				`helpdesk_messages_total{group="Support",direction="outbound",author="agent",visibility="public"}`:   1,
				`helpdesk_reply_time_seconds_count{group="Support"}`:                                                 1,
				`helpdesk_tickets_resolved_total{group="Support",nth="first"}`:                                       1,
				`helpdesk_resolution_touches_total{group="Support",by="agent",touches="1"}`:                          1,
			},
		},
		{
			name: "reopened for thanks, then for work",
			story: func(t Tally) {
				k := customer(1)
				t.created(k)
				t.agentReplied(k)
				t.agentSolved(k)
				t.customerWrote(k)
				t.agentSolved(k)
				t.opened(k)
				t.agentReplied(k)
				t.agentSolved(k)
			},
			want: Tally{
				`helpdesk_tickets_created_total{group="Support",origin="customer"}`:                                  1,
				`helpdesk_messages_total{group="Support",direction="inbound",author="customer",visibility="public"}`: 2,
				`helpdesk_messages_total{group="Support",direction="outbound",author="agent",visibility="public"}`:   2,
				`helpdesk_first_response_time_seconds_count{group="Support"}`:                                        1,
				`helpdesk_reply_time_seconds_count{group="Support"}`:                                                 1,
				`helpdesk_tickets_resolved_total{group="Support",nth="first"}`:                                       1,
				`helpdesk_tickets_resolved_total{group="Support",nth="repeat"}`:                                      2,
				`helpdesk_tickets_reopened_total{group="Support",kind="no_reply_needed"}`:                            1,
				`helpdesk_tickets_reopened_total{group="Support",kind="work"}`:                                       1,
				`helpdesk_resolution_touches_total{group="Support",by="agent",touches="1"}`:                          1,
			},
		},
		{
			name: "merged, deleted, restored",
			story: func(t Tally) {
				a, b, c := customer(1), customer(2), customer(3)
				t.created(a)
				t.created(b)
				t.created(c)
				t.mergedInto(b, a)
				t.deleted(c)
				t.restored(c)
			},
			want: Tally{
				`helpdesk_tickets_created_total{group="Support",origin="customer"}`:                                    3,
				`helpdesk_messages_total{group="Support",direction="inbound",author="customer",visibility="public"}`:   3,
				`helpdesk_tickets_voided_total{group="Support",origin="customer",reason="merged",change="new"}`:        1,
				`helpdesk_tickets_voided_total{group="Support",origin="customer",reason="deleted",change="new"}`:       1,
				`helpdesk_tickets_voided_total{group="Support",origin="customer",reason="deleted",change="retracted"}`: 1,
			},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := Tally{}
			c.story(got)
			require.Equal(t, c.want, got)
		})
	}
}

func TestDriverMakesItsPlan(t *testing.T) {
	for seed := range uint64(50) {
		d := NewDriver(&paperDesk{}, seed)
		d.Pace = 0
		require.NoError(t, d.Run(t.Context(), Plan()), "seed %d", seed)

		made := map[string]int{}
		for _, a := range d.Acts {
			made[a.Kind]++
		}
		for kind, n := range Plan() {
			require.GreaterOrEqual(t, made[kind], n, kind)
		}
		require.Less(t, len(d.Acts), 150, "seed %d", seed)
		require.Nil(t, d.any(func(k *ticket) bool { return k.reopened }), "a reopening is left undecided")
		require.Equal(t, made[CreateByMail], sum(d.Expected, "helpdesk_tickets_created_total", `origin="customer"`))
		require.Equal(t, made[CreateByAgent], sum(d.Expected, "helpdesk_tickets_created_total", `origin="agent"`))
		require.Equal(t, made[CreateByMail]+made[CustomerMail]+made[ReopenByMail]+made[MailToMerged],
			sum(d.Expected, "helpdesk_messages_total", `direction="inbound"`))
		require.Equal(t, made[Reply]+made[Note], sum(d.Expected, "helpdesk_messages_total", `author="agent"`))
		require.Equal(t, made[Solve]+made[SolveAgain], sum(d.Expected, "helpdesk_tickets_resolved_total", ""))
		require.Equal(t, made[ReopenByMail]+made[ReopenByAgent], sum(d.Expected, "helpdesk_tickets_reopened_total", ""))
		require.Equal(t, made[Delete], sum(d.Expected, "helpdesk_tickets_voided_total", `reason="deleted",change="new"`))
		require.Equal(t, made[Move], sum(d.Expected, "helpdesk_tickets_moved_total", ""))
	}
}

func TestDriverRepeatsItsSeed(t *testing.T) {
	run := func(seed uint64) []string {
		desk := &paperDesk{}
		d := NewDriver(desk, seed)
		d.Pace = 0
		require.NoError(t, d.Run(t.Context(), Plan()))
		return desk.log
	}
	require.Equal(t, run(7), run(7))
	require.NotEqual(t, run(7), run(8))
}

func TestDriverNotesOnlyWhatIsAcknowledged(t *testing.T) {
	d := NewDriver(&paperDesk{refuseAfter: 10}, 1)
	d.Pace = 0
	require.ErrorIs(t, d.Run(t.Context(), Plan()), errRefused)
	require.Len(t, d.Acts, 10)
}

var errRefused = errors.New("refused")

// paperDesk acknowledges every act, up to a number of them, and writes it down.
type paperDesk struct {
	log         []string
	refuseAfter int
	ids         int
}

func (p *paperDesk) act(words ...string) error {
	if p.refuseAfter > 0 && len(p.log) >= p.refuseAfter {
		return errRefused
	}
	for _, w := range words[1:] {
		words[0] += " " + w
	}
	p.log = append(p.log, words[0])
	return nil
}

func (p *paperDesk) Mail(_ context.Context, from, queue, subject, _ string) error {
	return p.act("mail", from, queue, subject)
}

func (p *paperDesk) Find(context.Context, string, string) (int, error) {
	p.ids++
	return p.ids, nil
}

func (p *paperDesk) Create(_ context.Context, agent, queue, requester, subject string) (int, error) {
	p.ids++
	return p.ids, p.act("create", agent, queue, requester, subject)
}

func (p *paperDesk) Reply(_ context.Context, agent string, id int, _ string) error {
	return p.act("reply", agent, fmt.Sprint(id))
}

func (p *paperDesk) Note(_ context.Context, agent string, id int, _ string) error {
	return p.act("note", agent, fmt.Sprint(id))
}

func (p *paperDesk) SetStatus(_ context.Context, agent string, id int, status string) error {
	return p.act("status", agent, fmt.Sprint(id), status)
}

func (p *paperDesk) Move(_ context.Context, agent string, id int, queue string) error {
	return p.act("move", agent, fmt.Sprint(id), queue)
}

func (p *paperDesk) Merge(_ context.Context, agent string, id, target int) error {
	return p.act("merge", agent, fmt.Sprint(id, target))
}

// sum adds the series of a family whose labels contain some text.
func sum(t Tally, family, labels string) int {
	n := 0
	for series, v := range t {
		if strings.HasPrefix(series, family+"{") && strings.Contains(series, labels) {
			n += v
		}
	}
	return n
}
