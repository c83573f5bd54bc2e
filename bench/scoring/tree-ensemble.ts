/**
 * Predictions of the diamonds example (200 trees of depth 6, 29 features): the kernel against the plain walk, and against
 * XGBoost itself on one thread where XGBOOST_PYTHON names a Python that has it.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadXgboost } from '../../packages/scoring/src/boosters/xgboost/load-xgboost.ts';
import type { DenseRows } from '../../packages/scoring/src/frame/feature-rows.ts';
import { EnsemblePredictor } from '../../packages/scoring/src/kernels/trees/ensemble-predictor.ts';
import { readArchive } from '../../packages/server/src/platform/artifact/read-archive.ts';
import { printTable, type Row, timeCalls } from '../harness.ts';

const root = resolve(import.meta.dirname, '../..');
const files = await readArchive(createReadStream(join(root, 'examples/diamonds/xgboost/model.tar.gz')));
const bytes = files.get('xgboost-model') as Uint8Array;
const model = loadXgboost(bytes);
if (model.booster.model.kind === 'gblinear') throw new Error('the example is a tree model');
const start = model.booster.baseScore;
const plain = new EnsemblePredictor(model.booster.model.ensemble, undefined, true);

const features = readFileSync(join(root, 'test/golden/chains/sparkml.csv'), 'utf8').trimEnd().split('\n');
const all = rowsOf(features);
const one = rowsOf(features.slice(0, 1));

function rowsOf(lines: readonly string[]): DenseRows {
  const values = Float64Array.from(lines.flatMap((line) => line.split(',').map(Number)));
  return { kind: 'dense', values, rowCount: lines.length, columnCount: values.length / lines.length };
}

/** Microseconds a row, best of rounds. */
function measure(predict: (rows: DenseRows) => unknown, rows: DenseRows): number {
  const calls = rows.rowCount === 1 ? 2000 : 3;
  return timeCalls(() => void predict(rows), { calls, rounds: 20 }).min / rows.rowCount;
}

const library = `
import sys, time, numpy, xgboost
rows = numpy.loadtxt(sys.argv[2], delimiter=",").astype(numpy.float32)
booster = xgboost.Booster(); booster.load_model(sys.argv[1]); booster.set_param("nthread", 1)
def best(rows, calls):
    times = []
    for _ in range(20):
        since = time.perf_counter()
        for _ in range(calls): booster.inplace_predict(rows)
        times.append((time.perf_counter() - since) / calls / len(rows) * 1e6)
    return min(times)
print(xgboost.__version__, best(rows[:1], 50), best(rows, 3))
`;

/** The library's own figures, if there is a Python that has it. */
function measureLibrary(): { version: string; oneRow: number; manyRows: number } | undefined {
  const python = process.env['XGBOOST_PYTHON'];
  if (python === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
  writeFileSync(join(folder, 'model.ubj'), bytes);
  const paths = [join(folder, 'model.ubj'), join(root, 'test/golden/chains/sparkml.csv')];
  const environment = { ...process.env, OMP_NUM_THREADS: '1' };
  const { stdout } = spawnSync(python, ['-c', library, ...paths], { encoding: 'utf8', env: environment });
  rmSync(folder, { recursive: true });
  const [version, oneRow, manyRows] = stdout.trim().split(' ') as [string, string, string];
  return { version, oneRow: Number(oneRow), manyRows: Number(manyRows) };
}

const reference = measureLibrary();
const micros = (value: number) => Number(value.toFixed(2));
const figures = (rows: DenseRows, name: string, libraryMicros: number | undefined): Row => {
  const kernel = measure((input) => model.predict(input), rows);
  const walk = measure((input) => plain.sum(input, { start }), rows);
  return {
    name,
    'kernel us/row': micros(kernel),
    'plain walk us/row': micros(walk),
    'times the plain walk': micros(walk / kernel),
    ...(libraryMicros === undefined
      ? {}
      : { 'library us/row': micros(libraryMicros), 'times the library': micros(libraryMicros / kernel) }),
  };
};

printTable(
  `200 trees of depth 6${reference === undefined ? '' : `; library: XGBoost ${reference.version}, one thread`}`,
  [figures(one, '1 row', reference?.oneRow), figures(all, `${all.rowCount} rows`, reference?.manyRows)],
);
