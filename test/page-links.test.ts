import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, deadLinks } from './support/page-links.ts';

const root = resolve(import.meta.dirname, '..');
const pages = globSync(
  ['*.md', 'docs/**/*.md', 'examples/**/*.md', 'packages/*/*.md', 'bench/**/*.md', 'test/golden/**/README.md'],
  { cwd: root, exclude: (name) => name.includes('node_modules') },
);
const read = (page: string) => readFileSync(join(root, page), 'utf8');

describe('links of pages', () => {
  it('lead to files and headings that there are', () => {
    expect(pages.length).toBeGreaterThan(50);
    expect(pages.flatMap((page) => deadLinks(root, page, read(page)))).toEqual([]);
  });

  it('are found where they lead nowhere, but not in code', () => {
    const text = '[a](none.md) [b](README.md#no-such-heading) [c](#here) `[d](none.md)`\n\n# Here\n';
    expect(deadLinks(root, 'CHANGELOG.md', text.replace('#here', '#keys-of-none'))).toEqual([
      'CHANGELOG.md: none.md',
      'CHANGELOG.md: README.md#no-such-heading',
      'CHANGELOG.md: #keys-of-none',
    ]);
    expect(anchorsOf('# Here, `code` & more\n')).toEqual(new Set(['here-code--more']));
  });
});

describe('docs/README.md', () => {
  const text = read('docs/README.md');

  it('names every page of docs/', () => {
    const all = pages.filter(
      (page) => page.startsWith('docs/') && !/^docs\/(README|decisions|model-coverage\/)/.test(page),
    );
    const missing = all.filter((page) => !text.includes(`](${page.slice('docs/'.length)})`));
    expect(missing).toEqual([]);
  });

  it('answers each of the questions that users come with, by a page and its section', () => {
    const [, table = ''] = /^\| question \|.*\n\|.*\n((?:\|.*\n)+)/m.exec(text) ?? [];
    const rows = table.trim().split('\n');
    expect(rows.length).toBe(15);
    // A section, or a page that is about nothing else; that they are there, the test above knows.
    for (const row of rows) expect(row).toMatch(/^\| [^|]+\? \| .*\[[^\]]+\]\([^)]+\).* \|$/);
  });
});
