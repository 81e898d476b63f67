package fake

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"
)

// The credentials of the account. Basic ones are an address with "/token" and an API token.
// https://developer.zendesk.com/api-reference/introduction/security-and-auth/
const (
	// AdminUser and AdminToken may do everything.
	AdminUser  = "owner@casa.example/token"
	AdminToken = "6wiIBWbGkBMo1mRDMuVwkw1EPsNkeUj95PIz2akv"
	// AgentUser is no administrator: exports, ratings and audits of all tickets are closed to it.
	AgentUser  = "ada@casa.example/token"
	AgentToken = "f8Yc0dPZ2qWJ5nRk1tXvL7sGbM3hUeA9oQ4iN6yE"
	// OAuthToken is an access token of the older kind, which does not expire.
	OAuthToken = "gErypPlm4dOVgGRvA1ZzMH5MQ3nLo8bo"
	// ClientID and ClientSecret get access tokens that expire, by the grant client_credentials.
	ClientID     = "casa_reports"
	ClientSecret = "0b1a2d3c4f5e60718293a4b5c6d7e8f90b1a2d3c4f5e60718293a4b5c6d7e8f9"
	// RefreshToken gets the first of a chain of access tokens, by the grant refresh_token; each answer has
	// the next refresh token, and the old one is spent.
	RefreshToken = "af3345kdj3-refresh-1"
)

// tokenLife is how long an access token lives; the vendor lets clients choose between 5 minutes and two days.
// https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
const tokenLife = 30 * time.Minute

// token is what has been issued: an access token, or a refresh token without an end.
type token struct {
	refresh bool
	end     time.Time
}

// admit checks who asks.
func (s *Server) admit(w http.ResponseWriter, r *http.Request, admin bool) bool {
	bearer, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	user, password, isBasic := r.BasicAuth()
	switch {
	case isBasic && user == AdminUser && password == AdminToken, isBearer && bearer == OAuthToken:
	case isBasic && user == AgentUser && password == AgentToken:
		if admin {
			writeJSON(w, http.StatusForbidden, map[string]any{"error": map[string]string{
				"title": "Forbidden", "message": "You do not have access to this page. Please contact the account owner of this help desk for further help.",
			}})
			return false
		}
	case isBearer:
		if t := s.tokens[bearer]; t == nil || t.refresh || !s.o.Clock.Now().Before(t.end) {
			invalidToken(w)
			return false
		}
	default:
		writeJSON(w, http.StatusUnauthorized, map[string]any{"error": "Couldn't authenticate you"})
		return false
	}
	return true
}

func invalidToken(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Bearer realm="Zendesk"`)
	writeJSON(w, http.StatusUnauthorized, map[string]any{
		"error": "invalid_token", "error_description": "The access token provided is expired, revoked, malformed or invalid for other reasons.",
	})
}

// expire makes the request's access token invalid, if it is one that can be renewed.
func (s *Server) expire(w http.ResponseWriter, r *http.Request) {
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	t := s.tokens[bearer]
	if t != nil {
		t.end = time.Time{}
	}
	s.mu.Unlock()
	if t == nil {
		s.mux.ServeHTTP(w, r)
		return
	}
	invalidToken(w)
}

// issue gives an access token. Clients may ask in JSON or as a form.
// https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
func (s *Server) issue(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var asked struct {
		Grant   string `json:"grant_type"`
		ID      string `json:"client_id"`
		Secret  string `json:"client_secret"`
		Refresh string `json:"refresh_token"`
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/json" {
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			refuse(w, http.StatusUnprocessableEntity, "Unprocessable Entity", "Server could not parse JSON")
			return
		}
	} else {
		asked.Grant, asked.Refresh = r.PostFormValue("grant_type"), r.PostFormValue("refresh_token")
		asked.ID, asked.Secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
		if id, secret, ok := r.BasicAuth(); ok && asked.ID == "" {
			asked.ID, asked.Secret = id, secret
		}
	}
	if asked.ID != ClientID || asked.Secret != ClientSecret {
		writeJSON(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client", "error_description": "Client authentication failed."})
		return
	}
	answer := map[string]any{"token_type": "bearer", "scope": "read", "expires_in": int(tokenLife.Seconds())}
	switch asked.Grant {
	case "client_credentials":
	case "refresh_token":
		t := s.tokens[asked.Refresh]
		if first := asked.Refresh == RefreshToken && t == nil; !first && (t == nil || !t.refresh || t.end.IsZero()) {
			writeJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "The refresh token is invalid, expired or revoked."})
			return
		}
		s.tokens[asked.Refresh] = &token{refresh: true}
		next := fmt.Sprintf("af3345kdj3-refresh-%d", s.issued+2)
		s.tokens[next] = &token{refresh: true, end: s.o.Clock.Now().Add(30 * 24 * time.Hour)}
		answer["refresh_token"], answer["refresh_token_expires_in"] = next, 30*24*3600
	default:
		writeJSON(w, http.StatusBadRequest, map[string]any{"error": "unsupported_grant_type", "error_description": "The authorization grant type is not supported."})
		return
	}
	s.issued++
	access := fmt.Sprintf("access-%d-%x", s.issued, mix(s.o.Seed, int64(s.issued)))
	s.tokens[access] = &token{end: s.o.Clock.Now().Add(tokenLife)}
	answer["access_token"] = access
	writeJSON(w, http.StatusOK, answer)
}
