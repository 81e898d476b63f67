// Package live drives a living Request Tracker through the doors that people use, its mail gateway and REST2, and
// keeps account of what must be counted.
package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Desk is a Request Tracker. Every method returns when the desk has acknowledged the act.
type Desk struct {
	// URL is the root of its web server.
	URL    string
	client http.Client
}

// NewDesk returns the desk at a URL.
func NewDesk(url string) *Desk {
	return &Desk{URL: url, client: http.Client{Timeout: time.Minute}}
}

// Mail delivers a customer's mail to a queue, as the mail server of a desk does: through rt-mailgate.
func (d *Desk) Mail(ctx context.Context, from, queue, subject, text string) error {
	mail := strings.Join([]string{
		"From: " + from,
		"To: " + strings.ToLower(queue) + "@desk.example",
		"Subject: " + subject,
		fmt.Sprintf("Message-ID: <%d@customers.example>", time.Now().UnixNano()),
		"Content-Type: text/plain; charset=utf-8",
		"", text, "",
	}, "\n")
	cmd := exec.CommandContext(ctx, "rt-mailgate-5", "--debug", "--action", "correspond", "--queue", queue, "--url", d.URL)
	cmd.Stdin = strings.NewReader(mail)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("rt-mailgate: %w: %s", err, out)
	}
	if !strings.Contains("\n"+string(out), "\nok\n") {
		return fmt.Errorf("rt-mailgate does not say ok: %s", out)
	}
	return nil
}

// Create opens a ticket without a text, as an agent does on the telephone, and returns its id.
func (d *Desk) Create(ctx context.Context, agent, queue, requester, subject string) (int, error) {
	var answer struct{ ID string }
	err := d.rest(ctx, agent, http.MethodPost, "ticket", map[string]string{
		"Queue": queue, "Requestor": requester, "Subject": subject,
	}, &answer)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(answer.ID)
}

// Find returns the id of the ticket with a subject that no other has.
func (d *Desk) Find(ctx context.Context, agent, subject string) (int, error) {
	var answer struct{ Items []struct{ ID string } }
	query := url.Values{"query": {fmt.Sprintf("Subject = '%s'", subject)}}
	if err := d.rest(ctx, agent, http.MethodGet, "tickets?"+query.Encode(), nil, &answer); err != nil {
		return 0, err
	}
	if len(answer.Items) != 1 {
		return 0, fmt.Errorf("%d tickets have the subject %q", len(answer.Items), subject)
	}
	return strconv.Atoi(answer.Items[0].ID)
}

// Reply writes to the customer.
func (d *Desk) Reply(ctx context.Context, agent string, id int, text string) error {
	return d.write(ctx, agent, id, "correspond", text)
}

// Note writes a comment that the customer does not see.
func (d *Desk) Note(ctx context.Context, agent string, id int, text string) error {
	return d.write(ctx, agent, id, "comment", text)
}

func (d *Desk) write(ctx context.Context, agent string, id int, how, text string) error {
	body := map[string]string{"Content": text, "ContentType": "text/plain"}
	return d.rest(ctx, agent, http.MethodPost, fmt.Sprintf("ticket/%d/%s", id, how), body, &[]string{})
}

// SetStatus changes a ticket's status: resolved, open, deleted.
func (d *Desk) SetStatus(ctx context.Context, agent string, id int, status string) error {
	said, err := d.change(ctx, agent, id, "Status", status)
	if err != nil {
		return err
	}
	if is, _, err := d.Status(ctx, agent, id); err != nil || is != status {
		return errors.Join(err, fmt.Errorf("ticket %d is %s, not %s: RT says %q", id, is, status, said))
	}
	return nil
}

// Move puts a ticket into another queue.
func (d *Desk) Move(ctx context.Context, agent string, id int, queue string) error {
	said, err := d.change(ctx, agent, id, "Queue", queue)
	if err != nil {
		return err
	}
	if _, is, err := d.Status(ctx, agent, id); err != nil || is != queue {
		return errors.Join(err, fmt.Errorf("ticket %d is in %s, not %s: RT says %q", id, is, queue, said))
	}
	return nil
}

// Merge merges a ticket into another.
func (d *Desk) Merge(ctx context.Context, agent string, id, target int) error {
	said, err := d.change(ctx, agent, id, "MergeInto", strconv.Itoa(target))
	if err != nil {
		return err
	}
	if said != "Merge Successful" {
		return fmt.Errorf("ticket %d is not merged into %d: RT says %q", id, target, said)
	}
	return nil
}

// change sets a field and returns RT's words: it answers 200 even when it refuses.
func (d *Desk) change(ctx context.Context, agent string, id int, field, value string) (string, error) {
	var words []string
	err := d.rest(ctx, agent, http.MethodPut, fmt.Sprintf("ticket/%d", id), map[string]string{field: value}, &words)
	return strings.Join(words, "; "), err
}

// Status returns a ticket's status and queue, of a merged ticket those of its target.
func (d *Desk) Status(ctx context.Context, agent string, id int) (status, queue string, err error) {
	var answer struct {
		Status string
		Queue  struct{ Name string }
	}
	err = d.rest(ctx, agent, http.MethodGet, fmt.Sprintf("ticket/%d?fields[Queue]=Name", id), nil, &answer)
	return answer.Status, answer.Queue.Name, err
}

// rest makes one request of REST2 and decodes its answer.
func (d *Desk) rest(ctx context.Context, agent, method, path string, body, answer any) (err error) {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, d.URL+"/REST/2.0/"+path, sent)
	if err != nil {
		return err
	}
	req.SetBasicAuth(agent, agent+"-secret")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := d.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s: %s", method, path, res.Status, text)
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("%s %s: %w in %s", method, path, err, text)
	}
	return nil
}
