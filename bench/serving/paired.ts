/**
 * What the same requests and rows cost on this checkout and on another one, taken in turns so that a machine's moods meet
 * both: `BASELINE=<another checkout> sh scripts/with-node.sh bench/serving/paired.ts [part of a name]`. ROUNDS (8), BENCH_SECONDS of load a
 * turn (3), BENCH_ROWS of a job (500,000).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../../packages/server/src/entry/cli/api-client.ts';
import { makeTar } from '../../packages/server/test/platform/artifact/make-tar.ts';
import { load, printTable, type Row } from '../harness.ts';
import { type ChildServer, mainOf, startChild } from './child-server.ts';
import { readDiamondsRows } from './diamonds-server.ts';

const baseline = process.env.BASELINE;
if (baseline === undefined) throw new Error('BASELINE names no checkout to compare with');
const rounds = Number(process.env.ROUNDS ?? 8);
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const jobRows = Number(process.env.BENCH_ROWS ?? 500_000);
const only = process.argv[2] ?? '';
const root = resolve(import.meta.dirname, '../..');
const credentials = { accessKeyId: 'AKIABENCH', secretAccessKey: 'bench-secret' };
const read = (path: string) => readFileSync(join(root, path));

/** A chain, and the rows that it is asked about. */
interface Subject {
  readonly name: string;
  readonly containers: readonly object[];
  readonly archives: Readonly<Record<string, Buffer>>;
  readonly lines: readonly string[];
}

const diamonds = readDiamondsRows();
const schema = read('examples/diamonds/sparkml/schema.json').toString();
const sparkml = {
  Image: 'sagemaker-sparkml-serving:3.3',
  ModelDataUrl: 's3://bench/sparkml.tar.gz',
  Environment: { SAGEMAKER_SPARKML_SCHEMA: schema },
};
const xgboost = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://bench/xgboost.tar.gz' };
const example = {
  'sparkml.tar.gz': read('examples/diamonds/sparkml/model.tar.gz'),
  'xgboost.tar.gz': read('examples/diamonds/xgboost/model.tar.gz'),
};
const linesOf = (path: string) => read(path).toString().trimEnd().split('\n');

const archiveOf = (name: string, path: string) => makeTar([{ name, content: read(path) }]);

const subjects: readonly Subject[] = [
  { name: 'SparkML -> XGBoost', containers: [sparkml, xgboost], archives: example, lines: diamonds },
  {
    name: 'LightGBM, numbers',
    containers: [{ Image: 'own/lightgbm:1', ModelDataUrl: 's3://bench/numbers.tar' }],
    archives: { 'numbers.tar': archiveOf('model.pkl', 'test/golden/lightgbm/binary.txt') },
    lines: linesOf('test/golden/lightgbm/binary.input.csv').map((line) => `${line}\n`),
  },
  {
    name: 'LightGBM, categories',
    containers: [{ Image: 'own/lightgbm:1', ModelDataUrl: 's3://bench/categories.tar' }],
    archives: { 'categories.tar': archiveOf('model.pkl', 'test/golden/lightgbm/categorical.txt') },
    lines: linesOf('test/golden/lightgbm/categorical.input.csv').map((line) => `${line}\n`),
  },
  {
    name: 'CatBoost, categories',
    containers: [{ Image: 'own/catboost:1', ModelDataUrl: 's3://bench/catboost.tar' }],
    archives: { 'catboost.tar': archiveOf('model', 'test/golden/catboost/cats-depthwise.cbm') },
    lines: linesOf('test/golden/catboost/cats-depthwise.input.csv').map((line) => `${line}\n`),
  },
].filter(({ name }) => name.includes(only));

/** A server of one of the two checkouts, and what it was measured to take. */
class Side {
  readonly #server: ChildServer;
  readonly #client: ApiClient;
  readonly #data: string;
  #jobs = 0;

  private constructor(server: ChildServer, data: string) {
    this.#server = server;
    this.#client = new ApiClient(server.url, credentials, 'us-east-1');
    this.#data = data;
  }

  static async start(checkout: string): Promise<Side> {
    const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
    const config = join(data, 'catenary.yaml');
    writeFileSync(
      config,
      "images:\n  - { match: 'own/lightgbm*', kind: lightgbm }\n  - { match: 'own/catboost*', kind: catboost }\n",
    );
    const main = mainOf(checkout);
    const serve = ['serve', '--port', '0', '--data', data, '--config', config, '--allow-unsigned'];
    const env = {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      CATENARY_LOG_LEVEL: 'error',
    };
    const side = new Side(await startChild(main, serve, { env }), data);
    await side.#put('/bench', '');
    return side;
  }

