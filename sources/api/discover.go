package api

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"time"

	"helpdesk_exporter/sources/api/exchange"
)

// shortestRediscovery is how soon a table may be read again because it lacked a key.
const shortestRediscovery = 5 * time.Minute

// discover reads the tables that are missing or old. An old one is better than none: where it cannot be
// read again, it stays.
func (p *pass) discover(ctx context.Context) error {
	for _, t := range p.source.compiled.tables {
		if !t.due(p.source.now()) {
			continue
		}
		if err := p.readTable(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// due tells that a table is missing or old, and that it was not tried just now.
func (t *table) due(now time.Time) bool {
	return t.read.IsZero() || !now.Before(t.read.Add(t.every)) && !now.Before(t.tried.Add(shortestRediscovery))
}

// rediscover reads tables again that lacked a key; it reports whether one was read.
func (p *pass) rediscover(ctx context.Context, missed map[string]bool) (bool, error) {
	again := false
	for _, t := range p.source.compiled.tables {
		if !missed[t.name] || t.refused || p.source.now().Before(t.tried.Add(shortestRediscovery)) {
			continue
		}
		if err := p.readTable(ctx, t); err != nil {
			return false, err
		}
		again = true
	}
	return again, nil
}

func (p *pass) readTable(ctx context.Context, t *table) error {
	t.tried = p.source.now()
	entries := map[string]any{}
	err := p.pages(exchange.Asks{Names: true, Optional: t.optional}.In(ctx), call{
		stream: p.stream.name, responses: t.responses, request: t.request, records: t.records,
	}, p.data(), t.pages, func(page *collected) error {
		for _, v := range page.objects {
			if err := t.add(ctx, v, entries); err != nil {
				return err
			}
		}
		return nil
	})
	notGiven := false
	switch {
	case err == nil:
	case ctx.Err() != nil || isDelivery(err):
		return err
	case unrecorded(err) || t.optional && len(t.entries) == 0 && refused(err):
		notGiven = true
		if !t.refused {
			p.source.logger.Info("the helpdesk does not give a table of names", "table", t.name, "err", err)
		}
	case !t.read.IsZero():
		p.source.logger.Warn("a table of names cannot be read, the last one stays", "table", t.name, "err", err)
		return nil
	default:
		return within(err, "", "table "+t.name)
	}
	t.entries, t.read, t.refused = entries, p.source.now(), notGiven
	for _, st := range p.source.compiled.streams {
		st.mapper.found[t.name] = entries
	}
	return nil
}

// refused tells that the helpdesk does not give this to the credentials. Where the credentials themselves are
// refused it may give it later: names that are wrong until then would count for ever.
func refused(err error) bool {
	var own *Error
	return errors.As(err, &own) && own.Status != http.StatusUnauthorized && isReason(err, ReasonUnavailable, ReasonAuth, ReasonQuery)
}

// add brings one object into the table.
func (t *table) add(ctx context.Context, v any, entries map[string]any) error {
	if t.program == nil {
		if key := text(t.key.in(v)); key != "" {
			entries[key] = t.value.in(v)
		}
		return nil
	}
	return t.program.all(ctx, v, nil, func(result any) error {
		if result == nil {
			return nil
		}
		object, ok := result.(map[string]any)
		if !ok {
			return failf(ReasonSchema, "table %s: the map gives no object of keys and values", t.name)
		}
		maps.Copy(entries, object)
		return nil
	})
}
