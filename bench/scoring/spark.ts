/**
 * Pipelines as Spark saved them, scored natively against Spark itself, in the same run on the same machine:
 * `SPARK_PYTHON=/path/to/python npm run bench -- scoring/spark`, where that Python has pyspark and numpy, and Java is
 * at hand.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Column } from '../../packages/scoring/src/frame/column.ts';
import { scalar } from '../../packages/scoring/src/frame/data-type.ts';
import type { Frame } from '../../packages/scoring/src/frame/frame.ts';
import { openSavedPipeline } from '../../packages/scoring/src/spark/from-spark-save/load-saved-pipeline.ts';
import { installPackages, packPackages } from '../../test/support/installed-packages.ts';
import { printTable, type Row, timeCalls } from '../harness.ts';

/**
 * `fit FOLDER`: fits and saves the pipelines, keeps 100,000 rows, and prints Spark's milliseconds for one row, made,
 * transformed and collected, and for all of a cached frame; the best of several. `first FOLDER`: a process with one
 * answer.
 */
const library = `
import json, sys, time
import numpy as np
from pyspark.ml import Pipeline, PipelineModel, classification as C, feature as F
from pyspark.sql import SparkSession, types as T
mode, folder = sys.argv[1:]
spark = (SparkSession.builder.master("local[2]").config("spark.driver.memory", "4g").config("spark.ui.enabled", "false")
         .config("spark.ui.showConsoleProgress", "false").getOrCreate())
spark.sparkContext.setLogLevel("OFF")
texts, numbers = ["colour", "city"], ["a", "b", "c", "d", "e", "f"]
schema = T.StructType([T.StructField(n, T.StringType()) for n in texts] + [T.StructField(n, T.DoubleType()) for n in numbers])
row = ("red", "city7", 0.5, -1.0, 2.0, float("nan"), 0.0, 4.0)
if mode == "first":
    model = PipelineModel.load(folder + "/logistic regression")
    print(model.transform(spark.createDataFrame([row], schema)).collect()[0]["prediction"])
    sys.exit()
rng = np.random.default_rng(1)
size = 100000
values = np.round(rng.normal(size=(size, 6)), 3)
values[rng.random((size, 6)) < 0.02] = np.nan
colours, cities = rng.choice(["red", "green", "blue", "black"], size), [f"city{i}" for i in rng.integers(0, 40, size)]
rows = [(str(c), s, *map(float, v)) for c, s, v in zip(colours, cities, values)]
label = np.nan_to_num(values[:, 0] - values[:, 1] * values[:, 2]) + (colours == "red") > 0
json.dump({n: [None if r[k] != r[k] else r[k] for r in rows] for k, n in enumerate(texts + numbers)}, open(folder + "/rows.json", "w"))
frame = spark.createDataFrame(rows, schema).cache()
train = spark.createDataFrame([(*r, float(y)) for r, y in zip(rows[:5000], label)], T.StructType(schema.fields + [T.StructField("label", T.DoubleType())]))
def pipeline(last):
    indexed, hot, filled = [n + "_i" for n in texts], [n + "_h" for n in texts], [n + "_f" for n in numbers]
    return Pipeline(stages=[F.StringIndexer(inputCols=texts, outputCols=indexed, handleInvalid="keep"), F.OneHotEncoder(inputCols=indexed, outputCols=hot),
                            F.Imputer(inputCols=numbers, outputCols=filled), F.VectorAssembler(inputCols=hot + filled, outputCol="raw"),
                            F.StandardScaler(inputCol="raw", outputCol="features", withMean=True), last])
def best(run, warm, times):
    for _ in range(warm): run()
    seconds = []
    for _ in range(times):
        since = time.perf_counter(); run(); seconds.append(time.perf_counter() - since)
    return min(seconds) * 1e3
told = []
for name, last in {"logistic regression": C.LogisticRegression(), "GBT (20 trees)": C.GBTClassifier(maxIter=20, seed=1)}.items():
    model = pipeline(last).fit(train)
    model.write().overwrite().save(folder + "/" + name)
    answers = [float(r[0]) for r in model.transform(frame).select("prediction").take(1000)]
    one = best(lambda: model.transform(spark.createDataFrame([row], schema)).collect(), 8, 12)
    many = best(lambda: model.transform(frame).write.format("noop").mode("overwrite").save(), 1, 3)
    told.append({"name": name, "one": one, "many": many, "answers": answers})
print("FIGURES " + json.dumps({"version": spark.version, "pipelines": told}))
`;

interface Told {
  readonly name: string;
  /** Milliseconds for one row, and for all. */
  readonly one: number;
  readonly many: number;
  /** The predictions of the first rows. */
  readonly answers: readonly number[];
}

