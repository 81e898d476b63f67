//go:build live

package alertse2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"sync"
	"testing"
	"time"
)

// alert is one of a notification.
type alert struct {
	Status      string            `json:"status"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}

// notification is what Alertmanager posts to a web hook.
type notification struct {
	Receiver string  `json:"receiver"`
	Status   string  `json:"status"`
	GroupKey string  `json:"groupKey"`
	Alerts   []alert `json:"alerts"`

	came time.Time
}

// hook is a web hook that keeps and prints what it is told.
type hook struct {
	t      *testing.T
	server *httptest.Server

	mu       sync.Mutex
	received []notification
}

func newHook(t *testing.T) *hook {
	h := &hook{t: t}
	h.server = httptest.NewServer(h)
	t.Cleanup(h.server.Close)
	return h
}

// ServeHTTP takes a notification. The receiver is the address' last part.
func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	n := notification{came: time.Now()}
	if err == nil {
		err = json.Unmarshal(body, &n)
	}
	if err != nil || n.Receiver != path.Base(r.URL.Path) {
		h.t.Errorf("%s: %v: %s", r.URL.Path, err, body)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	h.t.Logf("%s  %s: %s", n.came.UTC().Format(time.TimeOnly), n.Receiver, body)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.received = append(h.received, n)
}

// forget drops what has come so far.
func (h *hook) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.received = nil
}

// find returns the first notification to a receiver that holds an alert in a status with these labels, given
// as pairs.
func (h *hook) find(receiver, status string, labels ...string) (notification, alert, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, n := range h.received {
		if n.Receiver != receiver {
			continue
		}
		i := slices.IndexFunc(n.Alerts, func(a alert) bool { return a.Status == status && a.has(labels) })
		if i >= 0 {
			return n, n.Alerts[i], true
		}
	}
	return notification{}, alert{}, false
}

func (a alert) has(labels []string) bool {
	for i := 0; i < len(labels); i += 2 {
		if a.Labels[labels[i]] != labels[i+1] {
			return false
		}
	}
	return true
}

// firing lists the alerts of a severity that anybody was told of, by name and source, each once.
func (h *hook) firing(severity string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var names []string
	for _, n := range h.received {
		for _, a := range n.Alerts {
			if a.Labels["severity"] == severity {
				names = append(names, a.Labels["alertname"]+" "+a.Labels["source"])
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
