package fake

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// ErrCut is how a request fails when its process is killed.
var ErrCut = errors.New("fake: the process was killed")

// Network is an http.RoundTripper in front of a handler, without sockets. A handler that panics with
// http.ErrAbortHandler cuts its answer off. Answers are dated by the server's clock.
type Network struct {
	Handler http.Handler
	// Clock is the server's. Nil leaves answers without a date.
	Clock interface{ Now() time.Time }
	// Latency passes on the clock with each request, where it can be advanced.
	Latency time.Duration
	// KillAt lets the request of this number (from 1), and all after it, fail with ErrCut; 0 never does.
	KillAt int
	// Served lets the server do what request KillAt asks for, before its answer is lost.
	Served bool

	mu       sync.Mutex
	requests []*http.Request
}

// RoundTrip implements http.RoundTripper.
func (n *Network) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	served := req.Clone(req.Context())
	served.Body = http.NoBody
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		if err := req.Body.Close(); err != nil {
			return nil, err
		}
		served.Body = io.NopCloser(bytes.NewReader(body))
	}
	served.RequestURI = req.URL.RequestURI()
	served.Host = req.URL.Host
	n.mu.Lock()
	n.requests = append(n.requests, served)
	number := len(n.requests)
	n.mu.Unlock()
	if n.KillAt > 0 && number >= n.KillAt {
		if n.Served && number == n.KillAt {
			serve(n.Handler, &answer{header: http.Header{}}, served)
		}
		return nil, ErrCut
	}
	if c, ok := n.Clock.(interface{ Advance(time.Duration) }); ok && n.Latency > 0 {
		c.Advance(n.Latency)
	}
	a := &answer{header: http.Header{}}
	if n.Clock != nil {
		a.header.Set("Date", n.Clock.Now().UTC().Format(http.TimeFormat))
	}
	cut := serve(n.Handler, a, served)
	if a.status == 0 {
		a.status = http.StatusOK
	}
	var body io.Reader = &a.body
	if cut {
		body = io.MultiReader(body, broken{})
	}
	return &http.Response{
		StatusCode: a.status, Status: http.StatusText(a.status), Header: a.header, Body: io.NopCloser(body),
		ContentLength: -1, Request: req, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// Requests returns the number of requests so far.
func (n *Network) Requests() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.requests)
}

// Sent returns the requests so far.
func (n *Network) Sent() []*http.Request {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]*http.Request(nil), n.requests...)
}

func serve(h http.Handler, a *answer, req *http.Request) (cut bool) {
	defer func() {
		switch fault := recover(); fault {
		case nil:
		case http.ErrAbortHandler:
			cut = true
		default:
			panic(fault)
		}
	}()
	h.ServeHTTP(a, req)
	return false
}

// answer is the http.ResponseWriter of a handler.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// broken is a connection that ends too early.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
