package api

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func none(w http.ResponseWriter, _ *http.Request) { reply(w, obj{"tickets": []obj{}}) }

func TestAuthentication(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("from-a-file\n"), 0o600))
	for _, c := range []struct {
		name, config string
		check        func(r *http.Request)
	}{
		{"basic with a template", "user: ops@acme.example\ntoken_file: " + file + "\nauth: {basic: {user: \"{{ .user }}/token\", password: \"{{ .token }}\"}}", func(r *http.Request) {
			user, password, ok := r.BasicAuth()
			require.True(t, ok)
			require.Equal(t, "ops@acme.example/token from-a-file", user+" "+password)
		}},
		{"basic without a user", "token: k\nauth: {basic: {user: \"\", password: \"{{ .token }}\"}}", func(r *http.Request) {
			user, password, _ := r.BasicAuth()
			require.Equal(t, ":k", user+":"+password)
		}},
		{"basic with a fixed password", "token: key-1234\nauth: {basic: {user: \"{{ .token }}\", password: X}}", func(r *http.Request) {
			user, password, _ := r.BasicAuth()
			require.Equal(t, "key-1234:X", user+":"+password)
		}},
		{"header", "token: key-1234\nauth: {header: {name: X-Api-Auth, value: \"Key {{ .token }}\"}}", func(r *http.Request) {
			require.Equal(t, "Key key-1234", r.Header.Get("X-Api-Auth"))
			require.Empty(t, r.Header.Get("Authorization"))
		}},
		{"query", "token: key-1234\nauth: {query: {name: api_key, value: \"{{ .token }}\"}}", func(r *http.Request) {
			require.Equal(t, "key-1234", r.URL.Query().Get("api_key"))
		}},
		{"http", "http: {authorization: {credentials: key-1234}}\nheaders: {Api-Version: \"2.15\"}", func(r *http.Request) {
			require.Equal(t, "Bearer key-1234", r.Header.Get("Authorization"))
			require.Equal(t, "2.15", r.Header.Get("Api-Version"))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBed(t, c.config+plainStream, func(w http.ResponseWriter, r *http.Request) {
				c.check(r)
				none(w, r)
			})
			b.mustPoll("tickets")
		})
	}
}

func TestSecretsAreNotInErrors(t *testing.T) {
	b := newBed(t, "token: very-secret\nauth: {query: {name: api_key, value: \"{{ .token }}\"}}"+plainStream, none)
	b.network.Handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	b.source.client.Transport = failing{}
	err := b.poll("tickets")
	require.Error(t, err)
	for ; err != nil; err = errors.Unwrap(err) {
		require.NotContains(t, err.Error(), "very-secret")
	}
}

// failing is a network whose errors show what was sent.
type failing struct{}

func (failing) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, errors.New("cannot reach " + r.URL.String())
}

const oauth = `
client_id: app
client_secret: app-secret
auth:
  login: {grant: client_credentials, url: /oauth2/token}
`

func TestLoginGetsATokenAndRenewsIt(t *testing.T) {
	logins := 0
	valid := ""
	b := newBed(t, oauth+plainStream, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth2/token" {
			require.NoError(t, r.ParseForm())
			require.Equal(t, "client_credentials app app-secret", r.Form.Get("grant_type")+" "+r.Form.Get("client_id")+" "+r.Form.Get("client_secret"))
			logins++
			valid = "access-" + string(rune('a'+logins))
			reply(w, obj{"access_token": valid, "expires_in": 7200})
			return
		}
		if r.Header.Get("Authorization") != "Bearer "+valid {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		none(w, r)
	})
	b.mustPoll("tickets")
	b.mustPoll("tickets")
	require.Equal(t, 1, logins)
	require.Equal(t, noon.Add(2*time.Hour), b.source.Status().TokenExpires)
	b.clock.Advance(2*time.Hour - 30*time.Second)
	b.mustPoll("tickets")
	require.Equal(t, 2, logins, "before it ends")
	valid = "revoked"
	b.mustPoll("tickets")
	require.Equal(t, 3, logins, "when it is refused")
	b.network.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth2/token" {
			logins++
			reply(w, obj{"access_token": "useless"})
			return
		}
		w.WriteHeader(http.StatusUnauthorized)
	})
	reason, _ := b.reason()
	require.Equal(t, string(ReasonAuth), reason)
	require.Equal(t, 4, logins, "once a request, and no more")
}

