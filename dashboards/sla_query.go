package dashboards

// outcomes selects SLA clocks that came to one of the outcomes.
func outcomes(outcome string, matchers ...string) series {
	return of("helpdesk_sla_outcomes_total", append([]string{`outcome=~"` + outcome + `"`}, matchers...)...)
}

// breaches are the net ones: a breach that was none is taken back as corrected.
func breaches(window, offset string, matchers []string, by ...string) expr {
	return minus(
		sum(outcomes("breached", matchers...).ago(offset).increase(window), by...),
		sum(outcomes("corrected", matchers...).ago(offset).increase(window), by...),
	)
}

// ended are the clocks that were met or, net, breached; cancelled ones are on neither side.
func ended(window, offset string, matchers []string, by ...string) expr {
	return minus(
		sum(outcomes("met|breached", matchers...).ago(offset).increase(window), by...),
		sum(outcomes("corrected", matchers...).ago(offset).increase(window), by...),
	)
}

// attainment is the share of SLA clocks met.
func attainment(window, offset string, matchers []string, by ...string) expr {
	return ratio(sum(outcomes("met", matchers...).ago(offset).increase(window), by...), ended(window, offset, matchers, by...))
}

// budget is how many breaches four weeks of the usual volume allow, by policy and target.
func budget() expr {
	return operation(
		ended(fourWeeks, "", nil, "policy", "target"), "* on (policy, target)",
		minus(raw("1"), of("helpdesk_sla_objective_ratio").objective()),
	)
}

// objective is the configured share, by policy and target; of several sources the strictest.
func (s series) objective() expr { return aggregate("max", s.now(), "policy", "target") }

// spent is the share of the budget that the breaches of a window have used, by policy and target.
func spent(window string) expr {
	return operation(
		breaches(window, "", nil, "policy", "target"), "/ on (policy, target)",
		operation(budget(), ">", raw("0")),
	)
}

// fulfilled are clocks that somebody's work has ended in time or by a solve.
func fulfilled(window, offset string) expr {
	return sum(outcomes("met|cancelled").ago(offset).increase(window))
}

// due are the running clocks due within a horizon of real time.
func due(horizon string, by ...string) expr {
	return sum(of("helpdesk_sla_due_within", `horizon="`+horizon+`"`).now(), by...)
}
