package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	// watchEvery is how often a process's memory is read.
	watchEvery = 100 * time.Millisecond
	// clockTicks are Linux's units of CPU time in /proc, per second.
	clockTicks = 100
)

// usage is what a process takes.
type usage struct {
	anonymous, resident int64 // bytes; the greatest seen
	cpu                 time.Duration
}

// watch reads a process's memory from /proc until the context ends.
func watch(ctx context.Context, pid int) <-chan usage {
	out := make(chan usage, 1)
	go func() {
		var greatest usage
		ticker := time.NewTicker(watchEvery)
		defer ticker.Stop()
		for {
			if now, err := memory(pid); err == nil {
				greatest.anonymous = max(greatest.anonymous, now.anonymous)
				greatest.resident = max(greatest.resident, now.resident)
			}
			select {
			case <-ctx.Done():
				out <- greatest
				return
			case <-ticker.C:
			}
		}
	}()
	return out
}

// memory reads RssAnon and VmRSS: the process's own memory, and that with the pages of files it has mapped, which the
// kernel takes back at will.
func memory(pid int) (usage, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return usage{}, err
	}
	var u usage
	for scanner := bufio.NewScanner(bytes.NewReader(status)); scanner.Scan(); {
		fields := strings.Fields(scanner.Text())
		if len(fields) != 3 || fields[2] != "kB" {
			continue
		}
		n, err := strconv.ParseInt(fields[1], 10, 64)
		if err != nil {
			return u, err
		}
		switch fields[0] {
		case "RssAnon:":
			u.anonymous = n << 10
		case "VmRSS:":
			u.resident = n << 10
		}
	}
	return u, nil
}

// cpu returns the CPU time that a process has used, in user and in system mode.
func cpu(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The second field is the program's name in brackets; utime and stime are fields 14 and 15.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	var ticks int64
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / clockTicks, nil
}
