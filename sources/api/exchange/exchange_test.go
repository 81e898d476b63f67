package exchange

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type answering func(*http.Request) (*http.Response, error)

func (f answering) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func response(r *http.Request, body string, header http.Header) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}
}

func send(t *testing.T, rt http.RoundTripper, method, url, body string) (status int, answer string) {
	t.Helper()
	var sent io.Reader
	if body != "" {
		sent = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, sent)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer access-1234")
	resp, err := rt.RoundTrip(req)
	require.NoError(t, err)
	got, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode, string(got)
}

const answer = `{"tickets":[{"id":9007199254740993,"subject":"My card is 4111","status":"open","requester":{"id":7,"name":"Ada Byron","email":"ada@example.org"},"tags":["vip"],"updated_at":"2026-01-01T00:00:00Z","description":""},{"id":2,"requester":{"id":7,"email":"ada@example.org"},"via":"mail from ada@example.org"}],"access_token":"access-5678","after_cursor":"c1","next_page_token":"p2"}`

func TestRecordedAnswersHoldNoSecretAndNoText(t *testing.T) {
	var out bytes.Buffer
	hide := func(s string) string { return strings.ReplaceAll(s, "hush", "<secret>") }
	r := NewRecorder(answering(func(r *http.Request) (*http.Response, error) {
		return response(r, answer, http.Header{"Content-Type": {"application/json"}, "Set-Cookie": {"session=abc"}, "X-Ratelimit-Remaining": {"7"}, "X-Request-Id": {"r"}}), nil
	}), &out, hide)
	_, got := send(t, r, "GET", "https://u:pw@desk.example/tickets?api_key=key-1234&x=hush&cursor=c0&page=2", "")
	require.Equal(t, answer, got, "the source gets what was answered")
	send(t, r, "POST", "https://desk.example/login", "grant_type=password&password=pw-1234&client_secret=s-1234")
	send(t, r, "POST", "https://desk.example/search", `{"query":"x","token":"t-1234"}`)
	require.NoError(t, r.Err())
	for _, secret := range []string{"My card", "Ada", "ada@", "key-1234", "pw-1234", "s-1234", "t-1234", "access-5678", "hush", "pw", "session=abc", "Authorization", "X-Request-Id"} {
		require.NotContains(t, out.String(), secret)
	}
	exchanges, err := read("desk.jsonl", &out)
	require.NoError(t, err)
	require.Len(t, exchanges, 3)
	require.Equal(t, "https://desk.example/tickets?api_key=%3Csecret%3E&cursor=c0&page=2&x=%3Csecret%3E", exchanges[0].URL)
	require.Equal(t, Headers{"Content-Type": "application/json", "X-Ratelimit-Remaining": "7"}, exchanges[0].Headers)
	body := decoded(exchanges[0].Body).(map[string]any)
	tickets := body["tickets"].([]any)
	first, second := tickets[0].(map[string]any), tickets[1].(map[string]any)
	require.Contains(t, string(exchanges[0].Body), `"id":9007199254740993`)
	require.Equal(t, "open 2026-01-01T00:00:00Z c1 p2", strings.Join([]string{first["status"].(string), first["updated_at"].(string), body["after_cursor"].(string), body["next_page_token"].(string)}, " "))
	require.Equal(t, []any{"vip"}, first["tags"])
	require.Empty(t, first["description"])
	require.Equal(t, first["requester"].(map[string]any)["email"], second["requester"].(map[string]any)["email"], "the same customer is still the same")
}

// Names of groups stay where they were asked for, those of people never do.
func TestNamesOfTheDeskStay(t *testing.T) {
	const body = `{"groups":[{"id":1,"name":"Returns","description":"who sends back"},{"id":2,"name":"Ada Byron","role":"agent"}]}`
	for _, asked := range []bool{true, false} {
		var out bytes.Buffer
		r := NewRecorder(answering(func(r *http.Request) (*http.Response, error) { return response(r, body, nil), nil }), &out, nil)
		ctx := t.Context()
		if asked {
			ctx = Asks{Names: true}.In(ctx)
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://desk.example/groups", http.NoBody)
		require.NoError(t, err)
		resp, err := r.RoundTrip(req)
		require.NoError(t, err)
		_, err = io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, asked, strings.Contains(out.String(), `"name":"Returns"`))
		require.NotContains(t, out.String(), "Ada")
		require.NotContains(t, out.String(), "sends back")
	}
}
