package sla

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
)

// Config is the configuration block "sla": a list of policies, or the short form {reply, resolution}.
type Config struct {
	Policies []Policy

	short bool
}

// shortForm is {reply: 8h, resolution: 3bd}: one policy for all tickets.
type shortForm struct {
	Reply      *Budget `yaml:"reply"`
	Resolution *Budget `yaml:"resolution"`
}

// ShortName is the name of the policy that the short form makes.
const ShortName = "default"

// DefaultObjective is the share of clocks to be met where the configuration says nothing.
const DefaultObjective = 0.95

// Defaults implements yamlfile.Defaulter.
func (p *Policy) Defaults() { p.Objective = DefaultObjective }

// Decode decodes the block and returns every error. Prefix is put before each path.
func Decode(files *yamlfile.Files, n *yaml.Node, prefix string) (Config, yamlfile.Errors) {
	var c Config
	if n.Kind != yaml.MappingNode {
		return c, files.Decode(n, prefix, &c.Policies)
	}
	var s shortForm
	errs := files.Decode(n, prefix, &s)
	p := Policy{Name: ShortName, Targets: map[Target]Goal{}}
	p.Defaults()
	if s.Reply != nil {
		p.Targets[FirstResponse] = Goal{Default: *s.Reply}
		p.Targets[NextResponse] = Goal{Default: *s.Reply}
	}
	if s.Resolution != nil {
		p.Targets[Resolution] = Goal{Default: *s.Resolution}
	}
	return Config{Policies: []Policy{p}, short: true}, errs
}

// MarshalYAML writes the long form.
func (c Config) MarshalYAML() (any, error) { return c.Policies, nil }

// UnmarshalYAML reads a number, or a percentage such as 95%.
func (s *Share) UnmarshalYAML(n *yaml.Node) error {
	text := n.Value
	if digits, ok := strings.CutSuffix(text, "%"); ok {
		text = strings.TrimSpace(digits) + "e-2"
	}
	v, err := strconv.ParseFloat(text, 64)
	if n.Kind != yaml.ScalarNode || err != nil {
		return errors.New("expected a share such as 0.95 or 95%")
	}
	*s = Share(v)
	return nil
}

// UnmarshalYAML reads a duration as Prometheus writes it, or working days such as 3bd.
func (b *Budget) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return errors.New("expected a duration such as 90m or 4h, or working days such as 3bd")
	}
	if digits, ok := strings.CutSuffix(n.Value, "bd"); ok {
		days, err := strconv.ParseUint(digits, 10, 31)
		if err != nil {
			return fmt.Errorf("expected working days such as 3bd, got %q", n.Value)
		}
		*b = Budget{WorkingDays: int(days)}
		return nil
	}
	d, err := model.ParseDuration(n.Value)
	if err != nil {
		return fmt.Errorf("expected a duration such as 90m or 4h, or working days such as 3bd, got %q", n.Value)
	}
	*b = Budget{Duration: time.Duration(d), days: strings.ContainsAny(n.Value, "dwy")}
	return nil
}

// MarshalYAML implements yaml.Marshaler.
func (b Budget) MarshalYAML() (any, error) { return b.String(), nil }

// String writes the budget as the configuration does. What was not written in days stays in hours: on the
// business clock a day is something else.
func (b Budget) String() string {
	if b.WorkingDays > 0 {
		return strconv.Itoa(b.WorkingDays) + "bd"
	}
	hours := b.Duration / time.Hour
	if b.days || hours < 24 {
		return model.Duration(b.Duration).String()
	}
	s := strconv.Itoa(int(hours)) + "h"
	if rest := b.Duration % time.Hour; rest > 0 {
		s += model.Duration(rest).String()
	}
	return s
}
