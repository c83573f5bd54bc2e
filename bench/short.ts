/**
 * The short form of `bench/scoring/library.ts`, some seconds, for CI: one row of each model, and the work of a process up to its first row, each beside
 * its figure of `bench/results/library.txt`. Another machine, or other work on it, has other figures: a ratio far from that of the others is what tells.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { load } from '../packages/scoring/src/index.ts';
import { bundlePackage } from '../scripts/build/bundle-package.ts';
import { printTable } from './harness.ts';
import { libraryCases, timeRows } from './library-cases.ts';

const root = resolve(import.meta.dirname, '..');
const results = readFileSync(join(import.meta.dirname, 'results/library.txt'), 'utf8');
const CALLS = 2_000;
const STARTS = 3;

/** A figure of the table of `results` that begins with this heading, by the name and the place of its column. */
function baselineOf(heading: string, name: string, column: number): number | undefined {
  const [, table = ''] = results.split(heading);
  const line = table.split('\n').find((each) => each.startsWith(`| ${name} `));
  const text = line?.split('|')[column + 1]?.trim();
  return text === undefined ? undefined : Number(text);
}

const beside = (now: number, baseline: number | undefined) => ({
  now: now.toFixed(1),
  baseline: baseline ?? 'none',
  ratio: baseline === undefined ? '' : (now / baseline).toFixed(2),
});

process.stdout.write(
  `Node ${process.versions.node}, ${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}\n`,
);

const rows: { name: string; now: string; baseline: number | string; ratio: string }[] = [];
for (const [name, [, , path]] of Object.entries(libraryCases)) {
  const { p50 } = timeRows(await load(readFileSync(join(root, path))), CALLS);
  rows.push({ name, ...beside(Number(p50), baselineOf('microseconds for one row, predictOne()', name, 1)) });
}
printTable('microseconds for one row, predictOne(), the median', rows);

const folder = mkdtempSync(join(tmpdir(), 'catenary-short-'));
await bundlePackage('scoring', folder);

/** Milliseconds that the main thread worked: the least of some processes. */
function startOf([door, loader, path]: readonly [string, string, string]): number {
  const words = [join(import.meta.dirname, 'scoring/first-row.mjs'), folder, door, loader, join(root, path)];
  const runs = Array.from({ length: STARTS }, () => execFileSync(process.execPath, words, { encoding: 'utf8' }));
  return Math.min(...runs.map((run) => Number(run.split(' ')[1])));
}

/** Names of the table of starts; that of Spark needs a package beside the library. */
const starts = {
  'XGBoost, the archive opened in it': libraryCases['XGBoost, 29 columns'],
  'LightGBM, 8 columns': libraryCases['LightGBM, 8 columns'],
  'CatBoost with categories': libraryCases['CatBoost with categories'],
  'scikit-learn, 5 columns': libraryCases['scikit-learn, 5 columns'],
  'MLeap, 7 nodes': libraryCases['MLeap, 7 nodes'],
} as const;
printTable(
  `milliseconds of work of the main thread from import to the first row, the least of ${STARTS} processes`,
  Object.entries(starts).map(([name, call]) => ({
    name,
    ...beside(startOf(call), baselineOf('milliseconds of work of the main thread', name, 2)),
  })),
);
rmSync(folder, { recursive: true, force: true });
