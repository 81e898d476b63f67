package record

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ten  = nine.Add(time.Hour)
)

func words() Words {
	return Words{
		Statuses:   map[string]Status{"in arbeit": StatusOpen, "wartet": StatusPending, "solved": StatusClosed, "custom": StatusHold},
		Priorities: map[string]Priority{"3": PriorityHigh, "p1": PriorityUrgent},
		Channels:   map[string]Channel{"web": ChannelForm},
	}
}

func ptr[T any](v T) *T { return &v }

// base is the least that makes a record of each kind.
func base(kind Kind) Fields {
	change := Fields{"ticket": "17", "at": nine}
	switch kind {
	case KindTicket:
		return Fields{"id": "17", "created_at": nine, "status": "open"}
	case KindStatusChange:
		change["to"] = "open"
		return change
	case KindPriorityChange, KindCategoryChange:
		change["to"] = "low"
		return change
	case KindAssignmentChange:
		return change
	case KindMessage:
		return Fields{"id": "4", "ticket": "17", "at": nine, "author": "customer"}
	case KindContact:
		return Fields{"id": "4", "offered_at": nine}
	case KindWorkLog:
		return Fields{"id": "4", "ticket": "17", "at": nine, "spent": 60}
	case KindSurvey:
		return Fields{"id": "4", "subject_id": "17", "sent_at": nine, "answered_at": nine}
	case KindOrder:
		return Fields{"id": "4", "at": nine, "amount": "1", "currency": "eur"}
	case KindRefund:
		return Fields{"id": "4", "order": "3", "at": nine, "amount": "1"}
	case KindAgent, KindGroup:
		return Fields{"id": "4"}
	case KindSLAClock:
		return Fields{"ticket": "17"}
	case KindSweep:
		return Fields{"at": nine}
	}
	return nil
}

func kinds() []Kind {
	return []Kind{
		KindTicket, KindStatusChange, KindAssignmentChange, KindPriorityChange, KindCategoryChange,
		KindMessage, KindContact, KindWorkLog, KindSurvey, KindOrder, KindRefund, KindAgent, KindGroup,
		KindSLAClock, KindSweep,
	}
}

func with(f Fields, more Fields) Fields {
	all := Fields{}
	for _, fields := range []Fields{f, more} {
		for name, v := range fields {
			all[name] = v
		}
	}
	return all
}

