package fake

// via tells how something came about.
// https://developer.zendesk.com/documentation/ticketing/reference-guides/via-object-reference/
type via struct {
	Channel string `json:"channel"`
	Source  source `json:"source"`
	// old is the word of the ticket events, and reference the rule.
	old       string
	reference int64
}

type source struct {
	From map[string]any `json:"from"`
	To   map[string]any `json:"to"`
	Rel  any            `json:"rel"`
}

func plain(channel, old string) via {
	return via{Channel: channel, Source: source{From: map[string]any{}, To: map[string]any{}}, old: old}
}

func web() via { return plain("web", "Web form") }

func rule(rel string, id int64, title string) via {
	v := plain("rule", "Rule")
	v.Source.From = map[string]any{"id": id, "title": title, "deleted": false, "revision_id": 1}
	v.Source.Rel = rel
	v.reference = id
	return v
}

func merged(source int64) via {
	v := plain("web", "Merge")
	v.Source.From = map[string]any{"ticket_ids": []int64{source}}
	v.Source.Rel = "merge"
	return v
}

// channel is the ticket's. What an agent opens comes from the agent's page, but for calls; what the shop's
// software opens, from the API.
func (d *dossier) channel() via {
	t := d.t
	switch {
	case t.OpenedBy == "system":
		return plain("api", "Web service")
	case t.Channel == "phone":
		v := plain("voice", "Phone call (inbound)")
		v.Source.Rel = "inbound"
		caller := map[string]any{"formatted_phone": phoneShown(t.Customer), "phone": phone(t.Customer), "name": "Caller " + phoneShown(t.Customer)}
		line := map[string]any{"formatted_phone": "+39 02 5550 100", "phone": "+39025550100", "name": "Casa", "brand_id": BrandID(t.Brand)}
		v.Source.From, v.Source.To = caller, line
		if t.OpenedBy == "agent" {
			v.old, v.Source.Rel = "Phone call (outbound)", "outbound"
			v.Source.From, v.Source.To = line, caller
		}
		return v
	case t.OpenedBy == "agent":
		return web()
	}
	return d.customerVia()
}

func (d *dossier) customerVia() via {
	t := d.t
	switch t.Channel {
	case "mail":
		v := plain("email", "Mail")
		v.Source.From = map[string]any{"address": d.s.customer(t.Customer).Email, "name": nil}
		v.Source.To = map[string]any{"name": "Casa", "address": "support@" + Host}
		return v
	case "chat":
		return plain("chat", "Chat")
	case "marketplace":
		v := plain("any_channel", "Any channel")
		v.Source.From = map[string]any{"registered_integration_service_name": "MegaMarket", "service_info": "MegaMarket seller account"}
		return v
	case "social":
		v := plain("facebook", "Facebook private message")
		v.Source.Rel = "message"
		v.Source.From = map[string]any{"facebook_id": text64(100_000_000 + t.Customer)}
		v.Source.To = map[string]any{"name": "Casa", "profile_url": "https://www.facebook.com/casa", "facebook_id": "228410000001"}
		return v
	}
	return web()
}

// way is how an update came about.
func (d *dossier) way(a act) via {
	switch a.role {
	case "customer":
		if a.first && d.t.Channel != "phone" && d.t.Channel != "web form" {
			return d.customerVia()
		}
		if a.first {
			v := plain("email", "Mail") // an answer to the desk's mail
			v.Source.From = map[string]any{"address": d.s.customer(d.t.Customer).Email}
			return v
		}
		return web()
	case "bot":
		return plain("api", "Web service")
	case "system":
		if a.first && a.author == ShopID {
			return plain("api", "Web service")
		}
		if a.first {
			return rule("trigger", 4_401_000_000_128, "Notify requester of received request")
		}
		return automation(a)
	}
	return web()
}

// automation is the rule that changed something by time.
func automation(a act) via {
	for _, e := range a.events {
		switch e.value {
		case "closed":
			return rule("automation", 4_402_000_000_128, "Close ticket 3 days after status is set to solved")
		case "solved":
			return rule("automation", 4_402_000_000_256, "Solve ticket 2 days after status is set to pending")
		}
	}
	return rule("automation", 4_402_000_000_384, "Open tickets when their hold is over")
}
