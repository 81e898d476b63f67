package fake

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Rating is how a customer found a reply. The desk of the tape asks nobody: who answers what is the fake's own,
// and the same for the same seed.
type Rating struct {
	// ID and Thread are the account's numbers, the others the desk's.
	ID, Thread              int64
	Ticket, Customer, Agent int64
	// Rating is great, okay or not_good.
	Rating   string
	Comments string
	// Replied is when the reply was written, Created when it was rated.
	Replied, Created time.Time

	row *row
}

// ratedOneIn is how many closed conversations there are for one that is rated.
const ratedOneIn = 5

// Ratings are those that there are at an instant, the first first.
func (s *Server) Ratings(at time.Time) []Rating { return s.rate(s.viewAt(at)) }

// rate finds the ratings of a view.
func (s *Server) rate(v *view) []Rating {
	v.rated.Do(func() {
		v.byThread, v.ratedTickets = map[int64]*Rating{}, map[int64]bool{}
		for _, c := range v.rows {
			luck := s.luck(0x5a7, uint64(c.ID))
			if luck%ratedOneIn != 0 || c.deleted || c.story.status == "spam" {
				continue
			}
			if one, ok := c.rating(luck >> 8); ok && !one.Created.After(v.frame.At) {
				v.ratings = append(v.ratings, one)
			}
		}
		slices.SortFunc(v.ratings, func(a, b Rating) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
		for i := range v.ratings {
			v.byThread[v.ratings[i].Thread] = &v.ratings[i]
			v.ratedTickets[v.ratings[i].Ticket] = true
		}
	})
	return v.ratings
}

// rating is that of the last reply of an agent before the conversation was closed first.
func (c *row) rating(luck uint64) (one Rating, ok bool) {
	for _, st := range c.steps {
		if st.message != nil && st.by.role == "agent" && !st.message.Internal {
			one = Rating{Thread: st.id, Agent: st.by.id, Replied: st.at}
		}
		if st.status != "closed" || one.Thread == 0 {
			continue
		}
		one.ID, one.Ticket, one.Customer, one.row = firstRating+c.ID, c.ID, c.Customer, c
		one.Created = st.at.Add(time.Duration(300+luck%30000) * time.Second)
		one.Rating = []string{"great", "great", "great", "okay", "not_good"}[luck>>16%5]
		if luck>>24%3 == 0 {
			one.Comments = "It took a while."
		}
		return one, true
	}
	return one, false
}

// rated is the rating that a thread has, if any.
func (r *request) rated(v *view, st owned) (rating object, ok bool) {
	r.s.rate(v)
	one := v.byThread[st.id]
	if one == nil {
		return nil, false
	}
	return object{"customerId": customerID(one.Customer), "rating": one.Rating, "comments": one.Comments}, true
}

// rating is a single one.
// https://developer.helpscout.com/mailbox-api/endpoints/ratings/get/
func (r *request) rating() {
	p := r.s.people
	for _, one := range r.s.rate(r.s.view()) {
		if one.ID != r.ids[0] {
			continue
		}
		customer, agent := p.customers[one.Customer], p.agents[one.Agent]
		first, last := names(customer.Name)
		userFirst, userLast := names(agent.Name)
		r.one(object{
			"id": one.ID, "threadId": one.Thread, "conversationId": conversationID(one.Ticket),
			"conversationNumber": firstNumber + one.Ticket, "mailboxId": mailboxID(one.row.Team), "rating": one.Rating,
			"comments": one.Comments, "createdAt": when(one.Created), "modifiedAt": when(one.Created),
			"customer": object{"id": customerID(customer.ID), "email": customer.Email, "firstName": first, "lastName": last},
			"user":     object{"id": userID(agent.ID), "email": p.email(agent), "firstName": userFirst, "lastName": userLast},
			"_links": object{
				"self": r.link("/v2/ratings/%d", one.ID), "conversation": r.link("/v2/conversations/%d", conversationID(one.Ticket)),
				"mailbox":  r.link("/v2/mailboxes/%d", mailboxID(one.row.Team)),
				"customer": r.link("/v2/customers/%d", customerID(one.Customer)), "user": r.link("/v2/users/%d", userID(one.Agent)),
			},
		})
		return
	}
	notFound(r.w)
}

// between reads the span of a report, both ends of which must be given.
func between(query url.Values) (start, end time.Time, faults []fault) {
	for _, bound := range []struct {
		name string
		at   *time.Time
	}{{"start", &start}, {"end", &end}} {
		at, wrong := instant(query, bound.name)
		if at.IsZero() && wrong == nil {
			wrong = []fault{{"NotNull", bound.name, "may not be null", ""}}
		}
		*bound.at, faults = at, append(faults, wrong...)
	}
	return start, end, faults
}

// within are the ratings of a span.
func (r *request) within(start, end time.Time) (list []Rating) {
	for _, one := range r.s.rate(r.s.view()) {
		if !one.Created.Before(start) && !one.Created.After(end) {
			list = append(list, one)
		}
	}
	return list
}

// happinessRatings is the report of single ratings. It has pages of its own kind.
// https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-ratings/
func (r *request) happinessRatings() {
	query := r.URL.Query()
	start, end, faults := between(query)
	number, wrong := pageNumber(query)
	faults = append(faults, wrong...)
	want, known := map[string]string{"": "", "all": "", "great": "great", "ok": "okay", "not-good": "not_good"}[query.Get("rating")]
	if !known {
		faults = append(faults, fault{"EnumValue", "rating", "Expected one of these: 'great', 'ok', 'all', 'not-good'", query.Get("rating")})
	}
	if len(faults) > 0 {
		fail(r.w, http.StatusBadRequest, "Bad request", faults...)
		return
	}
	list := slices.DeleteFunc(r.within(start, end), func(one Rating) bool { return want != "" && one.Rating != want })
	switch query.Get("sortField") {
	case "number":
		slices.SortStableFunc(list, func(a, b Rating) int { return cmp.Compare(a.Ticket, b.Ticket) })
	case "rating":
		slices.SortStableFunc(list, func(a, b Rating) int { return cmp.Compare(a.Rating, b.Rating) })
	}
	if query.Get("sortOrder") == "DESC" {
		slices.Reverse(list)
	}
	results := []object{}
	for i := (number - 1) * othersAPage; i < min(len(list), number*othersAPage); i++ {
		results = append(results, r.reported(list[i]))
	}
	write(r.w, http.StatusOK, "application/json;charset=UTF-8", object{
		"facets": object{}, "results": results, "page": number, "pages": (len(list) + othersAPage - 1) / othersAPage, "count": len(list),
	})
}

func (r *request) reported(one Rating) object {
	p := r.s.people
	return object{
		"number": firstNumber + one.Ticket, "id": conversationID(one.Ticket), "type": kindsOf(one.row.ticket).conversation,
		"threadid": one.Thread, "threadCreatedAt": when(one.Replied), "ratingId": map[string]int{"great": 1, "okay": 2, "not_good": 3}[one.Rating],
		"ratingCustomerId": customerID(one.Customer), "ratingComments": one.Comments, "ratingCreatedAt": when(one.Created),
		"ratingCustomerName": p.customers[one.Customer].Name, "ratingUserId": userID(one.Agent), "ratingUserName": p.agents[one.Agent].Name,
	}
}

// happiness is the report of all ratings together.
// https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-overall/
func (r *request) happiness() {
	start, end, faults := between(r.URL.Query())
	if len(faults) > 0 {
		fail(r.w, http.StatusBadRequest, "Bad request", faults...)
		return
	}
	counts := map[string]int{}
	list := r.within(start, end)
	for _, one := range list {
		counts[one.Rating]++
	}
	percent := func(rating string) float64 { return 100 * float64(counts[rating]) / float64(max(len(list), 1)) }
	write(r.w, http.StatusOK, "application/json;charset=UTF-8", object{
		"filterTags": []object{},
		"current": object{
			"startDate": when(start), "endDate": when(end), "ratingsCount": len(list), "greatCount": counts["great"],
			"okayCount": counts["okay"], "notGoodCount": counts["not_good"], "great": percent("great"), "okay": percent("okay"),
			"notGood": percent("not_good"), "happinessScore": percent("great") - percent("not_good"),
		},
	})
}
