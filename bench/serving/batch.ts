/**
 * Rows per second of a transform job: the diamonds rows repeated to two million, SparkML -> XGBoost, CSV in and out.
 * BENCH_ROWS, BENCH_STRATEGIES.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { printTable, type Row } from '../harness.ts';
import { startChild } from './child-server.ts';

const example = new URL('../../examples/diamonds/', import.meta.url);
const credentials = { accessKeyId: 'AKIABENCH', secretAccessKey: 'bench-secret' };
const wantedRows = Number(process.env.BENCH_ROWS ?? 2_000_000);

const once = gunzipSync(readFileSync(new URL('batch.csv.gz', example)));
const rowsOnce = once
  .toString('latin1')
  .split('\n')
  .filter((line) => line !== '').length;
const times = Math.ceil(wantedRows / rowsOnce);
const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const server = await startChild('src/main.ts', ['serve', '--port', '0', '--data', data], {
  env: {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    CATENARY_LOG_LEVEL: 'error',
  },
});
const client = new ApiClient(server.url, credentials, 'us-east-1');
await client.send({ method: 'PUT', path: '/bench', service: 's3' });
for (const part of ['sparkml', 'xgboost']) {
  await client.send({
    method: 'PUT',
    path: `/bench/${part}.tar.gz`,
    service: 's3',
    body: readFileSync(new URL(`${part}/model.tar.gz`, example)),
  });
}
/** Objects of at most half a gigabyte. */
const timesPerObject = Math.floor(500_000_000 / once.length);
for (let done = 0; done < times; done += timesPerObject) {
  const lines = once.at(-1) === 10 ? once : Buffer.concat([once, Buffer.from('\n')]);
  const body = Buffer.concat(Array.from({ length: Math.min(timesPerObject, times - done) }, () => lines));
  await client.send({ method: 'PUT', path: `/bench/in/rows-${done}.csv`, service: 's3', body });
}
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

const rows: Row[] = [];
for (const strategy of (process.env.BENCH_STRATEGIES ?? 'MultiRecord,SingleRecord').split(',')) {
  const since = performance.now();
  const cpuBefore = await server.cpuSeconds();
  await client.operation('CreateTransformJob', {
    TransformJobName: strategy,
    ModelName: 'pair',
    BatchStrategy: strategy,
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bench/in/' } },
      ContentType: 'text/csv',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: `s3://bench/${strategy}`, AssembleWith: 'Line' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  });
  const before = await server.residentBytes();
  let peak = before;
  for (;;) {
    peak = Math.max(peak, await server.residentBytes());
    const { TransformJobStatus: status, FailureReason: reason } = await client.operation('DescribeTransformJob', {
      TransformJobName: strategy,
    });
    if (status === 'Failed') throw new Error(String(reason));
    if (status === 'Completed') break;
    await sleep(20);
  }
  const seconds = (performance.now() - since) / 1000;
  rows.push({
    name: strategy,
    rows: rowsOnce * times,
    seconds: seconds.toFixed(2),
    'rows/s': Math.round((rowsOnce * times) / seconds),
    'CPU µs/row': ((((await server.cpuSeconds()) - cpuBefore) / (rowsOnce * times)) * 1e6).toFixed(2),
    'RSS before MB': Math.round(before / 1e6),
    'peak RSS MB': Math.round(peak / 1e6),
  });
}
await server.stop();
rmSync(data, { recursive: true, force: true });
printTable(`Batch transform on ${cpus().length} cores, start of the containers included`, rows);
