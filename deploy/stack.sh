#!/usr/bin/env bash
# The demo with a real Prometheus and Alertmanager, with the shipped rules and routes, on loopback. Prints the addresses,
# runs until Ctrl-C, and leaves nothing behind. Nobody is notified: the receivers of the routes are empty here.
#
# Usage: stack.sh EXPORTER
#
# EXPORTER is the built binary. EXPORTER_ADDRESS, PROMETHEUS_ADDRESS and ALERTMANAGER_ADDRESS change where they listen.
set -euo pipefail

exporter=${1:?usage: stack.sh EXPORTER}
root=$(cd "$(dirname "$0")/.." && pwd)
exporter_address=${EXPORTER_ADDRESS:-127.0.0.1:9877}
prometheus_address=${PROMETHEUS_ADDRESS:-127.0.0.1:9090}
alertmanager_address=${ALERTMANAGER_ADDRESS:-127.0.0.1:9093}
readonly patience=120 # seconds that a server may take to begin

children=()
dir=$(mktemp -d "${TMPDIR:-/tmp}/helpdesk-stack.XXXXXX")

# shellcheck disable=SC2317 # the traps call it
stop() {
	trap - EXIT INT TERM
	((${#children[@]} == 0)) || kill "${children[@]}" 2>/dev/null || true
	wait
	rm -rf "$dir"
}
trap stop EXIT
trap 'echo; echo "stack: stopping"; stop; exit 0' INT TERM

die() {
	echo "stack: $*" >&2
	exit 1
}

# start NAME COMMAND...: in the background, with a log of its own.
start() {
	local name=$1
	shift
	"$@" >"$dir/$name.log" 2>&1 &
	children+=($!)
}

# ready ADDRESS PATH: a server answers 200 there.
ready() {
	local status
	{
		exec 3<>"/dev/tcp/${1%:*}/${1##*:}" && printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3 && read -r status <&3
	} 2>/dev/null && [[ $status == *" 200 "* ]]
}

# await NAME ADDRESS PATH: until it is ready, as long as its process, the last one started, lives.
await() {
	local until=$((SECONDS + patience))
	until (ready "$2" "$3"); do
		if ((SECONDS > until)) || ! kill -0 "${children[-1]}" 2>/dev/null; then
			tail -n 20 "$dir/$1.log" >&2
			die "$1 does not answer at $2; its last words are above"
		fi
		sleep 0.2
	done
}

free() {
	! (exec 3<>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null || die "something listens on $1; set $2"
}

alertmanager=$(command -v alertmanager || command -v prometheus-alertmanager) || die "no alertmanager on the PATH"
prometheus=$(command -v prometheus) || die "no prometheus on the PATH"
free "$exporter_address" EXPORTER_ADDRESS
free "$prometheus_address" PROMETHEUS_ADDRESS
free "$alertmanager_address" ALERTMANAGER_ADDRESS

version=$("$prometheus" --version 2>&1 | sed -n '1s/.*version \([0-9]*\)\..*/\1/p')
sed -e "s#exporter:9877#$exporter_address#; s#\"alertmanager:9093\"#\"$alertmanager_address\"#" \
	-e "s#/etc/prometheus/rules#$root/alerts/rules#" \
	-e 's#^global:.*#global: {scrape_interval: 5s, evaluation_interval: 5s}#' \
	"$root/deploy/prometheus$version.yml" >"$dir/prometheus.yml"
{
	sed '/^receivers:/,$d' "$root/alerts/alertmanager.yml"
	echo receivers:
	sed -n '/^receivers:/,$s/^\( *- name: [^ ]*\).*/\1/p' "$root/alerts/alertmanager.yml"
} >"$dir/alertmanager.yml"

start exporter "$exporter" demo --dir="$dir/demo" --web.listen-address="$exporter_address"
await exporter "$exporter_address" /-/ready
start alertmanager "$alertmanager" --config.file="$dir/alertmanager.yml" --storage.path="$dir/alertmanager" \
	--data.retention=240h --web.listen-address="$alertmanager_address" --cluster.listen-address=
await alertmanager "$alertmanager_address" /-/ready
start prometheus "$prometheus" --config.file="$dir/prometheus.yml" --storage.tsdb.path="$dir/prometheus" \
	--web.listen-address="$prometheus_address"
await prometheus "$prometheus_address" /-/ready

cat <<-TEXT
	exporter:      http://$exporter_address/metrics
	Prometheus:    http://$prometheus_address/alerts
	Alertmanager:  http://$alertmanager_address
	Dashboards:    import dashboards/json/*.json into a Grafana with this Prometheus
	Ctrl-C stops all of it.
TEXT
wait -n || true
tail -n 20 "$dir"/*.log >&2
die "one of them has ended; their last words are above"
