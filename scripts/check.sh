#!/bin/sh
# Types (three projects: scoring without Node, the server, and their tests and scripts), lint, format and order of imports.
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
run() { sh "$root/scripts/with-node.sh" "$@"; }
status=0
run node_modules/typescript/bin/tsc -b tsconfig.json || status=1
run node_modules/oxlint/bin/oxlint --type-aware --deny-warnings || status=1
run node_modules/@biomejs/biome/bin/biome ci . || status=1
exit $status
