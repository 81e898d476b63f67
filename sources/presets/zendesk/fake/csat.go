package fake

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// csatRoutes are the ratings, old and new.
func csatRoutes() map[string]endpoint {
	return map[string]endpoint{
		"GET /api/v2/satisfaction_ratings":                 {"", true, (*call).listRatings},
		"GET /api/v2/satisfaction_ratings/count":           {"", true, func(c *call) { c.count(len(c.rated())) }},
		"GET /api/v2/satisfaction_ratings/{id}":            {"", true, (*call).showRating},
		"GET /api/v2/satisfaction_reasons":                 {"", true, func(c *call) { c.list("reasons", nil) }},
		"GET /api/v2/guide/survey_responses":               {"", true, (*call).listResponses},
		"GET /api/v2/guide/survey_responses/{id}":          {"", true, (*call).showResponse},
		"GET /api/v2/guide/{locale}/survey_responses/{id}": {"", true, (*call).showResponse},
	}
}

// rating is a row of the satisfaction ratings. An offer and its answer are two rows.
type rating struct {
	id               int64
	created, updated time.Time
	score            string
	y                *survey
}

// rated are the rows by now, the oldest first.
func (c *call) rated() []rating {
	if c.v.ratings != nil {
		return c.v.ratings
	}
	list := []rating{}
	for _, d := range c.v.all {
		y, step := d.survey, d.survey.step(c.v.at)
		if step == 0 || y.modern || d.deleted() {
			continue
		}
		list = append(list, rating{ratingID(d.t.ID), y.offered, y.offered, "offered", y})
		if step == 1 {
			continue
		}
		r := rating{ratingID(d.t.ID) + 64, y.answered, y.answered, score(y.good), y}
		if step == 3 {
			r.updated, r.score = y.revised, score(y.finally)
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b rating) int { return cmp.Or(a.created.Compare(b.created), cmp.Compare(a.id, b.id)) })
	c.v.ratings = list
	return list
}

func (c *call) rating(r rating) []byte {
	comment := ""
	if r.score != "offered" {
		comment = r.y.comment
	}
	j := map[string]any{
		"id": r.id, "url": fmt.Sprintf("%s/api/v2/satisfaction_ratings/%d.json", c.base, r.id), "assignee_id": r.y.assignee(),
		"group_id": r.y.group(), "requester_id": CustomerID(r.y.d.t.Customer), "ticket_id": r.y.d.t.ID, "score": r.score,
		"created_at": text(r.created), "updated_at": text(r.updated), "comment": orNull(comment),
	}
	if r.score == "bad" {
		j["reason"], j["reason_id"], j["reason_code"] = "No reason provided", 0, 0
	}
	return encode(j)
}

// listRatings lists ratings by when they were created, within bounds and of a score if that is asked for. The
// end must lie a minute back.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/satisfaction_ratings/#list-satisfaction-ratings
func (c *call) listRatings() {
	q := c.r.URL.Query()
	from, to := int64(0), c.o.Clock.Now().Unix()
	for name, bound := range map[string]*int64{"start_time": &from, "end_time": &to} {
		if word := q.Get(name); word != "" {
			n, err := strconv.ParseInt(word, 10, 64)
			if err != nil || name == "end_time" && n > c.o.Clock.Now().Add(-time.Minute).Unix() {
				refuse(c.w, http.StatusBadRequest, "InvalidValue", name+" is not valid: it must be a Unix epoch time, and the end a minute old")
				return
			}
			*bound = n
		}
	}
	var items []item
	for _, r := range c.rated() {
		if at := r.created.Unix(); at >= from && at <= to && scored(r, q.Get("score")) {
			items = append(items, item{[2]int64{at, r.id}, func() []byte { return c.rating(r) }})
		}
	}
	c.list("satisfaction_ratings", items)
}

// scored tells whether a rating is of a score that was asked for.
func scored(r rating, asked string) bool {
	base, with := asked, ""
	for _, suffix := range []string{"_with_comment", "_without_comment"} {
		if word, ok := strings.CutSuffix(asked, suffix); ok {
			base, with = word, suffix
		}
	}
	is := base == "" || base == r.score || base == "received" && r.score != "offered"
	return is && (with == "" || (with == "_with_comment") == (r.y.comment != ""))
}

