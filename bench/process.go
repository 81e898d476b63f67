package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// watchEvery is how often a process's memory is read.
const watchEvery = 100 * time.Millisecond

// usage is a process's memory.
type usage struct {
	anonymous, resident int64 // bytes; the greatest seen
	highest             int64 // the greatest resident that the kernel has seen; not of watch
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

// memory reads RssAnon and VmRSS, the process's own memory, and that with the pages of files it has mapped, which the
// kernel takes back at will; and VmHWM, the most that VmRSS ever was.
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
		case "VmHWM:":
			u.highest = n << 10
		}
	}
	return u, nil
}

// cpu returns the time that a process's threads have run, in user and in system mode. The total of /proc/PID/stat counts
// hundredths of a second, too coarse for an idle minute.
func cpu(pid int) (time.Duration, error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil {
		return 0, err
	}
	var total time.Duration
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if err != nil {
			continue // it has ended since
		}
		ran, _, _ := strings.Cut(string(text), " ")
		nanoseconds, err := strconv.ParseInt(ran, 10, 64)
		if err != nil {
			return 0, err
		}
		total += time.Duration(nanoseconds)
	}
	if total == 0 {
		return 0, fmt.Errorf("process %d has ended, or this kernel keeps no schedstat", pid)
	}
	return total, nil
}
