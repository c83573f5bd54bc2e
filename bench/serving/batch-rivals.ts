/**
 * The diamonds rows repeated to two million, one CSV file in and out, SparkML -> XGBoost: `catenary transform` against
 * what one would write instead with pandas, Polars or Spark, and XGBoost (batch-rivals/). Every side is a process (or
 * several) of its own, timed from start to end, and must give the same answers. Python 3.11 or later makes the
 * environment, under .tools/; Spark needs Java 17. BENCH_ROWS, BENCH_ROUNDS, BENCH_PYTHON.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { printTable, type Row } from '../harness.ts';
import { type ProcessUse, sampleProcesses } from './batch-rivals/process-tree.ts';

/** The versions that are measured; XGBoost is the one that made the model. */
const packages = [
  'numpy==2.4.6',
  'pandas==3.1.1',
  'polars==2.1.0',
  'pyarrow==26.0.1',
  'pyspark==4.1.2',
  'xgboost-cpu==3.2.0',
];
const root = resolve(import.meta.dirname, '../..');
const example = join(root, 'examples/diamonds');
const threads = availableParallelism();
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);

/** The environment's Python; made again where the versions above are not the ones in it. */
function findPython(): string {
  const folder = join(root, '.tools/batch-rivals');
  const python = join(folder, 'bin/python');
  const done = join(folder, `complete ${packages.join(' ')}`);
  if (existsSync(done)) return python;
  rmSync(folder, { recursive: true, force: true });
  execFileSync(process.env.BENCH_PYTHON ?? 'python3', ['-m', 'venv', folder], { stdio: 'inherit' });
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'inherit' });
  mkdirSync(done);
  return python;
}

/** Writes the rows over and over until there are as many as wanted; says how many it wrote. */
function writeInput(path: string, wanted: number): number {
  const once = gunzipSync(readFileSync(join(example, 'batch.csv.gz')));
  if (once.at(-1) !== 10) throw new Error('batch.csv.gz must end with a line feed');
  const rowsOnce = once.reduce((lines, byte) => lines + Number(byte === 10), 0);
  const times = Math.ceil(wanted / rowsOnce);
  const file = openSync(path, 'w');
  for (let time = 0; time < times; time++) writeSync(file, once);
  closeSync(file);
  return rowsOnce * times;
}

