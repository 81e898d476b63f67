package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPhone(t *testing.T) {
	var screen bytes.Buffer
	at := time.Date(2026, 3, 2, 8, 31, 0, 0, time.UTC)
	server := httptest.NewServer(phone(&screen, func() time.Time { return at }))
	defer server.Close()
	post := func(body string) int {
		res, err := http.Post(server.URL, "application/json", strings.NewReader(body))
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		return res.StatusCode
	}
	require.Equal(t, http.StatusOK, post(`{"receiver": "desk-oncall", "status": "firing", "alerts": [
		{"status": "firing", "labels": {"severity": "page"}, "annotations": {"summary": "Returns: due in 9m", "description": "Answer it.", "runbook_url": "https://r", "dashboard_url": "https://d"}},
		{"status": "resolved", "labels": {"severity": "ticket"}, "annotations": {"summary": "Sales", "description": "It was late."}}]}`))
	require.Equal(t, `
08:31:00  PAGE for desk-oncall
Returns: due in 9m
Answer it.
https://r
https://d

08:31:00  TICKET, over for desk-oncall
Sales
It was late.
`, screen.String())
	require.Equal(t, http.StatusBadRequest, post("hello"))
	require.Equal(t, http.StatusBadRequest, post(`{"receiver": "`+strings.Repeat("x", longest)+`"}`))
}
