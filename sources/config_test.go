package sources

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/presets"
	"helpdesk_exporter/sources/record"
)

func decode(t *testing.T, text string) (Config, error) {
	t.Helper()
	var files yamlfile.Files
	block, err := files.Parse("f.yml", []byte(text))
	require.NoError(t, err)
	c, _, errs := DecodeConfig(&files, block, "sources[0]")
	return c, errs.Sorted()
}

func TestDecodeConfigLaysThePresetUnder(t *testing.T) {
	c, err := decode(t, `
name: desk
preset: osticket
dsn: mysql://u:p@db/osticket
timezone: Europe/Berlin
statuses: {Open: pending, Awaiting parts: hold}
vars: {prefix: x_}
history: 30d
`)
	require.NoError(t, err)
	require.True(t, c.InferNew)
	require.Equal(t, map[string]string{"prefix": "x_"}, c.Vars)
	require.Equal(t, "tickets", c.Streams[0].Name)
	words := c.Words()
	require.Equal(t, record.StatusPending, words.Statuses["open"], "the desk's own word wins")
	require.Equal(t, record.StatusHold, words.Statuses["awaiting parts"])
	require.Equal(t, record.StatusSolved, words.Statuses["closed"])
	require.Equal(t, record.PriorityUrgent, words.Priorities["emergency"])
	require.Equal(t, record.ChannelForm, words.Channels["web"])
}

// The forms of authentication exclude each other: the one in the block takes the place of the preset's.
func TestAuthOfABlockTakesThePresetsPlace(t *testing.T) {
	const text = "name: shop\npreset: zendesk\nurl: https://shop.example\nuser: u\ntoken: t\n"
	c, err := decode(t, text)
	require.NoError(t, err)
	require.Equal(t, "{{ .user }}/token", c.API.Auth.Basic.User)
	c, err = decode(t, text+"auth: {bearer: \"{{ .token }}\"}\n")
	require.NoError(t, err)
	require.Nil(t, c.API.Auth.Basic)
	require.Equal(t, "{{ .token }}", c.API.Auth.Bearer)
	c, err = decode(t, text+"auth: {basic: {user: me}}\n")
	require.NoError(t, err)
	require.Equal(t, "me", c.API.Auth.Basic.User)
	require.Equal(t, "{{ .token }}", c.API.Auth.Basic.Password)
}

// A preset may be a file beside the configuration; what is wrong in it names the file.
func TestPresetOfOnesOwn(t *testing.T) {
	dir := t.TempDir()
	text, err := presets.Read("osticket")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ours.yml"), text, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "bad.yml"), []byte("drivers: [mysql]\nstream: []\n"), 0o600))
	load := func(preset string) (Config, error) {
		var files yamlfile.Files
		block, err := files.Parse(filepath.Join(dir, "helpdesk.yml"), []byte("name: desk\ndsn: mysql://u:p@db/osticket\ntimezone: UTC\npreset: "+preset))
		require.NoError(t, err)
		c, _, errs := DecodeConfig(&files, block, "sources[0]")
		return c, errs.Sorted()
	}
	for _, preset := range []string{"./ours.yml", filepath.Join(dir, "ours.yml")} {
		c, err := load(preset)
		require.NoError(t, err)
		require.Equal(t, "tickets", c.Streams[0].Name)
	}
	_, err = load("./bad.yml")
	require.ErrorContains(t, err, filepath.Join(dir, "bad.yml")+`:2: sources[0].stream: `)
	_, err = load("./nothing.yml")
	require.ErrorContains(t, err, "helpdesk.yml:4: sources[0].preset: ")
	require.ErrorContains(t, err, "no such file")
	_, err = load(dir + "/")
	require.ErrorContains(t, err, "is not a file of at most")
}

func TestDecodeConfigErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"not a mapping", "- a", "f.yml:1: sources[0]: expected a mapping with the keys of a source"},
		{"streams beside a preset", "name: a\npreset: osticket\ndsn: mysql://h/d\nstreams: []", "f.yml:4: sources[0].streams: the streams come from preset \"osticket\"; to write your own, leave the preset out (`presets show osticket` prints it)"},
		{"no such preset", "name: a\npreset: osticker", `f.yml:2: sources[0].preset: no preset "osticker"; there are: `},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := decode(t, c.text)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestValidateNames(t *testing.T) {
	for name, want := range map[string]string{
		"shop": "", "shop-2_it": "", "7": "",
		"":      "missing; it becomes the label source of every series",
		"Shop":  `"Shop" is not a name: use lower case letters, digits, _ and -, at most 63, the first a letter or a digit`,
		"-shop": `"-shop" is not a name: use lower case letters, digits, _ and -, at most 63, the first a letter or a digit`,
	} {
		c := Config{General: General{Name: name}}
		var got string
		for _, p := range c.Validate() {
			if p.Path == "name" {
				got = p.Message
			}
		}
		require.Equal(t, want, got, name)
	}
}

func TestValidateWords(t *testing.T) {
	c := Config{General: General{
		Name:       "a",
		Statuses:   map[string]record.Status{"x": "opne", "Parts": "hold", "parts\t": "open"},
		Priorities: map[string]record.Priority{"p1": "critical"},
		Channels:   map[string]record.Channel{"web": "www", "mail": "email"},
	}}
	got := map[string]string{}
	for _, p := range c.Validate() {
		got[p.Path] = p.Message
	}
	require.Subset(t, got, map[string]string{
		"statuses.x":       `"opne" is not one of new, open, pending, hold, solved, closed, merged, spam, deleted`,
		"statuses.parts\t": `mapped twice: "Parts" differs in case or blanks only`,
		"priorities.p1":    `"critical" is not one of urgent, high, normal, low, none`,
		"channels.web":     `"www" is not one of email, form, chat, messaging, phone, social, marketplace, review, api, other`,
	})
	require.NotContains(t, got, "channels.mail")
}

func TestHistoryReachesTheBaseline(t *testing.T) {
	now := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	for _, c := range []struct {
		name     string
		history  time.Duration
		baseline time.Time
		want     time.Duration
		problem  bool
	}{
		{"nothing said", 0, time.Time{}, 90 * day, false},
		{"shorter than the default", 7 * day, time.Time{}, 7 * day, false},
		{"a baseline stretches the default", 0, now.Add(-181 * day), 181 * day, false},
		{"a young baseline does not shorten it", 0, now.Add(-day), 90 * day, false},
		{"too short", 180 * day, now.Add(-181 * day), 181 * day, true},
		{"just long enough", 181 * day, now.Add(-181 * day), 181 * day, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			conf := Config{General: General{History: yamlfile.Duration(c.history), Baseline: c.baseline}}
			require.Equal(t, c.want, conf.HistoryAt(now))
			require.Equal(t, c.problem, len(conf.CheckHistory(now)) == 1)
		})
	}
}

func TestEveryPresetIsAValidBlock(t *testing.T) {
	databases := []string{"dsn: mysql://u:p@h/d\ntimezone: UTC", "dsn: postgres://u:p@h/d\ntimezone: UTC", "dsn: sqlite:/d.db\ntimezone: UTC"}
	account := "url: https://desk.example\nuser: u\npassword: p\ntoken: t\nclient_id: i\nclient_secret: s"
	for _, name := range presets.Names() {
		t.Run(name, func(t *testing.T) {
			text, err := presets.Read(name)
			require.NoError(t, err)
			addresses := databases
			if !strings.Contains(string(text), "\ndrivers:") {
				addresses = []string{account}
			}
			valid := 0
			for _, address := range addresses {
				c, err := decode(t, "name: a\npreset: "+name+"\n"+address+"\n")
				if err != nil {
					require.ErrorContains(t, err, "the queries are written for")
					continue
				}
				valid++
				if c.API != nil {
					require.NotEmpty(t, c.API.Streams)
					continue
				}
				require.NotEmpty(t, c.Streams)
			}
			require.Positive(t, valid)
		})
	}
}

