import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

/**
 * The scoring library is compiled without `noUncheckedIndexedAccess`, for its loops over columns. Its readers of bytes and rows that others
 * wrote pass it, by a project of their own: an index there comes from outside, and may lie behind what is there. The project takes in
 * what the readers import, too, and it excludes loops in their folders; what the compiler says of those files does not count.
 */

const scoring = resolve(import.meta.dirname, '../packages/scoring');
const compiler = resolve(import.meta.dirname, '../node_modules/typescript/bin/tsc');

it('readers of foreign bytes look at every index', () => {
  const { include, exclude } = JSON.parse(readFileSync(join(scoring, 'tsconfig.foreign.json'), 'utf8')) as {
    include: string[];
    exclude: string[];
  };
  const readers = new Set(globSync(include, { cwd: scoring, exclude }));
  expect(readers.size).toBeGreaterThan(400);
  for (const loop of exclude) expect(existsSync(join(scoring, loop)), loop).toBe(true);
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.foreign.json', '--pretty', 'false'], {
    cwd: scoring,
    encoding: 'utf8',
  });
  const errors = stdout.split('\n').filter((line) => readers.has(line.split('(')[0] as string));
  expect(errors).toEqual([]);
});