const texts = ['colour', 'city'];

function readFolder(folder: string): Map<string, Uint8Array> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]));
}

type Cells = Readonly<Record<string, readonly (string | number | null)[]>>;

function frameOf(cells: Cells, rowCount: number): Frame {
  const names = Object.keys(cells);
  const fields = names.map((name) => ({ name, type: scalar(texts.includes(name) ? 'string' : 'double') }));
  const columns = names.map((name): Column => {
    const values = (cells[name] ?? []).slice(0, rowCount);
    if (texts.includes(name)) return { kind: 'string', values: values as string[] };
    return {
      kind: 'number',
      values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    };
  });
  return { schema: { fields }, columns, rowCount };
}

async function measure(folder: string, cells: Cells, { name, one, many, answers }: Told): Promise<Row> {
  const all = frameOf(cells, cells['a']?.length ?? 0);
  const single = frameOf(cells, 1);
  const scorer = (await openSavedPipeline(readFolder(join(folder, name)))).compile({ input: single.schema });
  const { schema, columns } = scorer.scoreShared(all);
  const prediction = columns[schema.fields.findIndex((field) => field.name === 'prediction')];
  const isSame = prediction?.kind === 'number' && answers.every((answer, row) => prediction.values[row] === answer);
  if (!isSame) throw new Error(`${name}: the predictions are not Spark's`);
  const ourOne = timeCalls(() => void scorer.scoreShared(single), { calls: 2000, rounds: 20 }).min / 1000;
  const ourMany = timeCalls(() => void scorer.scoreShared(all), { calls: 1, rounds: 20 }).min / 1000;
  return {
    name,
    'one row, us': (ourOne * 1000).toFixed(2),
    'Spark, ms': one.toFixed(1),
    times: (one / ourOne).toFixed(0),
    '100,000 rows, ms': ourMany.toFixed(1),
    'Spark local[2], ms': many.toFixed(0),
    'times of 100,000': (many / ourMany).toFixed(1),
  };
}

/** Milliseconds of a process from its start to its end, best of five after one that fills the disk cache. */
function timeProcess(
  command: string,
  words: readonly string[],
  runs: number,
  environment: NodeJS.ProcessEnv = {},
): number {
  const times = Array.from({ length: runs }, () => {
    const since = performance.now();
    const { status, stderr } = spawnSync(command, words, { encoding: 'utf8', env: { ...process.env, ...environment } });
    if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
    return performance.now() - since;
  });
  return Math.min(...times.slice(1));
}

/** A new process to its first answer, by the library as it is released. */
function measureStart(folder: string, python: string): Row[] {
  installPackages(folder, packPackages(folder, ['@catenary/scoring']));
  const package_ = join(folder, 'node_modules/@catenary/scoring');
  const script = join(import.meta.dirname, 'first-saved-answer.mjs');
  const model = join(folder, 'logistic regression');
  const environment = { NODE_COMPILE_CACHE: join(folder, 'node') };
  const ours = timeProcess(process.execPath, [script, join(package_, 'dist'), model], 6, environment);
  const cold = timeProcess(process.execPath, [script, join(package_, 'dist'), model], 6);
  const theirs = timeProcess(python, ['-c', library, 'first', folder], 3);
  const line = (name: string, time: number) => ({
    name,
    'Catenary, ms': time.toFixed(0),
    'Spark, ms': theirs.toFixed(0),
    times: (theirs / time).toFixed(0),
  });
  return [line("with Node's compile cache", ours), line('without', cold)];
}

const python = process.env['SPARK_PYTHON'];
if (python === undefined) {
  process.stdout.write('SPARK_PYTHON is not set: nothing to compare with.\n');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
  const { stdout, stderr, status } = spawnSync(python, ['-c', library, 'fit', folder], {
    encoding: 'utf8',
    env: { ...process.env, PYSPARK_PYTHON: python },
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(stderr);
  const told = JSON.parse(/^FIGURES (.*)$/m.exec(stdout)?.[1] ?? '') as { version: string; pipelines: readonly Told[] };
  const cells = JSON.parse(readFileSync(join(folder, 'rows.json'), 'utf8')) as Cells;
  const rows: Row[] = [];
  for (const pipeline of told.pipelines) rows.push(await measure(folder, cells, pipeline));
  printTable(`saved pipelines, every column: Catenary on one thread, Spark ${told.version} on local[2]`, rows);
  printTable(
    'a process from its start to its first answer and its end, logistic regression',
    measureStart(folder, python),
  );
  rmSync(folder, { recursive: true });
}
