package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	cpuAim     = 2.5 // the baseline takes so many times more
	latencyAim = 20.0
	// scrapeTickets is the size of the desk, of which labels and not tickets matter here.
	scrapeTickets = 20000
	// scrapeEvery is how often a Prometheus asks, samples how many scrapes a median is of.
	scrapeEvery = 15 * time.Second
	samples     = 21
	// mails is how many tickets change in a minute.
	mails = 20

	acceptText  = "text/plain;version=0.0.4"
	acceptProto = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
)

//go:embed mail.sql
var mail string

// spread is how many values labels have.
type spread struct{ groups, priorities, channels int }

// spreads give about 10,000 and 100,000 series, most of them buckets of histograms, as everywhere.
func spreads() []spread {
	return []spread{{groups: 20, priorities: 2, channels: 2}, {groups: 46, priorities: 4, channels: 6}}
}

// measureScrapes scrapes the exporter and client_golang's vectors with the same series over loopback, in turn.
func measureScrapes(ctx context.Context, l *lab, minutes int) (err error) {
	desk, err := l.desk(ctx, scrapeTickets)
	if err != nil {
		return err
	}
	if err := l.server.lend(ctx, desk); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.server.putBack(context.WithoutCancel(ctx), desk)) }()
	var t table
	for _, s := range spreads() {
		if err := l.measureSpread(ctx, &t, desk, s, minutes); err != nil {
			return err
		}
	}
	return t.print(os.Stdout)
}

func (l *lab) measureSpread(ctx context.Context, t *table, desk string, s spread, minutes int) (err error) {
	_, err = l.server.query(ctx, desk, fmt.Sprintf(`INSERT INTO groups (id, name) SELECT g, 'Group ' || g FROM generate_series(25, 50) g ON CONFLICT DO NOTHING;
		UPDATE tickets SET group_id = 1 + id %% %d, priority_id = 1 + id / %d %% %d,
		create_article_type_id = (ARRAY[1, 11, 3, 2, 4, 6])[1 + id / %d %% %d]`,
		s.groups, s.groups, s.priorities, s.groups*s.priorities, s.channels))
	if err != nil {
		return err
	}
	dir := filepath.Join(l.dir, "state-scraped")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	// All that the desk has seen is counted: that makes the series.
	config := configuration(l.server.dsn(desk), "  limits: {series: 200000}\n", history+", baseline: "+time.Now().AddDate(-4, 0, 0).UTC().Format(time.RFC3339))
	e, err := l.startExporter(ctx, dir, config, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.end(syscall.SIGTERM)) }()
	if _, _, _, err := e.pass(ctx, syncTimeout); err != nil {
		return err
	}
	go func() {
		for range e.lines { //nolint:revive // nobody reads the log from here on
		}
	}()
	if _, err := e.shows(ctx, `helpdesk_exporter_stream_first_sync_complete{source="desk",stream="tickets"} 1`); err != nil {
		return err
	}
	exposition := filepath.Join(dir, "exposition.pb")
	if err := keep(ctx, e, exposition); err != nil {
		return err
	}
	stock, err := startServer(ctx, "vectors", exposition)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stock.end(syscall.SIGTERM)) }()
	series, err := seriesOf(ctx, e)
	if err != nil {
		return err
	}
	if err := measureLatency(ctx, t, series, e, stock); err != nil {
		return err
	}
	own, err := startServer(ctx, "collector", exposition)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, own.end(syscall.SIGTERM)) }()
	for _, accept := range []string{acceptText, acceptProto} {
		if err := l.measureCPU(ctx, t, desk, series, accept, []*exporter{own, stock, e}, minutes); err != nil {
			return err
		}
	}
	return nil
}

// keep writes what an exporter exposes to a file.
func keep(ctx context.Context, e *exporter, path string) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return scrape(ctx, e.url, acceptProto, "identity", file)
}

func nameOf(accept string) string {
	if accept == acceptProto {
		return "protobuf"
	}
	return "text"
}

// seriesOf returns what an exporter says of the number of its series.
func seriesOf(ctx context.Context, e *exporter) (string, error) {
	text, err := e.metrics(ctx)
	if err != nil {
		return "", err
	}
	_, after, _ := strings.Cut(text, "\nhelpdesk_exporter_series ")
	series, _, _ := strings.Cut(after, "\n")
	return series + " series", nil
}

// measureLatency scrapes both in turn.
func measureLatency(ctx context.Context, t *table, series string, e, stock *exporter) error {
	for _, accept := range []string{acceptText, acceptProto} {
		for _, encoding := range []string{"gzip", "identity"} {
			var took [2][]time.Duration
			for n := range 1 + samples {
				for i, each := range []*exporter{e, stock} {
					start := time.Now()
					if err := scrape(ctx, each.url, accept, encoding, io.Discard); err != nil {
						return err
					}
					if n > 0 { // the first one connects, and renders what is asked for the first time
						took[i] = append(took[i], time.Since(start))
					}
				}
			}
			ours, theirs := median(took[0]), median(took[1])
			t.add(figure{
				fmt.Sprintf("scrape of %s, %s, %s", series, nameOf(accept), encoding), show(ours), show(theirs),
				"1/" + times(dividedBy(theirs, ours)), verdict("20x faster", dividedBy(theirs, ours) >= latencyAim),
			})
		}
	}
	return nil
}

// measureCPU scrapes the exposition, its baseline and the whole exporter every 15 s for some minutes, each with a change.
func (l *lab) measureCPU(ctx context.Context, t *table, desk, series, accept string, all []*exporter, minutes int) error {
	used := make([]time.Duration, len(all))
	account := func(sign time.Duration) error {
		for i, each := range all {
			now, err := cpu(each.cmd.Process.Pid)
			if err != nil {
				return err
			}
			used[i] += sign * now
		}
		return nil
	}
	if err := account(-1); err != nil {
		return err
	}
	next := time.Now()
	for minute := range minutes {
		_, err := l.server.query(ctx, desk, mail, "-v", "mails="+strconv.Itoa(mails), "-v", "round="+strconv.Itoa(minute))
		if err != nil {
			return err
		}
		for range time.Minute / scrapeEvery {
			for _, each := range all {
				if err := scrape(ctx, each.url, accept, "gzip", io.Discard); err != nil {
					return err
				}
			}
			next = next.Add(scrapeEvery)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Until(next)):
			}
		}
	}
	if err := account(1); err != nil {
		return err
	}
	for i := range used {
		used[i] /= time.Duration(minutes)
	}
	ours, theirs := used[0], used[1]
	t.add(figure{
		fmt.Sprintf("CPU a minute, %s, %s, gzip, 4 scrapes, 1 commit", series, nameOf(accept)), show(ours), show(theirs),
		"1/" + times(dividedBy(theirs, ours)), verdict("2.5x less", dividedBy(theirs, ours) >= cpuAim),
	})
	t.note("the exporter as a whole, polling "+strconv.Itoa(mails)+" changed tickets included", show(used[2]), "")
	return nil
}

// scrape writes the body of an answer as it came over the wire.
func scrape(ctx context.Context, url, accept, encoding string, to io.Writer) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/metrics", nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", accept)
	request.Header.Set("Accept-Encoding", encoding)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	if _, err := io.Copy(to, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	return nil
}
