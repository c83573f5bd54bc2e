import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tableRowOf, tableRows } from './support/table-table.ts';

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = globSync(['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'docs/**/*.md'], {
  cwd: root,
}).toSorted();

/** The headings that the tables of a page stand under, one for each table. */
function sectionsOf(text: string): string[] {
  const sections: string[] = [];
  let heading = '';
  const lines = text.replaceAll(/^ *```[^]*?^ *```/gm, '').split('\n');
  for (const line of lines) {
    if (/^#+ /.test(line)) heading = line.replace(/^#+ /, '');
    if (/^\|[ :|-]+\|$/.test(line) && line.includes('-')) sections.push(heading);
  }
  return sections;
}

const tables = pages.flatMap((page) => sectionsOf(read(page)).map((section) => ({ page, section })));

describe('every table of a page', () => {
  it('is held by a test, or stands in test/support/table-table.ts with the reason why not', () => {
    expect(tables.length).toBeGreaterThan(150);
    expect(tables.filter(({ page, section }) => tableRowOf(page, section) === undefined)).toEqual([]);
  });

  it('has a row that is needed', () => {
    const used = new Set(tables.map(({ page, section }) => tableRowOf(page, section)));
    expect(tableRows.filter((row) => !used.has(row))).toEqual([]);
  });

  it.each(tableRows)('names tests that there are, or a reason: $page, $section', ({ page, reads, tests, reason }) => {
    expect([reads, tests, reason].filter((given) => given !== undefined)).toHaveLength(1);
    for (const path of tests ?? []) expect(existsSync(join(root, path)), path).toBe(true);
    if (reads === undefined) return;
    // The page itself, or the pattern that finds it.
    expect(read(reads)).toContain(basename(page));
  });

  it('is found below its heading, and not in code', () => {
    const text =
      '# One\n\n| a |\n| --- |\n| b |\n\n```\n| c |\n| --- |\n```\n\n## Two\n\n| | |\n| --- | --- |\n| d | e |\n';
    expect(sectionsOf(text)).toEqual(['One', 'Two']);
  });
});
