// Package api reads helpdesks through their HTTP interfaces, as YAML describes them: authentication,
// requests, pages, cursors, budgets, children, and one jq program a stream that maps what is answered to
// canonical records. The package knows no product; docs/http.md describes the words.
//
// A Config is compiled once (compile*.go) into streams, tables, an auth and a budget. A poll is a pass
// (pass.go): it reads tables (discover.go), then each set of a stream by a walker (walk.go, advance.go),
// whose position is the stored cursor (cursor.go), then children (children.go) and what is wanted or due
// (sweep.go). Every request goes through Source.get (client.go): budget, authorisation, answer, and what
// responses.go makes of a failure. An answer is taken apart as it arrives (decode.go), its records are
// mapped by a jq program (mapping.go, functions.go).
package api

import (
	"fmt"
	"hash/fnv"
	"time"

	promconfig "github.com/prometheus/common/config"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// Defaults of a source.
const (
	DefaultTimeout       = 2 * time.Minute
	DefaultSettle        = 2 * time.Second
	DefaultSweepInterval = time.Hour
	DefaultRediscovery   = time.Hour
	DefaultResponseBody  = 64 << 20
)

// Config describes an HTTP source: the keys of a source block that are HTTP's own.
type Config struct {
	// Credentials, for the templates of auth. Of each pair one is set.
	User             string            `yaml:"user,omitempty"`
	Password         promconfig.Secret `yaml:"password,omitempty"`
	PasswordFile     string            `yaml:"password_file,omitempty"`
	Token            promconfig.Secret `yaml:"token,omitempty"`
	TokenFile        string            `yaml:"token_file,omitempty"`
	ClientID         string            `yaml:"client_id,omitempty"`
	ClientSecret     promconfig.Secret `yaml:"client_secret,omitempty"`
	ClientSecretFile string            `yaml:"client_secret_file,omitempty"`

	// HTTP is the ecosystem's client configuration: TLS, proxy, and its own forms of authentication.
	HTTP *promconfig.HTTPClientConfig `yaml:"http,omitempty"`
	Auth AuthConfig                   `yaml:"auth,omitempty"`
	// Headers are sent with every request, such as a pinned version of the interface.
	Headers map[string]string `yaml:"headers,omitempty"`
	// Timeout bounds a request, its answer included.
	Timeout yamlfile.Duration `yaml:"timeout,omitempty"`
	// OtherHost says what to do with a next page on another host: refuse (the default) or rehome.
	OtherHost string           `yaml:"other_host,omitempty"`
	Budget    BudgetConfig     `yaml:"budget,omitempty"`
	Responses []ResponseConfig `yaml:"responses,omitempty"`
	Discover  []DiscoverConfig `yaml:"discover,omitempty"`
	// Lookup holds fixed tables for the function lookup of maps.
	Lookup     map[string]map[string]any `yaml:"lookup,omitempty"`
	Timezone   string                    `yaml:"timezone,omitempty"`
	NullValues []string                  `yaml:"null_values,omitempty"`
	// Vars are for templates ({{ .vars.name }}) and maps ($vars.name).
	Vars    map[string]string `yaml:"vars,omitempty"`
	Streams []StreamConfig    `yaml:"streams,omitempty"`
}

// SetDirectory makes relative paths of files relative to a directory.
func (c *Config) SetDirectory(dir string) {
	for _, file := range []*string{&c.PasswordFile, &c.TokenFile, &c.ClientSecretFile} {
		*file = promconfig.JoinDir(dir, *file)
	}
	if c.HTTP != nil {
		c.HTTP.SetDirectory(dir)
	}
}

// AuthConfig tells how a request is authorised. Values are templates over the credentials and, with
// Login, .access_token.
type AuthConfig struct {
	Basic  *BasicConfig  `yaml:"basic,omitempty"`
	Bearer string        `yaml:"bearer,omitempty"`
	Header *PlacedConfig `yaml:"header,omitempty"`
	Query  *PlacedConfig `yaml:"query,omitempty"`
	Login  *LoginConfig  `yaml:"login,omitempty"`
}

// BasicConfig is HTTP basic authentication. Either half may be empty.
type BasicConfig struct {
	User     string `yaml:"user"`
	Password string `yaml:"password"`
}

// PlacedConfig puts a credential into a header or a query parameter.
type PlacedConfig struct {
	Name  string `yaml:"name"`
	Value string `yaml:"value"`
}

// LoginConfig is a request that gives an access token.
type LoginConfig struct {
	// Grant is client_credentials, refresh_token, password, or session, which has no fields of its own.
	Grant string `yaml:"grant"`
	// URL is absolute, or a path on the source's host.
	URL string `yaml:"url"`
	// ClientAuth says where client_id and client_secret go: body (the default) or basic.
	ClientAuth string `yaml:"client_auth,omitempty"`
	// Encoding of the body: form (the default) or json.
	Encoding string            `yaml:"encoding,omitempty"`
	Params   map[string]string `yaml:"params,omitempty"`
	Headers  map[string]string `yaml:"headers,omitempty"`
	// Paths in the answer.
	AccessToken  string `yaml:"access_token,omitempty"`
	RefreshToken string `yaml:"refresh_token,omitempty"`
	ExpiresIn    string `yaml:"expires_in,omitempty"`
	BaseURL      string `yaml:"base_url,omitempty"`
	// Lifetime of the token where the answer does not tell it.
	Lifetime yamlfile.Duration `yaml:"lifetime,omitempty"`
}

// BudgetConfig bounds the requests of all streams together. Paths adds further bounds.
type BudgetConfig struct {
	BucketConfig `yaml:",inline"`
	Paths        []PathBudgetConfig `yaml:"paths,omitempty"`
}

// PathBudgetConfig is a bound for some of the requests.
type PathBudgetConfig struct {
	// Match is a regular expression of the paths it holds for; empty is all.
	Match        string `yaml:"match,omitempty"`
	BucketConfig `yaml:",inline"`
}

// BucketConfig is one bound.
type BucketConfig struct {
	// Rate is a number of requests in a time, such as 40/20s.
	Rate string `yaml:"rate,omitempty"`
	// Burst is how many of them may be made at once; a quarter of the rate by default.
	Burst int `yaml:"burst,omitempty"`
	// Reserve is the share left to others, such as 20%.
	Reserve string               `yaml:"reserve,omitempty"`
	Headers *BudgetHeadersConfig `yaml:"headers,omitempty"`
}

// BudgetHeadersConfig name the headers in which answers tell what is left.
type BudgetHeadersConfig struct {
	Limit     string `yaml:"limit,omitempty"`
	Remaining string `yaml:"remaining,omitempty"`
	// Used holds a pair such as 32/40.
	Used string `yaml:"used,omitempty"`
	// Fields holds pairs such as total=100; remaining=99; resets=41.
	Fields      string `yaml:"fields,omitempty"`
	Reset       string `yaml:"reset,omitempty"`
	ResetFormat string `yaml:"reset_format,omitempty"`
	// Cost tells how many requests the answer's own counts for.
	Cost string `yaml:"cost,omitempty"`
	// RetryAfter names a header besides Retry-After.
	RetryAfter string `yaml:"retry_after,omitempty"`
}

// ResponseConfig says what to do with an answer.
type ResponseConfig struct {
	Status []int `yaml:"status,omitempty"`
	// Where is a jq program over the answer's body; true is a match.
	Where string `yaml:"where,omitempty"`
	Do    string `yaml:"do"`
	// Reason of fail.
	Reason string `yaml:"reason,omitempty"`
}

// RequestConfig is a request. Strings in it are templates.
type RequestConfig struct {
	Method string `yaml:"method,omitempty"`
	Path   string `yaml:"path"`
	// Params: a value or a list of values each. A template that gives nothing leaves its parameter out.
	Params  map[string]any    `yaml:"params,omitempty"`
	Headers map[string]string `yaml:"headers,omitempty"`
	Body    any               `yaml:"body,omitempty"`
	GraphQL *GraphQLConfig    `yaml:"graphql,omitempty"`
	// Answer tells how answers are written; JSON by default.
	Answer *AnswerConfig `yaml:"answer,omitempty"`
}

// GraphQLConfig is a GraphQL query. Its variables are templates, its text is not.
type GraphQLConfig struct {
	Query     string         `yaml:"query"`
	Variables map[string]any `yaml:"variables,omitempty"`
}

// PagesConfig tells how to come to the next page.
type PagesConfig struct {
	// Type is none (the default), next_url, link, token, page, offset or last_item.
	Type string `yaml:"type,omitempty"`
	// Next is the path of the next URL or token in the answer; of last_item, in its last record.
	Next  string `yaml:"next,omitempty"`
	Start *int   `yaml:"start,omitempty"`
	Size  int    `yaml:"size,omitempty"`
	// Stop conditions: no_next, empty, short_page, repeated.
	Stop []string `yaml:"stop,omitempty"`
	// Paths in the answer, each a stop condition.
	More       string `yaml:"more,omitempty"`
	End        string `yaml:"end,omitempty"`
	Total      string `yaml:"total,omitempty"`
	TotalPages string `yaml:"total_pages,omitempty"`
}

// CursorConfig tells where the next poll goes on.
type CursorConfig struct {
	// Type is time (the default) or token.
	Type string `yaml:"type,omitempty"`
	// Field is the path of a record's time; without one the cursor is the time the walk began.
	Field string `yaml:"field,omitempty"`
	// From is the path of the time in the answer, instead of a field.
	From string `yaml:"from,omitempty"`
	// Unit of numbers in Field and From: s, ms, us, ns; guessed by size without it.
	Unit string `yaml:"unit,omitempty"`
	// Order of the records: asc, desc or none.
	Order   string            `yaml:"order,omitempty"`
	Overlap yamlfile.Duration `yaml:"overlap,omitempty"`
	// Resolution to which .cursor is rounded down, in Timezone: 1s by default.
	Resolution yamlfile.Duration `yaml:"resolution,omitempty"`
	Timezone   string            `yaml:"timezone,omitempty"`
	// Window is the longest span from .cursor to .until.
	Window yamlfile.Duration `yaml:"window,omitempty"`
	// RestartAfter so many pages a new walk begins from the cursor, as soon as it has moved.
	RestartAfter int `yaml:"restart_after,omitempty"`
	// Begin says where the first poll begins: history, as far back as the source's history reaches.
	Begin string `yaml:"begin,omitempty"`
	// Verify makes a record older than .cursor an error: the filter was not obeyed.
	Verify bool `yaml:"verify,omitempty"`
	// Ignore are paths in a record whose change is none: what is sent again is the same without them.
	Ignore []string `yaml:"ignore,omitempty"`
}

// StreamConfig describes a stream: one with a cursor, a child (ForEach), or a list that is read whole each
// time.
type StreamConfig struct {
	Name   string             `yaml:"name"`
	Kind   record.Kind        `yaml:"kind,omitempty"`
	Kinds  []record.Kind      `yaml:"kinds,omitempty"`
	Every  yamlfile.Duration  `yaml:"every,omitempty"`
	Settle *yamlfile.Duration `yaml:"settle,omitempty"`

	Request RequestConfig `yaml:"request"`
	// Sets are further variants of the request, each with a cursor of its own.
	Sets    []SetConfig   `yaml:"sets,omitempty"`
	Records string        `yaml:"records,omitempty"`
	ID      string        `yaml:"id,omitempty"`
	Pages   PagesConfig   `yaml:"pages,omitempty"`
	Cursor  *CursorConfig `yaml:"cursor,omitempty"`

	ForEach *ForEachConfig `yaml:"for_each,omitempty"`
	LookUp  *LookUpConfig  `yaml:"look_up,omitempty"`
	Open    *OpenConfig    `yaml:"open,omitempty"`

	Map       string                    `yaml:"map"`
	Lookup    map[string]map[string]any `yaml:"lookup,omitempty"`
	Responses []ResponseConfig          `yaml:"responses,omitempty"`
}

// SetConfig is a set of parameters laid over those of the request.
type SetConfig struct {
	Name   string         `yaml:"name"`
	Params map[string]any `yaml:"params,omitempty"`
	// Order of the set's records, instead of the cursor's.
	Order string `yaml:"order,omitempty"`
	// Records is the path of the set's records, instead of the stream's.
	Records string `yaml:"records,omitempty"`
}

// ForEachConfig makes a stream the child of another: a request for each changed ticket.
type ForEachConfig struct {
	Stream string `yaml:"stream"`
	When   string `yaml:"when,omitempty"` // "changed"
	// Where is a jq program over the parent, with $since and $vars; false means it has no children.
	Where string `yaml:"where,omitempty"`
	// Items is a path in the parent; a request is made for each item.
	Items string `yaml:"items,omitempty"`
}

// LookUpConfig reads tickets by their ids.
type LookUpConfig struct {
	Request RequestConfig `yaml:"request"`
	Records string        `yaml:"records,omitempty"`
	// Batch is how many ids a request takes; 1 by default.
	Batch int `yaml:"batch,omitempty"`
}

// OpenConfig is the sweep: it lists what is unresolved.
type OpenConfig struct {
	Request RequestConfig `yaml:"request"`
	// Sets are variants of the request; what any of them lists is unresolved.
	Sets    []OpenSetConfig `yaml:"sets,omitempty"`
	Records string          `yaml:"records,omitempty"`
	ID      string          `yaml:"id,omitempty"`
	Pages   PagesConfig     `yaml:"pages,omitempty"`
	// While is a jq program over a record; the first one without true ends the list.
	While string            `yaml:"while,omitempty"`
	Every yamlfile.Duration `yaml:"every,omitempty"`
	// Where is a jq program over a record; those without true are passed over.
	Where string `yaml:"where,omitempty"`
	// Refresh reads the tickets of the sweep again, whole.
	Refresh bool `yaml:"refresh,omitempty"`
}

// OpenSetConfig is a set of parameters laid over those of the sweep's request.
type OpenSetConfig struct {
	Params map[string]any `yaml:"params,omitempty"`
}

// DiscoverConfig reads a table of names before the streams are read.
type DiscoverConfig struct {
	Name    string            `yaml:"name"`
	Request RequestConfig     `yaml:"request"`
	Records string            `yaml:"records,omitempty"`
	Pages   PagesConfig       `yaml:"pages,omitempty"`
	Key     string            `yaml:"key,omitempty"`
	Value   string            `yaml:"value,omitempty"`
	Map     string            `yaml:"map,omitempty"`
	Every   yamlfile.Duration `yaml:"every,omitempty"`
	// Optional tables stay empty where the helpdesk does not give them.
	Optional  bool             `yaml:"optional,omitempty"`
	Responses []ResponseConfig `yaml:"responses,omitempty"`
}

// Mapping identifies what turns answers into records: what could not be mapped is read again when it
// changes.
func (c *Config) Mapping() uint64 {
	return fingerprint(c.Timezone, c.NullValues, c.Vars, c.Lookup, c.Discover, c.Streams)
}

func fingerprint(parts ...any) uint64 {
	text, err := yaml.Marshal(parts)
	if err != nil { // an answer's value in a body cannot be: it came from YAML
		text = fmt.Append(nil, parts...)
	}
	h := fnv.New64a()
	h.Write(text) //nolint:errcheck // a hash never fails
	return h.Sum64()
}

func (c *Config) timeout() time.Duration {
	if c.Timeout == 0 {
		return DefaultTimeout
	}
	return time.Duration(c.Timeout)
}
