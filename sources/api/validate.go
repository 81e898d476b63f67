package api

import (
	"regexp"

	"helpdesk_exporter/internal/yamlfile"
)

// Validate returns everything that is wrong with the configuration of a source at an address. It opens no
// file and no connection.
func (c *Config) Validate(address string) []yamlfile.Problem {
	compiler := compiler{config: c}
	compiler.address(address)
	compiler.compile()
	compiler.credentials()
	return compiler.problems
}

func (c *compiler) address(address string) {
	if address == "" {
		c.problem("url", "is required: the address of the helpdesk, such as https://desk.example")
		return
	}
	if _, err := parseBase(address); err != nil {
		c.problem("url", "%v", err)
	}
}

func (c *compiler) credentials() {
	for _, pair := range []struct {
		name        string
		value, file bool
	}{
		{"password", c.config.Password != "", c.config.PasswordFile != ""},
		{"token", c.config.Token != "", c.config.TokenFile != ""},
		{"client_secret", c.config.ClientSecret != "", c.config.ClientSecretFile != ""},
	} {
		if pair.value && pair.file {
			c.problem(pair.name+"_file", "%s and %s_file exclude each other: keep one", pair.name, pair.name)
		}
	}
	c.missing()
	if c.config.Timeout < 0 {
		c.problem("timeout", "must be positive")
	}
	if h := c.config.OtherHost; h != "" && h != "refuse" && h != "rehome" {
		c.problem("other_host", "%q is unknown: use refuse or rehome", h)
	}
	if c.config.HTTP != nil {
		if err := c.config.HTTP.Validate(); err != nil {
			c.problem("http", "%v", err)
		}
	}
}

var credential = regexp.MustCompile(`\.(user|password|token|client_id|client_secret)\b`)

// missing finds the credentials that auth takes and the block does not give.
func (c *compiler) missing() {
	if c.config.HTTP != nil { // which has forms of its own
		return
	}
	given := map[string]bool{
		"user": c.config.User != "", "client_id": c.config.ClientID != "",
		"password":      c.config.Password != "" || c.config.PasswordFile != "",
		"token":         c.config.Token != "" || c.config.TokenFile != "",
		"client_secret": c.config.ClientSecret != "" || c.config.ClientSecretFile != "",
	}
	for _, name := range c.config.Auth.credentials() {
		if !given[name] {
			c.problem(name, "is required: the requests are authorised with it")
			given[name] = true
		}
	}
}

// credentials are those that the authorisation names, in the order in which it does.
func (a *AuthConfig) credentials() (names []string) {
	var templates []string
	if a.Basic != nil {
		templates = append(templates, a.Basic.User, a.Basic.Password)
	}
	templates = append(templates, a.Bearer)
	for _, p := range []*PlacedConfig{a.Header, a.Query} {
		if p != nil {
			templates = append(templates, p.Value)
		}
	}
	if a.Login != nil {
		names = append(names, grantNeeds()[a.Login.Grant]...)
	}
	for _, t := range templates {
		for _, m := range credential.FindAllStringSubmatch(t, -1) {
			names = append(names, m[1])
		}
	}
	return names
}

// grantNeeds are the credentials without which a grant of OAuth 2 cannot be asked for.
func grantNeeds() map[string][]string {
	return map[string][]string{
		"client_credentials": {"client_id", "client_secret"},
		"refresh_token":      {"token"},
		"password":           {"user", "password"},
	}
}
