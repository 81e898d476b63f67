// Command writepast fills a directory with the past of a simulated desk, for pictures of the dashboards.
package main

import (
	"context"
	"fmt"
	"os"

	"helpdesk_exporter/test/look/past"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: writepast DIR")
		os.Exit(2)
	}
	err := past.Write(context.Background(), os.Args[1], func(format string, args ...any) { fmt.Printf(format+"\n", args...) })
	if err != nil {
		fmt.Fprintln(os.Stderr, "writepast:", err)
		os.Exit(1)
	}
}
