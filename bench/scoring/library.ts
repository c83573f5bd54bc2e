/**
 * The library as its users call it: one row by `predictOne` (median and 99th percentile of 10,000 calls, each measured alone), and a process
 * from its import to its first row, with the package as it is published, on this Node and on the oldest one that it names.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chain, load } from '../../packages/scoring/src/index.ts';
import { installPackages, packPackages } from '../../test/support/installed-packages.ts';
import { findRuntime, otherRuntimes } from '../../test/support/other-runtimes.ts';
import { printTable } from '../harness.ts';
import { libraryCases, timeRows } from '../library-cases.ts';

const root = resolve(import.meta.dirname, '../..');
const CALLS = 10_000;

process.stdout.write(
  `Node ${process.versions.node}, ${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}\n`,
);

const read = (path: string) => readFileSync(join(root, path));
const models = await Promise.all(
  Object.entries(libraryCases).map(async ([name, [, , path]]) => ({ name, model: await load(read(path)) })),
);
const chained = chain(
  await load(read('examples/diamonds/sparkml/model.tar.gz')),
  await load(read('examples/diamonds/xgboost/model.tar.gz')),
);
printTable(
  'microseconds for one row, predictOne()',
  [...models, { name: 'MLeap behind XGBoost, a chain', model: chained }].map(({ name, model }) => ({
    name,
    ...timeRows(model, CALLS),
  })),
);

const folder = mkdtempSync(join(tmpdir(), 'catenary-library-'));
installPackages(folder, packPackages(folder, ['@catenary/scoring']));
const oldest = otherRuntimes.find(({ name }) => name === 'Node 18');
const programs = new Map([
  [`Node ${process.versions.node.split('.')[0]}`, process.execPath],
  ['Node 18', oldest === undefined ? undefined : await findRuntime(oldest)],
]);

/** Milliseconds from the first import to the first row, and those of them that the main thread worked: the medians of nine processes. */
function coldStart(program: string, [door, loader, path]: readonly [string, string, string]): string {
  const words = [
    join(import.meta.dirname, 'first-row.mjs'),
    join(folder, 'node_modules/@catenary/scoring/dist'),
    door,
    loader,
    join(root, path),
  ];
  const runs = Array.from({ length: 9 }, () =>
    execFileSync(program, words, { encoding: 'utf8' }).split(' ').map(Number),
  );
  const median = (at: number) => (runs.map((run) => run[at] ?? 0).sort((a, b) => a - b)[4] ?? 0).toFixed(0);
  return `${median(0)} (${median(1)})`;
}

const figures = Object.entries({
  ...libraryCases,
  'load() of XGBoost': ['index', 'load', 'examples/diamonds/xgboost/model.tar.gz'],
} as const);
printTable(
  'milliseconds from import to the first row, in a process of its own (of which its main thread worked)',
  figures.map(([name, call]) => ({
    name,
    ...Object.fromEntries(
      [...programs].map(([version, program]) => [
        version,
        program === undefined ? 'not there' : coldStart(program, call),
      ]),
    ),
  })),
);
rmSync(folder, { recursive: true, force: true });