func TestLoginForms(t *testing.T) {
	for _, c := range []struct {
		name, config string
		check        func(r *http.Request, body string)
		answer       obj
		token        string
	}{
		{"password", "user: u\npassword: pass-word\nclient_id: i\nauth: {login: {grant: password, url: /oauth2/token}}", func(_ *http.Request, body string) {
			form := must(url.ParseQuery(body))
			require.Equal(t, "password u pass-word", form.Get("grant_type")+" "+form.Get("username")+" "+form.Get("password"))
		}, obj{"access_token": "abcd"}, "Bearer abcd"},
		{"client by basic, JSON", "client_id: i\nclient_secret: secret\nauth: {login: {grant: client_credentials, url: /oauth2/token, client_auth: basic, encoding: json, params: {scope: read}}}", func(r *http.Request, body string) {
			user, password, _ := r.BasicAuth()
			require.Equal(t, "i secret", user+" "+password)
			require.JSONEq(t, `{"grant_type":"client_credentials","scope":"read"}`, body)
		}, obj{"access_token": "abcd"}, "Bearer abcd"},
		{"session", "user: u\npassword: pass-word\nauth: {header: {name: X-Session, value: \"{{ .access_token }}\"}, login: {grant: session, url: /oauth2/token, encoding: json, params: {login: \"{{ .user }}\", secret: \"{{ .password }}\"}, access_token: data.session, lifetime: 30m}}", func(_ *http.Request, body string) {
			require.JSONEq(t, `{"login":"u","secret":"pass-word"}`, body)
		}, obj{"data": obj{"session": "s-1234"}}, "s-1234"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBed(t, c.config+plainStream, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/oauth2/token" {
					c.check(r, string(must(io.ReadAll(r.Body))))
					reply(w, c.answer)
					return
				}
				require.Equal(t, c.token, r.Header.Get("Authorization")+r.Header.Get("X-Session"))
				none(w, r)
			})
			b.mustPoll("tickets")
		})
	}
}

func TestBaseAddressFromTheTokensAnswer(t *testing.T) {
	b := newBed(t, `
client_id: app
auth: {login: {grant: client_credentials, url: "https://login.example/token", base_url: instance_url}}`+plainStream, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Host == "login.example" {
			reply(w, obj{"access_token": "abcd", "instance_url": "https://eu7.desk.example/v1"})
			return
		}
		require.Equal(t, "https://eu7.desk.example/v1/tickets", "https://"+r.URL.Host+r.URL.Path)
		none(w, r)
	})
	identity := must(b.source.Identity(t.Context()))
	b.mustPoll("tickets")
	require.Equal(t, "desk.example/api", identity)
	require.Equal(t, identity, must(b.source.Identity(t.Context())), "another shard is the same helpdesk")
}

// vault exchanges refresh tokens: each is good for one use.
type vault struct {
	refresh string
	access  string
	used    int
}

func (v *vault) serve(t *testing.T) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth2/token" {
			require.NoError(t, r.ParseForm())
			if r.Form.Get("refresh_token") != v.refresh {
				w.WriteHeader(http.StatusBadRequest)
				return
			}
			v.used++
			v.refresh, v.access = v.refresh+"'", "access-"+string(rune('a'+v.used))
			reply(w, obj{"access_token": v.access, "refresh_token": v.refresh, "expires_in": 3600})
			return
		}
		if r.Header.Get("Authorization") != "Bearer "+v.access {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		none(w, r)
	}
}

const rotating = "client_id: app\ntoken: first-token\nauth: {login: {grant: refresh_token, url: /oauth2/token}}"

// The exchanged refresh token is durable before the access token is used, and survives a restart.
func TestRefreshTokenIsKeptBeforeItsUse(t *testing.T) {
	v := &vault{refresh: "first-token"}
	b := newBed(t, rotating+plainStream, v.serve(t))
	inner := b.network.Handler
	b.network.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/oauth2/token" {
			require.Contains(t, slices.Collect(maps.Values(b.values)), v.refresh, "durable before the access token is used")
		}
		inner.ServeHTTP(w, r)
	})
	for range 5 {
		b.mustPoll("tickets")
		b.start() // as after a crash
	}
	require.Equal(t, 5, v.used)
	b.config.Token = "given-anew"
	v.refresh = "given-anew"
	b.start()
	b.mustPoll("tickets")
	require.Equal(t, 6, v.used, "a new token of the configuration wins over the kept one")
}

// refusing is a state whose disk is full.
type refusing struct {
	memory
	full bool
}

func (r *refusing) Put(ctx context.Context, key string, value []byte) error {
	if r.full {
		return errors.New("no space left for " + string(value))
	}
	return r.memory.Put(ctx, key, value)
}

func TestRefreshTokenThatCannotBeKept(t *testing.T) {
	v := &vault{refresh: "first-token"}
	b := newBed(t, rotating+plainStream, v.serve(t))
	state := &refusing{memory: b.values, full: true}
	b.source.values = state
	reason, message := b.reason()
	require.Equal(t, string(ReasonState), reason)
	require.NotContains(t, message, "first-token")
	require.Equal(t, 1, b.network.Requests(), "the access token is not used")
	state.full = false
	b.mustPoll("tickets")
	require.Equal(t, 2, v.used, "the token in hand is kept first")
}

func TestLoginRefused(t *testing.T) {
	for status, reason := range map[int]Reason{400: ReasonAuth, 401: ReasonAuth, 429: ReasonThrottled, 503: ReasonConnect} {
		b := newBed(t, oauth+plainStream, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		got, message := b.reason()
		require.Equal(t, string(reason), got)
		require.NotContains(t, message, "app-secret")
	}
	b := newBed(t, oauth+plainStream, func(w http.ResponseWriter, _ *http.Request) { write(w, "<html>") })
	got, _ := b.reason()
	require.Equal(t, string(ReasonAuth), got)
}
