#!/bin/sh
# Runs a Node script of this checkout (development set-up, pinned Node first on PATH; packages find each other's sources).
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
. "$root/scripts/bootstrap.sh"
catenary_bootstrap "$root" dev || exit 1
PATH=$(dirname "$CATENARY_NODE"):$PATH
export PATH
cd "$root" && exec "$CATENARY_NODE" --conditions=source "$@"
