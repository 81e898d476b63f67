package api

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// pages is a compiled PagesConfig.
type pages struct {
	kind       string
	next       path
	start      int
	size       int
	stop       map[string]bool
	more, end  *path
	total      *path
	totalPages *path
}

func (c *compiler) pages(at string, cfg PagesConfig) pages {
	p := pages{kind: cfg.Type, size: cfg.Size, stop: map[string]bool{}}
	if p.kind == "" {
		p.kind = "none"
	}
	c.under(at).oneOf("type", p.kind, pageTypes())
	if p.kind == "page" {
		p.start = 1
	}
	if cfg.Start != nil {
		p.start = *cfg.Start
	}
	p.next = c.path(at+".next", cfg.Next)
	needsNext := p.kind == "next_url" || p.kind == "token" || p.kind == "last_item"
	if needsNext && cfg.Next == "" {
		c.problem(at+".next", "is required: the path of what leads to the next page")
	}
	for _, word := range cfg.Stop {
		c.under(at).oneOf("stop", word, stops())
		p.stop[word] = true
	}
	p.more, p.end = c.pathIf(at+".more", cfg.More), c.pathIf(at+".end", cfg.End)
	p.total, p.totalPages = c.pathIf(at+".total", cfg.Total), c.pathIf(at+".total_pages", cfg.TotalPages)
	told := p.more != nil || p.end != nil || p.total != nil || p.totalPages != nil
	counted := p.kind == "page" || p.kind == "offset" || p.kind == "last_item"
	switch {
	case p.kind == "next_url" || p.kind == "link" || p.kind == "token":
		if !told {
			p.stop["no_next"] = true
		}
	case counted && !told && len(p.stop) == 0:
		c.problem(at+".stop", "is required: how does the last page show? (empty, short_page, or more, end, total, total_pages)")
	}
	if (p.stop["short_page"] || p.kind == "offset") && p.size < 1 {
		c.problem(at+".size", "is required: how many records a full page has")
	}
	return p
}

// place is where a walk goes on, as it is stored with the cursor.
type place struct {
	Token   string `json:"token,omitempty"`
	Address string `json:"address,omitempty"`
	Page    int    `json:"page,omitempty"`
	Offset  int    `json:"offset,omitempty"`
}

// of tells the path of the records that these are their pages.
func (p pages) of(records path) path {
	records.listed = p.kind != "none"
	return records
}

func (p pages) first() place { return place{Page: p.start} }

// turn is what a page tells of the way.
type turn struct {
	records int // on this page
	read    int // in this walk, this page included
	last    any // the last record
	same    bool
}

// after returns the next place, and whether there is none. An answer that does not tell where the pages end, though it
// should, is an error: it may be anything.
func (p pages) after(at place, out *answer, t turn) (next place, done bool, err error) {
	next = place{Page: at.Page + 1, Offset: at.Offset + p.size}
	found := true
	switch p.kind {
	case "none":
		return next, true, nil
	case "next_url":
		next.Address = out.follow(text(p.next.in(out.envelope)))
		found = next.Address != ""
	case "link":
		next.Address = out.follow(nextLink(out.header))
		found = next.Address != ""
	case "token":
		next.Token = text(p.next.in(out.envelope))
		found = next.Token != ""
	case "last_item":
		next.Token = text(p.next.in(t.last))
		found = next.Token != ""
	}
	// Without a way on there is no next page, whatever else is said.
	done = !found || out.skipped ||
		p.stop["empty"] && t.records == 0 ||
		p.stop["short_page"] && t.records < p.size ||
		p.stop["repeated"] && t.same ||
		p.more != nil && !truth(p.more.in(out.envelope)) ||
		p.end != nil && truth(p.end.in(out.envelope))
	if n, ok := p.number(p.total, out); ok && int64(t.read) >= n {
		done = true
	}
	if n, ok := p.number(p.totalPages, out); ok && int64(at.Page-p.start+1) >= n {
		done = true
	}
	if silent := p.silent(out, found); !out.skipped && len(silent) > 0 {
		return next, false, failf(ReasonSchema, "the answer does not tell whether there is another page: nothing is at pages.%s", strings.Join(silent, ", pages."))
	}
	return next, done, nil
}

// silent are the keys that should tell whether there is another page, where none does. A flag for more pages may be
// missing where there is no way on; one for the end is there in every answer.
func (p pages) silent(out *answer, found bool) []string {
	if len(p.stop) > 0 {
		return nil
	}
	counted := p.kind == "page" || p.kind == "offset" || p.kind == "last_item"
	var silent []string
	for _, flag := range []struct {
		at   *path
		name string
		must bool
	}{{p.more, "more", counted}, {p.end, "end", counted || !found}, {p.total, "total", counted}, {p.totalPages, "total_pages", counted}} {
		switch {
		case flag.at == nil:
		case flag.at.in(out.envelope) != nil:
			return nil
		case flag.must:
			silent = append(silent, flag.name)
		}
	}
	return silent
}

func (p pages) number(at *path, out *answer) (int64, bool) {
	if at == nil {
		return 0, false
	}
	return whole(at.in(out.envelope))
}

// follow makes a next page's address that is relative to the answer's own, such as ?page=2, one of the host; the others
// stay as they are.
func (a *answer) follow(address string) string {
	next, err := url.Parse(address)
	if err != nil || address == "" || next.IsAbs() || next.Host != "" || strings.HasPrefix(next.Path, "/") {
		return address
	}
	return a.address.ResolveReference(next).RequestURI()
}

var linkHeader = regexp.MustCompile(`<([^>]*)>\s*((?:;[^,;]*)*)`)

// nextLink reads the Link header of RFC 8288.
func nextLink(h http.Header) string {
	for _, value := range h.Values("Link") {
		for _, m := range linkHeader.FindAllStringSubmatch(value, -1) {
			for _, parameter := range strings.Split(m[2], ";") {
				name, rel, _ := strings.Cut(strings.TrimSpace(parameter), "=")
				if strings.EqualFold(name, "rel") && strings.Contains(" "+strings.Trim(rel, `"`)+" ", " next ") {
					return m[1]
				}
			}
		}
	}
	return ""
}
