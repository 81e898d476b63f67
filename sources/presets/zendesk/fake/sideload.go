package fake

// sideload adds what belongs to tickets and was asked for. Metrics are told twice, within the tickets and
// beside them: both have been seen, and clients exist for both.
// https://developer.zendesk.com/documentation/ticketing/using-the-zendesk-api/side_loading/
func (c *call) sideload(o *object, page []timed) {
	if c.included("users") {
		ids := map[int64]bool{}
		for _, r := range page {
			if r.d != nil {
				ids[CustomerID(r.d.t.Customer)], ids[r.d.submitter()] = true, true
				if r.d.t.Agent != 0 {
					ids[AgentID(r.d.t.Agent)] = true
				}
			}
		}
		o.list("users", c.users(ids))
	}
	if c.included("groups") {
		var list [][]byte
		for _, t := range c.o.Tape.Teams {
			for _, r := range page {
				if r.d != nil && r.d.t.Team == t.ID {
					list = append(list, encode(c.group(t)))
					break
				}
			}
		}
		o.list("groups", list)
	}
	if c.included("brands") {
		var list [][]byte
		for _, b := range c.o.Tape.Brands {
			list = append(list, encode(c.brand(b)))
		}
		o.list("brands", list)
	}
	if c.included("organizations") {
		o.list("organizations", nil)
	}
	if c.included("ticket_forms") {
		o.list("ticket_forms", [][]byte{encode(c.form())})
	}
	if c.included("metric_sets") {
		var list [][]byte
		for _, r := range page {
			if r.d != nil {
				list = append(list, encode(r.d.metrics(c.base)))
			}
		}
		o.list("metric_sets", list)
	}
}
