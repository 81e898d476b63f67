#!/usr/bin/env bash
# A living Request Tracker 5, from Debian's packages, on a PostgreSQL of the tests (../bed/servers.sh) and on
# loopback: its own database, configuration and web server, set up from scratch.
#
# Usage:
#   rt.sh start DIR    set it up in DIR, wait until it answers, print its environment
#   rt.sh stop DIR     stop it and remove DIR
#
# Needs HELPDESK_TEST_POSTGRES_DSN. The environment: HELPDESK_TEST_RT_URL (web, REST2 and the mail gateway's --url),
# HELPDESK_TEST_RT_DSN (the database), HELPDESK_TEST_RT_MBOX (the mails that RT sent). Agents bob and carol have the
# passwords bob-secret and carol-secret; queues are Support, Sales and Spam.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin
readonly server=/usr/share/request-tracker5/libexec/rt-server
readonly attempts=20 patience=300 # ports tried; tenths of a second to wait for an answer

die() {
	echo "rt.sh: $*" >&2
	exit 1
}

# part NUMBER: a part of the PostgreSQL server's DSN: 1 user, 2 password, 3 host, 4 port.
part() {
	[[ ${HELPDESK_TEST_POSTGRES_DSN:-} =~ ^postgres://([^:]+):([^@]+)@([^:/]+):([0-9]+)/ ]] ||
		die "HELPDESK_TEST_POSTGRES_DSN must be postgres://user:password@host:port/database"
	echo "${BASH_REMATCH[$1]}"
}

configure() { # configure DIR PORT
	local dir=$1 port=$2
	cat >"$dir/RT_SiteConfig.pm" <<-PERL
		Set(\$rtname, 'desk.example');
		Set(\$Organization, 'desk.example');
		Set(\$Timezone, 'Europe/Berlin');
		Set(\$WebDomain, '127.0.0.1');
		Set(\$WebPort, $port);
		Set(\$WebPath, '');
		Set(\$CanonicalizeRedirectURLs, 0);
		Set(\$CorrespondAddress, 'rt\@desk.example');
		Set(\$CommentAddress, 'rt-comment\@desk.example');
		Set(\$DatabaseType, 'Pg');
		Set(\$DatabaseHost, '$(part 3)');
		Set(\$DatabasePort, '$(part 4)');
		Set(\$DatabaseName, '$(cat "$dir/database")');
		Set(\$DatabaseUser, '$(part 1)');
		Set(\$DatabasePassword, '$(part 2)');
		Set(\$DatabaseAdmin, '$(part 1)');
		Set(\$BcryptCost, 4);            # every request of REST2 checks a password
		Set(\$MailCommand, 'sendmailpipe');
		Set(\$SendmailPath, '$dir/sendmail');
		Set(\$LogToSyslog, undef);
		Set(\$LogToSTDERR, 'warning');
		Set(\$LogToFile, undef);
		Set(\$RestrictReferrer, 0);
		\$RT::MasonDataDir = '$dir/mason';
		\$RT::MasonSessionDir = '$dir/sessions';
		\$RT::VarPath = '$dir/var';
		1;
	PERL
}

export_config() {
	export RT_SITE_CONFIG=$1/RT_SiteConfig.pm RT_SITE_CONFIG_DIR=$1/conf.d
}

setup() { # setup DIR: the database, RT's own data, the desk
	local dir=$1 log=$1/setup.log
	mkdir -p "$dir/conf.d" "$dir/mason" "$dir/sessions" "$dir/var"
	printf '#!/bin/sh\nexec cat >>"%s/mbox"\n' "$dir" >"$dir/sendmail"
	chmod 755 "$dir/sendmail"
	: >"$dir/mbox"
	echo "rt_$$_$RANDOM" >"$dir/database"
	configure "$dir" 80
	export_config "$dir"
	{
		RT_DBA_PASSWORD=$(part 2) rt-setup-database-5 --action create &&
			rt-setup-database-5 --action init --skip-create &&
			rt-setup-database-5 --action insert --datafile "$here/initialdata" --skip-create
	} >"$log" 2>&1 </dev/null || {
		tail -n 40 "$log" >&2
		die "the database cannot be set up"
	}
}

answers() { # answers PORT: whether RT answers there
	local line
	exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
	printf 'GET /REST/2.0/rt HTTP/1.0\r\nAuthorization: Basic %s\r\n\r\n' "$(printf 'bob:bob-secret' | base64)" >&3
	IFS= read -r -t 20 line <&3 || line=
	exec 3>&-
	[[ $line == *" 200 "* ]]
}

start() {
	local dir=$1 try port i pid
	[[ -x $server ]] || die "Request Tracker 5 is not installed; run test/bed/install.sh rt"
	part 1 >/dev/null
	mkdir -p "$dir"
	dir=$(cd "$dir" && pwd)
	[[ ! -e $dir/pid ]] || die "it was started in $dir before: stop it first"
	setup "$dir"
	for ((try = 0; try < attempts; try++)); do
		port=$((20000 + RANDOM % 12000))
		if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			continue
		fi
		configure "$dir" "$port"
		setsid "$server" --server Starlet --host 127.0.0.1 --port "$port" --max-workers 4 \
			</dev/null >"$dir/server.log" 2>&1 &
		pid=$!
		echo "$pid" >"$dir/pid"
		for ((i = 0; i < patience; i++)); do
			kill -0 "$pid" 2>/dev/null || break
			if answers "$port" 2>/dev/null && kill -0 "$pid" 2>/dev/null; then
				environment "$dir" "$port"
				return
			fi
			sleep 0.1
		done
		stop_server "$dir"
	done
	tail -n 40 "$dir/server.log" >&2
	die "the web server does not answer"
}

environment() {
	echo "export HELPDESK_TEST_RT_URL=http://127.0.0.1:$2"
	echo "export HELPDESK_TEST_RT_DSN='postgres://$(part 1):$(part 2)@$(part 3):$(part 4)/$(cat "$1/database")?sslmode=disable'"
	echo "export HELPDESK_TEST_RT_MBOX=$1/mbox"
}

stop_server() {
	local pid i
	[[ -s $1/pid ]] || return 0
	pid=$(cat "$1/pid")
	kill -s TERM -- "-$pid" 2>/dev/null || true # setsid: its workers are of its group
	for ((i = 0; i < 100; i++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	kill -s KILL -- "-$pid" 2>/dev/null || true
	rm -f "$1/pid"
}

stop() { # the database goes with its server
	[[ -d $1 ]] || return 0
	stop_server "$1"
	rm -rf "${1:?}"/{conf.d,mason,sessions,var} "${1:?}"/{RT_SiteConfig.pm,sendmail,mbox,database,setup.log,server.log}
	rmdir "$1" 2>/dev/null || true
}

[[ $# -eq 2 ]] || die "usage: rt.sh start DIR | stop DIR"
case $1 in
start) start "$2" ;;
stop) stop "$2" ;;
*) die "unknown command $1" ;;
esac
