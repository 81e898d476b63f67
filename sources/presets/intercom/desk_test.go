package intercom

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/presets/intercom/fake"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

// open starts to poll a script's workspace so many minutes after noon.
func open(t *testing.T, s *replay.Script, minutes int, o desk.Setting) *desk.Desk {
	t.Helper()
	return desk.Open(t, desk.Product{
		Preset: "intercom",
		Play:   func(o api.Options) api.API { return fake.New(o) },
		Names:  desk.Names{People: people(), Ticket: short},
	}, s.Tape().Copy(), minutes, o)
}

// short is the number of a conversation in the script.
func short(id string) string { return strings.TrimLeft(strings.TrimPrefix(id, "215470000"), "0") }

func people() map[string]string {
	names := map[string]string{"7600900": "operator", "7600901": "fin"}
	for n, name := range []string{"ada", "ben", "cleo", "dan"} {
		names[strconv.FormatInt(fake.AdminID(int64(n+1)), 10)] = name
	}
	for n := int64(1); n <= 9; n++ {
		names[fake.ContactID(n)] = fmt.Sprintf("customer %d", n)
	}
	return names
}
