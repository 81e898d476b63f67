package fake

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// What is not documented is refused, and says so as documented.
func testRefusals(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 1000000}, 6*24*time.Hour)
	for _, test := range []struct {
		name, method, target, key string
		header                    http.Header
		status                    int
		code, field               string
	}{
		{name: "no credentials", target: "/tickets", status: 401, code: "invalid_credentials"},
		{name: "wrong credentials", target: "/tickets", key: "nobody", status: 401, code: "invalid_credentials"},
		{name: "credentials in the address", target: "/tickets?api_key=" + APIKey, status: 401, code: "invalid_credentials"},
		{name: "for administrators", target: "/business_hours", key: AgentKey, status: 403, code: "access_denied"},
		{name: "agents are for administrators", target: "/agents", key: AgentKey, status: 403, code: "access_denied"},
		{name: "but oneself", target: "/agents/me", key: AgentKey, status: 200},
		{name: "an agent may see tickets", target: "/tickets", key: AgentKey, status: 200},
		{name: "no such path", target: "/ticket", key: APIKey, status: 404},
		{name: "no such version", target: "https://" + Host + "/api/v3/tickets", key: APIKey, status: 404},
		{name: "no such ticket", target: "/tickets/999999", key: APIKey, status: 404},
		{name: "no number", target: "/tickets/last", key: APIKey, status: 404},
		{name: "a method that writes", method: http.MethodPost, target: "/tickets", key: APIKey, status: 405, code: "method_not_allowed"},
		{name: "XML", target: "/tickets", key: APIKey, header: http.Header{"Accept": {"application/xml"}}, status: 406, code: "unsupported_accept_header"},
		{name: "XML sent", target: "/tickets", key: APIKey, header: http.Header{"Content-Type": {"application/xml"}}, status: 415, code: "invalid_content_type"},
		{name: "page too large", target: "/tickets?per_page=101", key: APIKey, status: 400, code: "invalid_value", field: "per_page"},
		{name: "no page", target: "/agents?page=0", key: APIKey, status: 400, code: "invalid_value", field: "page"},
		{name: "the last page", target: "/tickets?per_page=1&page=300", key: APIKey, status: 200},
		{name: "page too far", target: "/tickets?per_page=1&page=301", key: APIKey, status: 400, code: "invalid_value", field: "page"},
		{name: "unknown parameter", target: "/tickets?modified_since=2026-06-01", key: APIKey, status: 400, code: "invalid_field", field: "modified_since"},
		{name: "no date", target: "/tickets?updated_since=yesterday", key: APIKey, status: 400, code: "invalid_value", field: "updated_since"},
		{name: "seconds since 1970", target: "/tickets?updated_since=1780000000", key: APIKey, status: 400, code: "invalid_value", field: "updated_since"},
		{name: "order", target: "/tickets?order_by=id", key: APIKey, status: 400, code: "invalid_value", field: "order_by"},
		{name: "direction", target: "/tickets?order_type=up", key: APIKey, status: 400, code: "invalid_value", field: "order_type"},
		{name: "view", target: "/tickets?filter=trash", key: APIKey, status: 400, code: "invalid_value", field: "filter"},
		{name: "include", target: "/tickets?include=conversations", key: APIKey, status: 400, code: "invalid_value", field: "include"},
		{name: "description of one", target: "/tickets/3?include=description", key: APIKey, status: 400, code: "invalid_value", field: "include"},
		{name: "search without quotes", target: "/search/tickets?query=status:2", key: APIKey, status: 400, code: "invalid_value", field: "query"},
		{name: "search by field", target: "/search/tickets?query=%22subject:2%22", key: APIKey, status: 400, code: "invalid_value", field: "query"},
		{name: "search by time", target: "/search/tickets?query=%22updated_at:%3E'2026-06-01T10:00:00Z'%22", key: APIKey, status: 400, code: "invalid_value", field: "query"},
		{name: "search too far", target: "/search/tickets?query=%22status:2%22&page=11", key: APIKey, status: 400, code: "invalid_value", field: "page"},
		{name: "search with a page size", target: "/search/tickets?query=%22status:2%22&per_page=100", key: APIKey, status: 400, code: "invalid_field", field: "per_page"},
		{name: "activities of no day", target: "/export/ticket_activities", key: APIKey, status: 400, code: "missing_field", field: "created_at"},
		{name: "activities of today", target: "/export/ticket_activities?created_at=2026-06-07", key: APIKey, status: 404},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.method == "" {
				test.method = http.MethodGet
			}
			asking := *c
			asking.t, asking.key, asking.header = t, test.key, test.header
			a := asking.do(test.method, test.target)
			require.Equal(t, test.status, a.status, "%s", a.body)
			if test.code == "" {
				return
			}
			var p problem
			require.NoError(t, json.Unmarshal(a.body, &p))
			if test.field == "" {
				require.Equal(t, test.code, p.Code)
				return
			}
			require.Equal(t, "Validation failed", p.Description)
			require.Equal(t, []string{test.field, test.code}, []string{p.Errors[0].Field, p.Errors[0].Code})
		})
	}
}

// An instant may be written in each of the documented ways, and means UTC where nothing is said.
func TestInstants(t *testing.T) {
	for text, want := range map[string]string{
		"2016-02-15": "2016-02-15T00:00:00Z", "2010-03-23T12:00": "2010-03-23T12:00:00Z", "2010-03-23T12:00Z": "2010-03-23T12:00:00Z",
		"2010-03-23T12:00:05": "2010-03-23T12:00:05Z", "2016-02-15T21:16:25Z": "2016-02-15T21:16:25Z",
		"2012-12-24T12:56:15+05:30": "2012-12-24T07:26:15Z", "2012-12-24T12:56:15+05": "2012-12-24T07:56:15Z",
		"2012-12-24T12:56:15+0530": "2012-12-24T07:26:15Z",
	} {
		at, ok := parseTime(text)
		require.True(t, ok, text)
		require.Equal(t, want, at.Format(time.RFC3339), text)
	}
}
