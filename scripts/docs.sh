#!/bin/sh
# Builds the documentation site into site/dist: `npm run docs`. With `preview` it is served on this machine.
# VitePress and the spelling check have packages of their own, so that setting up a checkout does not fetch them.
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
. "$root/scripts/bootstrap.sh"
catenary_bootstrap "$root" dev || exit 1
PATH=$(dirname "$CATENARY_NODE"):$PATH
export PATH
cd "$root/site" || exit 1
if ! cmp -s package-lock.json node_modules/.installed; then
  catenary_say "fetching what builds the site ..."
  catenary_quietly npm ci --no-audit --no-fund --ignore-scripts && cp package-lock.json node_modules/.installed || exit 1
fi
[ "$1" = install ] && exit 0
"$CATENARY_NODE" copy-pages.ts && "$CATENARY_NODE" node_modules/vitepress/bin/vitepress.js build . || exit 1
[ "$1" != preview ] || exec "$CATENARY_NODE" node_modules/vitepress/bin/vitepress.js preview .
