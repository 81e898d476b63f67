package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// Two lists of different names and addresses that together are the tickets.
const twoKinds = `
streams:
  - name: tickets
    request: {path: "/{{ .set }}/search", params: {since: "{{ .cursor | unix }}"}}
    sets: [{name: talks, records: talks}, {name: cases, records: cases}]
    cursor: {field: updated}
    look_up: {request: {path: "/{{ .set }}/{{ .id }}"}}
    open: {request: {path: "/{{ .set }}/search", params: {open: 1}}, every: 10m}
    map: '{kind: "ticket", id, created_at: (.created | ts), updated_at: (.updated | ts), status: .state, tags: [$set]}'
`

// kinds is a helpdesk with a talk and a case, one of each in its lists and an older one of each.
type kinds struct {
	paths []string
}

func (k *kinds) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/api/")
	k.paths = append(k.paths, path)
	set, rest, _ := strings.Cut(path, "/")
	ids := map[string][]int{"talks": {1, 2}, "cases": {3, 4}}[set]
	var list []obj
	for i, id := range ids {
		one := ticket(id, noon.Add(-time.Hour))
		if rest == string(rune('0'+id)) {
			reply(w, one)
			return
		}
		if i == 0 || r.URL.Query().Get("open") != "" {
			list = append(list, one)
		}
	}
	if rest != "search" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	reply(w, obj{set: list})
}

// Look-ups and sweeps that name the set are made for each: what one does not have may be another's.
func TestSetsWithAddressesOfTheirOwn(t *testing.T) {
	k := &kinds{}
	b := newBed(t, twoKinds, k.ServeHTTP)
	b.ledger.Want("4")
	b.ledger.Want("7")
	b.mustPoll("tickets")
	require.Equal(t, []string{
		"talks/search", "cases/search", "talks/4", "cases/4", "talks/7", "cases/7", "talks/search", "cases/search", "talks/2",
	}, k.paths)
	require.Equal(t, []string{"ticket/1", "ticket/2", "ticket/3", "ticket/4"}, b.ledger.Keys())
	require.Equal(t, []string{"cases"}, b.ledger.Records["ticket/4"].(record.Ticket).Tags)
	require.Empty(t, b.ledger.Wanted(), "what no set has does not exist")
}

// A ticket is gone when the helpdesk says so, not when it answers with something else.
func TestLookUpAnsweredBySomethingElse(t *testing.T) {
	answers := []string{`{}`, `{"message":"try again"}`, `{"id":null,"state":"open"}`}
	b := newBed(t, strings.Replace(twoKinds, "{name: talks, records: talks}, ", "", 1), func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/search"):
			reply(w, obj{"cases": []obj{}})
		case len(answers) > 0:
			write(w, "%s", answers[0])
			answers = answers[1:]
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
	b.ledger.Want("4")
	for range 3 {
		reason, message := b.reason()
		require.Equal(t, string(ReasonSchema), reason)
		require.Contains(t, message, "what was looked up is answered by something else")
		require.Equal(t, []string{"4"}, b.ledger.Wanted())
		require.Empty(t, b.ledger.Rejects)
	}
	b.mustPoll("tickets")
	require.Empty(t, b.ledger.Wanted(), "it is gone")
}

// What a list has besides the tickets that are read is passed over.
func TestSweepPassesOver(t *testing.T) {
	k := &kinds{}
	b := newBed(t, "vars: {pass: 2}"+strings.Replace(twoKinds, "every: 10m", "every: 10m, where: '(.id | tostring) != $vars.pass'", 1), k.ServeHTTP)
	b.mustPoll("tickets")
	require.Equal(t, []string{"ticket/1", "ticket/3", "ticket/4"}, b.ledger.Keys())
}

// A request whose path gives nothing is not made.
func TestNoPathNoRequest(t *testing.T) {
	k := &kinds{}
	path := `{{ if or (eq .set \"talks\") .vars.cases }}/{{ .set }}`
	text := strings.ReplaceAll(strings.ReplaceAll(twoKinds, `"/{{ .set }}/search"`, `"`+path+`/search{{ end }}"`), `"/{{ .set }}/{{ .id }}"`, `"`+path+`/{{ .id }}{{ end }}"`)
	b := newBed(t, "vars: {cases: ''}"+text, k.ServeHTTP)
	b.ledger.Want("4")
	b.mustPoll("tickets")
	require.Equal(t, []string{"talks/search", "talks/4", "talks/search", "talks/2"}, k.paths)
	require.Equal(t, []string{"ticket/1", "ticket/2"}, b.ledger.Keys())
	require.Empty(t, b.ledger.Wanted())
}