func (c *call) showRating() {
	for _, r := range c.rated() {
		if r.id == c.id() {
			c.one("satisfaction_rating", c.rating(r))
			return
		}
	}
	c.notFound()
}

// response is an answer to a CSAT survey.
type response struct {
	id string
	y  *survey
}

// answers are those by now, by id, which is by when they were given.
func (c *call) answers() []response {
	if c.v.responses != nil {
		return c.v.responses
	}
	list := []response{}
	for _, d := range c.v.all {
		if d.survey.step(c.v.at) > 1 && d.survey.modern && !d.deleted() {
			list = append(list, response{d.survey.ulid(), d.survey})
		}
	}
	slices.SortFunc(list, func(a, b response) int { return cmp.Compare(a.id, b.id) })
	c.v.responses = list
	return list
}

func milli(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

func (c *call) response(r response) []byte {
	y := r.y
	good, changed := y.good, y.answered
	if y.step(c.v.at) == 3 {
		good, changed = y.finally, y.revised
	}
	rating := 5
	if !good {
		rating = 1
	}
	answers := []any{map[string]any{
		"type": "rating_scale", "rating": rating, "rating_category": score(good), "created_at": milli(y.answered), "updated_at": milli(changed),
		"question": map[string]any{"id": "01HZX3T9K1AAAAAAAAAAAAAAAA", "alias": "customer_satisfaction_rating", "type": "rating_scale_numeric", "sub_type": "customer_satisfaction"},
	}}
	open := map[string]any{
		"type": "skipped", "created_at": milli(y.answered), "updated_at": milli(y.answered),
		"question": map[string]any{"id": "01HZX3T9K2BBBBBBBBBBBBBBBB", "alias": "comment", "type": "open_ended", "sub_type": "other"},
	}
	if y.comment != "" {
		open["type"], open["value"] = "open_ended", y.comment
	}
	answers = append(answers, open)
	ticket := text64(y.d.t.ID)
	return encode(map[string]any{
		"id": r.id, "responder_id": CustomerID(y.d.t.Customer), "expires_at": milli(y.offered.Add(28 * 24 * time.Hour)),
		"subjects": []any{map[string]any{"id": ticket, "type": "ticket", "zrn": "zen:ticket:" + ticket}},
		"survey":   map[string]any{"id": surveyID, "version": 3, "state": "enabled"}, "answers": answers,
	})
}

// listResponses lists survey responses by when they were given, within bounds in milliseconds, for tickets or
// of responders if that is asked for. Revised answers stay in their place.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/csat_survey_responses/
func (c *call) listResponses() {
	q := c.r.URL.Query()
	from, to := int64(0), c.o.Clock.Now().UnixMilli()
	for name, bound := range map[string]*int64{"filter[created_at_start]": &from, "filter[created_at_end]": &to} {
		if word := q.Get(name); word != "" {
			n, err := strconv.ParseInt(word, 10, 64)
			if err != nil {
				refuse(c.w, http.StatusBadRequest, "InvalidValue", name+" must be given in milliseconds")
				return
			}
			*bound = n
		}
	}
	subjects, responders := q.Get("filter[subject_zrns]"), q.Get("filter[responder_ids]")
	var items []item
	for _, r := range c.answers() {
		at := r.y.answered.UnixMilli()
		t := r.y.d.t
		if at < from || at > to || !among(subjects, "zen:ticket:"+text64(t.ID)) || !among(responders, text64(CustomerID(t.Customer))) {
			continue
		}
		items = append(items, item{[2]int64{at, int64(mix(11, t.ID)&31)<<40 | t.ID}, func() []byte { return c.response(r) }})
	}
	slices.SortFunc(items, func(a, b item) int { return compare(a.by, b.by) })
	if q.Get("sort") == "-id" {
		items = descending(items)
	}
	c.byCursor("survey_responses", items, q, nil)
}

func among(list, word string) bool {
	return list == "" || slices.Contains(strings.Split(list, ","), word)
}

func (c *call) showResponse() {
	for _, r := range c.answers() {
		if r.id == c.r.PathValue("id") {
			c.one("survey_response", c.response(r))
			return
		}
	}
	c.notFound()
}
