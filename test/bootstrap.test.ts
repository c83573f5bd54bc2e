import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fetchedNode, nodePackage } from '../packages/server/src/entry/node/needs-other-node.ts';

const script = resolve(import.meta.dirname, '../scripts/bootstrap.sh');
const folder = mkdtempSync(join(tmpdir(), 'catenary-bootstrap-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with programs that are shell scripts. */
function programs(name: string, scripts: Readonly<Record<string, string>>): string {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  for (const [file, text] of Object.entries(scripts))
    writeFileSync(join(place, file), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return place;
}

/** What a function of the set-up prints, where PATH is these folders. */
function ask(path: readonly string[], call: string): string {
  const env = { PATH: [...path, '/usr/bin', '/bin'].join(':') };
  return execFileSync('/bin/sh', ['-c', `. "${script}"; ${call}; true`], { env, encoding: 'utf8' }).trim();
}

describe('the set-up of a checkout', () => {
  const checkout = join(folder, 'checkout');
  const pinned = join(programs('checkout/.tools/node_modules/.bin', { node: 'echo v26.10.0' }), 'node');
  const newer = programs('newer', { node: 'echo v26.12.1' });
  const oldest = programs('oldest', { node: 'echo v24.0.0' });
  const tooOld = programs('too-old', { node: 'echo v22.23.2' });

  it.each([
    ['the product', 'run', newer, join(newer, 'node')],
    ['the product', 'run', oldest, join(oldest, 'node')],
    ['the product', 'run', tooOld, pinned],
    ['tests and checks', 'dev', newer, pinned],
  ])('runs %s (%s) with %s on PATH in %s', (_what, mode, path, node) => {
    expect(ask([path], `catenary_find_node "${checkout}" ${mode}`)).toBe(node);
  });

  it('takes what is on PATH where none was fetched, and nothing that is too old', () => {
    expect(ask([newer], 'catenary_find_node /nowhere dev')).toBe(join(newer, 'node'));
    expect(ask([tooOld], 'catenary_find_node /nowhere run')).toBe('');
  });

  it.each([
    ['Linux', 'x86_64', 'linux', 'x64'],
    ['Linux', 'aarch64', 'linux', 'arm64'],
    ['Darwin', 'arm64', 'darwin', 'arm64'],
    ['FreeBSD', 'amd64', 'freebsd', 'x64'],
  ])('fetches for %s on %s what the published command fetches', (system, machine, platform, arch) => {
    const path = programs(`on-${platform}-${arch}`, { uname: `[ "$1" = -s ] && echo ${system} || echo ${machine}` });
    const named = nodePackage({ platform, arch, glibc: platform === 'linux' ? '2.36' : undefined });
    expect(ask([path], 'catenary_node_package')).toBe(named ?? '');
    expect(named).toBe(platform === 'linux' ? `node-linux-${arch}` : undefined);
  });

  it('reports in one line a fetched Node that does not run on an old system, with what to do', () => {
    // What the loader of glibc 2.17 says.
    const loader = "node: /lib64/libm.so.6: version \\`GLIBC_2.28' not found (required by node)";
    const node = join(programs('old-system', { node: `echo "${loader}" >&2; exit 1` }), 'node');
    expect(ask([], `catenary_check_node "${node}" 2>&1`)).toMatch(
      /^catenary: \S+\/node does not run on this system \(.*\): .*GLIBC_2\.28' not found.*; put a Node of 24 or newer that is built for it first on PATH$/,
    );
    expect(ask([], `catenary_check_node "${join(newer, 'node')}" 2>&1`)).toBe('');
  });

  it('fetches Node and packages at once: each waits here for the other to begin', () => {
    const place = programs('empty', {});
    writeFileSync(join(place, 'package-lock.json'), '{}');
    const other = 'n=0; until [ -e "$1" ]; do n=$((n+1)); [ $n -lt 300 ] || exit 1; sleep 0.1; done';
    const path = programs('fake-npm', {
      uname: '[ "$1" = -s ] && echo Linux || echo x86_64',
      node: 'echo v20.0.0',
      npm: `meet() { : >"${folder}/$1-began"; set -- "${folder}/$2-began"; ${other}; }
case $1 in
  install) meet install ci; mkdir -p "$3/node_modules/.bin"; printf '#!/bin/sh\\necho v26.10.0\\n' >"$3/node_modules/.bin/node"
    chmod +x "$3/node_modules/.bin/node" ;;
  ci) meet ci install; mkdir -p node_modules ;;
esac`,
    });
    const said = ask([path], `catenary_bootstrap "${place}" run 2>&1; echo "$? $CATENARY_NODE"`);
    expect(said).toContain(`0 ${place}/.tools/node_modules/.bin/node`);
    expect(ask([path], `catenary_is_installed "${place}" run && echo yes`)).toBe('yes');
  });

  it('takes nothing away from a program that runs when only the packages of tests are missing', () => {
    const place = programs('running', {});
    writeFileSync(join(place, 'package-lock.json'), '{}');
    const path = programs('asked-npm', {
      node: 'echo v26.10.0',
      npm: 'mkdir -p node_modules; echo "$*" >>asked',
    });
    const flags = '--no-audit --no-fund --ignore-scripts --no-engine-strict';
    ask([path], `catenary_bootstrap "${place}" run 2>&1; catenary_bootstrap "${place}" dev 2>&1`);
    expect(readFileSync(join(place, 'asked'), 'utf8')).toBe(`ci ${flags} --omit=dev\ninstall --no-save ${flags}\n`);
    // Other packages than before: all of them anew.
    writeFileSync(join(place, 'package-lock.json'), '{ }');
    ask([path], `catenary_bootstrap "${place}" dev 2>&1`);
    expect(readFileSync(join(place, 'asked'), 'utf8')).toMatch(new RegExp(`\nci ${flags}\n$`));
  });

  it('fails where Node or packages cannot be fetched, and says what npm said', () => {
    const place = programs('without-registry', {});
    writeFileSync(join(place, 'package-lock.json'), '{}');
    const path = programs('offline-npm', {
      uname: '[ "$1" = -s ] && echo Linux || echo x86_64',
      node: 'echo v20.0.0',
      npm: 'echo "npm error ENOTFOUND $1" >&2; exit 1',
    });
    const said = ask([path], `catenary_bootstrap "${place}" run 2>&1; echo "status $?"`);
    expect(said).toContain('npm error ENOTFOUND install');
    expect(said).toContain('npm error ENOTFOUND ci');
    expect(said).toContain('catenary: npm does not reach its registry: it needs a network, a proxy (HTTPS_PROXY), ');
    expect(said).toMatch(/status 1$/);
  });

  it('fetches the release that the published command fetches', () => {
    expect(ask([], 'echo "$CATENARY_NODE_VERSION"')).toBe(fetchedNode);
  });
});
