package yamlfile

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"
)

// Duration is a time span as Prometheus writes it: 90s, 15m, 7d, 1h30m.
type Duration time.Duration

// UnmarshalYAML implements yaml.Unmarshaler.
func (d *Duration) UnmarshalYAML(n *yaml.Node) error {
	parsed, err := model.ParseDuration(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		return fmt.Errorf("expected a duration such as 90s, 15m or 7d, got %s", quoted(n))
	}
	*d = Duration(parsed)
	return nil
}

// MarshalYAML implements yaml.Marshaler.
func (d Duration) MarshalYAML() (any, error) { return d.String(), nil }

// String writes the duration as Prometheus does.
func (d Duration) String() string { return model.Duration(d).String() }

// Bytes is a size: 64MiB, 512KiB, 1GiB, 1000.
type Bytes int64

var units = []struct {
	suffix string
	factor int64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}, {"", 1}}

// UnmarshalYAML implements yaml.Unmarshaler.
func (b *Bytes) UnmarshalYAML(n *yaml.Node) error {
	for _, unit := range units {
		digits, ok := strings.CutSuffix(n.Value, unit.suffix)
		if !ok {
			continue
		}
		size, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || size < 0 || size > math.MaxInt64/unit.factor {
			break
		}
		*b = Bytes(size * unit.factor)
		return nil
	}
	return fmt.Errorf("expected a size such as 64MiB, got %s", quoted(n))
}

// MarshalYAML implements yaml.Marshaler.
func (b Bytes) MarshalYAML() (any, error) { return b.String(), nil }

// String writes the size in the largest unit that divides it.
func (b Bytes) String() string {
	for _, unit := range units {
		if b != 0 && int64(b)%unit.factor == 0 {
			return strconv.FormatInt(int64(b)/unit.factor, 10) + unit.suffix
		}
	}
	return "0B"
}

func quoted(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		return kinds[n.Kind]
	}
	return strconv.Quote(n.Value)
}
