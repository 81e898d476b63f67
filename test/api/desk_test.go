package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"helpdesk_exporter/sources/api/fake"
)

var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// desk is a helpdesk whose story unfolds with its clock: each ticket is opened, answered and solved, some
// are written to again.
type desk struct {
	clock   *fake.Clock
	tickets int
}

type obj = map[string]any

// acts of a ticket: when, and what.
func acts(id int) []act {
	opened := start.Add(time.Duration(id) * 7 * time.Minute)
	list := []act{{opened, "customer", "open"}, {opened.Add(time.Duration(5+id%9) * time.Minute), "agent", "pending"}, {opened.Add(25 * time.Minute), "", "solved"}}
	if id%4 == 0 {
		list = append(list, act{opened.Add(40 * time.Minute), "customer", "open"}, act{opened.Add(49 * time.Minute), "agent", "solved"})
	}
	return list
}

type act struct {
	at     time.Time
	author string
	status string
}

func (d *desk) show(id int) (ticket obj, messages []obj) {
	for i, a := range acts(id) {
		if a.at.After(d.clock.Now()) {
			break
		}
		if ticket == nil {
			ticket = obj{"id": id, "created_at": a.at, "team": id % 2}
		}
		ticket["updated_at"], ticket["state"] = a.at, a.status
		ticket["solved_at"] = nil
		if a.status == "solved" {
			ticket["solved_at"] = a.at
		}
		if a.author != "" {
			messages = append(messages, obj{"id": fmt.Sprintf("%d-%d", id, i), "at": a.at, "author": a.author})
		}
	}
	return ticket, messages
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	var answer any
	switch {
	case parts[0] == "teams":
		answer = obj{"teams": []obj{{"id": 0, "name": "Returns"}, {"id": 1, "name": "Billing"}}}
	case len(parts) == 1:
		answer = d.list(r)
	default:
		id, err := strconv.Atoi(parts[1])
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		ticket, messages := d.show(id)
		if answer = (obj{"ticket": ticket}); len(parts) == 3 {
			answer = obj{"messages": messages}
		}
	}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		panic(err)
	}
}

func (d *desk) list(r *http.Request) obj {
	since, err := time.Parse(time.RFC3339, r.URL.Query().Get("since"))
	if err != nil && r.URL.Query().Get("open") == "" {
		panic(err)
	}
	list := []obj{}
	for at := start; !at.After(d.clock.Now()); at = at.Add(time.Minute) {
		for id := range d.tickets {
			ticket, _ := d.show(id)
			if ticket != nil && ticket["updated_at"] == at && !at.Before(since) && (err == nil || ticket["state"] != "solved") {
				list = append(list, ticket)
			}
		}
	}
	const size = 4
	page, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil {
		panic(err)
	}
	first := min((page-1)*size, len(list))
	last := min(first+size, len(list))
	return obj{"tickets": list[first:last], "more": last < len(list)}
}
