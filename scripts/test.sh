#!/bin/sh
# The test command: types, lint and format first (seconds), then every test.
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
if [ $# -eq 0 ]; then
  sh "$root/scripts/check.sh" || exit 1
fi
exec sh "$root/scripts/with-node.sh" node_modules/vitest/vitest.mjs run "$@"