func TestDecode(t *testing.T) {
	for _, tc := range []struct {
		name   string
		kind   Kind
		fields Fields
		want   Record
	}{
		{
			name:   "ticket with the least",
			kind:   KindTicket,
			fields: base(KindTicket),
			want: Ticket{
				ID: "17", CreatedAt: nine, UpdatedAt: nine, Origin: OriginCustomer,
				Channel: ChannelOther, Priority: PriorityNone, Status: StatusOpen,
			},
		},
		{
			name: "ticket with everything",
			kind: KindTicket,
			fields: Fields{
				"id": json.Number("12345678901234567890"), "created_at": "2026-03-02 10:00:00+01:00",
				"updated_at": ten.In(time.FixedZone("", 3600)), "solved_at": ten, "origin": "Agent",
				"requester": float64(1e15), "customer_keys": []any{"a@b.example", json.Number("7"), nil, "a@b.example"},
				"channel": []byte("Web"), "brand": " The\tShop\n", "group": int64(3), "assignee": uint32(5),
				"priority": int64(3), "category": "Where  is my\u0000 order", "tags": `["vip", "a, b", 7, ""]`,
				"topics": "returns, , late", "language": "de_DE", "subject": "Hallo", "status": " SOLVED ",
				"voided_at": ten, "reopens": json.Number("2.0"), "replies": []byte("3"), "unheard_of": "x",
			},
			want: Ticket{
				ID: "12345678901234567890", CreatedAt: nine, UpdatedAt: ten, SolvedAt: ten, Origin: OriginAgent,
				Requester: "1000000000000000", CustomerKeys: []string{"a@b.example", "7"}, Channel: ChannelForm,
				Brand: "The Shop", Group: "3", Assignee: "5", Priority: PriorityHigh, Category: "Where is my order",
				Tags: []string{"vip", "a, b", "7"}, Topics: []string{"returns", "late"}, Language: "de-de",
				Subject: "Hallo", Status: StatusClosed, Reopens: ptr(2), Replies: ptr(3),
			},
		},
		{
			name:   "a merged ticket is merged whatever else it is",
			kind:   KindTicket,
			fields: with(base(KindTicket), Fields{"status": "solved", "merged_into": int64(9), "spam": true, "deleted": true, "voided_at": ten}),
			want: Ticket{
				ID: "17", CreatedAt: nine, UpdatedAt: nine, Origin: OriginCustomer, Channel: ChannelOther,
				Priority: PriorityNone, Status: StatusMerged, MergedInto: "9", VoidedAt: ten,
			},
		},
		{
			name: "status change",
			kind: KindStatusChange,
			fields: Fields{
				"id": 8, "ticket": 17, "at": nine, "from": "Wartet", "to": "gone fishing", "to_type": "Custom",
				"actor": "bot", "actor_id": "b1",
			},
			want: StatusChange{
				ID: "8", Ticket: "17", At: nine, From: StatusPending, To: StatusHold,
				Actor: Actor{Role: AuthorBot, ID: "b1"},
			},
		},
		{
			name:   "assignment: absent and null did not change, empty is nobody",
			kind:   KindAssignmentChange,
			fields: with(base(KindAssignmentChange), Fields{"agent": "", "group": nil, "from_agent": 5}),
			want:   AssignmentChange{Ticket: "17", At: nine, Agent: ptr(""), FromAgent: ptr("5")},
		},
		{
			name:   "priority change",
			kind:   KindPriorityChange,
			fields: with(base(KindPriorityChange), Fields{"from": "", "to": "P1"}),
			want:   PriorityChange{Ticket: "17", At: nine, From: PriorityNone, To: PriorityUrgent},
		},
		{
			name:   "priority taken away",
			kind:   KindPriorityChange,
			fields: with(base(KindPriorityChange), Fields{"to": nil}),
			want:   PriorityChange{Ticket: "17", At: nine, To: PriorityNone},
		},
		{
			name:   "category change",
			kind:   KindCategoryChange,
			fields: with(base(KindCategoryChange), Fields{"from": "a", "to": " b  c "}),
			want:   CategoryChange{Ticket: "17", At: nine, From: "a", To: "b c"},
		},
		{
			name:   "customer message",
			kind:   KindMessage,
			fields: with(base(KindMessage), Fields{"author_id": "c1", "subject": "s\xff", "text": "t", "updated_at": ten}),
			want: Message{
				ID: "4", Ticket: "17", At: nine, UpdatedAt: ten, Direction: Inbound, Author: AuthorCustomer,
				AuthorID: "c1", Visibility: Public, Subject: "s", Text: "t",
			},
		},
		{
			name:   "what an agent writes is outbound",
			kind:   KindMessage,
			fields: with(base(KindMessage), Fields{"author": "agent", "direction": "inbound", "public": []byte{0}}),
			want: Message{
				ID: "4", Ticket: "17", At: nine, Direction: Outbound, Author: AuthorAgent, Visibility: Internal,
			},
		},
		{
			name:   "author by direction",
			kind:   KindMessage,
			fields: with(base(KindMessage), Fields{"author": nil, "direction": "outbound", "visibility": "", "public": "t"}),
			want: Message{
				ID: "4", Ticket: "17", At: nine, Direction: Outbound, Author: AuthorAgent, Visibility: Public,
			},
		},
		{
			name:   "a note of nobody in particular",
			kind:   KindMessage,
			fields: with(base(KindMessage), Fields{"author": "", "direction": "Inbound", "visibility": "Internal", "public": true}),
			want: Message{
				ID: "4", Ticket: "17", At: nine, Direction: Inbound, Author: AuthorCustomer, Visibility: Internal,
			},
		},
		{
			name: "contact",
			kind: KindContact,
			fields: with(base(KindContact), Fields{
				"answered_at": ten, "channel": "phone", "queue": "sales", "group": "g", "agent": "a",
				"outcome": "Short_Abandoned", "talk": 90.5, "hold": "3", "wrap": json.Number("0.25"), "transferred_from": "q",
			}),
			want: Contact{
				ID: "4", OfferedAt: nine, AnsweredAt: ten, Channel: ChannelPhone, Queue: "sales", Group: "g",
				Agent: "a", Outcome: OutcomeShortAbandoned, Talk: 90500 * time.Millisecond, Hold: 3 * time.Second,
				Wrap: 250 * time.Millisecond, TransferredFrom: "q",
			},
		},
		{
			name:   "work log",
			kind:   KindWorkLog,
			fields: with(base(KindWorkLog), Fields{"agent": "a"}),
			want:   WorkLog{ID: "4", Ticket: "17", Agent: "a", At: nine, Spent: time.Minute},
		},
		{
			name: "survey",
			kind: KindSurvey,
			fields: with(base(KindSurvey), Fields{
				"score": 4.0, "scale_lowest": "1", "scale_high": 5, "revised_at": ten, "name": "csat", "requester": "c",
			}),
			want: Survey{
				ID: "4", Subject: SubjectTicket, SubjectID: "17", Requester: "c", Name: "csat", SentAt: nine,
				AnsweredAt: nine, RevisedAt: ten, Score: ptr(4), ScaleLowest: 1, ScaleHigh: 5,
			},
		},
		{
			name:   "order",
			kind:   KindOrder,
			fields: with(base(KindOrder), Fields{"amount": json.Number("19.90"), "customer_keys": "a@b.example,7"}),
			want: Order{
				ID: "4", CustomerKeys: []string{"a@b.example", "7"}, At: nine, Amount: "19.90", Currency: "EUR",
				Channel: ChannelOther,
			},
		},
		{
			name:   "refund written as a negative amount",
			kind:   KindRefund,
			fields: with(base(KindRefund), Fields{"amount": -0.1}),
			want:   Refund{ID: "4", Order: "3", At: nine, Amount: "0.1"},
		},
		{
			name:   "agent",
			kind:   KindAgent,
			fields: with(base(KindAgent), Fields{"name": " Ada  L. ", "group": 3, "presence": "AWAY"}),
			want:   Agent{ID: "4", Name: "Ada L.", Group: "3", Presence: PresenceAway},
		},
		{
			name:   "group",
			kind:   KindGroup,
			fields: Fields{"id": " Second  line ", "name": strings.Repeat("ü", 200)},
			want:   Group{ID: "Second line", Name: strings.Repeat("ü", 120)},
		},
		{
			name: "vendor's SLA clock",
			kind: KindSLAClock,
			fields: with(base(KindSLAClock), Fields{
				"id": "c1", "updated_at": ten, "policy": "p", "target": "first_response", "cycle": 2,
				"started_at": nine, "due_at": ten, "paused_at": nine, "fulfilled_at": ten, "breached_at": nine, "cancelled_at": ten,
			}),
			want: SLAClock{
				ID: "c1", Ticket: "17", UpdatedAt: ten, Policy: "p", Target: "first_response", Cycle: 2,
				StartedAt: nine, DueAt: ten, PausedAt: nine, FulfilledAt: ten, BreachedAt: nine, CancelledAt: ten,
			},
		},
		{
			name:   "sweep",
			kind:   KindSweep,
			fields: Fields{"at": nine, "ids": []string{"1", "2", "1"}},
			want:   Sweep{At: nine, Scope: ScopeUnresolved, IDs: []string{"1", "2"}},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, anomalies, err := Decode(tc.kind, tc.fields, words())
			require.NoError(t, err)
			require.Empty(t, anomalies)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestStatus(t *testing.T) {
	for _, tc := range []struct {
		name    string
		fields  Fields
		want    Status
		anomaly string
	}{
		{name: "own word", fields: Fields{"status": "In Arbeit", "status_type": "wartet"}, want: StatusOpen},
		{name: "type where the word has no entry", fields: Fields{"status": "Lager", "status_type": "Wartet"}, want: StatusPending},
		{name: "a mapped type before a canonical word", fields: Fields{"status": "open", "status_type": "wartet"}, want: StatusPending},
		{name: "the map before the canonical word", fields: Fields{"status": "solved"}, want: StatusClosed},
		{name: "canonical word", fields: Fields{"status": "Hold"}, want: StatusHold},
		{name: "canonical type", fields: Fields{"status": "Lager", "status_type": "hold"}, want: StatusHold},
		{name: "spam column", fields: Fields{"status": "open", "spam": 1}, want: StatusSpam},
		{name: "deleted column", fields: Fields{"status": "nonsense", "deleted": "yes"}, want: StatusDeleted},
		{name: "spam that was deleted", fields: Fields{"spam": true, "deleted": true}, want: StatusSpam},
		{name: "on-hold is not hold", fields: Fields{"status": "On-Hold"}, want: StatusUnknown, anomaly: `status: "On-Hold"`},
		{name: "unknown is no word", fields: Fields{"status": "unknown"}, want: StatusUnknown, anomaly: `status: "unknown"`},
		{name: "neither has an entry", fields: Fields{"status": nil, "status_type": "x"}, want: StatusUnknown, anomaly: `status: "x"`},
		{name: "none", fields: Fields{"status": nil}, want: StatusUnknown, anomaly: `status: ""`},
		{
			name: "long", fields: Fields{"status": strings.Repeat("é", 500)}, want: StatusUnknown,
			anomaly: `status: "` + strings.Repeat("é", 60) + `…"`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, anomalies, err := Decode(KindTicket, with(base(KindTicket), tc.fields), words())
			require.NoError(t, err)
			require.Equal(t, tc.want, r.(Ticket).Status)
			if tc.anomaly == "" {
				require.Empty(t, anomalies)
				return
			}
			require.Equal(t, []Anomaly{{Reason: AnomalyUnmapped, ID: "17", Detail: tc.anomaly}}, anomalies)
		})
	}
}

func TestUnmapped(t *testing.T) {
	r, anomalies, err := Decode(KindTicket, with(base(KindTicket), Fields{"priority": "P9", "channel": "pigeon"}), words())
	require.NoError(t, err)
	require.Equal(t, PriorityNone, r.(Ticket).Priority)
	require.Equal(t, ChannelOther, r.(Ticket).Channel)
	require.ElementsMatch(t, []Anomaly{
		{Reason: AnomalyUnmapped, ID: "17", Detail: `priority: "P9"`},
		{Reason: AnomalyUnmapped, ID: "17", Detail: `channel: "pigeon"`},
	}, anomalies)

	r, anomalies, err = Decode(KindStatusChange, with(base(KindStatusChange), Fields{"from": "x", "to": "y"}), words())
	require.NoError(t, err)
	require.Equal(t, StatusUnknown, r.(StatusChange).From)
	require.Equal(t, StatusUnknown, r.(StatusChange).To)
	require.Equal(t, []Anomaly{
		{Reason: AnomalyUnmapped, ID: "17", Detail: `from: "x"`},
		{Reason: AnomalyUnmapped, ID: "17", Detail: `to: "y"`},
	}, anomalies, "a change without an id is named by its ticket")
}

func TestStampsBelongToTheStatus(t *testing.T) {
	stamps := Fields{"solved_at": ten, "voided_at": ten}
	for status, want := range map[string]Ticket{
		"open":    {},
		"solved":  {SolvedAt: ten},
		"deleted": {SolvedAt: ten, VoidedAt: ten},
	} {
		r, _, err := Decode(KindTicket, with(with(base(KindTicket), stamps), Fields{"status": status}), words())
		require.NoError(t, err)
		require.Equal(t, want.SolvedAt, r.(Ticket).SolvedAt, status)
		require.Equal(t, want.VoidedAt, r.(Ticket).VoidedAt, status)
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, tc := range []struct {
		kind   Kind
		fields Fields
		want   string
	}{
		{"parcel", nil, `unknown kind of record "parcel"`},
		{KindTicket, Fields{"id": nil}, `ticket: field "id": empty`},
		{KindTicket, Fields{"created_at": ""}, `ticket 17: field "created_at": empty`},
		{KindTicket, Fields{"created_at": "2026-03-02 10:00:00"}, `ticket 17: field "created_at": "2026-03-02 10:00:00" is not an instant: give RFC 3339 with a zone, or the source's timezone`},
		{KindTicket, Fields{"created_at": time.Unix(0, 0)}, `ticket 17: field "created_at": the year 1970 is out of range: map the value that stands for an empty time to null`},
		{KindTicket, Fields{"updated_at": time.Date(2201, 1, 1, 0, 0, 0, 0, time.UTC)}, `ticket 17: field "updated_at": the year 2201 is out of range: map the value that stands for an empty time to null`},
		{KindTicket, Fields{"updated_at": int64(1772442000)}, `ticket 17: field "updated_at": "1772442000" is not an instant: give RFC 3339 with a zone, or the source's timezone`},
		{KindTicket, Fields{"id": []byte{0xff, 0xfe}}, `ticket: field "id": not text: map the binary value to hexadecimal`},
		{KindTicket, Fields{"id": strings.Repeat("1", 513)}, `ticket: field "id": longer than 512 bytes: map a shorter identifier`},
		{KindTicket, Fields{"requester": "a\x00b"}, `ticket 17: field "requester": not text: map the binary value to hexadecimal`},
		{KindTicket, Fields{"origin": "robot"}, `ticket 17: field "origin": "robot" is not a word of it, use one of: customer, agent, automation`},
		{KindTicket, Fields{"reopens": 1.5}, `ticket 17: field "reopens": "1.5" is not a whole number`},
		{KindTicket, Fields{"replies": -1}, `ticket 17: field "replies": negative`},
		{KindTicket, Fields{"tags": []any{map[string]any{}}}, `ticket 17: field "tags": a value of type map[string]interface {}, not text`},
		{KindTicket, Fields{"deleted": "perhaps"}, `ticket 17: field "deleted": "perhaps" is neither true nor false`},
		{KindStatusChange, Fields{"to": nil}, `status_change of ticket 17: field "to": empty`},
		{KindStatusChange, Fields{"id": 3, "actor": "intern"}, `status_change 3: field "actor": "intern" is not a word of it, use one of: customer, agent, bot, automation`},
		{KindAssignmentChange, Fields{"ticket": ""}, `assignment_change: field "ticket": empty`},
		{KindMessage, Fields{"author": nil}, `message 4: field "author": empty`},
		{KindMessage, Fields{"visibility": nil}, `message 4: field "visibility": empty`},
		{KindMessage, Fields{"public": nil}, `message 4: field "public": empty`},
		{KindMessage, Fields{"text": []any{"Dear Ada"}}, `message 4: field "text": a value of type []interface {}, not text`},
		{KindWorkLog, Fields{"spent": nil}, `work_log 4: field "spent": empty`},
		{KindWorkLog, Fields{"spent": -1}, `work_log 4: field "spent": negative`},
		{KindWorkLog, Fields{"spent": "9999999999999"}, `work_log 4: field "spent": more than a hundred years: the unit must be seconds`},
		{KindSurvey, Fields{"subject": "Dear Ada"}, `survey 4: field "subject": the value is not a word of it, use one of: ticket, order, customer`},
		{KindSurvey, Fields{"score": 3, "answered_at": nil}, `survey 4: field "answered_at": empty, although there is a score`},
		{KindSurvey, Fields{"sent_at": nil, "answered_at": nil}, `survey 4: field "sent_at": empty, as is answered_at`},
		{KindOrder, Fields{"amount": "1,50"}, `order 4: field "amount": "1,50" is not a decimal number`},
		{KindOrder, Fields{"amount": "-1"}, `order 4: field "amount": negative`},
		{KindOrder, Fields{"currency": "€"}, `order 4: field "currency": "€" is not a three-letter code of ISO 4217`},
		{KindRefund, Fields{"amount": nil}, `refund 4: field "amount": empty`},
		{KindSweep, Fields{"scope": "all"}, `sweep: field "scope": "all" is not a word of it, use one of: unresolved`},
	} {
		t.Run(tc.want, func(t *testing.T) {
			r, anomalies, err := Decode(tc.kind, with(base(tc.kind), tc.fields), words())
			require.EqualError(t, err, tc.want)
			require.Nil(t, r)
			require.Nil(t, anomalies)
		})
	}
}

func TestRequiredFieldsOfChanges(t *testing.T) {
	for _, kind := range []Kind{KindPriorityChange, KindCategoryChange} {
		f := base(kind)
		delete(f, "to")
		_, _, err := Decode(kind, f, words())
		require.EqualError(t, err, string(kind)+` of ticket 17: field "to": missing`)
	}
}

func TestTextsAreNotInErrors(t *testing.T) {
	const secret = "Dear Ada"
	for _, kind := range kinds() {
		for field := range FieldTypes(kind) {
			if field != "subject" && field != "text" {
				continue
			}
			for _, v := range []any{secret, []any{secret}, []string{secret}, []byte(secret + "\xff")} {
				_, _, err := Decode(kind, with(base(kind), Fields{field: v}), words())
				if err != nil {
					require.NotContains(t, err.Error(), secret)
				}
			}
		}
	}
}
