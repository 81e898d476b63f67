package zendesk

import (
	"fmt"
	"strconv"
	"testing"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/presets/zendesk/fake"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

// open starts to poll a script's account so many minutes after noon.
func open(t *testing.T, s *replay.Script, minutes int, o desk.Setting) *desk.Desk {
	t.Helper()
	return openTape(t, s.Tape().Copy(), minutes, o)
}

func openTape(t *testing.T, tape *replay.Tape, minutes int, o desk.Setting) *desk.Desk {
	t.Helper()
	return desk.Open(t, desk.Product{
		Preset: "zendesk",
		Play:   func(o api.Options) api.API { return fake.New(o) },
		Names:  desk.Names{People: people(), Ticket: func(id string) string { return id }},
	}, tape, minutes, o)
}

func people() map[string]string {
	names := map[string]string{
		strconv.FormatInt(fake.BotID, 10): "bot", strconv.FormatInt(fake.ShopID, 10): "shop",
		strconv.FormatInt(fake.OwnerID, 10): "owner", "-1": "rule",
	}
	for n, name := range []string{"ada", "ben", "cleo", "dan"} {
		names[strconv.FormatInt(fake.AgentID(int64(n+1)), 10)] = name
	}
	for n := int64(1); n <= 9; n++ {
		names[strconv.FormatInt(fake.CustomerID(n), 10)] = fmt.Sprintf("customer %d", n)
	}
	return names
}
