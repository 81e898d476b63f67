package sources

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/api"
	"helpdesk_exporter/sources/database"
	"helpdesk_exporter/sources/presets"
	"helpdesk_exporter/sources/record"
)

// MaxSources bounds the values of the label source.
const MaxSources = 20

// DefaultHistory is how far back closed tickets are read at the first sync.
const DefaultHistory = 90 * 24 * time.Hour

// Config is a source block: what all sources have, and the keys of its kind.
type Config struct {
	General         `yaml:",inline"`
	database.Config `yaml:",inline"`
	// API holds the keys of an HTTP source; nil for one that is read through SQL.
	API *api.Config `yaml:"-"`
}

// General are the keys that every source has.
type General struct {
	// Name becomes the label source.
	Name string `yaml:"name"`
	// Preset is the product whose block is laid under this one.
	Preset string `yaml:"preset,omitempty"`
	// URL leads people into the helpdesk.
	URL string `yaml:"url,omitempty"`
	// History is how far back closed tickets are read at the first sync; what is open always is.
	History yamlfile.Duration `yaml:"history,omitempty"`
	// Baseline is after when facts count; zero is the first attempt to poll.
	Baseline time.Time `yaml:"baseline,omitempty"`
	// PollInterval of streams that have none of their own; the global one by default.
	PollInterval yamlfile.Duration `yaml:"poll_interval,omitempty"`
	// Schedule names the schedule of groups whose team has none.
	Schedule string `yaml:"schedule,omitempty"`
	// InferNew says that the product has no status "new".
	InferNew bool `yaml:"infer_new,omitempty"`
	// Statuses, Priorities and Channels map the desk's own words, whatever their case.
	Statuses   map[string]record.Status   `yaml:"statuses,omitempty"`
	Priorities map[string]record.Priority `yaml:"priorities,omitempty"`
	Channels   map[string]record.Channel  `yaml:"channels,omitempty"`
}

// apiBlock is the block of an HTTP source.
type apiBlock struct {
	General    `yaml:",inline"`
	api.Config `yaml:",inline"`
}

// MarshalYAML implements yaml.Marshaler.
func (c Config) MarshalYAML() (any, error) {
	if c.API != nil {
		return apiBlock{c.General, *c.API}, nil
	}
	return struct {
		General         `yaml:",inline"`
		database.Config `yaml:",inline"`
	}{c.General, c.Config}, nil
}

// Addresses are what tells the helpdesk apart from others, by key; no two sources may have the same.
func (c *Config) Addresses() map[string]string {
	if c.API != nil && c.URL != "" { // two sources may read two parts of one helpdesk: vars tell
		return map[string]string{"url": fmt.Sprint(strings.TrimSuffix(c.URL, "/"), " ", c.API.Vars)}
	}
	return map[string]string{"dsn": string(c.DSN), "dsn_file": c.DSNFile}
}

// Words returns the maps of the desk's words in the form that the decoding of records needs.
func (c *Config) Words() record.Words {
	return record.Words{Statuses: folded(c.Statuses), Priorities: folded(c.Priorities), Channels: folded(c.Channels)}
}

func folded[W any](words map[string]W) map[string]W {
	out := make(map[string]W, len(words))
	for word, meaning := range words {
		out[strings.ToLower(strings.TrimSpace(word))] = meaning
	}
	return out
}

// Mapping identifies what turns rows into records: what could not be mapped is read again when it changes.
func (c *Config) Mapping() uint64 {
	if c.API != nil {
		return mappingOf(c.Statuses, c.Priorities, c.Channels, c.API.Mapping())
	}
	return mappingOf(
		c.Statuses, c.Priorities, c.Channels, c.Timezone, c.SessionTimezone, c.NullValues, c.Vars, c.OptionalTables, c.Streams,
	)
}

func mappingOf(parts ...any) uint64 {
	text, err := yaml.Marshal(parts)
	if err != nil {
		return 0 // text, numbers and lists always marshal
	}
	h := fnv.New64a()
	h.Write(text) //nolint:errcheck // a hash never fails
	return h.Sum64()
}

// HistoryAt is how far back closed tickets are read when the first sync begins at an instant: to the
// baseline at least.
func (c *Config) HistoryAt(now time.Time) time.Duration {
	history := time.Duration(c.History)
	if history == 0 {
		history = DefaultHistory
	}
	if !c.Baseline.IsZero() {
		history = max(history, now.Sub(c.Baseline))
	}
	return history
}

// CheckHistory tells if the history given does not reach back to the baseline. It matters at the first
// sync only: later the baseline lies further back by itself.
func (c *Config) CheckHistory(now time.Time) []yamlfile.Problem {
	if c.History == 0 || c.Baseline.IsZero() || !now.Add(-time.Duration(c.History)).After(c.Baseline) {
		return nil
	}
	return []yamlfile.Problem{{Path: "history", Message: fmt.Sprintf(
		"%s does not reach back to the baseline %s, so what was closed between would never count; make it longer or leave it out",
		c.History, c.Baseline.Format(time.RFC3339))}}
}

// CheckFiles returns what is wrong with the files that hold credentials of an HTTP source. That of a database is read when
// the source is opened.
func (c *Config) CheckFiles() []yamlfile.Problem {
	if c.API == nil {
		return nil
	}
	return c.API.CheckFiles()
}

