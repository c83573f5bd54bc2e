/**
 * What models take of memory, against their files: one that is alive, and a thousand, each loaded from a file of its own.
 * `MODELS_PYTHON=/path/to/python npm run bench -- model-memory`, where that Python has xgboost, lightgbm, catboost and scikit-learn; without it, the
 * models of this repository alone. MODELS (1000).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { load, type Model, openArchive } from '../../packages/scoring/src/index.ts';
import { handBundle, strings } from '../../packages/scoring/test/spark/from-mleap-bundle/hand-bundle.ts';
import { printTable } from '../harness.ts';

const root = resolve(import.meta.dirname, '../..');
const count = Number(process.env.MODELS ?? 1000);
/** Of large models fewer are held, so that a small machine is enough. */
const MOST_BYTES = 1.5e9;

/** Fits models of about a megabyte: 20,000 rows of 10 numbers and 2 categories. */
const library = `
import sys, joblib, catboost, lightgbm, numpy as np
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor, HistGradientBoostingRegressor
folder = sys.argv[1] + "/"
random = np.random.default_rng(1)
X = random.normal(size=(20000, 12))
X[:, 10:] = random.integers(0, 20, size=(20000, 2))
y = X[:, 0] * X[:, 1] + np.sin(X[:, 2] * 2) + X[:, 10] % 3
lightgbm.train({"num_threads": 1, "verbose": -1, "num_leaves": 63}, lightgbm.Dataset(X, y), 150).save_model(folder + "lightgbm.txt")
frame = [[*row[:10], str(row[10]), str(row[11])] for row in X.tolist()]
boosted = catboost.CatBoostRegressor(iterations=500, depth=6, verbose=0, thread_count=1, allow_writing_files=False, cat_features=[10, 11])
boosted.fit(frame, y).save_model(folder + "catboost.cbm")
joblib.dump(RandomForestRegressor(30, max_depth=10, random_state=1).fit(X, y), folder + "forest-regressor.joblib")
joblib.dump(RandomForestClassifier(30, max_depth=10, random_state=1).fit(X, y > 0), folder + "forest-classifier.joblib")
joblib.dump(HistGradientBoostingRegressor(max_iter=150, max_leaf_nodes=63, random_state=1).fit(X, y), folder + "hist.joblib")
`;

type Source = Uint8Array | ReadonlyMap<string, Uint8Array>;

/** What a model is loaded from: a file, or the files of an archive; "words" is a bundle that maps so many words to numbers. */
function readSource(path: string): Source {
  if (path === 'words') {
    const labels = Array.from({ length: 100_000 }, (_none, at) => `word ${at}`);
    return handBundle([
      {
        op: 'string_indexer',
        attributes: { labels: strings(labels) },
        inputs: { input: 's' },
        outputs: { output: 'i' },
      },
    ]);
  }
  const bytes = readFileSync(path);
  if (!path.endsWith('.tar.gz')) return bytes;
  const files = openArchive(bytes);
  return files.get('xgboost-model') ?? files;
}

const copyOf = (source: Source): Source =>
  source instanceof Uint8Array ? source.slice() : new Map([...source].map(([name, bytes]) => [name, bytes.slice()]));
const sizeOf = (source: Source): number =>
  source instanceof Uint8Array ? source.length : [...source.values()].reduce((sum, bytes) => sum + bytes.length, 0);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of the process after everything that nobody has is collected; memories of WebAssembly are in `rss` alone. */
async function settled(): Promise<{ counted: number; rss: number }> {
  for (let round = 0; round < 4; round++) {
    collectGarbage();
    await turn();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { counted: heapUsed + external, rss };
}

interface Held {
  readonly bytes: number;
  readonly one: number;
  readonly held: number;
  readonly counted: number;
  readonly rss: number;
}

/** In a process of its own: what one model takes, and each of many. */
async function hold(path: string): Promise<Held> {
  const source = readSource(path);
  const bytes = sizeOf(source);
  // The first one brings code, tables and a shared memory.
  await load(copyOf(source));
  const before = await settled();
  const models: Model[] = [await load(copyOf(source))];
  const one = (await settled()).counted - before.counted;
  const held = Math.min(count, Math.ceil(MOST_BYTES / Math.max(bytes, one) / 2));
  while (models.length < held) models.push(await load(copyOf(source)));
  const after = await settled();
  const each = (name: 'counted' | 'rss') => (after[name] - before[name]) / models.length;
  return { bytes, one, held, counted: each('counted'), rss: each('rss') };
}

function measure(name: string, path: string) {
  const words = ['--conditions=source', import.meta.filename, path];
  const { bytes, one, held, counted, rss } = JSON.parse(execFileSync(process.execPath, words).toString()) as Held;
  const kilobytes = (value: number) => (value / 1000).toFixed(0);
  return {
    name,
    'file kB': kilobytes(bytes),
    'one: heap + external kB': kilobytes(one),
    alive: held,
    'each: heap + external kB': kilobytes(counted),
    'each: RSS kB': kilobytes(rss),
    'RSS / file': (rss / bytes).toFixed(1),
  };
}

const [path] = process.argv.slice(2);
if (path === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-memory-'));
  const python = process.env.MODELS_PYTHON;
  if (python !== undefined) execFileSync(python, ['-c', library, folder], { stdio: 'inherit' });
  const made = (name: string) => join(folder, name);
  const own = [
    ['XGBoost, 200 trees of depth 6', join(root, 'examples/diamonds/xgboost/model.tar.gz')],
    ['MLeap, 7 nodes', join(root, 'examples/diamonds/sparkml/model.tar.gz')],
    ['MLeap, an index of 100,000 words', 'words'],
  ] as const;
  const fitted = [
    ['LightGBM, 150 trees of 63 leaves', made('lightgbm.txt')],
    ['CatBoost, 500 trees with categories', made('catboost.cbm')],
    ['scikit-learn, forest regressor', made('forest-regressor.joblib')],
    ['scikit-learn, forest classifier', made('forest-classifier.joblib')],
    ['scikit-learn, histogram boosting', made('hist.joblib')],
  ] as const;
  const rows = [...own, ...(python === undefined ? [] : fitted)].map(([name, file]) => measure(name, file));
  printTable('Memory of loaded models against their files', rows);
  rmSync(folder, { recursive: true });
} else process.stdout.write(JSON.stringify(await hold(path)));
