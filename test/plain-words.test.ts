import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

/**
 * Words that the sources do not use, because a plainer word is known to more readers. For example, write:
 * - `this many`, not `so many`
 * - `no caller`, not `nobody`
 * - `valid`, not `lawful`
 * - `overwritten`, not `spoilt`
 */
const quaint =
  /\b([Ss]o many|[Nn]obody|[Ss]omebody|[Ll]awful|[Ss]poilt|befalls?|in earnest|dearest|[Ww]hence|[Ww]hither|thereof|deed)\b/g;

const root = resolve(import.meta.dirname, '..');
const files = globSync('packages/*/src/**/*.ts', { cwd: root })
  // scikit-learn's list of words.
  .filter((path) => basename(path) !== 'english-stop-words.ts');

const wordsOf = (text: string) =>
  text
    .split('\n')
    .flatMap((line, at) => Array.from(line.matchAll(quaint), ([word]) => `line ${at + 1}: ${word.toLowerCase()}`));

it('names, comments and messages are in plain words', () => {
  expect(files.length).toBeGreaterThan(1000);
  const found = files.flatMap((path) =>
    wordsOf(readFileSync(join(root, path), 'utf8')).map((word) => `${path}, ${word}`),
  );
  expect(found).toEqual([]);
});

it('a quaint word is found, part of a name is not', () => {
  expect(wordsOf('/** Of so many bytes. */\n// nobody reads it\nconst noBody = indeed;')).toEqual([
    'line 1: so many',
    'line 2: nobody',
  ]);
});
