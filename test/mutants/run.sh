#!/usr/bin/env bash
# Applies each mutant to a copy of the tree and expects the test that guards the broken rule to turn red.
#
# Usage: run.sh [all|sample|NAME] [TREE]  NAME may hold wildcards; TREE is a git checkout (default: this one)
#
# A mutant is a patch TREE/test/mutants/NAME.patch that begins with
#
#     # test: ./collector/fact TestReopens        the package and the test (Test/sub_test) that must fail
#     # breaks: Who and what counts: reopen       the rule
#
# It is killed when the patched tree compiles and the test fails. The same test must pass in the unpatched tree: a
# test that is always red kills nothing. "sample" takes SAMPLE (20) mutants, chosen by the commit's hash. Patches are
# made with "git diff -U1": the less context they have, the less often an edit nearby makes them fail.
set -euo pipefail

selection=${1:-all}
tree=$(cd "${2:-$(dirname "$0")/../..}" && pwd)
sample=${SAMPLE:-20}
limit=${MUTANT_TIMEOUT:-180s}

die() {
	echo "mutants: $*" >&2
	exit 1
}

work=$(mktemp -d "${TMPDIR:-/tmp}/helpdesk-mutants.XXXXXX")
trap 'rm -rf "$work"' EXIT
export GIT_CEILING_DIRECTORIES=$work # the copy is no repository, whatever lies above it
copy=$work/tree
log=$work/log
: >"$log"

header() { # header FILE NAME: the value of a header line
	sed -n "s/^# $2:[[:space:]]*//p" "$1" | head -n 1
}

select_mutants() {
	local mutants=() commit name
	mapfile -t mutants < <(cd "$tree" && find test/mutants -maxdepth 1 -name '*.patch' | sort)
	((${#mutants[@]})) || die "there is none in $tree/test/mutants"
	case $selection in
	all) printf '%s\n' "${mutants[@]}" ;;
	sample)
		commit=$(git -C "$tree" rev-parse HEAD)
		for name in "${mutants[@]}"; do
			printf '%s %s\n' "$(printf '%s %s' "$commit" "$name" | sha256sum | cut -c 1-16)" "$name"
		done | sort | sed -n "1,${sample}s/^[^ ]* //p"
		;;
	*)
		for name in "${mutants[@]}"; do
			# shellcheck disable=SC2053 # the selection is a pattern
			[[ $(basename "$name" .patch) == $selection ]] && printf '%s\n' "$name"
		done
		;;
	esac
}

# copy_tree copies what git would see, changes and new files included.
copy_tree() {
	local file
	mkdir "$copy"
	cd "$tree"
	git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
		if [[ -e $file ]]; then
			printf '%s\0' "$file"
		fi
	done | tar -c --null -T - -f - | tar -x -C "$copy" -f -
}

# build PACKAGE BINARY
build() {
	(cd "$copy" && go test -c -vet=off -o "$2" "$1") >"$log" 2>&1 && [[ -x $2 ]]
}

# run_test BINARY PACKAGE TEST: runs the test where "go test" would.
run_test() {
	local pattern
	pattern="^${3//\//\$/^}\$"
	(cd "$copy/$2" && "$1" -test.count=1 -test.timeout="$limit" -test.v -test.run "$pattern") >"$log" 2>&1
}

# ran TEST OUTCOME: whether the last run reported the test so.
ran() {
	grep -q -E "^ *--- $2: $(printf '%s' "$1" | sed 's/[][\.*^$+?(){}|]/\\&/g') " "$log"
}

declare -A whole=() # test binaries of packages in the unpatched tree
declare -A green=() # tests that pass there

# check_green PACKAGE TEST: the test passes in the unpatched tree.
check_green() {
	[[ -z ${green["$1 $2"]:-} ]] || return 0
	if [[ -z ${whole["$1"]:-} ]]; then
		if ! build "$1" "$work/${#whole[@]}.test"; then
			verdict="broken: $1 has no tests that compile"
			return 1
		fi
		whole["$1"]=$work/${#whole[@]}.test
	fi
	if ! run_test "${whole["$1"]}" "$1" "$2"; then
		verdict="broken: $2 fails in the unpatched tree"
		return 1
	fi
	if ! ran "$2" PASS; then
		verdict="broken: $1 has no test $2"
		return 1
	fi
	green["$1 $2"]=yes
}

# judge PATCH: leaves in verdict killed, survived or why the mutant is none.
judge() {
	local patch=$1 package test rule
	package=$(header "$patch" test | cut -d ' ' -f 1)
	test=$(header "$patch" test | cut -s -d ' ' -f 2-)
	rule=$(header "$patch" breaks)
	[[ -n $package && -n $test ]] || { verdict="broken: no header '# test: PACKAGE TEST'"; return; }
	[[ -n $rule ]] || { verdict="broken: no header '# breaks: RULE'"; return; }
	check_green "$package" "$test" || return 0
	if ! (cd "$copy" && git apply "$patch") >"$log" 2>&1; then
		verdict="broken: does not apply"
		return
	fi
	if ! build "$package" "$work/mutant.test"; then
		verdict="broken: does not compile"
	elif run_test "$work/mutant.test" "$package" "$test"; then
		verdict="survived: $package $test does not notice \"$rule\""
	elif ran "$test" FAIL || grep -q '^panic: ' "$log"; then
		verdict=killed
	else
		verdict="broken: $test did not run to its end"
	fi
	rm -f "$work/mutant.test"
	(cd "$copy" && git apply -R "$patch") || die "$patch cannot be taken back"
}

main() {
	local mutants=() name killed=0 began
	mapfile -t mutants < <(select_mutants)
	((${#mutants[@]})) || die "none is selected by $selection; write all, sample or a name"
	copy_tree
	for name in "${mutants[@]}"; do
		began=$SECONDS verdict=
		judge "$tree/$name"
		echo "$(basename "$name" .patch): $verdict ($((SECONDS - began)) s)"
		if [[ $verdict == killed ]]; then
			killed=$((killed + 1))
		else
			sed 's/^/    /' "$log" | tail -n 20
		fi
	done
	echo "${#mutants[@]} mutants, $killed killed"
	[[ $killed -eq ${#mutants[@]} ]]
}

main
