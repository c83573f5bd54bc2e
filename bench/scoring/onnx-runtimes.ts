/**
 * The 200 trees of the diamonds example in this library and in ONNX Runtime, as WebAssembly (onnxruntime-web) and native (onnxruntime-node), which
 * npm installs into a folder of its own: the time to load the model, one row, 1,000 rows, and the bytes that a page gets. One thread each, in
 * turns. ONNX_RUNTIMES names a folder whose node_modules has both already.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type OutputChunk, rolldown } from 'rolldown';
import { readPlainBooster } from '../../packages/scoring/src/boosters/xgboost/format/read-plain-booster.ts';
import { loadMleap, loadXgboost, openArchive } from '../../packages/scoring/src/index.ts';
import { defined } from '../../packages/scoring/src/util/defined.ts';
import { readExample } from '../../packages/server/test/support/diamonds.ts';
import { median, printTable } from '../harness.ts';
import { diamondsColumns, readDiamondsCells } from '../serving/parts/diamonds-server.ts';
import { treeOnnx } from './onnx-runtimes/tree-onnx.ts';

const VERSION = '1.30.0';
const ROUNDS = 15;
const CALLS = 300;
const MANY = 1000;

const root = resolve(import.meta.dirname, '../..');
const file = defined(
  openArchive(readFileSync(join(root, 'examples/diamonds/xgboost/model.tar.gz'))).get('xgboost-model'),
);
const { model: trees, featureCount: columns, baseScore } = readPlainBooster(file);
if (trees.kind === 'gblinear') throw new Error('the example has trees');
const onnx = treeOnnx(trees.ensemble, baseScore[0] ?? 0);

/** What is used of ONNX Runtime: both packages have it. */
interface Runtime {
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => object;
  readonly InferenceSession: { create(bytes: Uint8Array, options: object): Promise<Session> };
  readonly env: { readonly wasm: { numThreads?: number } };
}
interface Session {
  run(feeds: Readonly<Record<string, object>>): Promise<Readonly<Record<string, { readonly data: Float32Array }>>>;
  release(): Promise<void>;
}

/** A way of scoring: how a model is loaded, and what answers rows. */
interface Rival {
  readonly name: string;
  readonly load: () => Promise<{
    score: (rows: Float32Array) => Promise<Float32Array | Float64Array>;
    close: () => Promise<void>;
  }>;
  readonly bytes: { readonly plain: number; readonly packed: number } | undefined;
}

const sizes = (parts: readonly (Uint8Array | string)[]) => ({
  plain: parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0),
  packed: parts.reduce((sum, part) => sum + gzipSync(part).length, 0),
});

async function ours(): Promise<Rival> {
  const input = join(root, 'packages/scoring/src/xgboost.ts');
  const build = await rolldown({ input, resolve: { conditionNames: ['source'] }, logLevel: 'silent' });
  const { output } = await build.generate({ format: 'esm', minify: true });
  const code = output.filter((part): part is OutputChunk => part.type === 'chunk').map((part) => part.code);
  const load = async () => {
    const model = loadXgboost(file);
    return {
      score: async (values: Float32Array) => {
        const answers = model.predict({ values, columns }).column('prediction');
        if (answers instanceof Float64Array || answers instanceof Float32Array) return answers;
        throw new Error('predictions are numbers');
      },
      close: async () => model.dispose(),
    };
  };
  return { name: '@catenary/scoring', load, bytes: sizes(code) };
}

async function onnxRuntime(name: string, folder: string, entry: string, page?: readonly string[]): Promise<Rival> {
  const place = join(folder, 'node_modules', name);
  const runtime = (
    entry.endsWith('.mjs')
      ? await import(pathToFileURL(join(place, entry)).href)
      : createRequire(place)(join(place, entry))
  ) as Runtime;
  if (page !== undefined) runtime.env.wasm.numThreads = 1;
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' };
  const load = async () => {
    const session = await runtime.InferenceSession.create(onnx, options);
    return {
      score: async (rows: Float32Array) => {
        const feeds = { rows: new runtime.Tensor('float32', rows, [rows.length / columns, columns]) };
        return defined((await session.run(feeds))['margin']).data;
      },
      close: () => session.release(),
    };
  };
  return {
    name,
    load,
    bytes: page === undefined ? undefined : sizes(page.map((part) => readFileSync(join(place, part)))),
  };
}

