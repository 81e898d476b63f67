package exchange

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// Recorder is an http.RoundTripper that writes down what passes through it.
type Recorder struct {
	next   http.RoundTripper
	redact redactor
	mu     sync.Mutex
	out    io.Writer
	err    error
	count  int
}

// NewRecorder returns a recorder in front of a transport. Hide replaces further secrets in a text; it may
// be nil.
func NewRecorder(next http.RoundTripper, out io.Writer, hide func(string) string) *Recorder {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		panic(fmt.Sprintf("no random numbers: %v", err)) // crypto/rand never fails
	}
	return &Recorder{next: next, out: out, redact: redactor{key: key, hide: hide}}
}

// Count is how many exchanges were written.
func (r *Recorder) Count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.count
}

// Err returns the first error of writing.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// RoundTrip implements http.RoundTripper.
func (r *Recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	x := Exchange{Method: req.Method, URL: r.redact.address(req.URL)}
	if req.Body != nil && req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		sent, err := io.ReadAll(body)
		if err != nil {
			return nil, err
		}
		x.RequestBody = r.redact.body(sent)
	}
	resp, err := r.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	x.Status, x.Headers = resp.StatusCode, r.redact.headers(resp.Header)
	redact := r.redact
	redact.names = asks(req).Names
	resp.Body = &tape{body: resp.Body, done: func(body []byte) {
		x.Body = redact.body(body)
		r.write(x)
	}}
	return resp, nil
}

func (r *Recorder) write(x Exchange) {
	line, err := json.Marshal(x)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	if err == nil {
		_, err = r.out.Write(append(line, '\n'))
	}
	r.err = errors.Join(r.err, err)
}

// tape keeps a body while it is read.
type tape struct {
	body io.ReadCloser
	kept bytes.Buffer
	done func([]byte)
	once sync.Once
}

func (t *tape) Read(p []byte) (int, error) {
	n, err := t.body.Read(p)
	t.kept.Write(p[:n])
	if errors.Is(err, io.EOF) {
		t.finish()
	}
	return n, err
}

func (t *tape) Close() error {
	t.finish()
	return t.body.Close()
}

func (t *tape) finish() { t.once.Do(func() { t.done(t.kept.Bytes()) }) }
