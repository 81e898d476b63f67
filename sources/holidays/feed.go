// Package holidays fetches the calendars of holidays that schedules name: files, and feeds at a URL, which
// are read each day and whose last good copy is kept. What the calendars say is not its business.
package holidays

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Defaults of Config.
const (
	DefaultEvery    = 24 * time.Hour
	DefaultRetry    = time.Hour
	DefaultTimeout  = 30 * time.Second
	DefaultMaxBytes = 1 << 20
)

// Store keeps the copies of feeds over restarts. It must be safe for concurrent use.
type Store interface {
	// Get returns the value of a key, nil if there is none.
	Get(ctx context.Context, key string) ([]byte, error)
	Put(ctx context.Context, key string, value []byte) error
}

// Config is what Feeds are made of. URLs, Check, Store and Now are required.
type Config struct {
	// URLs are the feeds: http, https or webcal. They are taken for secrets: only hosts are logged.
	URLs []string
	// Check returns what is wrong with the text of a feed, which is then not taken.
	Check func(text []byte) error
	Store Store
	Now   func() time.Time

	// Client sends the requests; nil is http.DefaultClient.
	Client *http.Client
	// Logger gets what fails; nil is none.
	Logger *slog.Logger
	// Every is the time between two reads of a feed, Retry that after one that failed, Timeout how long one
	// may take, MaxBytes how large a feed may be; 0 is the default.
	Every, Retry, Timeout time.Duration
	MaxBytes              int64
}

// Feeds are the feeds of all schedules. It is safe for concurrent use.
type Feeds struct {
	Config

	mu   sync.Mutex
	feed map[string]*feed
}

// feed is what is known of one.
type feed struct {
	copied copied
	due    time.Time
}

// copied is a good copy of a feed, as the store keeps it.
type copied struct {
	Text []byte    `json:"text"`
	Read time.Time `json:"read"`
}

// New returns feeds with the copies that the store has of them. A copy that cannot be read is none.
func New(ctx context.Context, c Config) (*Feeds, error) {
	c.Client = orElse(c.Client, http.DefaultClient)
	c.Logger = orElse(c.Logger, slog.New(slog.DiscardHandler))
	c.Every, c.Retry, c.Timeout = orElse(c.Every, DefaultEvery), orElse(c.Retry, DefaultRetry), orElse(c.Timeout, DefaultTimeout)
	c.MaxBytes = orElse(c.MaxBytes, DefaultMaxBytes)
	f := &Feeds{Config: c, feed: map[string]*feed{}}
	for _, address := range c.URLs {
		stored, err := c.Store.Get(ctx, key(address))
		if err != nil {
			return nil, fmt.Errorf("read the copy of the calendar at %s: %w", host(address), err)
		}
		one := &feed{}
		if err := json.Unmarshal(stored, &one.copied); err != nil || c.Check(one.copied.Text) != nil {
			one.copied = copied{}
		} else {
			one.due = one.copied.Read.Add(c.Every)
		}
		f.feed[address] = one
	}
	return f, nil
}

func orElse[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// Text returns the last good copy of a feed, nil if there is none yet.
func (f *Feeds) Text(address string) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	if one := f.feed[address]; one != nil {
		return one.copied.Text
	}
	return nil
}

// LastSuccess returns when the last good copies of feeds were read: of several the oldest. False is returned
// where one has never been.
func (f *Feeds) LastSuccess(addresses ...string) (time.Time, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var oldest time.Time
	for _, address := range addresses {
		one := f.feed[address]
		if one == nil || one.copied.Read.IsZero() {
			return time.Time{}, false
		}
		if oldest.IsZero() || one.copied.Read.Before(oldest) {
			oldest = one.copied.Read
		}
	}
	return oldest, !oldest.IsZero()
}

// Run refreshes the feeds when they are due until the context ends. It calls update after a refresh that
// brought another text, and once in Every in any case, because recurring holidays are followed from today.
func (f *Feeds) Run(ctx context.Context, update func()) {
	updated := f.Now()
	for {
		if f.Refresh(ctx) || f.Now().Sub(updated) >= f.Every {
			update()
			updated = f.Now()
		}
		wait := time.NewTimer(max(min(f.next(), updated.Add(f.Every).Sub(f.Now())), time.Second))
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-wait.C:
		}
	}
}

// next is how long no feed is due.
func (f *Feeds) next() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	wait := f.Every
	for _, one := range f.feed {
		wait = min(wait, one.due.Sub(f.Now()))
	}
	return wait
}

// Refresh reads the feeds that are due, and tells whether any brought another text. One that fails keeps its
// last good copy, and is due again after Retry.
func (f *Feeds) Refresh(ctx context.Context) bool {
	changed := false
	for _, address := range f.URLs {
		f.mu.Lock()
		due, before := f.feed[address].due, f.feed[address].copied
		f.mu.Unlock()
		if f.Now().Before(due) || ctx.Err() != nil {
			continue
		}
		fresh, err := f.read(ctx, address)
		next := f.Every
		if err != nil {
			if before.Read.IsZero() {
				f.Logger.Warn("calendar of holidays not read, its holidays are not known yet", "host", host(address), "err", err)
			} else {
				f.Logger.Warn("calendar of holidays not read, the last good copy stays", "host", host(address), "last_success", before.Read, "err", err)
			}
			fresh, next = before, f.Retry
		}
		f.mu.Lock()
		f.feed[address].copied, f.feed[address].due = fresh, f.Now().Add(next)
		f.mu.Unlock()
		changed = changed || string(fresh.Text) != string(before.Text)
	}
	return changed
}

// read fetches a feed, checks and stores it. No error holds its address.
func (f *Feeds) read(ctx context.Context, address string) (copied, error) {
	text, err := f.fetch(ctx, address)
	if err == nil {
		err = f.Check(text)
	}
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return copied{}, err
	}
	fresh := copied{Text: text, Read: f.Now().UTC()}
	value, err := json.Marshal(fresh)
	if err == nil {
		err = f.Store.Put(ctx, key(address), value)
	}
	if err != nil {
		f.Logger.Warn("copy of a calendar of holidays not stored", "host", host(address), "err", err)
	}
	return fresh, nil
}

func (f *Feeds) fetch(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, f.Timeout)
	defer cancel()
	if rest, found := strings.CutPrefix(address, "webcal://"); found {
		address = "https://" + rest
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "text/calendar, */*;q=0.1")
	response, err := f.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // it was read to its end, or is not wanted
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answered %s", response.Status)
	}
	return readAll(response.Body, f.MaxBytes)
}

// readAll reads so many bytes at most.
func readAll(r io.Reader, most int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("larger than %d bytes", most)
	}
	return text, err
}

// key is the name of a copy in the store, which does not tell the address.
func key(address string) string {
	sum := sha256.Sum256([]byte(address))
	return "holidays/" + hex.EncodeToString(sum[:])
}

// host is what may be told of an address.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
