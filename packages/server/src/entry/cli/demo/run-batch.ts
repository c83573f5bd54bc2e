import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { ApiClient } from '../api-client.ts';
import { CommandError } from '../command.ts';
import { thousands } from '../thousands.ts';
import { bucket, readExample } from './example.ts';
import { progressBar, write } from './write.ts';

interface Progress {
  readonly status: string;
  readonly records?: number;
}

/** A transform job over all rows, with a progress bar; compares every row of the output with the original libraries' own. */
export async function runBatch(client: ApiClient, modelName: string): Promise<void> {
  const expected = linesOf(gunzipSync(readExample('expected/batch-final.csv.gz')));
  await client.send({
    method: 'PUT',
    path: `/${bucket}/input/batch.csv.gz`,
    service: 's3',
    body: readExample('batch.csv.gz'),
  });
  const name = `diamonds-${Date.now().toString(36)}`;
  const since = performance.now();
  await client.operation('CreateTransformJob', {
    TransformJobName: name,
    ModelName: modelName,
    BatchStrategy: 'MultiRecord',
    MaxPayloadInMB: 1,
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/input/` } },
      ContentType: 'text/csv',
      CompressionType: 'Gzip',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: `s3://${bucket}/output/`, Accept: 'text/csv', AssembleWith: 'Line' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  });
  write(`\ntransform job ${name}: ${thousands(expected.length)} rows`);
  await untilDone(client, name, expected.length);
  const seconds = (performance.now() - since) / 1000;

  const { body } = await client.send({ method: 'GET', path: `/${bucket}/output/batch.csv.gz.out`, service: 's3' });
  const output = linesOf(body);
  const equal = expected.filter((line, index) => line === output[index]).length;
  write(
    `  ${thousands(output.length)} rows in ${seconds.toFixed(2)} s, start of the containers included: ${thousands(Math.round(output.length / seconds))} rows/s`,
  );
  write(`  output: s3://${bucket}/output/batch.csv.gz.out`);
  write(
    `  ${thousands(equal)} of ${thousands(expected.length)} rows equal to what Spark, XGBoost and scikit-learn gave`,
  );
  if (equal !== expected.length || output.length !== expected.length)
    throw new CommandError('The output is not what the original libraries gave.');
}

async function untilDone(client: ApiClient, name: string, rows: number): Promise<void> {
  for (;;) {
    const { body } = await client.send({
      method: 'GET',
      path: `/_catenary/transform-jobs/${name}`,
      service: 'sagemaker',
    });
    const progress = JSON.parse(body.toString()) as Progress;
    if (progress.status !== 'InProgress') break;
    progressBar(progress.records ?? 0, rows, `${thousands(progress.records ?? 0)} of ${thousands(rows)} rows`);
    await sleep(50);
  }
  if (process.stdout.isTTY === true) process.stdout.write('\r\u001b[K');
  const { TransformJobStatus: status, FailureReason: reason } = await client.operation('DescribeTransformJob', {
    TransformJobName: name,
  });
  if (status !== 'Completed') throw new CommandError(`The transform job is ${String(status)}: ${String(reason)}`);
}

const linesOf = (bytes: Buffer) => bytes.toString().trim().split('\n');
