/**
 * Models of XGBoost, LightGBM and CatBoost of all shapes against the libraries themselves, one thread each, in the same
 * run: `TREES_PYTHON=/path/to/python npm run bench -- tree-libraries`, where that Python has the three libraries and
 * scikit-learn. tl2cgen and the diamonds example: see `tree-ensemble.ts`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatboost } from '../../packages/scoring/src/boosters/catboost/load-catboost.ts';
import { loadLightgbm } from '../../packages/scoring/src/boosters/lightgbm/load-lightgbm.ts';
import { loadXgboost } from '../../packages/scoring/src/boosters/xgboost/load-xgboost.ts';
import type { DenseRows } from '../../packages/scoring/src/frame/feature-rows.ts';
import { printTable, type Row, timeCalls } from '../harness.ts';

const COLUMNS = 30;

/**
 * Fits the models, keeps them with 10,000 rows of 26 numbers and 4 categories, and prints microseconds a row, the best
 * of several.
 */
const library = `
import json, sys, time, warnings
import catboost, lightgbm, numpy as np, xgboost
warnings.simplefilter("ignore")
folder = sys.argv[1] + "/"
random = np.random.default_rng(1)
X = random.normal(size=(20000, ${COLUMNS})).astype(np.float32)
X[:, 26:] = random.integers(0, 20, size=(20000, 4))
y = X[:, 0] * X[:, 1] + np.sin(X[:, 2] * 2) + X[:, 26] % 3 + 2 * (X[:, 27] == 5) + 0.1 * random.normal(size=20000)
targets, classes = np.stack([y, X[:, 3] + y / 2, np.abs(X[:, 4])], 1), np.digitize(y, [-1, 0, 1, 2])
rows = np.ascontiguousarray(X[:10000])
doubles = rows.astype(np.float64)
doubles.tofile(folder + "rows.bin")
told = []
def tell(name, library, file, run):
    run()
    seconds = []
    for _ in range(7):
        since = time.perf_counter(); run(); seconds.append(time.perf_counter() - since)
    told.append({"name": name, "library": library, "file": file, "micros": min(seconds) / len(rows) * 1e6})
def xgb(name, label, rounds, categories=False, **params):
    types = ["q"] * 26 + ["c"] * 4 if categories else None
    booster = xgboost.train({"max_depth": 6, "eta": 0.1, "nthread": 1, "tree_method": "hist", **params}, xgboost.DMatrix(X, label, feature_types=types, enable_categorical=categories), rounds)
    booster.save_model(folder + name + ".ubj")
    matrix = xgboost.DMatrix(rows, feature_types=types, enable_categorical=categories, nthread=1)
    tell(name, "XGBoost " + xgboost.__version__, name + ".ubj", (lambda: booster.predict(matrix)) if categories else (lambda: booster.inplace_predict(rows)))
def lgb(name, label, rounds, categories="auto", **params):
    booster = lightgbm.train({"num_threads": 1, "verbose": -1, "num_leaves": 63, **params}, lightgbm.Dataset(X, label, categorical_feature=categories), rounds)
    booster.save_model(folder + name + ".txt")
    tell(name, "LightGBM " + lightgbm.__version__, name + ".txt", lambda: booster.predict(doubles, num_threads=1))
def cat(name, label, model):
    model.set_params(verbose=0, thread_count=1, allow_writing_files=False)
    model.fit(X, label)
    model.save_model(folder + name + ".json", format="json")
    tell(name, "CatBoost " + catboost.__version__, name + ".json", lambda: model.predict(rows, prediction_type="RawFormulaVal", thread_count=1))
xgb("numbers, 200 trees of depth 6", y, 200)
xgb("categories, 200 trees of depth 6", y, 200, categories=True, max_cat_to_onehot=1)
xgb("vector leaves of 3, 100 trees", targets, 100, multi_strategy="multi_output_tree")
xgb("5 classes, 300 trees", classes, 60, objective="multi:softprob", num_class=5)
lgb("numbers, 200 trees of 63 leaves", y, 200)
lgb("categories, 200 trees of 63 leaves", y, 200, categories=[26, 27, 28, 29])
lgb("5 classes, 300 trees of 63 leaves", classes, 60, objective="multiclass", num_class=5)
cat("symmetric, 200 trees of depth 6", y, catboost.CatBoostRegressor(iterations=200, depth=6))
cat("symmetric, 5 classes, 100 trees", classes, catboost.CatBoostClassifier(iterations=100, depth=6))
cat("leaf by leaf, 200 trees", y, catboost.CatBoostRegressor(iterations=200, grow_policy="Lossguide"))
print(json.dumps(told))
`;

interface Told {
  readonly name: string;
  readonly library: string;
  readonly file: string;
  /** Of the library, a row of 10,000. */
  readonly micros: number;
}

/** What answers as the library was asked to: predictions of XGBoost, raw sums of the others. */
function open(file: string, bytes: Uint8Array): (rows: DenseRows) => unknown {
  if (file.endsWith('.ubj')) {
    const model = loadXgboost(bytes);
    return (rows) => model.predict(rows);
  }
  const model = file.endsWith('.txt') ? loadLightgbm(bytes) : loadCatboost(bytes);
  return (rows) => model.margin(rows);
}

function measure(folder: string, { name, library: version, file, micros }: Told): Row {
  const predict = open(file, readFileSync(join(folder, file)));
  const bytes = readFileSync(join(folder, 'rows.bin'));
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const rows = (rowCount: number): DenseRows => ({
    kind: 'dense',
    values: values.slice(0, rowCount * COLUMNS),
    rowCount,
    columnCount: COLUMNS,
  });
  const [one, all] = [rows(1), rows(values.length / COLUMNS)];
  const ours = timeCalls(() => void predict(all), { calls: 1, rounds: 12 }).min / all.rowCount;
  return {
    library: version,
    name,
    'one row, us': timeCalls(() => void predict(one), { calls: 500, rounds: 15 }).min.toFixed(2),
    '10,000 rows, us/row': ours.toFixed(2),
    'library, us/row': micros.toFixed(2),
    'times the library': (micros / ours).toFixed(2),
  };
}

const python = process.env['TREES_PYTHON'];
if (python === undefined) {
  process.stdout.write('TREES_PYTHON is not set: nothing to compare with.\n');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
  const environment = { ...process.env, OMP_NUM_THREADS: '1' };
  const { stdout, stderr, status } = spawnSync(python, ['-c', library, folder], { encoding: 'utf8', env: environment });
  if (status !== 0) throw new Error(stderr);
  const told = JSON.parse(stdout.slice(stdout.indexOf('[{'))) as Told[];
  printTable(
    'Tree models, one thread each',
    told.map((model) => measure(folder, model)),
  );
  rmSync(folder, { recursive: true });
}