/** Runs one side from its start to its end. */
async function measure(command: readonly string[]): Promise<ProcessUse & { readonly seconds: number }> {
  const since = performance.now();
  const child = spawn(command[0] as string, command.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', SPARK_LOCAL_IP: '127.0.0.1' },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const samples = sampleProcesses(child.pid as number);
  const code = await new Promise<number | null>((done, fail) => child.once('exit', done).once('error', fail));
  const seconds = (performance.now() - since) / 1000;
  const use = samples.stop();
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${errors.slice(-2000)}`);
  return { seconds, ...use };
}

/** The numbers that a side wrote, one a line; of a folder its parts in the order of their names. */
function readAnswers(path: string): Float64Array {
  const isPart = (name: string) => !name.startsWith('.') && !name.startsWith('_');
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter(isPart)
        .sort()
        .map((name) => join(path, name))
    : [path];
  const texts = files.map((file) => readFileSync(file, 'latin1').split('\n'));
  return Float64Array.from(texts.flatMap((lines) => lines.filter((line) => line !== '')).map(Number));
}

/**
 * The largest relative difference from what the original libraries answered (examples/diamonds/expected): dollars
 * rounded to cents, of which the answers are the logarithms.
 */
function differenceFromExpected(answers: Float64Array): number {
  const lines = gunzipSync(readFileSync(join(example, 'expected/batch-final.csv.gz')))
    .toString()
    .trim()
    .split('\n');
  const dollars = lines.map((line) => Number(line.split(',')[0]));
  return largestDifference(
    Float64Array.from(answers, (answer) => Math.round(Math.exp(answer) * 100) / 100),
    Float64Array.from(answers, (_, at) => dollars[at % dollars.length] as number),
  );
}

function largestDifference(answers: Float64Array, wanted: Float64Array): number {
  if (answers.length !== wanted.length) throw new Error(`${answers.length} answers, not ${wanted.length}`);
  return answers.reduce((largest, answer, at) => {
    const value = wanted[at] as number;
    return Math.max(largest, Math.abs(answer - value) / Math.abs(value));
  }, 0);
}

const python = findPython();
const folder = mkdtempSync(join(tmpdir(), 'catenary-rivals-'));
const input = join(folder, 'rows.csv');
const rowCount = writeInput(input, Number(process.env.BENCH_ROWS ?? 2_000_000));
const script = (name: string, ...more: string[]) => {
  const path = join(import.meta.dirname, 'batch-rivals', name);
  return (output: string) => [python, path, input, output, String(threads), ...more];
};
const schema = readFileSync(join(example, 'sparkml/schema.json'), 'utf8');
const pair = ['--chain', join(example, 'sparkml/model.tar.gz'), '--env', `SAGEMAKER_SPARKML_SCHEMA=${schema}`];
pair.push('--model', join(example, 'xgboost/model.tar.gz'));
const sides: Record<string, (output: string) => string[]> = {
  'catenary transform': (output) => [
    join(root, 'catenary'),
    'transform',
    ...pair,
    '--input',
    input,
    '--output',
    output,
  ],
  'pandas, its own reader': script('with_pandas.py'),
  "pandas, pyarrow's reader": script('with_pandas.py', 'pyarrow'),
  polars: script('with_polars.py'),
};
if (spawnSync('java', ['-version']).status === 0) sides[`spark local[${threads}]`] = script('with_spark.py');

process.stdout.write(
  `Node ${process.versions.node}, ${cpus()[0]?.model}, ${threads} cores; ${packages.join(', ')}\n` +
    `${rowCount} rows, ${(statSync(input).size / 1e6).toFixed(0)} MB; load ${loadavg()[0]?.toFixed(1)} at the start\n`,
);
const rows: Row[] = [];
let ours: { readonly seconds: number; readonly answers: Float64Array } | undefined;
for (const [name, commandFor] of Object.entries(sides)) {
  const runs: Awaited<ReturnType<typeof measure>>[] = [];
  const output = join(folder, 'answers');
  for (let round = 0; round < rounds; round++) {
    rmSync(output, { recursive: true, force: true });
    runs.push(await measure(commandFor(output)));
  }
  const best = runs.reduce((least, run) => (run.seconds < least.seconds ? run : least));
  // Two writers of the same float32: one as the double that it is, the others with as few digits as distinguish it from others.
  const answers = Float64Array.from(readAnswers(output), Math.fround);
  if (answers.length !== rowCount) throw new Error(`${name} gave ${answers.length} answers for ${rowCount} rows`);
  ours ??= { seconds: best.seconds, answers };
  rows.push({
    name,
    seconds: best.seconds.toFixed(2),
    'all rounds': runs.map((run) => run.seconds.toFixed(2)).join(' '),
    'rows/s': Math.round(rowCount / best.seconds),
    'times as long': (best.seconds / ours.seconds).toFixed(2),
    'CPU µs/row': ((best.cpuSeconds / rowCount) * 1e6).toFixed(2),
    'peak RSS MB': Math.round(Math.max(...runs.map((run) => run.peakBytes)) / 1e6),
    'from ours': largestDifference(answers, ours.answers).toExponential(1),
    'from expected': differenceFromExpected(answers).toExponential(1),
  });
}
rmSync(folder, { recursive: true, force: true });
printTable(
  `From the start of the process to its end, best of ${rounds}; largest relative differences of answers`,
  rows,
);
process.stdout.write(`load ${loadavg()[0]?.toFixed(1)} at the end\n`);
