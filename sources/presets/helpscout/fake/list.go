package fake

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// conversations lists and filters conversations: by default the active ones, the newest first. Other words
// than these are not looked at, so nobody can choose the size of a page.
// https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/
func (r *request) conversations() {
	query := r.URL.Query()
	f, faults := r.parse(query)
	if len(faults) > 0 {
		fail(r.w, http.StatusBadRequest, "Bad request", faults...)
		return
	}
	v := r.s.view()
	var list []*row
	for _, c := range v.order(f.field) {
		if c.listed() && f.wants(c) {
			list = append(list, c)
		}
	}
	if f.descending {
		slices.Reverse(list)
	}
	list = r.drift(query, list)
	r.pageOf("conversations", conversationsAPage, len(list), func(i int) []byte { return r.embedded(v, list[i], f.threads, true) })
}

// drift sends a row again at the edge of two pages of half of all walks, as it happens where a conversation
// comes in at the front between two pages.
func (r *request) drift(query url.Values, list []*row) []*row {
	if r.s.o.Calm {
		return list
	}
	query = url.Values(http.Header(query).Clone())
	query.Del("page")
	luck := r.s.luck(0xd1, uint64(label(query.Encode(), 1<<31)))
	edge := (1 + int(luck>>8%3)) * conversationsAPage
	if luck%2 == 0 || len(list) <= edge {
		return list
	}
	return slices.Insert(slices.Clone(list), edge, list[edge-1])
}

// filter is what is asked for.
type filter struct {
	threads    bool
	field      string
	descending bool
	tests      []func(*row) bool
}

func (f *filter) wants(c *row) bool {
	for _, test := range f.tests {
		if !test(c) {
			return false
		}
	}
	return true
}

// sortFields are those by which the list can be sorted.
func sortFields() []string {
	return []string{"createdAt", "customerEmail", "customerName", "mailboxid", "modifiedAt", "number", "score", "status", "subject", "waitingSince"}
}

func (r *request) parse(query url.Values) (f *filter, faults []fault) {
	f = &filter{}
	bad := func(list ...fault) { faults = append(faults, list...) }
	threads, wrong := r.embed()
	f.threads = threads
	bad(wrong...)
	word := func(name, otherwise string, of ...string) string {
		text := query.Get(name)
		if text == "" {
			return otherwise
		}
		if !slices.Contains(of, text) {
			bad(fault{"EnumValue", name, "Expected one of these: '" + strings.Join(of, "', '") + "'", text})
		}
		return text
	}
	f.field = word("sortField", "createdAt", sortFields()...)
	f.descending = word("sortOrder", "desc", "asc", "desc") == "desc"
	switch want := word("status", "active", "active", "all", "closed", "open", "pending", "spam"); want {
	case "all":
	case "open":
		f.test(func(c *row) bool { return c.story.status == "active" || c.story.status == "pending" })
	default:
		f.test(func(c *row) bool { return c.story.status == want })
	}
	f.numbers(query, "mailbox", bad, func(c *row) int64 { return mailboxID(c.Team) })
	f.numbers(query, "folder", bad, func(c *row) int64 { return folderID(c.Team, c.folder()) })
	f.numbers(query, "number", bad, func(c *row) int64 { return firstNumber + c.ID })
	f.numbers(query, "assigned_to", bad, func(c *row) int64 { return closer(actor{"agent", c.Agent}) })
	if text := query.Get("tag"); text != "" {
		want := strings.Split(strings.ToLower(text), ",")
		f.test(func(c *row) bool {
			return slices.ContainsFunc(c.Tags, func(tag string) bool { return slices.Contains(want, strings.ToLower(tag)) })
		})
	}
	since, wrong := instant(query, "modifiedSince")
	bad(wrong...)
	if !since.IsZero() {
		f.test(func(c *row) bool { return c.modified.After(since) })
	}
	f.customFields(query, bad)
	if text := query.Get("query"); text != "" {
		test, ok := search(text, r.s.people)
		if !ok {
			bad(fault{"InvalidQuery", "query", "The query cannot be parsed", text})
		}
		f.test(test)
	}
	return f, faults
}

func (f *filter) test(test func(*row) bool) { f.tests = append(f.tests, test) }

// numbers filters by numbers that are separated by commas.
func (f *filter) numbers(query url.Values, name string, bad func(...fault), of func(*row) int64) {
	text := query.Get(name)
	if text == "" {
		return
	}
	var want []int64
	for _, part := range strings.Split(text, ",") {
		n, err := strconv.ParseInt(strings.TrimSpace(part), 10, 64)
		if err != nil || n < 1 {
			bad(fault{"InvalidIdentifier", name, "must be a valid identifier", part})
		}
		want = append(want, n)
	}
	f.test(func(c *row) bool { return slices.Contains(want, of(c)) })
}

// customFields filters by fields and their values: "123:blue,234:99".
func (f *filter) customFields(query url.Values, bad func(...fault)) {
	text := query.Get("customFieldsByIds")
	if text == "" {
		return
	}
	for _, part := range strings.Split(text, ",") {
		id, value, ok := strings.Cut(part, ":")
		field, err := strconv.ParseInt(id, 10, 64)
		if !ok || err != nil {
			bad(fault{"InvalidIdentifier", "customFieldsByIds", "must be id:value", part})
			continue
		}
		f.test(func(c *row) bool { return c.has(field, value) })
	}
}

// has tells whether a custom field has a value, by the number or the text of its choice.
func (c *row) has(field int64, value string) bool {
	for of, text := range map[int]string{fieldPriority: priority(c.Priority), fieldTopic: c.Topic} {
		if field == fieldID(c.Team, of) && text != "" && (value == text || value == decimal(choiceID(c.Team, of, text))) {
			return true
		}
	}
	return false
}

// instant reads an instant, of whole seconds and in UTC.
// https://developer.helpscout.com/mailbox-api/overview/errors/ (Malformed date)
func instant(query url.Values, name string) (at time.Time, faults []fault) {
	text := query.Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(stamp, text)
	if err != nil || len(text) != len(stamp) {
		return time.Time{}, []fault{{"MalformedDate", name, "must be a valid ISO 8601 date with the format yyyy-MM-dd'T'HH:mm:ss'Z'", text}}
	}
	return at, nil
}
