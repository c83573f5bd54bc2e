import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

/**
 * The scoring library is compiled without `noUncheckedIndexedAccess`, for its loops over columns: a check there is one for each cell. All
 * other files pass it, by a project of their own. Files with such loops stand in `unchecked-indices.json`; none of them reads bytes or rows
 * that others wrote, where an index may lie behind what is there.
 */

const scoring = resolve(import.meta.dirname, '../packages/scoring');
const compiler = resolve(import.meta.dirname, '../node_modules/typescript/bin/tsc');
const loops = JSON.parse(readFileSync(join(import.meta.dirname, 'unchecked-indices.json'), 'utf8')) as string[];

/** Folders whose files read what comes from outside. */
const readers =
  /^src\/(?:doors|faiss|formats|internal|model-file|open|pickle|sklearn\/(?:boosters|skops)|boosters\/xgboost\/format|spark\/(?:attributes|from-|save|sql|to-))|\/(?:read|load)-[^/]*$/;

it('files look at every index, but for loops that are named', () => {
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.foreign.json', '--pretty', 'false'], {
    cwd: scoring,
    encoding: 'utf8',
  });
  const unchecked = new Set(stdout.split('\n').flatMap((line) => /^(src\/[^(]+)\(\d/.exec(line)?.[1] ?? []));
  expect(loops.length).toBeGreaterThan(100);
  expect(
    stdout.split('\n').filter((line) => line.startsWith('src/') && !loops.includes(line.split('(')[0] ?? '')),
  ).toEqual([]);
  expect(
    loops.filter((file) => !unchecked.has(file)),
    'these look at every index now: take them out of test/unchecked-indices.json',
  ).toEqual([]);
});

it('no reader of foreign bytes is among these loops', () => {
  expect(loops.filter((file) => readers.test(file))).toEqual([]);
});
