#!/usr/bin/env bash
# Installs what the tests need beside Go: real database servers, Prometheus and Alertmanager; with "rt", Request
# Tracker 5; with "look", what draws the dashboards; with "ci", what .ci/run needs.
# On Debian as root it installs only what is missing, and starts no service. Elsewhere it changes nothing: it says
# what to install and exits 1.
#
# Usage: install.sh [ci] [servers] [rt] [look]        (default: servers)
set -euo pipefail

declare -A packages=(
	[ci]="make shellcheck ca-certificates"
	[servers]="mariadb-server postgresql prometheus prometheus-alertmanager tzdata"
	[look]="chromium fonts-inter nodejs npm prometheus"
	[rt]="request-tracker5 rt5-db-postgresql rt5-standalone rt5-clients postgresql prometheus tzdata"
)
# What proves that a group is there, whoever installed it: one program or file a word.
declare -A proofs=(
	[ci]="make shellcheck /etc/ssl/certs/ca-certificates.crt"
	[servers]="mariadbd mariadb-install-db initdb postgres prometheus promtool amtool /usr/share/zoneinfo/Europe/Berlin"
	[look]="chromium /usr/share/fonts/opentype/inter node npm prometheus promtool"
	[rt]="rt-setup-database-5 rt-mailgate-5 plackup /usr/share/request-tracker5/libexec/rt-server initdb prometheus"
)

# present PROOF: sbin is not on an ordinary user's PATH, and PostgreSQL's own programs are on nobody's.
present() {
	local path
	case $1 in
	/*) [[ -e $1 ]] ;;
	*)
		path=$PATH:/usr/sbin:/sbin:$(printf '%s:' /usr/lib/postgresql/*/bin)
		PATH=$path command -v "$1" >/dev/null
		;;
	esac
}

missing() { # missing GROUP...: the packages of every group of which a proof is missing
	local group proof
	for group in "$@"; do
		for proof in ${proofs[$group]}; do
			if ! present "$proof"; then
				tr ' ' '\n' <<<"${packages[$group]}"
				break
			fi
		done
	done | sort -u | tr '\n' ' '
}

explain() {
	cat >&2 <<-TEXT
		The tests need programs that are not installed here. Install these Debian packages, or your system's equal:

		    apt-get install --no-install-recommends $1

		They must be on the PATH (or in /usr/lib/postgresql/*/bin). No service needs to run: the tests start their own
		servers on loopback, with private data directories.
	TEXT
	exit 1
}

install() {
	export DEBIAN_FRONTEND=noninteractive
	local policy=/usr/sbin/policy-rc.d
	if [[ ! -e $policy ]]; then # packages must not start their services
		trap 'rm -f /usr/sbin/policy-rc.d' EXIT
		printf '#!/bin/sh\nexit 101\n' >"$policy"
		chmod 755 "$policy"
	fi
	if [[ " $* " == *" request-tracker5 "* ]]; then
		apt_get install debconf
		debconf-set-selections <<-ANSWERS
			request-tracker5 request-tracker5/dbconfig-install boolean false
			request-tracker5 request-tracker5/install-cronjobs boolean false
			request-tracker5 request-tracker5/handle-siteconfig-permissions boolean false
		ANSWERS
	fi
	apt_get install "$@"
}

# apt_get says nothing, unless it fails.
apt_get() {
	local said
	said=$(apt-get -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confold --no-install-recommends "$@" 2>&1) || {
		tail -n 40 <<<"$said" >&2
		echo "install.sh: apt-get $1 has failed; its last words are above" >&2
		return 1
	}
}

main() {
	local groups=("${@:-servers}") group wanted
	for group in "${groups[@]}"; do
		[[ -n ${packages[$group]:-} ]] || { echo "install.sh: unknown group $group; one of: ${!packages[*]}" >&2; exit 2; }
	done
	wanted=$(missing "${groups[@]}")
	[[ -n $wanted ]] || return 0
	if [[ ! -e /etc/debian_version || $(id -u) -ne 0 ]]; then
		explain "$wanted"
	fi
	exec 9>/var/lock/helpdesk-exporter-install.lock
	flock 9                          # two test runs at once on a new machine
	wanted=$(missing "${groups[@]}") # the other one may have done it
	[[ -n $wanted ]] || return 0
	echo "installing $wanted"
	apt_get update
	# shellcheck disable=SC2086 # a list of packages
	install $wanted
	wanted=$(missing "${groups[@]}")
	[[ -z $wanted ]] || { echo "install.sh: still missing after the installation: $wanted" >&2; exit 1; }
}

main "$@"
