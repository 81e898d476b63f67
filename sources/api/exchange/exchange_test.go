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
	exchanges, err := Read(&out)
	require.NoError(t, err)
	require.Len(t, exchanges, 3)
	require.Equal(t, "https://desk.example/tickets?api_key=%3Csecret%3E&cursor=c0&page=2&x=%3Csecret%3E", exchanges[0].URL)
	require.Equal(t, map[string]string{"Content-Type": "application/json", "X-Ratelimit-Remaining": "7"}, exchanges[0].Headers)
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
			ctx = Lookup(ctx)
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

func TestPlayer(t *testing.T) {
	recording := strings.Join([]string{
		`{"method":"GET","url":"https://old.example/tickets?api_key=%3Csecret%3E&page=1","status":200,"headers":{"Content-Type":"application/json"},"body":{"n":1}}`,
		`{"method":"GET","url":"https://old.example/tickets?api_key=%3Csecret%3E&page=1","status":200,"body":{"n":2}}`,
		``,
		`{"method":"POST","url":"https://old.example/search","request_body":{"q":"x","token":"<secret>"},"status":200,"body":[3]}`,
		`{"method":"POST","url":"https://old.example/login","request_body":"client_secret=%3Csecret%3E&grant_type=x","status":503,"headers":{"Content-Type":"text/html"},"body":"not JSON"}`,
		`{"method":"GET","url":"https://old.example/nothing","status":204}`,
	}, "\n")
	exchanges, err := Read(strings.NewReader(recording))
	require.NoError(t, err)
	p, err := NewPlayer(exchanges)
	require.NoError(t, err)
	for _, want := range []string{`{"n":1}`, `{"n":2}`, `{"n":2}`} {
		_, got := send(t, p, "GET", "https://new.example/tickets?page=1&api_key=other", "")
		require.JSONEq(t, want, got)
	}
	_, got := send(t, p, "POST", "https://new.example/search", `{"token":"mine","q":"x"}`)
	require.JSONEq(t, `[3]`, got)
	status, got := send(t, p, "POST", "https://new.example/login", "grant_type=x&client_secret=mine")
	require.Equal(t, "not JSON", got)
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.Equal(t, 1, p.Unused())
	status, got = send(t, p, "GET", "https://new.example/nothing", "")
	require.Equal(t, http.StatusNoContent, status)
	require.Empty(t, got)
	require.Zero(t, p.Unused())

	for _, wrong := range []struct{ method, url, body string }{
		{"GET", "https://new.example/tickets?page=2&api_key=other", ""},
		{"GET", "https://new.example/tickets?page=1&api_key=other&status=open", ""},
		{"POST", "https://new.example/search", `{"token":"mine","q":"y"}`},
		{"POST", "https://new.example/tickets?page=1&api_key=other", ""},
	} {
		req, err := http.NewRequestWithContext(t.Context(), wrong.method, wrong.url, strings.NewReader(wrong.body))
		require.NoError(t, err)
		_, err = p.RoundTrip(req) //nolint:bodyclose // there is none
		require.ErrorIs(t, err, ErrUnmatched)
		require.NotContains(t, err.Error(), "other")
	}
	require.Len(t, p.Unmatched(), 4)
	require.Equal(t, "GET /tickets?page=2", p.Unmatched()[0])
}

// A request that asks for more or less of the same is answered, one for something else is not.
func TestSimilarRequests(t *testing.T) {
	var exchanges []Exchange
	for _, address := range []string{"/tickets?since=1700000000&per_page=100", "/tickets?since=1700000000&per_page=100&page=2", "/groups"} {
		exchanges = append(exchanges, Exchange{Method: "GET", URL: "https://old.example" + address, Status: 200, Body: []byte(`"` + address + `"`)})
	}
	for request, want := range map[string]string{
		"/tickets?per_page=50&since=1710000000":              "/tickets?since=1700000000&per_page=100",
		"/tickets?page=1&since=1710000000":                   "/tickets?since=1700000000&per_page=100",
		"/tickets?include=users&per_page=5&since=1710000000": "/tickets?since=1700000000&per_page=100",
		"/tickets?page=2&since=1710000000":                   "/tickets?since=1700000000&per_page=100&page=2",
		"/groups?per_page=100":                               "/groups",
		"/tickets?since=1710000000&page=3":                   "",
		"/tickets?since=yesterday":                           "",
		"/teams":                                             "",
	} {
		p, err := NewPlayer(exchanges)
		require.NoError(t, err)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://new.example"+request, http.NoBody)
		require.NoError(t, err)
		resp, err := p.RoundTrip(req)
		if want == "" {
			require.ErrorIs(t, err, ErrUnmatched, request)
			require.Empty(t, p.Similar())
			continue
		}
		require.NoError(t, err, request)
		require.NoError(t, resp.Body.Close())
		_, got := send(t, p, "GET", "https://new.example"+request, "")
		require.Equal(t, want, strings.Trim(got, `"`), request)
		require.Contains(t, p.Similar(), "GET "+request)
	}
}

func TestRecordingsThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		`{"method":"GET"`: "line 1: ",
		"\n" + `{"method":"GET","status":2}` + "\n" + `{"url":"x","status":2}`: "line 3: method, url and status are required",
		`{"methd":"GET"}`: `line 1: json: unknown field "methd"`,
	} {
		_, err := Read(strings.NewReader(text))
		require.ErrorContains(t, err, want)
	}
}
