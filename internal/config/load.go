package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources"
)

// LookupEnv resolves ${VAR} in secrets and addresses; os.LookupEnv outside tests.
type LookupEnv func(name string) (string, bool)

// Load reads the files, and the *.yml of the folders in the order of their names, as one configuration.
// The error holds everything that is wrong, a line each, with file and line.
func Load(paths []string, env LookupEnv) (*Config, error) {
	names, err := expand(paths)
	if err != nil {
		return nil, err
	}
	files := &yamlfile.Files{LookupEnv: env, Keys: treatments()}
	root, errs := parse(files, names)
	if len(errs) > 0 {
		return nil, errs.Sorted()
	}
	root, errs = strip(files, root, "", unsupported())
	errs = append(errs, namedTwice(files, root)...)

	var document struct {
		Config   `yaml:",inline"`
		Timezone string       `yaml:"timezone"` // the short form of global.timezone
		SLA      *yaml.Node   `yaml:"sla"`
		Blocks   []*yaml.Node `yaml:"sources"`
	}
	errs = append(errs, files.Decode(root, "", &document)...)
	c := document.Config
	c.files = files
	if document.Timezone != "" {
		if c.Global.Timezone != "" {
			errs = append(errs, files.Resolve(root, "", []yamlfile.Problem{{Path: "timezone", Message: "is the short form of global.timezone, which is set too; remove one"}})...)
		}
		c.Global.Timezone = document.Timezone
	}
	if c.Global.Timezone == "" {
		c.Global.Timezone = "UTC"
	}
	errs = files.ResolveBeside(errs, root, "", c.Validate())
	c.root = root
	errs = append(errs, c.decodeSources(root, document.Blocks)...)
	errs = append(errs, c.decodeSLA(root, document.SLA, time.Now())...)
	if err := errs.Sorted(); err != nil {
		return nil, err
	}
	return &c, nil
}

// decodeSources decodes the blocks of sources, each with its preset laid under it.
func (c *Config) decodeSources(root *yaml.Node, blocks []*yaml.Node) yamlfile.Errors {
	var errs yamlfile.Errors
	if len(blocks) == 0 {
		errs = append(errs, c.files.Resolve(root, "", []yamlfile.Problem{{Path: "sources", Message: "no source is configured; add one under sources:"}})...)
	}
	if len(blocks) > sources.MaxSources {
		errs = append(errs, c.files.Errorf(blocks[sources.MaxSources], "sources", "%d sources; there may be %d", len(blocks), sources.MaxSources))
	}
	addresses := map[string]*yaml.Node{}
	for i, block := range blocks {
		prefix := fmt.Sprintf("sources[%d]", i)
		source, block, failed := sources.DecodeConfig(c.files, block, prefix)
		errs = append(errs, failed...)
		c.Sources = append(c.Sources, source)
		c.blocks = append(c.blocks, block)
		for key, value := range source.Addresses() {
			if value == "" {
				continue
			}
			if before, twice := addresses[key+value]; twice {
				errs = append(errs, c.files.Errorf(block, yamlfile.JoinPath(prefix, key),
					"the same helpdesk as the source at %s; each of its tickets would count twice", c.files.Where(before)))
				continue
			}
			addresses[key+value] = block
		}
	}
	return errs
}

// expand turns folders into their files.
func expand(paths []string) ([]string, error) {
	var names []string
	var errs []error
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("%w; name the configuration by --config.file", err))
		case !info.IsDir():
			names = append(names, path)
		default:
			matches, err := filepath.Glob(filepath.Join(escape(path), "*.yml"))
			if err == nil && len(matches) == 0 {
				err = fmt.Errorf("%s: no *.yml in this folder", path)
			}
			if err != nil {
				errs = append(errs, err)
			}
			slices.Sort(matches)
			names = append(names, matches...)
		}
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			errs = append(errs, fmt.Errorf("%s: given twice", name))
		}
	}
	return names, errors.Join(errs...)
}

// escape takes the meaning from what a pattern would read in a folder's name.
func escape(folder string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(folder)
}

// parse reads files into one tree.
func parse(files *yamlfile.Files, names []string) (*yaml.Node, yamlfile.Errors) {
	var root *yaml.Node
	var errs yamlfile.Errors
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			errs = append(errs, yamlfile.Error{Message: err.Error()})
			continue
		}
		document, err := files.Parse(name, text)
		var failed yamlfile.Errors
		if errors.As(err, &failed) {
			errs = append(errs, failed...)
			continue
		}
		if document.Kind != yaml.MappingNode {
			errs = append(errs, files.Errorf(document, "", "expected a mapping with the keys global, sources and so on"))
			continue
		}
		if root == nil {
			root = document
			continue
		}
		merged, failed := files.Append(root, document, "")
		root = merged
		errs = append(errs, failed...)
	}
	return root, errs
}

// treatments says which values expand ${VAR}, and which are paths from the folder of their file.
func treatments() map[string]yamlfile.Treatment {
	return map[string]yamlfile.Treatment{
		"dsn":      {Expand: true},
		"dsn_file": {Expand: true, FromFile: true},
		"url":      {Expand: true},
		"ics":      {Expand: true, FromFile: true},

		"user":               {Expand: true},
		"password":           {Expand: true},
		"password_file":      {Expand: true, FromFile: true},
		"token":              {Expand: true},
		"token_file":         {Expand: true, FromFile: true},
		"client_id":          {Expand: true},
		"client_secret":      {Expand: true},
		"client_secret_file": {Expand: true, FromFile: true},
	}
}

// unsupported are keys that helpdesk.yml will have and this version does nothing with. They are refused,
// because a key that is silently ignored is taken for one that works.
func unsupported() []string {
	return []string{
		"checks.converted", "surveys", "contacts",
		"fcr", "global.state.postgres",
	}
}

// strip takes keys out of a mapping, and returns an error for each that was there.
func strip(files *yamlfile.Files, n *yaml.Node, prefix string, paths []string) (*yaml.Node, yamlfile.Errors) {
	var errs yamlfile.Errors
	for _, path := range paths {
		if key := yamlfile.KeyAt(n, path); key != nil {
			errs = append(errs, files.Errorf(key, yamlfile.JoinPath(prefix, path), "not supported by this version"))
			n = files.Without(n, path)
		}
	}
	return n, errs
}

// namedTwice looks for sources that have the same name.
func namedTwice(files *yamlfile.Files, root *yaml.Node) yamlfile.Errors {
	list := yamlfile.Get(root, "sources")
	if list == nil {
		return nil
	}
	var errs yamlfile.Errors
	first := map[string]*yaml.Node{}
	for i, item := range list.Content {
		name := yamlfile.Get(item, "name")
		if name == nil || name.Value == "" {
			continue
		}
		if before, twice := first[name.Value]; twice {
			errs = append(errs, files.Errorf(name, fmt.Sprintf("sources[%d].name", i), "%q is taken, first at %s", name.Value, files.Where(before)))
			continue
		}
		first[name.Value] = name
	}
	return errs
}
