package api

import (
	"net/http"
	"time"

	"helpdesk_exporter/sources/api/exchange"
)

// auth authorises requests.
type auth struct {
	config  *Config
	basic   *[2]tmpl
	bearer  *tmpl
	header  *placed
	query   *placed
	login   *login
	secrets *secrets
	// recorded tells that there are no credentials: recorded answers are played.
	recorded bool
}

type placed struct {
	name  string
	value tmpl
}

func newAuth(c *Config, problem report) *auth {
	a := &auth{config: c, secrets: &secrets{}}
	one := func(path, source string) tmpl {
		t, err := newTemplate(source, false)
		if err == nil {
			_, err = t.render(emptyCredentials())
		}
		if err != nil {
			problem(path, "%v", err)
		}
		return t
	}
	cfg := c.Auth
	count := 0
	if cfg.Basic != nil {
		count++
		a.basic = &[2]tmpl{one("basic.user", cfg.Basic.User), one("basic.password", cfg.Basic.Password)}
	}
	if cfg.Bearer != "" {
		count++
		t := one("bearer", cfg.Bearer)
		a.bearer = &t
	}
	if cfg.Header != nil {
		count++
		a.header = &placed{cfg.Header.Name, one("header.value", cfg.Header.Value)}
		if cfg.Header.Name == "" {
			problem("header.name", "is required")
		}
	}
	if cfg.Query != nil {
		count++
		a.query = &placed{cfg.Query.Name, one("query.value", cfg.Query.Value)}
		if cfg.Query.Name == "" {
			problem("query.name", "is required")
		}
	}
	if count > 1 {
		problem("", "basic, bearer, header and query exclude each other: keep one")
	}
	if cfg.Login != nil {
		a.login = newLogin(cfg.Login, one, func(path, format string, args ...any) { problem("login."+path, format, args...) })
		if count == 0 {
			t := one("bearer", "{{ .access_token }}")
			a.bearer = &t
		}
	}
	return a
}

func emptyCredentials() map[string]any {
	return map[string]any{
		"user": "", "password": "", "token": "", "client_id": "", "client_secret": "", "refresh_token": "",
		"access_token": "", "vars": map[string]string{},
	}
}

// credentials are what the templates of auth are filled with. They are read anew each time.
func (a *auth) credentials() (map[string]any, error) {
	data := emptyCredentials()
	c := a.config
	if a.recorded {
		return data, nil
	}
	data["user"], data["client_id"], data["vars"] = c.User, c.ClientID, c.Vars
	for _, s := range []struct{ name, value, file string }{
		{"password", string(c.Password), c.PasswordFile},
		{"token", string(c.Token), c.TokenFile},
		{"client_secret", string(c.ClientSecret), c.ClientSecretFile},
	} {
		value, err := readSecret(s.value, s.file)
		if err != nil {
			return nil, failf(ReasonAuth, "%w", err)
		}
		a.secrets.add(value)
		data[s.name] = value
	}
	return data, nil
}

// apply authorises a request.
func (a *auth) apply(req *http.Request, now time.Time) error {
	data, err := a.credentials()
	if err != nil {
		return err
	}
	if a.login != nil {
		data["access_token"] = a.login.token(now)
	}
	render := func(t tmpl) string {
		s, err2 := t.render(data)
		if err2 != nil {
			err = failf(ReasonAuth, "%w", err2)
		}
		return s
	}
	switch {
	case a.basic != nil:
		user, password := render(a.basic[0]), render(a.basic[1])
		req.SetBasicAuth(user, password)
		a.secrets.add(req.Header.Get("Authorization")[len("Basic "):])
	case a.bearer != nil:
		req.Header.Set("Authorization", "Bearer "+render(*a.bearer))
	case a.header != nil:
		req.Header.Set(a.header.name, render(a.header.value))
	case a.query != nil:
		q := req.URL.Query()
		q.Set(a.query.name, render(a.query.value))
		if a.recorded {
			q.Set(a.query.name, exchange.Secret)
		}
		req.URL.RawQuery = q.Encode()
	}
	return err
}
