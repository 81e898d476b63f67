package prometheus

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Point is a value at an instant.
type Point struct {
	At    time.Time
	Value float64
}

// UnmarshalJSON implements json.Unmarshaler: [seconds, "value"].
func (p *Point) UnmarshalJSON(text []byte) error {
	var seconds float64
	var value string
	if err := json.Unmarshal(text, &[2]any{&seconds, &value}); err != nil {
		return err
	}
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return fmt.Errorf("value of a point: %w", err)
	}
	*p = Point{At: time.UnixMilli(int64(seconds * 1000)), Value: v}
	return nil
}

// Series is a result of an expression: at one instant Value, over a range Values.
type Series struct {
	Labels map[string]string `json:"metric"`
	Value  Point             `json:"value"`
	Values []Point           `json:"values"`
}

// Query returns the value of an expression that gives one, 0 when it gives none.
func (s *Server) Query(t testing.TB, expr string) float64 {
	t.Helper()
	result := s.Vector(t, expr)
	if len(result) == 0 {
		return 0
	}
	return result[0].Value.Value
}

// Vector returns what an expression gives now.
func (s *Server) Vector(t testing.TB, expr string) []Series {
	t.Helper()
	return s.get(t, "query", url.Values{"query": {expr}})
}

// VectorAt returns what an expression gives at an instant.
func (s *Server) VectorAt(t testing.TB, expr string, at time.Time) []Series {
	t.Helper()
	return s.get(t, "query", url.Values{"query": {expr}, "time": {at.UTC().Format(time.RFC3339Nano)}})
}

// Range evaluates an expression at each second from one instant to another.
func (s *Server) Range(t testing.TB, expr string, from, to time.Time) []Series {
	t.Helper()
	return s.RangeBy(t, expr, from, to, time.Second)
}

// RangeBy evaluates an expression at each step from one instant to another.
func (s *Server) RangeBy(t testing.TB, expr string, from, to time.Time, step time.Duration) []Series {
	t.Helper()
	return s.get(t, "query_range", url.Values{
		"query": {expr}, "step": {strconv.FormatFloat(step.Seconds(), 'f', -1, 64)},
		"start": {from.UTC().Format(time.RFC3339Nano)}, "end": {to.UTC().Format(time.RFC3339Nano)},
	})
}

func (s *Server) get(t testing.TB, endpoint string, query url.Values) []Series {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+"/api/v1/"+endpoint+"?"+query.Encode(), nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, res.StatusCode, string(text))
	var answer struct{ Data struct{ Result []Series } }
	require.NoError(t, json.Unmarshal(text, &answer), string(text))
	return answer.Data.Result
}