  #put(path: string, body: Buffer | string) {
    return this.#client.send({ method: 'PUT', path, service: 's3', body });
  }

  async prepare(subject: Subject, name: string): Promise<void> {
    for (const [archive, body] of Object.entries(subject.archives)) await this.#put(`/bench/${archive}`, body);
    await this.#client.operation('CreateModel', { ModelName: name, Containers: subject.containers });
    const variants = [{ VariantName: 'v', ModelName: name }];
    await this.#client.operation('CreateEndpointConfig', { EndpointConfigName: name, ProductionVariants: variants });
    await this.#client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
    await this.#until('DescribeEndpoint', { EndpointName: name }, 'EndpointStatus', 'InService');
    const body = subject.lines.join('').repeat(Math.ceil(jobRows / subject.lines.length));
    await this.#put(`/bench/${name}/rows.csv`, body);
  }

  async #until(operation: string, input: object, member: string, wanted: string): Promise<void> {
    for (;;) {
      const answer = await this.#client.operation(operation, input);
      if (answer[member] === wanted) return;
      if (answer[member] === 'Failed') throw new Error(String(answer.FailureReason));
      await sleep(20);
    }
  }

  /** CPU time of a request of one row, microseconds: the server on core 0, the load on core 1. */
  async askRows(subject: Subject, name: string): Promise<number> {
    const cpu = await this.#server.cpuSeconds();
    const { requestsPerSecond, errors } = await load({
      url: `${this.#server.url}/endpoints/${name}/invocations`,
      body: (subject.lines[0] as string).trimEnd(),
      headers: { 'Content-Type': 'text/csv' },
      connections: 16,
      seconds,
      core: 1,
    });
    if (errors > 0) throw new Error(`${errors} requests failed`);
    return (((await this.#server.cpuSeconds()) - cpu) / (requestsPerSecond * seconds)) * 1e6;
  }

  /** Time of a job over all rows, microseconds a row. */
  async runJob(subject: Subject, name: string): Promise<number> {
    const job = `${name}-${++this.#jobs}`;
    const since = performance.now();
    await this.#client.operation('CreateTransformJob', {
      TransformJobName: job,
      ModelName: name,
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://bench/${name}/` } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: `s3://bench/out/${job}`, AssembleWith: 'Line' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      BatchStrategy: 'MultiRecord',
    });
    await this.#until('DescribeTransformJob', { TransformJobName: job }, 'TransformJobStatus', 'Completed');
    const rows = subject.lines.length * Math.ceil(jobRows / subject.lines.length);
    return ((performance.now() - since) * 1000) / rows;
  }

  pin(cores: string): void {
    execFileSync('taskset', ['-a', '-c', '-p', cores, String(this.#server.pid)], { stdio: 'ignore' });
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#data, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2;
};

/** Both sides in turns, the first one of a round changing; the first round warms up. */
async function compare(name: string, measure: (side: Side) => Promise<number>): Promise<Row> {
  const taken: [number, number][] = [];
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    const pair: [number, number] = [0, 0];
    for (const at of order) pair[at] = await measure(sides[at]);
    if (round > 0) taken.push(pair);
  }
  const before = taken.map(([value]) => value);
  const now = taken.map(([, value]) => value);
  return {
    name,
    'least before': Math.min(...before).toFixed(2),
    'least now': Math.min(...now).toFixed(2),
    'median before': median(before).toFixed(2),
    'median now': median(now).toFixed(2),
    'now / before, least': (Math.min(...now) / Math.min(...before)).toFixed(3),
    'median of pairs': median(taken.map(([a, b]) => b / a)).toFixed(3),
  };
}

const sides = [await Side.start(resolve(baseline)), await Side.start(root)] as const;
const rows: Row[] = [];
try {
  for (const [at, subject] of subjects.entries()) {
    const name = `subject-${at}`;
    for (const side of sides) await side.prepare(subject, name);
    for (const side of sides) side.pin('0');
    rows.push(await compare(`${subject.name}: a request, CPU`, (side) => side.askRows(subject, name)));
    for (const side of sides) side.pin('0,1');
    rows.push(await compare(`${subject.name}: a row of a job, time`, (side) => side.runJob(subject, name)));
  }
} finally {
  for (const side of sides) await side.stop();
}
printTable('The same work on two checkouts, in turns, microseconds', rows);
