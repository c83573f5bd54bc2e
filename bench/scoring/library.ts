/**
 * The library as its users call it: one row by `predictOne` (median and 99th percentile of 10,000 calls, each measured alone), and a process
 * from its import to its first row, with the package as it is published, on this Node and on the oldest one that it names.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chain, load, type Model, type Row } from '../../packages/scoring/src/index.ts';
import { installPackages, packPackages } from '../../test/support/installed-packages.ts';
import { findRuntime, otherRuntimes } from '../../test/support/other-runtimes.ts';
import { printTable } from '../harness.ts';

const root = resolve(import.meta.dirname, '../..');
const CALLS = 10_000;

/** Door, loader, file, and what the row is made of. */
const cases = {
  'XGBoost, 29 columns': ['xgboost', 'loadXgboost', 'examples/diamonds/xgboost/model.tar.gz'],
  'LightGBM, 8 columns': ['lightgbm', 'loadLightgbm', 'test/golden/lightgbm/multiclass.txt'],
  'CatBoost with categories': ['catboost', 'loadCatboost', 'test/golden/cells/catboost-3-0/model.cbm'],
  'scikit-learn, 5 columns': ['sklearn', 'loadSklearn', 'test/golden/sklearn/ada-multi-1.9/model.joblib'],
  'MLeap, 7 nodes': ['mleap', 'loadMleap', 'examples/diamonds/sparkml/model.tar.gz'],
  'Spark, PCA': ['spark', 'loadSpark', 'test/golden/spark/3.3/pca/model.tar.gz'],
} as const;

/** A row that any of the models takes. */
const rowOf = (model: Model): Row =>
  Object.fromEntries(
    model.inputs.map(({ name, type, dataType }, at) => {
      if (type === 'category' || type === 'string') return [name, ['Fair', 'H', 'VS2'][at % 3] ?? ''];
      if (type !== 'vector') return [name, at / 3];
      return [name, Array.from({ length: Number(/\d+/.exec(dataType ?? '')?.[0] ?? 3) }, (_none, place) => place / 2)];
    }),
  );

function percentiles(model: Model): { p50: string; p99: string } {
  const row = rowOf(model);
  for (let call = 0; call < CALLS; call++) model.predictOne(row);
  const times = Float64Array.from({ length: CALLS }, () => {
    const since = performance.now();
    model.predictOne(row);
    return (performance.now() - since) * 1000;
  }).sort();
  const at = (share: number) => (times[Math.floor(share * CALLS)] ?? 0).toFixed(1);
  return { p50: at(0.5), p99: at(0.99) };
}

process.stdout.write(
  `Node ${process.versions.node}, ${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}\n`,
);

const read = (path: string) => readFileSync(join(root, path));
const models = await Promise.all(
  Object.entries(cases).map(async ([name, [, , path]]) => ({ name, model: await load(read(path)) })),
);
const chained = chain(
  await load(read('examples/diamonds/sparkml/model.tar.gz')),
  await load(read('examples/diamonds/xgboost/model.tar.gz')),
);
printTable(
  'microseconds for one row, predictOne()',
  [...models, { name: 'MLeap behind XGBoost, a chain', model: chained }].map(({ name, model }) => ({
    name,
    ...percentiles(model),
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
  ...cases,
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
