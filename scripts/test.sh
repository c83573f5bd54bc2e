#!/bin/sh
# The test command: types, lint and format first (seconds), then every test. With arguments: only those tests.
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
checked=0
[ $# -gt 0 ] || sh "$root/scripts/check.sh" || checked=1
sh "$root/scripts/with-node.sh" node_modules/vitest/vitest.mjs run "$@"
tested=$?
[ $checked -eq 0 ] || echo "types, lint or format: failed (see above)" >&2
[ $checked -eq 0 ] && exit $tested
exit 1
