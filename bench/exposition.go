package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"helpdesk_exporter/collector"
	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/ledger"
)

// tickEvery is how often the exporter makes a generation without a commit.
const tickEvery = 15 * time.Second

// readExposition reads families in protobuf, but for those that every process has of its own.
func readExposition(path string) ([]*dto.MetricFamily, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it is only read
	var families []*dto.MetricFamily
	decoder := expfmt.NewDecoder(file, expfmt.NewFormat(expfmt.TypeProtoDelim))
	for {
		family := &dto.MetricFamily{}
		err := decoder.Decode(family)
		if errors.Is(err, io.EOF) {
			return families, nil
		}
		if err != nil {
			return nil, err
		}
		own := slices.ContainsFunc([]string{"go_", "process_", "promhttp_"}, func(prefix string) bool {
			return strings.HasPrefix(family.GetName(), prefix)
		})
		if !own {
			families = append(families, family)
		}
	}
}

func ownRegistry() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return registry
}

// serveCollector serves the counters and histograms of an exposition as the exporter does, without a helpdesk behind:
// what is polled and counted costs as much whoever exposes it. Every minute some of the counters go up.
func serveCollector(ctx context.Context, exposition, address string) error {
	families, err := readExposition(exposition)
	if err != nil {
		return err
	}
	registry := ownRegistry()
	c, err := collector.New(collector.Config{
		Histograms: collector.DefaultHistograms(), Limits: collector.DefaultLimits(), Started: time.Now(),
		Self: registry, Registerer: registry,
	})
	if err != nil {
		return err
	}
	series := seriesIn(families)
	if err := c.Publish(ledger.View{Series: series}, time.Now()); err != nil {
		return err
	}
	fail := func(err error) { fmt.Fprintln(os.Stderr, err) }
	go c.Run(ctx, tickEvery, time.Now, fail)
	go func() {
		for range time.Tick(time.Minute) {
			series = slices.Clone(series) // a view does not change
			for i := range mails {
				series[i*len(series)/mails].Count++
			}
			if err := c.Publish(ledger.View{Series: series}, time.Now()); err != nil {
				fail(err)
			}
		}
	}()
	return listenAndServe(ctx, address, c.Handler())
}

// seriesIn makes of families what the ledger would have.
func seriesIn(families []*dto.MetricFamily) []ledger.Series {
	var out []ledger.Series
	for _, family := range families {
		f, known := catalogue.Lookup(family.GetName())
		if !known || f.Type == catalogue.Gauge {
			continue
		}
		for _, m := range family.Metric {
			s := ledger.Series{Family: f.Name, Labels: f.Labels, Values: make([]string, len(f.Labels))}
			for _, l := range m.Label {
				s.Values[slices.Index(f.Labels, l.GetName())] = l.GetValue()
			}
			if h := m.Histogram; h != nil {
				s.Histogram, s.Created = histogramIn(h), h.CreatedTimestamp.AsTime()
			} else {
				s.Count, s.Created = int64(m.Counter.GetValue()), m.Counter.CreatedTimestamp.AsTime()
			}
			out = append(out, s)
		}
	}
	return out
}

func histogramIn(h *dto.Histogram) *ledger.Histogram {
	out := &ledger.Histogram{
		Count: h.GetSampleCount(), Sum: int64(h.GetSampleSum()), Zero: h.GetZeroCount(), Native: map[int]uint64{},
	}
	below := uint64(0)
	for _, b := range h.Bucket {
		out.Classic = append(out.Classic, b.GetCumulativeCount()-below)
		below = b.GetCumulativeCount()
	}
	out.Classic = append(out.Classic, out.Count-below)
	eachBucket(h, func(index int, n int64) { out.Native[index] = uint64(n) })
	return out
}

// eachBucket calls a function for each positive native bucket.
func eachBucket(h *dto.Histogram, do func(index int, n int64)) {
	var index, next int
	var n int64
	for _, span := range h.PositiveSpan {
		index += int(span.GetOffset())
		for range span.GetLength() {
			n += h.PositiveDelta[next]
			do(index, n)
			index++
			next++
		}
	}
}

func listenAndServe(ctx context.Context, address string, handler http.Handler) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", handler)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// startServer runs one of the commands that serve an exposition in a process of its own.
func startServer(ctx context.Context, command, exposition string) (*exporter, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	e := &exporter{url: "http://" + address, started: time.Now()}
	if e.log, err = os.Create(exposition + "." + command + ".log"); err != nil {
		return nil, err
	}
	e.cmd = exec.Command(self, command, exposition, address)
	e.cmd.Stderr = e.log
	if err := e.cmd.Start(); err != nil {
		return nil, err
	}
	_, err = e.shows(ctx, "go_goroutines ")
	return e, err
}
