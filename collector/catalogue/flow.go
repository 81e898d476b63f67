package catalogue

func changes() map[string][]string { return map[string][]string{"change": {"new", "retracted"}} }

// flow are the counters of what happened on the desk.
func flow() []Family {
	return []Family{
		{
			Name:   "helpdesk_tickets_created_total",
			Help:   "Tickets created, by their first known labels. origin: customer, agent, automation.",
			Type:   Counter,
			Module: Core,
			Labels: desk("channel", "priority", "origin"),
			Built:  true,
		},
		{
			Name:     "helpdesk_ticket_categories_total",
			Help:     "Tickets by category, counted at the first categorisation. change: new, retracted (a change before close is one of each).",
			Type:     Counter,
			Module:   Core,
			Labels:   desk("channel", "category", "change"),
			Siblings: changes(),
			Built:    true,
		},
		{
			Name:   "helpdesk_tickets_resolved_total",
			Help:   "Transitions of tickets into a resolved state. nth: first, repeat.",
			Type:   Counter,
			Module: Core,
			Labels: desk("channel", "category", "priority", "nth"),
			Values: map[string][]string{"nth": {"first", "repeat"}},
			Built:  true,
		},
		{
			Name:   "helpdesk_resolution_touches_total",
			Help:   "First solves, by the public agent reply rounds until then. touches: 0, 1, 2+. by (who solved): agent, bot, automation, customer.",
			Type:   Counter,
			Module: Core,
			Labels: desk("channel", "by", "touches"),
			Values: map[string][]string{"by": {"agent", "bot", "automation", "customer"}, "touches": {"0", "1", "2+"}},
			Built:  true,
		},
		{
			Name:     "helpdesk_tickets_reopened_total",
			Help:     "Transitions of tickets out of a resolved state. kind: work, no_reply_needed (solved again without a reply).",
			Type:     Counter,
			Module:   Core,
			Labels:   desk("channel", "category", "priority", "kind"),
			Siblings: map[string][]string{"kind": {"work", "no_reply_needed"}},
			Built:    true,
		},
		{
			Name:     "helpdesk_tickets_voided_total",
			Help:     "Tickets removed from reporting. reason: merged, spam, deleted. change: new, retracted (the ticket came back).",
			Type:     Counter,
			Module:   Core,
			Labels:   desk("channel", "origin", "reason", "change"),
			Siblings: changes(),
			Values:   map[string][]string{"reason": {"merged", "spam", "deleted"}},
			Built:    true,
		},
		{
			Name:   "helpdesk_tickets_moved_total",
			Help:   "Tickets moved from group to to_group.",
			Type:   Counter,
			Module: Core,
			Labels: desk("to_group"),
			Built:  true,
		},
		{
			Name:     "helpdesk_ticket_checks_total",
			Help:     "Cohort questions, answered once per ticket when the window has passed. result: yes, no.",
			Type:     Counter,
			Module:   Core,
			Labels:   desk("channel", "check", "window", "result"),
			Siblings: map[string][]string{"result": {"yes", "no"}},
			Values: map[string][]string{"check": {
				"acknowledged", "answered", "resolved", "no_reopen", "first_contact", "one_touch", "automated",
				"repeat_contact", "converted",
			}},
			Built: true,
		},
		{
			Name: "helpdesk_messages_total",
			Help: "Messages on tickets. direction: inbound, outbound. author: customer, agent, bot, automation. " +
				"visibility: public, internal. hours: open, closed (of the group's schedule; open without one).",
			Type:   Counter,
			Module: Core,
			Labels: desk("channel", "direction", "author", "visibility", "hours"),
			Values: map[string][]string{
				"direction":  {"inbound", "outbound"},
				"author":     {"customer", "agent", "bot", "automation"},
				"visibility": {"public", "internal"},
				"hours":      {"open", "closed"},
			},
			Built: true,
		},
		{
			Name: "helpdesk_contacts_total",
			Help: "Calls and chats, counted once at their end. outcome: answered, abandoned, short_abandoned, voicemail, " +
				"overflow, rejected, out_of_hours.",
			Type:   Counter,
			Module: Voice,
			Labels: desk("channel", "outcome"),
			Siblings: map[string][]string{"outcome": {
				"answered", "abandoned", "short_abandoned", "voicemail", "overflow", "rejected", "out_of_hours",
			}},
		},
		{
			Name:   "helpdesk_surveys_sent_total",
			Help:   "Survey or feedback requests sent.",
			Type:   Counter,
			Module: Surveys,
			Labels: desk("survey"),
		},
		{
			Name: "helpdesk_survey_responses_total",
			Help: "Survey answers by raw integer score. rating: good, neutral, bad (from the configured scale). " +
				"change: new, retracted (an edited answer is one of each).",
			Type:   Counter,
			Module: Surveys,
			Labels: desk("channel", "survey", "score", "rating", "change"),
			// The rating follows from the score, so that the set born together is every score of the scale with
			// its own rating, not every rating of one score.
			Siblings: map[string][]string{
				"rating": {"good", "neutral", "bad"},
				"change": {"new", "retracted"},
			},
		},
		{
			Name:     "helpdesk_survey_points_total",
			Help:     "Sum of the scores of survey answers. change: new, retracted.",
			Type:     Counter,
			Module:   Surveys,
			Labels:   desk("survey", "change"),
			Siblings: changes(),
		},
		{
			Name:   "helpdesk_orders_total",
			Help:   "Orders placed in the shop.",
			Type:   Counter,
			Module: Shop,
			Labels: desk("channel"),
		},
		{
			Name:   "helpdesk_conversion_orders_total",
			Help:   "Orders attributed to a ticket.",
			Type:   Counter,
			Module: Shop,
			Labels: desk("channel"),
		},
		{
			Name:     "helpdesk_conversion_revenue_total",
			Help:     "Money of the orders attributed to a ticket, in major units of the currency. kind: sale, refund.",
			Type:     Counter,
			Module:   Shop,
			Labels:   desk("channel", "currency", "kind"),
			Siblings: map[string][]string{"kind": {"sale", "refund"}},
		},
		{
			Name:   "helpdesk_sentiment_messages_total",
			Help:   "Inbound messages by sentiment: positive, neutral, negative, unsupported (no engine knows the language).",
			Type:   Counter,
			Module: Sentiment,
			Labels: desk("channel", "sentiment", "engine"),
			Values: map[string][]string{"sentiment": {"positive", "neutral", "negative", "unsupported"}},
		},
		{
			Name:   "helpdesk_agent_actions_total",
			Help:   "What agents did; only with agent labels switched on. action: resolved, replied, noted, transferred, call, chat.",
			Type:   Counter,
			Module: Agents,
			Labels: desk("agent", "action"),
			Values: map[string][]string{"action": {"resolved", "replied", "noted", "transferred", "call", "chat"}},
		},
		{
			Name: "helpdesk_sla_outcomes_total",
			Help: "SLA clocks finished. outcome: met, breached (counted at the breach), cancelled, corrected " +
				"(a counted breach that was none).",
			Type:     Counter,
			Module:   Core,
			Labels:   desk("policy", "target", "priority", "outcome"),
			Siblings: map[string][]string{"outcome": {"met", "breached", "cancelled", "corrected"}},
			Built:    true,
		},
		{
			Name:   "helpdesk_topics_first_seen_total",
			Help:   "Raw topics that the look-back had never seen before.",
			Type:   Counter,
			Module: Core,
			Labels: desk(),
			Built:  true,
		},
	}
}
