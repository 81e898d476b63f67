#!/bin/sh
# Measures others' exporters beside ours with the same bytes: bench/peers.sh PEER_SRC=DIR, or PEER_SRC in the environment.
# DIR is a checkout of prometheus-community/json_exporter; it is copied, and nothing of it becomes part of this one.
set -eu
for argument; do
	case $argument in
	PEER_SRC=*) PEER_SRC=${argument#PEER_SRC=} ;;
	*)
		echo "usage: bench/peers.sh PEER_SRC=DIR" >&2
		exit 2
		;;
	esac
done
if [ -z "${PEER_SRC:-}" ]; then
	echo "not run: set PEER_SRC to the source of prometheus-community/json_exporter"
	exit 0
fi
PEER_SRC=$(cd "$PEER_SRC" && pwd)
cd "$(dirname "$0")/.."
exec go run ./bench peers --source="$PEER_SRC"
