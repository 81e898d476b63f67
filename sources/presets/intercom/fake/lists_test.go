package fake

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// Of a long conversation only the newest 500 parts are shown.
func TestPartsCap(t *testing.T) {
	parts := make([]*part, 612)
	for i := range parts {
		parts[i] = &part{id: fmt.Sprint(i), kind: partComment, body: "x", at: time.Unix(int64(i), 0)}
	}
	shown := partList(parts, "email", flavour{})
	require.Len(t, shown, 500)
	o, ok := shown[0].(object)
	require.True(t, ok)
	require.Equal(t, "112", o["id"])
}

func TestPlainText(t *testing.T) {
	tape := record(t, 1, 0.1)
	c := newClient(t, api.Options{Tape: tape})
	for _, k := range tape.At(tape.End).Tickets {
		if k.OpenedBy == "customer" {
			path := "/conversations/" + ConversationID(k.ID)
			require.Equal(t, "<p>"+k.Messages[0].Body+"</p>", str(c.get(path), "source", "body"))
			require.Equal(t, k.Messages[0].Body, str(c.get(path+"?display_as=plaintext"), "source", "body"))
		}
	}
}

// Search in contacts knows days only.
func TestContacts(t *testing.T) {
	tape := record(t, 3, 0.3)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	writers := map[int64]bool{}
	for _, k := range tape.At(tape.End).Tickets {
		writers[k.Customer] = true
		for _, m := range k.Messages {
			if m.Author == "customer" {
				writers[m.AuthorID] = true
			}
		}
	}
	var listed []any
	for after := ""; ; {
		answer := c.get("/contacts?per_page=9&starting_after=" + strings.ReplaceAll(after, "+", "%2B"))
		listed = append(listed, arr(answer, "data")...)
		if after = str(answer, "pages", "next", "starting_after"); after == "" {
			break
		}
	}
	require.Len(t, listed, len(writers))
	noon := time.Date(2026, 6, 2, 12, 0, 0, 0, tape.Zone)
	midnight := time.Date(2026, 6, 3, 0, 0, 0, 0, tape.Zone)
	want := 0
	for _, o := range listed {
		if num(o, "created_at") >= midnight.Unix() {
			want++
		}
	}
	answer := c.post("/contacts/search", jsonObject{"query": since("created_at", noon)})
	require.EqualValues(t, want, num(answer, "total_count"))
	require.Positive(t, want)
	one := c.get("/contacts/" + str(listed[0], "id"))
	require.Equal(t, str(listed[0], "email"), str(one, "email"))
}

func TestCalls(t *testing.T) {
	tape := record(t, 2, 0.6)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	var phone []*replay.Ticket
	for _, k := range tape.At(tape.End).Tickets {
		if k.Channel == "phone" {
			phone = append(phone, k)
		}
	}
	require.Greater(t, len(phone), 3)
	found := map[string]bool{}
	for path := "/calls?per_page=3"; path != ""; {
		answer := c.get(path)
		for _, call := range arr(answer, "data") {
			found[str(call, "conversation_id")] = true
			require.Equal(t, "phone_call", str(c.get("/conversations/"+str(call, "conversation_id")), "source", "type"))
			require.Less(t, num(call, "answered_at"), num(call, "ended_at"))
			require.Equal(t, str(call, "id"), str(c.get("/calls/"+str(call, "id")), "id"))
		}
		path = strings.TrimPrefix(str(answer, "pages", "next"), "https://api.eu.intercom.io")
	}
	require.Len(t, found, len(phone))
	some := c.post("/calls/search", jsonObject{"conversation_ids": []string{ConversationID(phone[0].ID), "1"}})
	require.Len(t, arr(some, "data"), 1)
}
