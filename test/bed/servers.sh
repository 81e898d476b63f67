#!/usr/bin/env bash
# Real database servers for tests: a MariaDB and a PostgreSQL on loopback, on free ports, with their data in a
# directory of their own. Both live in Europe/Berlin, as a helpdesk's server does: whoever reads their wall clock as
# UTC is found out.
#
# Usage:
#   servers.sh run COMMAND...   start both in a new directory, run the command with their addresses in its
#                               environment, stop both and remove the directory, however the command ends
#   servers.sh start DIR        start both in DIR (made when absent) and print their environment
#   servers.sh env DIR          print it again
#   servers.sh stop DIR         stop both and remove DIR
#
# The environment: HELPDESK_TEST_MYSQL_DSN and HELPDESK_TEST_POSTGRES_DSN, each an administrator's without a database
# of its own: a test creates one, and drops it.
set -euo pipefail

PATH=$PATH:/usr/sbin:/sbin:$(printf '%s:' /usr/lib/postgresql/*/bin)
here=$(cd "$(dirname "$0")" && pwd)
self=$here/$(basename "$0")

readonly password=bed
readonly attempts=20   # ports tried for a server
readonly patience=600  # tenths of a second to wait for a server to answer

die() {
	echo "servers.sh: $*" >&2
	exit 1
}

# as_postgres runs a command as an ordinary user: PostgreSQL refuses to run as root.
as_postgres() {
	if [[ $(id -u) -eq 0 ]]; then
		runuser -u postgres -- "$@"
	else
		"$@"
	fi
}

# random_port prints a port below the range from which the kernel takes its own, where nobody answers now. Somebody
# else may still take it first: then the server does not start, and the next port is tried.
random_port() {
	local port
	while :; do
		port=$((20000 + RANDOM % 12000))
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			echo "$port"
			return
		fi
	done
}

# launch NAME DIR COMMAND...: starts a server on its own, remembers its process.
launch() {
	local name=$1 dir=$2
	shift 2
	setsid "$@" </dev/null >>"$dir/$name.log" 2>&1 9>&- &
	echo $! >"$dir/$name.pid"
}

# await NAME DIR PROBE...: waits until the probe succeeds; fails when the server has ended.
await() {
	local name=$1 dir=$2 pid i
	shift 2
	pid=$(cat "$dir/$name.pid")
	for ((i = 0; i < patience; i++)); do
		if "$@" >/dev/null 2>&1; then
			kill -0 "$pid" 2>/dev/null && return 0
		fi
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.1
	done
	return 1
}

# start_on_some_port NAME DIR: tries ports until the server runs; leaves the port in DIR/NAME.port.
start_on_some_port() {
	local name=$1 dir=$2 try port
	for ((try = 0; try < attempts; try++)); do
		port=$(random_port)
		"launch_$name" "$dir" "$port"
		if await "$name" "$dir" "probe_$name" "$dir" "$port"; then
			echo "$port" >"$dir/$name.port"
			return
		fi
		stop_one "$name" "$dir"
		grep -q -i -e 'address already in use' -e 'bind on tcp' "$dir/$name.log" || break
	done
	tail -n 30 "$dir/$name.log" >&2
	die "$name does not start; its log is above"
}

make_mysql() {
	local dir=$1
	mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$dir/mysql" --skip-test-db --skip-name-resolve \
		--auth-root-authentication-method=normal >"$dir/mysql.log" 2>&1 || {
		tail -n 30 "$dir/mysql.log" >&2
		die "MariaDB's data directory cannot be made in $dir"
	}
	cat >"$dir/mysql.init" <<-SQL
		DROP USER IF EXISTS root@localhost;
		CREATE OR REPLACE USER root@'127.0.0.1' IDENTIFIED BY '$password';
		GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
	SQL
}

launch_mysql() {
	local dir=$1 port=$2
	TZ=Europe/Berlin launch mysql "$dir" mariadbd --no-defaults --user="$(id -un)" --datadir="$dir/mysql" \
		--tmpdir="$dir" --socket="$dir/mysql.sock" --port="$port" --bind-address=127.0.0.1 --skip-name-resolve \
		--init-file="$dir/mysql.init" --skip-log-bin --max-connections=300 --performance-schema=OFF \
		--innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync
}

probe_mysql() {
	mariadb --no-defaults --protocol=tcp -h127.0.0.1 -P"$2" -uroot -p"$password" -e 'SELECT 1'
}

make_postgres() {
	local dir=$1
	printf '%s\n' "$password" >"$dir/postgres.password"
	mkdir "$dir/postgres"
	: >"$dir/postgres.log"
	if [[ $(id -u) -eq 0 ]]; then
		chown postgres: "$dir/postgres" "$dir/postgres.password"
	fi
	as_postgres initdb -D "$dir/postgres" -U postgres -A scram-sha-256 --pwfile="$dir/postgres.password" \
		-E UTF8 --locale=C.UTF-8 --no-sync >"$dir/postgres.log" 2>&1 || {
		tail -n 30 "$dir/postgres.log" >&2
		die "PostgreSQL's data directory cannot be made in $dir"
	}
}

launch_postgres() {
	local dir=$1 port=$2 user=()
	if [[ $(id -u) -eq 0 ]]; then # not runuser: it would stay between us and the server
		user=(setpriv --reuid=postgres --regid=postgres --init-groups --)
	fi
	launch postgres "$dir" "${user[@]}" "$(command -v postgres)" -D "$dir/postgres" -p "$port" \
		-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c shared_buffers=64MB \
		-c fsync=off -c synchronous_commit=off -c full_page_writes=off \
		-c timezone=Europe/Berlin -c log_timezone=UTC
}

probe_postgres() {
	PGPASSWORD=$password psql -X -h 127.0.0.1 -p "$2" -U postgres -c 'SELECT 1' postgres
}

stop_one() { # stop_one NAME DIR: asks the server to end at once, insists after ten seconds
	local name=$1 dir=$2 pid i signal=TERM
	[[ -s $dir/$name.pid ]] || return 0
	pid=$(cat "$dir/$name.pid")
	[[ $name == postgres ]] && signal=INT # fast: does not wait for its clients
	kill -s "$signal" "$pid" 2>/dev/null || true
	for ((i = 0; i < 100; i++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	kill -s KILL "$pid" 2>/dev/null || true
	rm -f "$dir/$name.pid"
}

# check_reachable DIR: the user postgres must be able to enter DIR, and a socket's path is at most 107 bytes long.
check_reachable() {
	[[ ${#1} -le 90 ]] || die "$1 is too long a path for a socket; set TMPDIR to a shorter one"
	as_postgres test -x "$1" || die "the user postgres cannot enter $1; set TMPDIR to a directory that everybody can enter"
}

start() {
	local dir=$1
	mkdir -p "$dir"
	dir=$(cd "$dir" && pwd)
	[[ ! -e $dir/mysql.pid && ! -e $dir/postgres.pid ]] || die "servers were started in $dir before: stop them first"
	chmod 711 "$dir"
	check_reachable "$dir"
	# Both at once: making them is most of the time.
	(
		make_mysql "$dir"
		start_on_some_port mysql "$dir"
	) &
	local mysql=$!
	(
		make_postgres "$dir"
		start_on_some_port postgres "$dir"
	) &
	local postgres=$! failed=0
	wait "$mysql" || failed=1
	wait "$postgres" || failed=1
	if ((failed)); then
		stop "$dir"
		exit 1
	fi
	environment "$dir"
}

environment() {
	local dir=$1
	[[ -s $dir/mysql.port && -s $dir/postgres.port ]] || die "no servers run in $dir"
	echo "export HELPDESK_TEST_MYSQL_DSN=mysql://root:$password@127.0.0.1:$(cat "$dir/mysql.port")/"
	echo "export HELPDESK_TEST_POSTGRES_DSN=postgres://postgres:$password@127.0.0.1:$(cat "$dir/postgres.port")/postgres?sslmode=disable"
}

stop() {
	local dir=$1
	[[ -d $dir ]] || return 0
	stop_one mysql "$dir"
	stop_one postgres "$dir"
	rm -rf "$dir/mysql" "$dir/postgres" "$dir"/mysql.* "$dir"/postgres.* "$dir"/ib* "$dir"/#sql*
	rmdir "$dir" 2>/dev/null || true
}

run() {
	local dir status=0
	dir=$(mktemp -d "${TMPDIR:-/tmp}/helpdesk-bed.XXXXXX")
	# shellcheck disable=SC2064 # the directory of now
	trap "stop '$dir'" EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	# Should this process be killed outright, nobody else stops the servers.
	setsid "$self" guard "$$" "$dir" </dev/null >/dev/null 2>&1 &
	start "$dir" >"$dir/mysql.environment"
	# shellcheck disable=SC1091 # made one line above
	. "$dir/mysql.environment"
	"$@" || status=$?
	exit "$status"
}

# guard PID DIR: waits for the end of a process, then stops what it left.
guard() {
	while kill -0 "$1" 2>/dev/null && [[ -d $2 ]]; do
		sleep 1
	done
	stop "$2"
}

command=${1:-}
[[ $# -ge 2 ]] || die "usage: servers.sh run COMMAND... | start DIR | env DIR | stop DIR"
shift
case $command in
run) run "$@" ;;
start) start "$1" ;;
env) environment "$1" ;;
stop) stop "$1" ;;
guard) guard "$@" ;;
*) die "unknown command $command" ;;
esac
