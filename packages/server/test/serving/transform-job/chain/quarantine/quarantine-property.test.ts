import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpStage } from '../../../../../src/serving/container/http-stage.ts';
import { launchNativeStage } from '../../../../../src/serving/container/in-process/launch-native-stage.ts';
import {
  launchPythonStage,
  type PythonStageDefinition,
} from '../../../../../src/serving/container/python/python-stage.ts';
import type { Stage } from '../../../../../src/serving/container/stage.ts';
import { FirstRecord } from '../../../../../src/serving/transform-job/records/first-record.ts';
import { lineSplitter } from '../../../../../src/serving/transform-job/records/splitters/line.ts';
import { Random } from '../../../../fuzz/random.ts';
import { example, readExample, schema } from '../../../../support/diamonds.ts';
import { pythonDataDirectory } from '../../../../support/python-data-directory.ts';
import { modelDirectory } from '../../../../support/script-directory.ts';
import { root, until } from '../../../../support/start-server.ts';
import { type FileKind, randomFile } from './random-file.ts';
import { type FileJob, type FileResult, runFile } from './run-file.ts';

/**
 * Over files of any kind: a plain job fails if and only if a job with quarantine sets something apart; without what was set apart the
 * plain job completes, with the same output, as the lines of that file: what its first line says of the delimiter and the width
 * holds for them, even if that line is set apart; and where blocks end makes no difference. Rows are counted in both.
 * CATENARY_TEST_SEEDS says how many files for each container (default 40), CATENARY_TEST_SEED which is the first.
 */
const seedCount = Number(process.env.CATENARY_TEST_SEEDS ?? 40);
const firstSeed = Number(process.env.CATENARY_TEST_SEED ?? 1);
const blockSizes = [2000, 400, 120, 30];

const folder = mkdtempSync(join(tmpdir(), 'catenary-quarantine-'));
const python = spawnDoubler();
let port = 0;

