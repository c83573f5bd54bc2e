import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doors } from '../site/doors.ts';

const root = resolve(import.meta.dirname, '..');
const site = join(root, 'site');
const dist = join(site, 'dist');
const isInstalled = runs('sh', 'scripts/docs.sh', 'install');

function runs(program: string, ...words: string[]): boolean {
  try {
    execFileSync(program, words, { cwd: root, stdio: 'pipe', timeout: 280_000 });
    return true;
  } catch {
    return false;
  }
}

describe('the doors of the site', () => {
  const listed = doors.flatMap(({ pages }) => pages.map(([path]) => path));

  it('have each page of docs/ behind one of them', () => {
    const pages = globSync(['docs/*.md', 'docs/tutorials/*.md', 'docs/how-to/*.md'], { cwd: root })
      .map((page) => page.replace(/\.md$/, ''))
      .filter((page) => page !== 'docs/README');
    expect(listed.filter((page) => page.startsWith('docs/')).toSorted()).toEqual(pages.toSorted());
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('lead to pages that there are', () => {
    expect(listed.filter((page) => !existsSync(join(root, `${page}.md`)))).toEqual([]);
  });
});

/** Addresses in a built page: what it loads, and where it leads. */
function addressesIn(html: string): { readonly loaded: string[]; readonly linked: string[] } {
  const loaded = [...html.matchAll(/<(?:script|img|iframe)[^>]* src="([^"]+)"|<link[^>]* href="([^"]+)"/g)];
  const linked = [...html.matchAll(/<a[^>]* href="([^"]+)"/g)];
  return {
    loaded: loaded.map(([, one, other]) => one ?? other ?? ''),
    linked: linked.map(([, link = '']) => link.replaceAll('&amp;', '&')),
  };
}

describe.skipIf(!isInstalled)('the built site (needs VitePress from npm)', () => {
  it('is built', { timeout: 300_000 }, () => {
    execFileSync('sh', ['scripts/docs.sh'], { cwd: root, stdio: 'pipe', timeout: 280_000 });
    expect(existsSync(join(dist, 'index.html'))).toBe(true);
  });

  it('loads nothing from elsewhere, and leads to pages and headings that there are', () => {
    const pages = globSync('**/*.html', { cwd: dist });
    expect(pages.length).toBeGreaterThan(40);
    const texts = new Map(pages.map((page) => [page, readFileSync(join(dist, page), 'utf8')]));
    const dead = pages.flatMap((page) => {
      const { loaded, linked } = addressesIn(texts.get(page) ?? '');
      const foreign = loaded.filter((address) => /^(?:https?:)?\/\//.test(address));
      const lost = linked.filter((link) => !/^[a-z]+:/.test(link) && !isThere(texts, page, decodeURI(link)));
      return [...foreign, ...lost].map((address) => `${page}: ${address}`);
    });
    expect(dead).toEqual([]);
  });

  it('is searched without a server: the index is one of its files', () => {
    const [index = ''] = globSync('assets/chunks/@localSearchIndexroot*.js', { cwd: dist });
    const text = readFileSync(join(dist, index), 'utf8');
    const wanted = ['First prediction in five minutes', 'quarantine', 'semantics'];
    expect(wanted.filter((words) => !text.includes(words))).toEqual([]);
  });

  it('has no word that the dictionaries and site/cspell.json do not know', { timeout: 120_000 }, () => {
    const words = ['--no-progress', '--no-summary', '--words-only', '--unique', '-c', 'cspell.json', '.pages/**/*.md'];
    const cspell = join(site, 'node_modules/cspell/bin.mjs');
    let unknown = '';
    try {
      execFileSync(process.execPath, [cspell, ...words], { cwd: site, stdio: 'pipe' });
    } catch (error) {
      unknown = String((error as { readonly stdout?: Buffer }).stdout ?? error);
    }
    expect(unknown).toBe('');
  });
});

function isThere(texts: ReadonlyMap<string, string>, page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#', 2);
  const target = path === '' ? page : path.startsWith('/') ? path.slice(1) : join(dirname(page), path);
  const file = target === '' || target.endsWith('/') ? `${target}index.html` : target;
  const text = texts.get(file.endsWith('.html') ? file : `${file}.html`);
  if (text === undefined) return false;
  return anchor === undefined || anchor === '' || text.includes(`id="${anchor}"`);
}
