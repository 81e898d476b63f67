package fake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"
)

// tokens are the access tokens that were given, and until when they are good. A new one leaves the older ones
// alone.
type tokens struct {
	mu    sync.Mutex
	until map[string]time.Time
	given int
}

func newTokens() *tokens { return &tokens{until: map[string]time.Time{}} }

func (t *tokens) give(now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.given++
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s %d %d", AppSecret, t.given, now.UnixNano())))
	token := hex.EncodeToString(sum[:16])
	t.until[token] = now.Add(TokenLife)
	return token
}

// good tells whether a request has a token that is good. One in the query is not looked at.
func (t *tokens) good(r *http.Request, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	until, ok := t.until[bearer(r)]
	return ok && now.Before(until)
}

func (t *tokens) revoke(r *http.Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.until, bearer(r))
}

func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

// token gives an access token for the application's id and secret. Both may come as JSON, as a form, or in the
// query, each with its type of content.
// https://developer.helpscout.com/mailbox-api/overview/authentication/
func (r *request) token() {
	if r.Method != http.MethodPost {
		r.w.Header().Set("Allow", http.MethodPost)
		fail(r.w, http.StatusMethodNotAllowed, "Method not allowed")
		return
	}
	word, ok := r.grant()
	switch {
	case !ok:
		r.denied(http.StatusBadRequest, "invalid_request", "The request cannot be read.")
	case word("grant_type") != "client_credentials":
		r.denied(http.StatusBadRequest, "unsupported_grant_type", "This application has client_credentials only.")
	case word("client_id") != AppID || word("client_secret") != AppSecret:
		r.denied(http.StatusUnauthorized, "invalid_client", "Unknown application or wrong secret.")
	default:
		r.w.Header().Set("Pragma", "no-cache")
		write(r.w, http.StatusOK, "application/json; charset=utf-8", object{
			"token_type": "bearer", "access_token": r.s.tokens.give(r.s.o.Clock.Now()), "expires_in": int(TokenLife / time.Second),
		})
	}
}

// grant reads the words of a request for a token.
func (r *request) grant() (word func(string) string, ok bool) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		var words map[string]any
		if err := json.NewDecoder(r.Body).Decode(&words); err != nil {
			return nil, false
		}
		return func(name string) string { text, _ := words[name].(string); return text }, true
	}
	return r.FormValue, r.ParseForm() == nil
}

func (r *request) denied(status int, code, why string) {
	write(r.w, status, "application/json; charset=utf-8", object{"error": code, "error_description": why})
}
