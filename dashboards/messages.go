package dashboards

import (
	"embed"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"
)

// tables hold all texts of a language, one file each.
//
//go:embed messages/*.yml
var tables embed.FS

// messages are the texts of one language. What is missing is remembered, since a page with a hole must not be
// written.
type messages struct {
	Pages  map[string]text   `yaml:"pages"`
	Rows   map[string]string `yaml:"rows"`
	Panels map[string]text   `yaml:"panels"`
	Words  map[string]string `yaml:"words"`

	missing []string
	used    map[string]bool
}

type text struct {
	Title       string `yaml:"title"`
	Description string `yaml:"description"`
}

func loadMessages(language string) (*messages, error) {
	raw, err := tables.ReadFile("messages/" + language + ".yml")
	if err != nil {
		return nil, fmt.Errorf("no texts in language %q: add messages/%s.yml", language, language)
	}
	m := &messages{used: map[string]bool{}}
	if err := yaml.Unmarshal(raw, m); err != nil {
		return nil, fmt.Errorf("messages/%s.yml: %w", language, err)
	}
	return m, nil
}

func (m *messages) word(key string) string { return look(m, "words", m.Words, key) }

func (m *messages) row(key string) string { return look(m, "rows", m.Rows, key) }

// panel finds a panel's texts: those of the page, else those that hold on every page.
func (m *messages) panel(page, key string) text {
	if _, ok := m.Panels[page+"."+key]; !ok {
		page = "every"
	}
	return look(m, "panels", m.Panels, page+"."+key)
}

func (m *messages) page(name string) text { return look(m, "pages", m.Pages, name) }

func look[T comparable](m *messages, table string, texts map[string]T, key string) T {
	found := texts[key]
	var none T
	if found == none {
		m.missing = append(m.missing, table+"."+key)
	}
	m.used[table+"."+key] = true
	return found
}

// complete reports texts that the pages ask for and the table lacks.
func (m *messages) complete() error {
	if len(m.missing) == 0 {
		return nil
	}
	slices.Sort(m.missing)
	return fmt.Errorf("texts missing: %v", slices.Compact(m.missing))
}
