// Command fakedesk plays the API of a helpdesk by hand: a simulated desk that has lived for some days and goes on
// living by the machine's clock. What the account demands says the documentation of the product's fake
// (sources/presets/PRODUCT/fake).
//
//	go run ./test/fakedesk --listen=127.0.0.1:8080 zendesk
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/api/fake"
	freshdesk "helpdesk_exporter/sources/presets/freshdesk/fake"
	helpscout "helpdesk_exporter/sources/presets/helpscout/fake"
	intercom "helpdesk_exporter/sources/presets/intercom/fake"
	zendesk "helpdesk_exporter/sources/presets/zendesk/fake"
	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/sources/simulator/replay"
)

// products are the vendors whose API can be played.
func products() map[string]func(fake.Options) fake.API {
	return map[string]func(fake.Options) fake.API{
		"freshdesk": func(o fake.Options) fake.API { return freshdesk.New(o) },
		"helpscout": func(o fake.Options) fake.API { return helpscout.New(o) },
		"intercom":  func(o fake.Options) fake.API { return intercom.New(o) },
		"zendesk":   func(o fake.Options) fake.API { return zendesk.New(o) },
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "fakedesk:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	listen := flag.String("listen", "127.0.0.1:8080", "address to listen on")
	past := flag.Duration("past", 7*24*time.Hour, "how long the desk has lived before")
	ahead := flag.Duration("ahead", 8*time.Hour, "how long it lives on")
	volume := flag.Float64("volume", 0.3, "how many tickets; 1 is about 200 on a working day")
	seed := flag.Uint64("seed", 1, "makes the same desk again")
	flag.Parse()
	product, ok := products()[flag.Arg(0)]
	if !ok {
		return fmt.Errorf("name a product: %s", strings.Join(slices.Sorted(maps.Keys(products())), ", "))
	}
	dir, err := os.MkdirTemp("", "fakedesk-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the system clears its folder of temporary files
	now := time.Now().UTC().Truncate(time.Second)
	fmt.Fprintln(os.Stderr, "the desk lives through its past …")
	tape, err := replay.Record(ctx, dir, simulator.Options{
		Seed: *seed, Begin: now.Add(-*past), Zone: time.UTC, Volume: *volume,
	}, now.Add(*ahead), time.Minute)
	if err != nil {
		return err
	}
	server := &http.Server{
		Addr: *listen, Handler: product(fake.Options{Tape: tape, Clock: simulator.SystemClock{}, Seed: *seed}), ReadHeaderTimeout: 10 * time.Second,
	}
	stopped := context.AfterFunc(ctx, func() { server.Close() }) //nolint:errcheck // the process ends
	defer stopped()
	fmt.Fprintf(os.Stderr, "%s at http://%s until %s\n", flag.Arg(0), *listen, now.Add(*ahead).Format(time.RFC3339))
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(err, tape.Close())
	}
	return tape.Close()
}
