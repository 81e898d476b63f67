// Command phone is a web hook of the shape of a phone: it shows what Alertmanager posts to it, a few lines a page. It is to
// see a page come while nothing better is connected.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// longest is how much of a notification is read.
const longest = 1 << 20

// notification is what Alertmanager posts, as far as it is shown.
type notification struct {
	Receiver string `json:"receiver"`
	Alerts   []struct {
		Status      string            `json:"status"`
		Labels      map[string]string `json:"labels"`
		Annotations map[string]string `json:"annotations"`
	} `json:"alerts"`
}

func main() {
	address := flag.String("listen", "127.0.0.1:9096", "Address to listen on.")
	flag.Parse()
	if err := serve(*address, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(address string, screen io.Writer) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(screen, "the phone waits at http://%s/\n", listener.Addr()); err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: phone(screen, time.Now), ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}

// phone shows each notification on a screen.
func phone(screen io.Writer, now func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n notification
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, longest)).Decode(&n); err != nil {
			http.Error(w, "expected a notification of Alertmanager: "+err.Error(), http.StatusBadRequest)
			return
		}
		if _, err := io.WriteString(screen, n.text(now())); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
}

// text is what a phone shows.
func (n notification) text(at time.Time) string {
	var out strings.Builder
	for _, a := range n.Alerts {
		severity := strings.ToUpper(a.Labels["severity"])
		if a.Status == "resolved" {
			severity += ", over"
		}
		fmt.Fprintf(&out, "\n%s  %s for %s\n%s\n%s\n", at.Format(time.TimeOnly), severity, n.Receiver,
			a.Annotations["summary"], a.Annotations["description"])
		for _, link := range []string{"runbook_url", "dashboard_url"} {
			if a.Annotations[link] != "" {
				fmt.Fprintln(&out, a.Annotations[link])
			}
		}
	}
	return out.String()
}
