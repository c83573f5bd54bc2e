/**
 * scikit-learn models scored natively against the library itself, on one row and on 10,000, in the same run on the same
 * machine: `SKLEARN_PYTHON=/path/to/python npm run bench -- sklearn`, where that Python has scikit-learn.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from '../../packages/scoring/src/frame/table.ts';
import { loadSklearn } from '../../packages/scoring/src/sklearn/load-sklearn.ts';
import type { SklearnMethod } from '../../packages/scoring/src/sklearn/sklearn-model.ts';
import { printTable, type Row, timeCalls } from '../harness.ts';

/** Fits the models on one thread, keeps them with 10,000 rows, and prints microseconds a call, the best of several. */
const library = `
import json, sys, time, warnings
import joblib, numpy as np
from sklearn import cluster, datasets, decomposition, ensemble, gaussian_process, kernel_approximation, linear_model, neighbors, neural_network, pipeline, preprocessing, svm
warnings.simplefilter("ignore")
folder = sys.argv[1]
X, y = datasets.make_classification(12000, 20, n_informative=8, random_state=1)
train, rows = slice(0, 2000), np.ascontiguousarray(X[2000:])
rows.tofile(folder + "/rows.bin")
scaled = lambda model: pipeline.make_pipeline(preprocessing.StandardScaler(), model)
models = {
    "StandardScaler, LogisticRegression": (scaled(linear_model.LogisticRegression()), "predict_proba"),
    "RandomForestClassifier (100)": (ensemble.RandomForestClassifier(100, random_state=1), "predict_proba"),
    "GradientBoostingClassifier (100)": (ensemble.GradientBoostingClassifier(random_state=1), "predict_proba"),
    "HistGradientBoostingClassifier (100)": (ensemble.HistGradientBoostingClassifier(random_state=1), "predict_proba"),
    "StandardScaler, MLPClassifier (64, 32)": (scaled(neural_network.MLPClassifier((64, 32), max_iter=20, random_state=1)), "predict_proba"),
    "StandardScaler, SVC": (scaled(svm.SVC()), "decision_function"),
    "KNeighborsClassifier (5)": (neighbors.KNeighborsClassifier(5), "predict_proba"),
    "Ridge": (linear_model.Ridge(), "predict"),
    "StandardScaler, MLPRegressor (50, tanh)": (scaled(neural_network.MLPRegressor(hidden_layer_sizes=(50,), activation="tanh", max_iter=20, random_state=1)), "predict"),
    "StandardScaler, SVR": (scaled(svm.SVR()), "predict"),
    "GaussianProcessRegressor (RBF)": (gaussian_process.GaussianProcessRegressor(gaussian_process.kernels.RBF(3.0), optimizer=None), "predict"),
    "PCA (8)": (decomposition.PCA(8), "transform"),
    "Nystroem (100)": (kernel_approximation.Nystroem(n_components=100, random_state=1), "transform"),
    "KMeans (8)": (cluster.KMeans(8, n_init=1, random_state=1), "predict"),
}
def best(run, times):
    run()
    seconds = []
    for _ in range(times):
        since = time.perf_counter(); run(); seconds.append(time.perf_counter() - since)
    return min(seconds) * 1e6
told = []
for name, (model, method) in models.items():
    model.fit(X[train], y[train])
    file = f"{len(told)}.joblib"
    joblib.dump(model, folder + "/" + file)
    run = getattr(model, method)
    told.append({"name": name, "method": method, "file": file, "one": best(lambda: run(rows[:1]), 200), "many": best(lambda: run(rows), 5)})
print(json.dumps(told))
`;

interface Told {
  readonly name: string;
  readonly method: SklearnMethod;
  readonly file: string;
  /** Microseconds for one row, and for all. */
  readonly one: number;
  readonly many: number;
}

const COLUMNS = 20;

function measure(folder: string, { name, method, file, one, many }: Told): Row {
  const model = loadSklearn(readFileSync(join(folder, file)));
  const bytes = readFileSync(join(folder, 'rows.bin'));
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const table = (rows: number): Table => ({
    kind: 'matrix',
    rows,
    columns: COLUMNS,
    values: values.slice(0, rows * COLUMNS),
  });
  const [single, all] = [table(1), table(values.length / COLUMNS)];
  const ourOne = timeCalls(() => void model.call(method, single), { calls: 1000, rounds: 15 }).min;
  // Quick models are called more often: both sides are to be warm.
  const rounds = many > 100_000 ? 8 : many > 10_000 ? 40 : 500;
  const ourMany = timeCalls(() => void model.call(method, all), { calls: 1, rounds }).min;
  return {
    name,
    'one row, us': ourOne.toFixed(2),
    'scikit-learn, us': one.toFixed(0),
    ratio: `${(one / ourOne).toFixed(0)} x`,
    '10,000 rows, ms': (ourMany / 1000).toFixed(1),
    'scikit-learn, ms': (many / 1000).toFixed(1),
    'ratio of 10,000': `${(many / ourMany).toFixed(1)} x`,
  };
}

const python = process.env['SKLEARN_PYTHON'];
if (python === undefined) {
  process.stdout.write('SKLEARN_PYTHON is not set: nothing to compare with.\n');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
  const environment = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const { stdout, stderr, status } = spawnSync(python, ['-c', library, folder], { encoding: 'utf8', env: environment });
  if (status !== 0) throw new Error(stderr);
  const told = JSON.parse(stdout) as Told[];
  printTable(
    'scikit-learn models, one thread each',
    told.map((model) => measure(folder, model)),
  );
  rmSync(folder, { recursive: true });
}
