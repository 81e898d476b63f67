package fake

import (
	"net/http"
	"time"
)

// maxCalls is the largest page of calls, and its default; maxCallIDs is how many conversations a search takes.
const (
	maxCalls   = 25
	maxCallIDs = 20
)

// call is the phone call by which a conversation began, which the desk knows nothing of but that it was.
//
// Source: the call of the OpenAPI description.
func (i *item) call() object {
	t := i.ticket
	answered := t.Created.Add(time.Duration(5+draw(t.ID, 7)%30) * time.Second)
	ended := answered.Add(time.Duration(60+draw(t.ID, 8)%600) * time.Second)
	direction, admin := "inbound", any(nil)
	if i.source.deliveredAs == adminInitiated {
		direction, admin = "outbound", i.source.author.id
	}
	return object{
		"type": "call", "id": CallID(t.ID), "conversation_id": ConversationID(t.ID), "admin_id": admin, "contact_id": ContactID(t.Customer),
		"state": "completed", "initiated_at": t.Created.Unix(), "answered_at": answered.Unix(), "ended_at": ended.Unix(),
		"created_at": t.Created.Unix(), "updated_at": ended.Unix(), "recording_url": nil, "transcription_url": nil, "call_type": "phone",
		"direction": direction, "ended_reason": "completed", "phone": nil, "fin_recording_url": nil, "fin_transcription_url": nil,
	}
}

// isCall tells whether a conversation began with a call that is over by now.
func (i *item) isCall(now time.Time) bool {
	ended, _ := i.callEnd()
	return i.ticket.Channel == "phone" && ended <= now.Unix()
}

func (i *item) callEnd() (int64, bool) {
	ended, ok := i.call()["ended_at"].(int64)
	return ended, ok
}

// listCalls lists the calls, the newest first; their order is not documented.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls/listcalls.
func (s *Server) listCalls(w http.ResponseWriter, r *http.Request) {
	perPage, ok := s.number(w, r, "per_page", maxCalls, maxCalls)
	if !ok {
		return
	}
	number, ok := s.number(w, r, "page", 1, 1<<30)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.present()
	rows := []row{}
	for _, i := range v.items {
		if i.isCall(v.at) {
			rows = append(rows, row{i.ticket.Created.Unix(), i.ticket.ID, i.call()})
		}
	}
	sortRows(rows, true)
	all := list{}
	for _, r := range rows {
		all = append(all, r.item)
	}
	items, pages := numbered(r, all, number, perPage)
	s.write(w, http.StatusOK, object{"type": "list", "data": items, "total_count": len(all), "pages": pages})
}

// getCall answers with a call.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls/showcall.
func (s *Server) getCall(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.present()
	for _, i := range v.items {
		if CallID(i.ticket.ID) == r.PathValue("id") && i.isCall(v.at) {
			s.write(w, http.StatusOK, i.call())
			return
		}
	}
	s.fail(w, http.StatusNotFound, "not_found", "Not Found")
}

// searchCalls finds the calls of up to twenty conversations.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls/listcallswithtranscripts.
func (s *Server) searchCalls(w http.ResponseWriter, r *http.Request) {
	var body struct {
		ConversationIDs []string `json:"conversation_ids"`
	}
	if !s.decode(w, r, &body) {
		return
	}
	if len(body.ConversationIDs) == 0 || len(body.ConversationIDs) > maxCallIDs {
		s.fail(w, http.StatusBadRequest, "conversation_id_limit_exceeded", "A list of up to 20 conversation IDs is required")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.present()
	all := list{}
	for _, id := range body.ConversationIDs {
		if i, ok := s.find(id); ok && i.isCall(v.at) {
			o := i.call()
			o["transcript"], o["transcript_status"] = list{}, nil
			all = append(all, o)
		}
	}
	s.write(w, http.StatusOK, object{"type": "list", "data": all})
}
