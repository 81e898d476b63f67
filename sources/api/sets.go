package api

import (
	"context"
	"regexp"
	"slices"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/sources/record"
)

var setVariable = regexp.MustCompile(`\.set\b`)

// namesSet tells that a request differs from set to set.
func namesSet(cfg RequestConfig) bool {
	source, err := yaml.Marshal(cfg)
	return err == nil && setVariable.Match(source)
}

// lookUpIn asks one set for tickets.
func (p *pass) lookUpIn(ctx context.Context, set string, ids []string, collect *collector) error {
	l := p.stream.lookUp
	data := p.data()
	data["ids"], data["id"], data["set"] = ids, ids[0], set
	return p.pages(ctx, call{
		stream: p.stream.name, request: l.request, records: l.records, responses: orGone(l.responses),
	}, data, pages{kind: "none"}, func(page *collected) error {
		collect.moved = collect.moved || page.moved
		if err := collect.page(ctx, page); err != nil {
			return err
		}
		return collect.nameless()
	})
}

// nameless is the error of an answer to a look-up that tells of no ticket by its id: that of which it should have
// told is not gone for that.
func (c *collector) nameless() error {
	for _, reject := range c.batch.Rejects {
		if reject.Ticket == "" {
			return failf(ReasonSchema, "what was looked up is answered by something else: %w", reject.Err)
		}
	}
	return nil
}

// missing are the ids of which no ticket was collected.
func (c *collector) missing(ids []string) []string {
	found := map[string]bool{}
	for _, part := range c.batch.Parts {
		for _, r := range part.Records {
			if r.Kind() == record.KindTicket {
				found[r.Key()] = true
			}
		}
	}
	for _, reject := range c.batch.Rejects {
		found[reject.Ticket] = true
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return found[id] })
}
