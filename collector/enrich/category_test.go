package enrich

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

func taxonomyOf(t testing.TB, text string) Categories {
	t.Helper()
	var c Config
	require.NoError(t, yaml.Unmarshal([]byte(text), &c))
	require.Empty(t, c.Validate())
	require.NotEmpty(t, c.Categories)
	return c.Categories
}

const shopTaxonomy = `
categories:
  - {name: delivery, match: {topic: ["order-status", "shipping*", "a.b"]}}
  - {name: complaint, match: {tag: [complaint], subject: "(?i)complain|reclamo|şikayet"}}
  - {name: delivery, match: {tag: ["*parcel*"]}}
`

func TestCategory(t *testing.T) {
	shop := taxonomyOf(t, shopTaxonomy)
	tagsOnly := taxonomyOf(t, `categories: [{name: vip, match: {tag: [vip]}}]`)
	for _, tc := range []struct {
		name       string
		categories Categories
		ticket     record.Ticket
		want       string
	}{
		{"no taxonomy, own category", nil, record.Ticket{Category: "Billing", Tags: []string{"vip"}}, "Billing"},
		{"no taxonomy, none", nil, record.Ticket{Subject: "late"}, "none"},
		{"topic", shop, record.Ticket{Topics: []string{"x", "Order-Status"}}, "delivery"},
		{"topic by pattern", shop, record.Ticket{Topics: []string{"shipping/late: 3 days"}}, "delivery"},
		{"a pattern fits the whole word", shop, record.Ticket{Topics: []string{"my order-status"}}, "other"},
		{"only the asterisk is special", shop, record.Ticket{Topics: []string{"axb"}}, "other"},
		{"the dot is a dot", shop, record.Ticket{Topics: []string{"a.b"}}, "delivery"},
		{"the source's category is a topic", shop, record.Ticket{Category: "Shipping"}, "delivery"},
		{"a tag is no topic", shop, record.Ticket{Tags: []string{"order-status"}}, "other"},
		{"tag", shop, record.Ticket{Tags: []string{"COMPLAINT"}}, "complaint"},
		{"subject", shop, record.Ticket{Subject: "Re: RECLAMO!"}, "complaint"},
		{"subject beside tags that do not fit", shop, record.Ticket{Subject: "Re: ŞIKAYET şikayet", Tags: []string{"x"}}, "complaint"},
		{"first match wins", shop, record.Ticket{Topics: []string{"shipping"}, Tags: []string{"complaint"}}, "delivery"},
		{"a later entry of the same name", shop, record.Ticket{Tags: []string{"lost-parcel-eu"}}, "delivery"},
		{"nothing to go by", shop, record.Ticket{Subject: "  "}, "none"},
		{"a subject that fits nothing", shop, record.Ticket{Subject: "Hello"}, "other"},
		{"a subject that nothing reads", tagsOnly, record.Ticket{Subject: "Hello"}, "none"},
		{"tags that fit nothing", tagsOnly, record.Ticket{Tags: []string{"x"}}, "other"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := one(t, newEnricher(t, Config{Categories: tc.categories}), "shop", tc.ticket).(record.Ticket)
			require.Equal(t, tc.want, got.Category)
			require.Empty(t, got.Subject)
		})
	}
}

func TestCategoryChangeToNothing(t *testing.T) {
	got := one(t, newEnricher(t, Config{}), "shop", record.CategoryChange{From: "a"}).(record.CategoryChange)
	require.Equal(t, record.CategoryChange{From: "a", To: "none"}, got)
}

func TestTaxonomy(t *testing.T) {
	of := func(c Categories) uint64 { return newEnricher(t, Config{Categories: c}).Taxonomy() }
	require.Zero(t, of(nil))
	require.Equal(t, uint64(0xc8f2896be9f92652), of(taxonomyOf(t, shopTaxonomy)), "it is stored, so it must not change between releases")

	seen := map[uint64]string{0: "no taxonomy"}
	for _, text := range []string{
		shopTaxonomy,
		`categories: [{name: a, match: {tag: [b]}}]`,
		`categories: [{name: a, match: {topic: [b]}}]`,
		`categories: [{name: a, match: {subject: b}}]`,
		`categories: [{name: b, match: {tag: [a]}}]`,
		`categories: [{name: a, match: {tag: [b, c]}}]`,
		`categories: [{name: a, match: {tag: [bc]}}]`,
		`categories: [{name: a, match: {tag: [b]}}, {name: c, match: {tag: [d]}}]`,
		`categories: [{name: c, match: {tag: [d]}}, {name: a, match: {tag: [b]}}]`,
	} {
		h := of(taxonomyOf(t, text))
		require.NotContains(t, seen, h, text)
		seen[h] = text
	}
}

func TestValidate(t *testing.T) {
	var c Config
	require.NoError(t, yaml.Unmarshal([]byte(`
categories:
  - {match: {tag: [a]}}
  - {name: " a", match: {tag: [a, ""], topic: [" "]}}
  - {name: other, match: {subject: "[a"}}
  - {name: a}
  - {name: `+strings.Repeat("ü", 121)+`, match: {tag: [a]}}
agents: {label: nickname}
`), &c))
	want := []yamlfile.Problem{
		{Path: "[0].name", Message: "missing: name the category"},
		{Path: "[1].name", Message: "has white space around it: remove it"},
		{Path: "[1].match.topic[0]", Message: "empty: give a word, or remove it"},
		{Path: "[1].match.tag[1]", Message: "empty: give a word, or remove it"},
		{Path: "[2].name", Message: `"other" is reserved for tickets without a category: choose another name`},
		{Path: "[2].match.subject", Message: "not a regular expression: missing closing ]: `[a`"},
		{Path: "[3].match", Message: "empty, so that no ticket would match: give topic, tag or subject"},
		{Path: "[4].name", Message: "longer than 120 characters: shorten it"},
	}
	require.Equal(t, want, c.Categories.Validate())

	label := yamlfile.Problem{Path: "label", Message: `"nickname" is unknown: use off, pseudonym, id or name`}
	require.Equal(t, []yamlfile.Problem{label}, c.Agents.Validate())

	all := c.Validate()
	require.Len(t, all, len(want)+1)
	require.Equal(t, "categories[1].match.tag[1]", all[3].Path)
	require.Equal(t, "agents.label", all[len(want)].Path)

	var off Config
	require.NoError(t, yaml.Unmarshal([]byte("agents: {label: off}"), &off))
	require.Empty(t, off.Validate())
	require.Equal(t, AgentOff, off.Agents.Label, "off is a word here, not a boolean")
}
