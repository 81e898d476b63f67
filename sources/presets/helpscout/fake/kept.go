package fake

import "sync"

// form is what the JSON of a ticket depends on, besides the ticket: the address in its links, the version of the
// API, and whether it has been rated by now.
type form struct {
	kind, base string
	v3, rated  bool
}

// kept is the JSON of a ticket that was made before. The JSON of what has not changed is the same.
type kept struct {
	mu   sync.Mutex
	json map[form][][]byte
}

func (r *request) form(v *view, c *row, kind string) form {
	r.s.rate(v)
	return form{kind: kind, base: r.base(), v3: r.v3, rated: v.ratedTickets[c.ID]}
}

// keep makes the JSON of a conversation, or finds it. One that others were merged into depends on those, too, and
// is not kept.
func (c *row) keep(f form, encode func() [][]byte) [][]byte {
	if len(c.sources) > 0 {
		return encode()
	}
	c.kept.mu.Lock()
	defer c.kept.mu.Unlock()
	if text, ok := c.kept.json[f]; ok {
		return text
	}
	if c.kept.json == nil {
		c.kept.json = map[form][][]byte{}
	}
	text := encode()
	c.kept.json[f] = text
	return text
}