const given = process.env.ONNX_RUNTIMES;
const folder = given ?? mkdtempSync(join(tmpdir(), 'catenary-onnx-'));
const packages = ['onnxruntime-web', 'onnxruntime-node'];
if (given === undefined)
  execFileSync('npm', [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefix',
    folder,
    ...packages.map((name) => `${name}@${VERSION}`),
  ]);
const rivals = [
  await ours(),
  await onnxRuntime('onnxruntime-web', folder, 'dist/ort.node.min.mjs', [
    'dist/ort.wasm.min.mjs',
    'dist/ort-wasm-simd-threaded.mjs',
    'dist/ort-wasm-simd-threaded.wasm',
  ]),
  await onnxRuntime('onnxruntime-node', folder, 'dist/index.js'),
];

/** Rows as the featurizer of the example makes them. */
const featurizer = loadMleap(openArchive(readExample('sparkml/model.tar.gz')), { outputs: ['features'] });
const names = diamondsColumns();
const records = readDiamondsCells()
  .slice(0, MANY)
  .map((cells) => Object.fromEntries(cells.map((cell, at) => [defined(names[at]), cell])));
const many = Float32Array.from(featurizer.predict(records).dense('features').values);

const rowOf = (at: number) => many.slice(at * columns, (at + 1) * columns);

/** CPU milliseconds of the process for each of some calls: what else the machine does is not in it. */
async function cost(calls: number, work: (call: number) => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call++) await work(call);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / calls;
}

const figures = new Map(
  rivals.map(({ name }) => [name, { load: [] as number[], one: [] as number[], many: [] as number[] }]),
);
const answers = new Map<string, Float32Array | Float64Array>();
for (let round = 0; round < ROUNDS; round++) {
  for (const rival of rivals) {
    const times = defined(figures.get(rival.name));
    let opened: Awaited<ReturnType<Rival['load']>> | undefined;
    times.load.push(await cost(1, async () => (opened = await rival.load())));
    const { score, close } = defined(opened);
    times.one.push(await cost(CALLS, (call) => score(rowOf(call))));
    times.many.push(await cost(10, () => score(many)));
    answers.set(rival.name, (await score(many)).slice());
    await close();
  }
}
const own = defined(answers.get('@catenary/scoring'));
const difference = (name: string) =>
  Math.max(...Array.from(defined(answers.get(name)), (value, at) => Math.abs(value - (own[at] ?? Number.NaN))));
const megabytes = (value: number | undefined) => (value === undefined ? '' : (value / 1e6).toFixed(2));

process.stdout.write(
  `Node ${process.versions.node}, ${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}; ONNX Runtime ${VERSION}; the model has ${file.length} bytes, as ONNX ${onnx.length}\n`,
);
printTable(
  'XGBoost, 29 columns, 200 trees of depth 6: CPU, medians of rounds in turns',
  rivals.map(({ name, bytes }) => {
    const { load, one: single, many: block } = defined(figures.get(name));
    return {
      name,
      'first load ms': (load[0] ?? 0).toFixed(0),
      'load ms': median(load.slice(1)).toFixed(1),
      'one row µs': (median(single.slice(1)) * 1000).toFixed(1),
      '1,000 rows, µs a row': ((median(block.slice(1)) * 1000) / MANY).toFixed(2),
      'a page gets MB': megabytes(bytes?.plain),
      'gzipped MB': megabytes(bytes?.packed),
      'largest difference': difference(name).toExponential(0),
    };
  }),
);
if (given === undefined) rmSync(folder, { recursive: true });
