package helpscout

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/test/desk"
)

type object = map[string]any

var noon = desk.At(0)

// at is so many minutes after noon.
func at(minutes int) string {
	return desk.At(minutes).Format(time.RFC3339)
}

func user(id int) object     { return object{"id": id, "type": "user"} }
func customer(id int) object { return object{"id": id, "type": "customer"} }
func aiAgent() object        { return object{"id": 155250, "type": "system_user"} }

// conversation 1, opened by a customer at noon.
func conversation(with object) object {
	c := object{
		"id": 1, "type": "email", "status": "active", "state": "published", "subject": "Where is it?", "mailboxId": 85,
		"createdBy": customer(9), "primaryCustomer": customer(9), "createdAt": at(0), "source": object{"type": "email", "via": "customer"},
	}
	for key, value := range with {
		c[key] = value
	}
	return c
}

// thread number n, n minutes after noon.
func thread(n int, kind string, by, with object) object {
	t := object{"id": n + 100, "type": kind, "status": "nochange", "state": "published", "createdBy": by, "createdAt": at(n)}
	for key, value := range with {
		t[key] = value
	}
	return t
}

func action(kind string, entities object) object {
	return object{"action": object{"type": kind, "associatedEntities": entities}}
}

// account serves one conversation. Threads are shown newest first, as many as fit on a page.
type account struct {
	conversation object
	threads      []object
	perPage      int
	merged       string // another conversation's id, which is answered with this one
	reports      int
	ratings      []object
	paths        []string
}

func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.paths = append(a.paths, r.URL.Path)
	w.Header().Set("Content-Type", "application/hal+json")
	switch path := r.URL.Path; path {
	case "/v2/oauth2/token":
		show(w, object{"token_type": "bearer", "access_token": "access", "expires_in": 7200})
	case "/v2/mailboxes":
		a.page(w, r, "mailboxes", []object{{"id": 85, "name": "Orders"}, {"id": 86, "name": "Billing"}, {"id": 87, "name": "Returns"}})
	case "/v2/conversations":
		if status := r.URL.Query().Get("status"); status != "all" && status != a.conversation["status"] {
			a.page(w, r, "conversations", nil)
			return
		}
		a.page(w, r, "conversations", []object{a.conversation})
	case "/v2/conversations/1":
		show(w, a.conversation)
	case "/v2/conversations/" + a.merged:
		http.Redirect(w, r, "/v2/conversations/1", http.StatusMovedPermanently)
	case "/v3/conversations/1/threads":
		newest := slices.Clone(a.threads)
		slices.Reverse(newest)
		a.page(w, r, "threads", newest)
	case "/v2/reports/happiness/ratings":
		w.WriteHeader(a.reports)
		show(w, object{"results": a.ratings, "page": 1, "pages": 1, "count": len(a.ratings)})
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func (a *account) page(w http.ResponseWriter, r *http.Request, key string, list []object) {
	number, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil {
		number = 1
	}
	size := max(a.perPage, 1)
	from, to := min((number-1)*size, len(list)), min(number*size, len(list))
	out := object{"page": object{"size": size, "totalElements": len(list), "totalPages": (len(list) + size - 1) / size, "number": number}}
	if from < to {
		out["_embedded"] = object{key: list[from:to]}
	}
	show(w, out)
}

func show(w http.ResponseWriter, v any) {
	if err := json.NewEncoder(w).Encode(v); err != nil {
		panic(err)
	}
}

// polled is an account that is polled.
type polled struct {
	*account
	*desk.Desk
}

func open(t *testing.T, a *account, with string) polled {
	t.Helper()
	if a.perPage == 0 {
		a.perPage = 25
	}
	block := "{name: hs, preset: helpscout, client_id: id, client_secret: secret" + with + "}"
	d := polled{a, desk.Connect(t, block, a, fake.NewClock(noon.Add(time.Hour)))}
	d.Ledger.Since.Since = noon.AddDate(0, -1, 0)
	return d
}

// told are the records of a kind in a few words each, in the order of their keys.
func (d polled) told(kind record.Kind) (list []string) {
	for _, key := range d.Ledger.Keys() {
		if strings.HasPrefix(key, string(kind)+"/") {
			list = append(list, words(d.Ledger.Records[key]))
		}
	}
	return list
}

func words(r record.Record) string {
	minute := func(at time.Time) int { return int(at.Sub(noon) / time.Minute) }
	text := func(s *string) string {
		if s == nil {
			return "-"
		}
		return strconv.Quote(*s)
	}
	switch r := r.(type) {
	case record.Message:
		return fmt.Sprintf("%d %s %s %s", minute(r.At), r.Visibility, r.Author, r.AuthorID)
	case record.StatusChange:
		return fmt.Sprintf("%d of %s: %s to %s by %s", minute(r.At), r.Ticket, r.From, r.To, r.Actor.Role)
	case record.AssignmentChange:
		return fmt.Sprintf("%d agent %s to %s, group %s to %s", minute(r.At), text(r.FromAgent), text(r.Agent), text(r.FromGroup), text(r.Group))
	case record.Ticket:
		return fmt.Sprintf("%s %s %s %q %q", r.Status, r.Origin, r.Channel, r.Group, r.Assignee)
	case record.Survey:
		return fmt.Sprintf("%s of %s at %d: %d of %d to %d by %s for %s",
			r.ID, r.SubjectID, minute(r.AnsweredAt), *r.Score, r.ScaleLowest, r.ScaleHigh, r.Requester, r.Agent)
	}
	return r.Key()
}
