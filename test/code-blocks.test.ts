import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describedCommands } from '../scripts/man-page/described-commands.ts';
import { blockRows, rowOf } from './support/code-block-table.ts';
import { codeBlocksOf } from './support/code-blocks.ts';

const root = resolve(import.meta.dirname, '..');
const pages = globSync(['*.md', 'docs/**/*.md', 'packages/scoring/README.md'], { cwd: root });
const blocks = pages.flatMap((page) =>
  codeBlocksOf(readFileSync(join(root, page), 'utf8')).map(({ language, lines }) => ({
    page,
    first: lines[0] ?? '',
    // Under a command stands what it prints.
    typed: language === 'console' ? lines.filter((line) => line.startsWith('$ ')) : lines,
  })),
);
const flagsOf = new Map(
  (await describedCommands()).map(({ name, flags }) => [name, new Set(flags.map(({ long }) => long))]),
);

/** The command and its flags, of lines that are put together again where a backslash ends them. */
function commandsIn(lines: readonly string[]): { readonly name: string; readonly flags: readonly string[] }[] {
  const text = lines.join('\n').replaceAll(/\\\n/g, ' ');
  return [...text.matchAll(/(?:^|\n)(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.\/)?catenary ([a-z]+)([^\n]*)/g)].map(
    ([, name = '', rest = '']) => ({
      name,
      flags: [...rest.replace(/#.*/, '').matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([flag]) => flag),
    }),
  );
}

describe('codeBlocksOf()', () => {
  it('finds fenced blocks, and those that are set in behind an empty line, but no continued list', () => {
    const page = '```sh\na\n\nb\n```\ntext\n\n    c\n    d\n\ntext\n    not code\n';
    expect(codeBlocksOf(page)).toEqual([
      { language: 'sh', lines: ['a', '', 'b'] },
      { language: undefined, lines: ['c', 'd'] },
    ]);
  });
});

describe('every block of code of a page', () => {
  it('is run by a test, or stands in test/support/code-block-table.ts with the reason why not', () => {
    expect(blocks.length).toBeGreaterThan(80);
    expect(blocks.filter(({ page, first }) => rowOf(page, first) === undefined)).toEqual([]);
  });

  it('has a row that is needed, with a test that there is or a reason', () => {
    const used = new Set(blocks.map(({ page, first }) => rowOf(page, first)));
    for (const row of blockRows) {
      expect([row, used.has(row)]).toEqual([row, true]);
      expect([row, (row.run === undefined) !== (row.reason === undefined)]).toEqual([row, true]);
      if (row.run !== undefined) expect([row.run, existsSync(join(root, row.run))]).toEqual([row.run, true]);
    }
  });

  it('runs no script by a Node that may be too old for it: with-node.sh takes one that is not', () => {
    const wrong = pages.filter((page) =>
      /\bnode (?:scripts|bench|test)\/\S+\.ts/.test(readFileSync(join(root, page), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('names commands and flags that there are', () => {
    const named = blocks.flatMap(({ page, typed }) => commandsIn(typed).map((one) => ({ page, ...one })));
    expect(named.length).toBeGreaterThan(40);
    const wrong = named.flatMap(({ page, name, flags }) => {
      const known = flagsOf.get(name);
      if (known === undefined) return [`${page}: catenary ${name}`];
      return flags
        .filter((flag) => !known.has(flag) && flag !== '--help')
        .map((flag) => `${page}: catenary ${name} ${flag}`);
    });
    expect(wrong).toEqual([]);
  });
});
