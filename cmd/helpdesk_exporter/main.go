// Command helpdesk_exporter turns support desks into Prometheus metrics.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // zones, where the system has none
)

// heapGrowth is by how many percent the heap grows before garbage is collected. What lives is little, and a
// first sync makes much garbage: with Go's own 100 it takes a quarter more CPU.
const heapGrowth = 200

func main() {
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(heapGrowth)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
