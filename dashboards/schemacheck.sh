#!/bin/bash
# Validates the dashboards by the JSON Schemas of @grafana/schema, with a copy of the tool in the given folder. Prints what
# is wrong beyond what the tool is known to refuse: the settings of a Prometheus annotation and a variable's definition.
set -euo pipefail
tool=$(realpath --canonicalize-missing "$1") # of the folder where this was called
cd "$(dirname "$0")"
if [[ ! -e $tool/check.mjs ]]; then
	echo "schemacheck: no $tool/check.mjs; set SHARED to the folder that holds tools/schemacheck" >&2
	exit 1
fi
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$tool/." "$copy"
npm --prefix "$copy" install --no-audit --no-fund --silent
known='/annotations/list/[0-9]+: must NOT have additional properties (expr|titleFormat)$'
known+='|/templating/list/[0-9]+: must NOT have additional properties definition$|^[0-9]+ problems$|^ok$'
if node "$copy/check.mjs" json/*.json | grep -Ev "$known"; then
	exit 1
fi
echo "schemacheck: ok"