// DecodeConfig decodes the block of a source, with its preset laid under it, and returns every error in
// it. Prefix is the block's path. The node is the block as it applies, preset included.
func DecodeConfig(files *yamlfile.Files, block *yaml.Node, prefix string) (Config, *yaml.Node, yamlfile.Errors) {
	var c Config
	if block.Kind != yaml.MappingNode {
		return c, block, yamlfile.Errors{files.Errorf(block, prefix, "expected a mapping with the keys of a source")}
	}
	if name := yamlfile.Get(block, "preset"); name != nil && name.Value != "" {
		merged, errs := underPreset(files, block, name, prefix)
		if len(errs) > 0 { // what the preset would have given is not missing
			return c, block, append(errs, c.decode(files, block, prefix)...)
		}
		block = merged
	}
	errs := c.decode(files, block, prefix)
	return c, block, files.ResolveBeside(errs, block, prefix, c.Validate())
}

func (c *Config) decode(files *yamlfile.Files, block *yaml.Node, prefix string) yamlfile.Errors {
	if !isAPI(block) {
		return files.Decode(block, prefix, c)
	}
	var own apiBlock
	errs := files.Decode(block, prefix, &own)
	c.General, c.API = own.General, &own.Config
	return errs
}

// isAPI tells a block of an HTTP source: it has an address, and nothing that only SQL has. For a database
// the address is where people open the helpdesk.
func isAPI(block *yaml.Node) bool {
	for _, key := range []string{"dsn", "dsn_file", "drivers"} {
		if yamlfile.Get(block, key) != nil {
			return false
		}
	}
	if streams := yamlfile.Get(block, "streams"); streams != nil && streams.Kind == yaml.SequenceNode {
		for _, stream := range streams.Content {
			if yamlfile.Get(stream, "query") != nil {
				return false
			}
		}
	}
	return yamlfile.Get(block, "url") != nil
}

func underPreset(files *yamlfile.Files, block, name *yaml.Node, prefix string) (*yaml.Node, yamlfile.Errors) {
	text, place, err := readPreset(files.File(name), name.Value)
	if err != nil {
		return block, yamlfile.Errors{files.Errorf(name, yamlfile.JoinPath(prefix, "preset"), "%v", err)}
	}
	preset, err := files.Parse(place, text)
	if err != nil {
		return block, yamlfile.Errors{files.Errorf(name, yamlfile.JoinPath(prefix, "preset"), "%v", err)}
	}
	var errs yamlfile.Errors
	if own := yamlfile.Get(block, "streams"); own != nil {
		errs = append(errs, files.Errorf(own, yamlfile.JoinPath(prefix, "streams"),
			"the streams come from preset %q; to write your own, leave the preset out (`presets show %s` prints it)", name.Value, name.Value))
	}
	yieldAuth(block, preset)
	return files.Under(block, preset), errs
}

// yieldAuth takes the preset's form of authentication out where the block has one: the forms exclude each
// other, so that both together would be none.
func yieldAuth(block, preset *yaml.Node) {
	own, under := yamlfile.Get(block, "auth"), yamlfile.Get(preset, "auth")
	if own == nil || under == nil || under.Kind != yaml.MappingNode {
		return
	}
	forms := []string{"basic", "bearer", "header", "query"}
	if !slices.ContainsFunc(forms, func(form string) bool {
		there := yamlfile.Get(own, form)
		return there != nil && there.Tag != "!!null" && yamlfile.Get(under, form) == nil
	}) {
		return
	}
	for i := len(under.Content) - 2; i >= 0; i -= 2 {
		if slices.Contains(forms, under.Content[i].Value) {
			under.Content = slices.Delete(under.Content, i, i+2)
		}
	}
}

// maxPreset bounds the size of a preset that is a file.
const maxPreset = 1 << 20

// readPreset returns the text of a preset and how messages name it. With a slash it is a file, which a
// relative path finds beside the file that names it.
func readPreset(beside, name string) (text []byte, place string, err error) {
	if !strings.Contains(name, "/") {
		text, err = presets.Read(name)
		return text, "preset " + name, err
	}
	place = name
	if !filepath.IsAbs(place) {
		place = filepath.Join(filepath.Dir(beside), place)
	}
	info, err := os.Stat(place)
	switch {
	case err != nil:
		return nil, place, err
	case !info.Mode().IsRegular() || info.Size() > maxPreset:
		return nil, place, fmt.Errorf("%s is not a file of at most %d bytes", place, maxPreset)
	}
	text, err = os.ReadFile(place)
	return text, place, err
}

var namePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

// Validate returns everything that is wrong with the block by itself.
func (c *Config) Validate() []yamlfile.Problem {
	var problems []yamlfile.Problem
	add := func(path, format string, args ...any) {
		problems = append(problems, yamlfile.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
	}
	switch {
	case c.Name == "":
		add("name", "missing; it becomes the label source of every series")
	case !namePattern.MatchString(c.Name):
		add("name", "%q is not a name: use lower case letters, digits, _ and -, at most 63, the first a letter or a digit", c.Name)
	}
	checkWords(add, "statuses", c.Statuses, statuses())
	checkWords(add, "priorities", c.Priorities, record.Priorities())
	checkWords(add, "channels", c.Channels, record.Channels())
	if c.API != nil {
		return append(problems, c.API.Validate(c.URL)...)
	}
	return append(problems, c.Config.Validate()...)
}
