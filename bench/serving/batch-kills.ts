/**
 * Kills the server over and over while it transforms two million rows, each time at a random moment, and compares every
 * output with that of an undisturbed run. Prints how much work was done twice. BENCH_ROWS, BENCH_KILLS, BENCH_SEED.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { printTable } from '../harness.ts';
import { type ChildServer, startChild } from './child-server.ts';

const example = new URL('../../examples/diamonds/', import.meta.url);
const credentials = { accessKeyId: 'AKIABENCH', secretAccessKey: 'bench-secret' };
const wantedRows = Number(process.env.BENCH_ROWS ?? 2_000_000);
const wantedKills = Number(process.env.BENCH_KILLS ?? 100);
const data = mkdtempSync(join(tmpdir(), 'catenary-kills-'));

/** Reproducible moments (mulberry32). */
let seed = Number(process.env.BENCH_SEED ?? 1);
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

let server!: ChildServer;
let client!: ApiClient;

async function start(): Promise<void> {
  server = await startChild('src/main.ts', ['serve', '--port', '0', '--data', data], {
    env: {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      CATENARY_LOG_LEVEL: 'error',
    },
  });
  client = new ApiClient(server.url, credentials, 'us-east-1');
}

const put = (path: string, body: Buffer | string) => client.send({ method: 'PUT', path, service: 's3', body });

async function setUp(): Promise<number> {
  const once = gunzipSync(readFileSync(new URL('batch.csv.gz', example)))
    .toString('latin1')
    .trimEnd();
  const times = Math.ceil(wantedRows / once.split('\n').length);
  await put('/bench', '');
  for (const part of ['sparkml', 'xgboost'])
    await put(`/bench/${part}.tar.gz`, readFileSync(new URL(`${part}/model.tar.gz`, example)));
  await put('/bench/in/rows.csv', Buffer.from(Array.from({ length: times }, () => `${once}\n`).join('')));
  const schema = readFileSync(new URL('sparkml/schema.json', example), 'utf8');
  await client.operation('CreateModel', {
    ModelName: 'pair',
    Containers: [
      {
        Image: 'sagemaker-sparkml-serving:3.3',
        ModelDataUrl: 's3://bench/sparkml.tar.gz',
        Environment: { SAGEMAKER_SPARKML_SCHEMA: schema },
      },
      { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://bench/xgboost.tar.gz' },
    ],
  });
  return times * once.split('\n').length;
}

async function create(name: string): Promise<void> {
  await client.operation('CreateTransformJob', {
    TransformJobName: name,
    ModelName: 'pair',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bench/in/' } },
      ContentType: 'text/csv',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: 's3://bench/out', AssembleWith: 'Line' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  });
}

async function statusOf(name: string): Promise<string> {
  const job = await client.operation('DescribeTransformJob', { TransformJobName: name });
  if (job.TransformJobStatus === 'Failed') throw new Error(String(job.FailureReason));
  return String(job.TransformJobStatus);
}

async function recordsOf(name: string): Promise<number> {
  const path = `/_catenary/transform-jobs/${name}`;
  const { body } = await client.send({ method: 'GET', path, service: 'sagemaker' });
  return (JSON.parse(body.toString()) as { records?: number }).records ?? 0;
}

async function digest(): Promise<string> {
  const { body } = await client.send({ method: 'GET', path: '/bench/out/rows.csv.out', service: 's3' });
  return createHash('sha256').update(body).digest('hex');
}

async function finish(name: string): Promise<string> {
  while ((await statusOf(name)) !== 'Completed') await sleep(20);
  return digest();
}

await start();
const rows = await setUp();
await create('undisturbed');
const since = performance.now();
const expected = await finish('undisturbed');
const seconds = (performance.now() - since) / 1000;
console.log(`undisturbed: ${rows} rows in ${seconds.toFixed(1)} s, sha256 ${expected}`);

const redone: number[] = [];
let [kills, jobs, equal] = [0, 0, 0];
let job: string | undefined;
while (kills < wantedKills || job !== undefined) {
  if (job === undefined) await create((job = `killed-${++jobs}`));
  // A life long enough to get past a checkpoint now and then; of a job that is through, the output is compared.
  const end = performance.now() + random() * seconds * 700;
  while (performance.now() < end && (await statusOf(job)) !== 'Completed') await sleep(20);
  if (kills >= wantedKills || (await statusOf(job)) === 'Completed') {
    const isEqual = (await finish(job)) === expected;
    if (isEqual) equal++;
    console.log(`${job}: ${isEqual ? 'equal' : 'DIFFERENT'} after ${kills} kills so far`);
    job = undefined;
    continue;
  }
  const reached = await recordsOf(job);
  await server.stop('SIGKILL');
  kills++;
  await start();
  redone.push(Math.max(0, reached - (await recordsOf(job))));
}
const files = readdirSync(join(data, 'objects'), { recursive: true }).length;
await server.stop();
rmSync(data, { recursive: true, force: true });
redone.sort((a, b) => a - b);
const perSecond = rows / seconds;
printTable('Random SIGKILLs over one transform job after another', [
  {
    name: `${rows} rows`,
    kills,
    'jobs compared': jobs,
    equal,
    'rows redone, median': redone[redone.length >> 1] ?? 0,
    'rows redone, most': redone.at(-1) ?? 0,
    'seconds redone, most': ((redone.at(-1) ?? 0) / perSecond).toFixed(2),
    'files in the store at the end': files,
  },
]);
if (equal !== jobs) process.exitCode = 1;
