import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** A row that stands behind the paragraph that follows a table is shown as text, with its bars. */

const root = resolve(import.meta.dirname, '..');
const documents = globSync(
  ['*.md', 'docs/**/*.md', 'test/**/*.md', 'packages/*/*.md', 'bench/**/*.md', 'examples/**/*.md'],
  {
    cwd: root,
  },
);

/** Rows that begin a table without a head: the second line of a table is its rule. */
function headless(text: string): string[] {
  const lines = text.replaceAll(/^ *```[^]*?^ *```/gm, '').split('\n');
  const begins = (at: number) => lines[at]?.startsWith('|') === true && lines[at - 1]?.startsWith('|') !== true;
  return lines.filter((_, at) => begins(at) && !/^\|[ :|-]+\|$/.test(lines[at + 1] ?? ''));
}

it('finds a row without a head', () => {
  expect(headless('| a |\n| --- |\n| b |\n\ntext\n| c |\n')).toEqual(['| c |']);
});

it('every table of a document has a head', () => {
  expect(documents.length).toBeGreaterThan(20);
  expect(
    documents
      .map((path) => [path, headless(readFileSync(join(root, path), 'utf8'))])
      .filter(([, rows]) => rows?.length),
  ).toEqual([]);
});
