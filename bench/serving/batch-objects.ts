/** A transform job over very many tiny objects, one row each. BENCH_OBJECTS. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { printTable } from '../harness.ts';
import { startChild } from './child-server.ts';

const example = new URL('../../examples/diamonds/', import.meta.url);
const credentials = { accessKeyId: 'AKIABENCH', secretAccessKey: 'bench-secret' };
const count = Number(process.env.BENCH_OBJECTS ?? 100_000);
const data = mkdtempSync(join(tmpdir(), 'catenary-objects-'));
const server = await startChild('src/main.ts', ['serve', '--port', '0', '--data', data], {
  env: {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    CATENARY_LOG_LEVEL: 'error',
  },
});
const client = new ApiClient(server.url, credentials, 'us-east-1');
const put = (path: string, body: Buffer | string) => client.send({ method: 'PUT', path, service: 's3', body });

const rows = gunzipSync(readFileSync(new URL('batch.csv.gz', example)))
  .toString()
  .split('\n');
await put('/bench', '');
for (const part of ['sparkml', 'xgboost'])
  await put(`/bench/${part}.tar.gz`, readFileSync(new URL(`${part}/model.tar.gz`, example)));
const uploadSince = performance.now();
let next = 0;
const upload = async () => {
  for (let at = next++; at < count; at = next++)
    await put(`/bench/in/${String(at).padStart(6, '0')}.csv`, rows[at % 50_000] as string);
};
await Promise.all(Array.from({ length: 16 }, upload));
const uploadSeconds = (performance.now() - uploadSince) / 1000;
await client.operation('CreateModel', {
  ModelName: 'pair',
  Containers: [
    {
      Image: 'sagemaker-sparkml-serving:3.3',
      ModelDataUrl: 's3://bench/sparkml.tar.gz',
      Environment: { SAGEMAKER_SPARKML_SCHEMA: readFileSync(new URL('sparkml/schema.json', example), 'utf8') },
    },
    { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://bench/xgboost.tar.gz' },
  ],
});
const since = performance.now();
await client.operation('CreateTransformJob', {
  TransformJobName: 'many',
  ModelName: 'pair',
  TransformInput: {
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bench/in/' } },
    ContentType: 'text/csv',
    SplitType: 'Line',
  },
  TransformOutput: { S3OutputPath: 's3://bench/out', AssembleWith: 'Line' },
  TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
});
let peak = 0;
for (;;) {
  peak = Math.max(peak, await server.residentBytes());
  const job = await client.operation('DescribeTransformJob', { TransformJobName: 'many' });
  if (job.TransformJobStatus === 'Failed') throw new Error(String(job.FailureReason));
  if (job.TransformJobStatus === 'Completed') break;
  await sleep(100);
}
const seconds = (performance.now() - since) / 1000;
await server.stop();
rmSync(data, { recursive: true, force: true });
printTable('Batch transform of tiny objects', [
  {
    name: `${count} objects of one row`,
    'uploaded in s': uploadSeconds.toFixed(1),
    'transformed in s': seconds.toFixed(1),
    'objects/s': Math.round(count / seconds),
    'peak RSS MB': Math.round(peak / 1e6),
  },
]);