const apiBlockText = `
name: own
url: https://desk.example/api
token: sesame
auth: {bearer: "{{ .token }}"}
statuses: {Awaiting parts: pending}
streams:
  - name: tickets
    request: {path: /tickets}
    map: |
      {kind: "ticket", id,
       created_at: (.created | ts), status: .state}
`

func TestBlockWithAnAddressIsAnAPI(t *testing.T) {
	c, err := decode(t, apiBlockText)
	require.NoError(t, err)
	require.Equal(t, "api", c.Kind())
	require.Equal(t, record.StatusPending, c.Words().Statuses["awaiting parts"])
	source, err := Open(c, Env{PollInterval: 3 * time.Minute})
	require.NoError(t, err)
	require.Equal(t, []record.Stream{{Name: "tickets", Kinds: []record.Kind{record.KindTicket}, Interval: 3 * time.Minute, Settle: 2 * time.Second}}, source.Streams())
	require.NoError(t, source.Close())
	text, err := yaml.Marshal(c)
	require.NoError(t, err)
	require.Contains(t, string(text), "name: own")
	require.Contains(t, string(text), "path: /tickets")
	require.NotContains(t, string(text), "sesame")
	require.NotContains(t, string(text), "dsn")

	other, err := decode(t, strings.Replace(apiBlockText, "id,", "id: .number,", 1))
	require.NoError(t, err)
	require.NotEqual(t, c.Mapping(), other.Mapping())
	require.Equal(t, c.Addresses(), other.Addresses(), "two sources of one helpdesk are found out")
}

func TestErrorsOfAnAPIBlockHaveTheirLine(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"(.created | ts)", "(.created | tss)", "f.yml:10: sources[0].streams[0].map: jq: function not defined: tss/0"},
		{"status: .state}", "status: .state", "f.yml:10: sources[0].streams[0].map: jq: line 3, column 1 of the program: unexpected EOF"},
		{"path: /tickets", "pth: /tickets", `f.yml:9: sources[0].streams[0].request.pth: unknown key, did you mean "path"?`},
		{"bearer:", "barer:", `f.yml:5: sources[0].auth.barer: unknown key, did you mean "bearer"?`},
		{"name: own", "nam: own", `f.yml:2: sources[0].nam: unknown key, did you mean "name"?`},
		{"https://desk.example/api", "desk.example", "f.yml:3: sources[0].url: it must begin with https:// and name a host"},
	} {
		_, err := decode(t, strings.Replace(apiBlockText, c.from, c.to, 1))
		require.ErrorContains(t, err, c.want)
	}
}

func TestBlockOfADatabaseMayHaveAnAddress(t *testing.T) {
	c, err := decode(t, "name: desk\npreset: osticket\nurl: https://desk.example\ndsn: mysql://u:p@db/osticket\ntimezone: UTC")
	require.NoError(t, err)
	require.Equal(t, "database", c.Kind())
	_, err = decode(t, "name: desk\npreset: osticket\nurl: https://desk.example\ntimezone: UTC")
	require.ErrorContains(t, err, "dsn: is required")
}

func TestValuesAreKeptInTheState(t *testing.T) {
	store := state.NewMemory()
	v := StateValues(store)
	got, err := v.Get(t.Context(), "refresh_token/own/1")
	require.NoError(t, err)
	require.Empty(t, got)
	require.NoError(t, v.Put(t.Context(), "refresh_token/own/1", []byte("abc")))
	got, err = v.Get(t.Context(), "refresh_token/own/1")
	require.NoError(t, err)
	require.Equal(t, "abc", string(got))
	require.Equal(t, "<secret>", ShowState("value", []byte("refresh_token/own/1"), got))
	require.Equal(t, "abc", ShowState("ticket", []byte("1"), got))
}
