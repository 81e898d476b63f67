package ledger

// unread are the streams of which a ticket is still to be read, to be changed: what is committed here is read by
// whoever goes on after a crash (docs/semantics.md, "Watermark").
func (m *merge) unread(ticket string) map[string]bool {
	if streams, ok := m.todo[ticket]; ok {
		return streams
	}
	streams := map[string]bool{}
	for s := range m.src.todo[ticket] {
		streams[s] = true
	}
	m.todo[ticket] = streams
	return streams
}

// ask wants a ticket to be read again, whole, also by another process.
func (m *merge) ask(ticket string) {
	m.want[ticket] = true
	m.unread(ticket)[m.src.ticketStream()] = true
}

// answered tells that a ticket that may have been asked for has been looked up.
func (m *merge) answered(ticket string) {
	m.want[ticket] = false
	if stream := m.src.ticketStream(); m.src.todo[ticket][stream] || m.todo[ticket][stream] {
		delete(m.unread(ticket), stream)
	}
}

// partial tells that a ticket's history lacks something that is known to exist: children that were not read yet, or a
// record that does not map. Nothing of the ticket is counted meanwhile (docs/semantics.md, "Watermark").
func (tx *transaction) partial(ticket string) bool {
	for stream := range tx.todoOf(ticket) {
		if stream != tx.src.ticketStream() { // what is only asked for again was read before
			return true
		}
	}
	for _, h := range tx.quarantine {
		if h != nil && h.Ticket == ticket {
			return true
		}
	}
	for k, h := range tx.src.quarantine {
		if _, changed := tx.quarantine[k]; !changed && h.Ticket == ticket {
			return true
		}
	}
	return false
}

func (tx *transaction) todoOf(ticket string) map[string]bool {
	if s, ok := tx.todo[ticket]; ok {
		return s
	}
	return tx.src.todo[ticket]
}
