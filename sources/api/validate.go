package api

import (
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
