package fake

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Rating is what a customer has answered to the survey. The desk of the tape asks nobody: which customers
// answer what is the fake's own, and the same for the same seed.
type Rating struct {
	ID, Ticket int64
	// Customer, Agent and Team are numbers of the desk; 0 for nobody.
	Customer, Agent, Team int64
	// Score is one of 103, 102, 101, 100, -101, -102 and -103.
	Score int
	// Second is the answer to the second question, 0 if there is none.
	Second   int
	Feedback string
	Created  time.Time
	// Updated is later than Created where the customer has changed the answer.
	Updated time.Time
}

// ratedOneIn is how many solved tickets there are for one that gets an answer.
const ratedOneIn = 4

// Ratings are the answers that there are at an instant, the first first.
func (s *Server) Ratings(at time.Time) []Rating {
	return s.look(s.frameAt(at), nil).ratings()
}

func (s *Server) answers(v *view) (list []Rating) {
	for _, t := range v.rows {
		luck := s.luck(0x5a7, uint64(t.ID))
		if luck%ratedOneIn != 0 || t.Status == "merged" || t.spam || t.deleted {
			continue
		}
		solved := time.Time{}
		for _, c := range t.Changes {
			if c.Field == "status" && (c.New == "solved" || c.New == "closed") {
				solved = c.At
				break
			}
		}
		luck >>= 8
		created := solved.Add(time.Duration(300+luck%30000) * time.Second)
		if solved.IsZero() || created.After(v.frame.At) {
			continue
		}
		r := Rating{
			ID: firstRating + t.ID, Ticket: t.ID, Customer: t.Customer, Agent: t.Agent, Team: t.Team,
			Score: []int{103, 103, 102, 101, 100, -101, -102, -103}[luck>>16%8], Created: created, Updated: created,
		}
		if luck>>24%3 == 0 {
			r.Second = []int{103, 100, -103}[luck>>28%3]
		}
		if changed := created.Add(time.Hour); luck>>32%5 == 0 && !changed.After(v.frame.At) {
			r.Updated, r.Feedback = changed, "I have thought again."
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Rating) int {
		if n := a.Created.Compare(b.Created); n != 0 {
			return n
		}
		return int(a.ID - b.ID)
	})
	return list
}

// ratingJSON is an answer. https://developers.freshdesk.com/api/#satisfaction-ratings
type ratingJSON struct {
	ID        int64          `json:"id"`
	SurveyID  int64          `json:"survey_id"`
	UserID    int64          `json:"user_id"`
	AgentID   *int64         `json:"agent_id"`
	Feedback  *string        `json:"feedback"`
	GroupID   *int64         `json:"group_id"`
	TicketID  int64          `json:"ticket_id"`
	CreatedAt stamp          `json:"created_at"`
	UpdatedAt stamp          `json:"updated_at"`
	Ratings   map[string]int `json:"ratings"`
}

const secondQuestion = "question_82000009001"

func encodeRating(r Rating) ratingJSON {
	j := ratingJSON{
		ID: r.ID, SurveyID: surveyID, UserID: contactID(r.Customer), AgentID: some(r.Agent, agentID), GroupID: some(r.Team, groupID),
		TicketID: r.Ticket, CreatedAt: stamp(r.Created), UpdatedAt: stamp(r.Updated), Ratings: map[string]int{"default_question": r.Score},
	}
	if r.Feedback != "" {
		j.Feedback = &r.Feedback
	}
	if r.Second != 0 {
		j.Ratings[secondQuestion] = r.Second
	}
	return j
}

// listRatings serves https://developers.freshdesk.com/api/#view_all_satisfaction_ratings; an answer that was
// changed later is found by when it was given first only.
func listRatings(w http.ResponseWriter, r *request) {
	since, errs := r.since("created_since")
	user := int64(0)
	if text := r.URL.Query().Get("user_id"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			errs = append(errs, fieldError{"user_id", "It should be a positive integer.", "datatype_mismatch"})
		}
		user = n
	}
	if len(errs) > 0 {
		invalid(w, errs...)
		return
	}
	rows := slices.DeleteFunc(slices.Clone(r.s.present().ratings()), func(a Rating) bool {
		return a.Created.Before(since) || user != 0 && contactID(a.Customer) != user
	})
	list(w, r, rows, encodeRating)
}

// listTicketRatings serves https://developers.freshdesk.com/api/#view_ticket_satisfaction_ratings
func listTicketRatings(w http.ResponseWriter, r *request) {
	v := r.s.present()
	t, ok := r.find(v)
	if !ok {
		notFound(w)
		return
	}
	rows := slices.DeleteFunc(slices.Clone(v.ratings()), func(a Rating) bool { return a.Ticket != t.ID })
	list(w, r, rows, encodeRating)
}

// listSurveys serves https://developers.freshdesk.com/api/#view_all_surveys
func listSurveys(w http.ResponseWriter, r *request) {
	made := stamp(r.s.o.Tape.Begin.Add(-300 * 24 * time.Hour))
	accepted := []int{-103, -102, -101, 100, 101, 102, 103}
	type question struct {
		ID       string `json:"id"`
		Label    string `json:"label"`
		Accepted []int  `json:"accepted_ratings"`
	}
	type survey struct {
		ID        int64      `json:"id"`
		Title     string     `json:"title"`
		Questions []question `json:"questions"`
		CreatedAt stamp      `json:"created_at"`
		UpdatedAt stamp      `json:"updated_at"`
	}
	write(w, http.StatusOK, []survey{{surveyID, "After an answer", []question{
		{"default_question", "How content are you?", accepted},
		{secondQuestion, "Was it quick enough?", []int{-103, 100, 103}},
	}, made, made}})
}