beforeAll(async () => {
  port = await python.port;
});
afterAll(() => {
  python.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with this one model file of `test/golden`. */
function golden(path: string, name: string): string {
  const target = mkdtempSync(join(folder, 'model-'));
  copyFileSync(join(root, 'test/golden', path), join(target, name));
  return target;
}

const native = (kind: string, image: string, archivePath: string, environment: Record<string, string> = {}) =>
  launchNativeStage({
    kind,
    hostname: kind,
    image,
    archivePath,
    environment: { SAGEMAKER_BATCH: 'true', ...environment },
  });

const sparkml = () =>
  native('sparkml', 'sagemaker-sparkml-serving:3.3', example('sparkml/model.tar.gz'), {
    SAGEMAKER_SPARKML_SCHEMA: schema(),
  });
const sklearn = (path: string, name: string) =>
  native('scikit-learn', 'sagemaker-scikit-learn:1.9-1', golden(path, name));

/** Reads lines with the standard library alone: `preparedPython` needs no environment. */
const ownInput = `
def model_fn(model_dir): return 2.0
def input_fn(body, content_type): return [[float(cell) for cell in line.split(",")] for line in body.splitlines()]
def predict_fn(rows, model):
    if any(len(row) != 3 for row in rows): raise ValueError("a row has three cells")
    return [model * row[0] - row[1] + row[2] for row in rows]
def output_fn(answers, accept): return "".join(f"{answer!r}\\n" for answer in answers)
`;
/** Rows are numpy's genfromtxt of the body, a single one of which has one dimension. */
const imageInput = `
def model_fn(model_dir): return 2.0
def predict_fn(rows, model):
    rows = rows.reshape(-1, 3)
    if (rows == 99).any(): raise ValueError("99 is not asked for")
    return model * rows[:, 0] - rows[:, 1] + rows[:, 2]
`;
const script = (text = ownInput, more: Partial<PythonStageDefinition> = { preparedPython: 'python3' }) =>
  launchPythonStage({
    hostname: 'script',
    framework: 'scikit-learn',
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    imageTag: '1.9-1-cpu-py3',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
    modelDirectory: modelDirectory({ 'code/inference.py': text }),
    dataDirectory: '/nonexistent',
    startupTimeoutMs: 240_000,
    signal: new AbortController().signal,
    onLog: () => undefined,
    ...more,
  });

const diamonds = readExample('requests.csv').toString().trimEnd().split('\n');
const numbers = (width: number) => (random: Random) =>
  Array.from({ length: width }, () => random.pick(['1', '-2.5', '0.125', '1e-3', '46', '']));

interface Container extends FileKind {
  readonly start: () => Promise<Stage[]>;
}

const anyDelimiter = [',', ';', '\t', ' ', ':', '|'];
const containers: Readonly<Record<string, Container>> = {
  SparkML: {
    start: async () => [await sparkml()],
    row: (random) => random.pick<string>(diamonds).split(','),
    delimiters: [';'],
    badLines: ['0.23,Worst,E,SI2,61.5,55.0,3.95,3.98,2.43'],
  },
  XGBoost: {
    start: async () => [
      await native(
        'xgboost',
        'sagemaker-xgboost:3.2-0',
        golden('xgboost/binary-logistic-3.2/model.ubj', 'xgboost-model'),
      ),
    ],
    row: numbers(8),
    delimiters: anyDelimiter,
  },
  'XGBoost of one column': {
    start: async () => [
      await native(
        'xgboost',
        'sagemaker-xgboost:1.7-1',
        golden('xgboost/binary-logistic-1.7/xgboost-model', 'xgboost-model'),
      ),
    ],
    row: (random) => [random.pick(['1', '-2.5', '12', '1e-3'])],
    delimiters: anyDelimiter,
  },
  'scikit-learn': {
    start: async () => [await sklearn('sklearn/linear-1.9/model.joblib', 'model.joblib')],
    row: (random) => numbers(5)(random).map((cell) => cell || '3'),
    delimiters: [';'],
  },
  LightGBM: {
    start: async () => [await sklearn('lightgbm/binary-2.3.txt', 'lightgbm.model')],
    row: numbers(8),
    delimiters: [';'],
  },
  CatBoost: {
    start: async () => [await sklearn('catboost/cats-classes.cbm', 'model.cbm')],
    row: (random) => ['0.5', random.pick(['red', 'blue', '']), '24', random.pick(['jq', 'a b']), '-2.5'],
    delimiters: [';'],
  },
  'SparkML and XGBoost': {
    start: async () => [
      await sparkml(),
      await native('xgboost', 'sagemaker-xgboost:3.2-0', example('xgboost/model.tar.gz')),
    ],
    row: (random) => random.pick<string>(diamonds).split(','),
    delimiters: [';'],
  },
  'a Python script': {
    start: async () => [await script()],
    row: (random) => Array.from({ length: 3 }, () => random.pick(['1', '-2.5', '12', '0.125', '1e-3'])),
    delimiters: [';'],
    badLines: ['1,2,wrong', '1,2,3,4', '1,2'],
  },
  "a Python script with the image's input_fn": {
    start: async () => [await script(imageInput, { dataDirectory: pythonDataDirectory })],
    row: (random) => Array.from({ length: 3 }, () => random.pick(['1', '-2.5', '12', '0.125', '1e-3'])),
    delimiters: [';'],
    badLines: ['1,2,99', '1,2,3,4', '1,2'],
  },
  'a foreign process': {
    start: () =>
      Promise.resolve([
        new HttpStage({ hostname: 'doubler', image: 'doubler', connection: { origin: `http://127.0.0.1:${port}` } }),
      ]),
    row: (random) => [String(random.below(100))],
    delimiters: [';'],
    // A line that is dropped and one that is added make up for each other where lines are counted: only one of them.
    badLines: ['bad', 'drop', 'boom'],
  },
};

describe.each(Object.entries(containers))('%s', (_name, container) => {
  it.each(['MULTI_RECORD', 'SINGLE_RECORD'] as const)(
    '%s: what is set apart is what makes the plain job fail',
    async (strategy) => {
      const stages = await container.start();
      let failed = 0;
      for (let seed = firstSeed; seed < firstSeed + seedCount; seed++) {
        const file = randomFile(new Random(seed), container);
        if (await holds(file, { stages, strategy }, `seed ${seed}`)) failed++;
      }
      // Files that nothing is wrong with, and others.
      if (seedCount >= 40) expect(failed).toSatisfy((count: number) => count > 5 && count < seedCount);
      for (const stage of stages) await stage.close();
    },
  );
});

type Job = Pick<FileJob, 'stages' | 'strategy'>;

/** Holds one file to all that is promised; true if something was wrong with it. */
async function holds(file: Buffer, job: Job, seed: string): Promise<boolean> {
  const [blockBytes = 0, ...others] = blockSizes;
  const shown = `${seed}: ${JSON.stringify(file.toString('latin1'))}`;
  const plain = await runFile(file, { ...job, isQuarantined: false, blockBytes });
  const apart = await runFile(file, { ...job, isQuarantined: true, blockBytes });
  if ('failure' in apart) expect.fail(`quarantine fails: ${apart.failure}; ${shown}`);
  expect('failure' in plain, `${shown} ${JSON.stringify([plain, apart])}`).toBe(apart.rejected.length > 0);
  const rest = without(file, apart);
  const first = { firstRecord: firstOf(file) };
  const again = await runFile(rest, { ...job, isQuarantined: false, blockBytes, ...first });
  expect(again, `without ${JSON.stringify(apart.rejected)} ${shown}`).toEqual({ output: apart.output, rejected: [] });
  for (const size of others) {
    const other = await runFile(file, { ...job, isQuarantined: true, blockBytes: size });
    expect(other, `blocks of ${size}, ${shown}`).toEqual(apart);
    const otherPlain = await runFile(file, { ...job, isQuarantined: false, blockBytes: size });
    expect('failure' in otherPlain, `plain in blocks of ${size}, ${shown}`).toBe('failure' in plain);
  }
  return 'failure' in plain;
}

/** The first line of a file that can be read. */
function firstOf(file: Buffer): Uint8Array {
  const first = new FirstRecord({
    splitter: lineSplitter,
    isLine: true,
    contentType: 'text/csv',
    processing: undefined,
  });
  first.look(file);
  return first.bytes ?? new Uint8Array();
}

/** The file without the lines that were set apart. */
function without(file: Buffer, { rejected }: Extract<FileResult, { output: string }>): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { byte } of rejected) {
    parts.push(file.subarray(from, byte));
    from = file.indexOf(10, byte) + 1 || file.length;
  }
  return Buffer.concat([...parts, file.subarray(from)]);
}

/** The misbehaving container, on a port of its own. */
function spawnDoubler() {
  const free = new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: found } = server.address() as { port: number };
      server.close(() => resolve(found));
    });
  });
  let child: ReturnType<typeof spawn> | undefined;
  const started = free.then(async (found) => {
    const script = join(root, 'packages/server/test/support/misbehaving-container.py');
    child = spawn('python3', [script, join(folder, 'log')], {
      env: { ...process.env, SAGEMAKER_BIND_TO_PORT: String(found) },
      stdio: 'ignore',
    });
    await once(child, 'spawn');
    await until(
      async () => (await fetch(`http://127.0.0.1:${found}/ping`).catch(() => undefined))?.ok === true || undefined,
    );
    return found;
  });
  return { port: started, kill: () => child?.kill('SIGKILL') };
}
