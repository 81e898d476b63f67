#!/usr/bin/env bash
# Scrapes a running demo and holds its answer to promtool: it must have nothing to say, about enough to speak of.
#
# Usage: check.sh BINARY
set -euo pipefail

readonly families=18 samples=500 # at least so many, or the check checks nothing
readonly patience=90             # seconds until the demo has them
binary=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/helpdesk-metrics.XXXXXX")
pid=

cleanup() {
	if [[ -n $pid ]]; then
		kill "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	fi
	rm -rf "$work"
}
trap cleanup EXIT

# scrape PORT: the body of /metrics. HTTP/1.0, because its answer ends with the connection.
scrape() {
	exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
	printf 'GET /metrics HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
	sed '1,/^\r$/d' <&3
	exec 3>&-
}

start() {
	local try port i
	for ((try = 0; try < 20; try++)); do
		port=$((20000 + RANDOM % 12000))
		(cd "$work" && exec "$binary" demo --web.listen-address="127.0.0.1:$port") >"$work/log" 2>&1 &
		pid=$!
		for ((i = 0; i < patience; i++)); do
			sleep 1
			kill -0 "$pid" 2>/dev/null || break
			scrape "$port" >"$work/metrics" 2>/dev/null || continue
			found_families=$(grep -c '^# TYPE helpdesk_' "$work/metrics" || true)
			found_samples=$(grep -c '^helpdesk_' "$work/metrics" || true)
			if ((found_families >= families && found_samples >= samples)); then
				return 0
			fi
		done
		if kill -0 "$pid" 2>/dev/null; then
			echo "check.sh: $found_families families and $found_samples samples after $patience s; at least $families and $samples are wanted" >&2
			return 1
		fi
		grep -q 'address already in use' "$work/log" || break
	done
	tail -n 20 "$work/log" >&2
	echo "check.sh: the demo has ended; its log is above" >&2
	return 1
}

binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")
found_families=0 found_samples=0
start
words=$(promtool check metrics <"$work/metrics" 2>&1) || { echo "$words" >&2; exit 1; }
if [[ -n $words ]]; then
	echo "$words" >&2
	exit 1
fi
echo "$found_families families, $found_samples samples; promtool has nothing to say"
