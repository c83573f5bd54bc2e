import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  waitUntilObjectExists,
} from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTransformJobCommand,
  DeleteEndpointCommand,
  DescribeTransformJobCommand,
  paginateListModels,
  SageMakerClient,
  waitUntilEndpointDeleted,
  waitUntilEndpointInService,
  waitUntilTransformJobCompletedOrStopped,
} from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointAsyncCommand,
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { diamondsContainer, golden, linesOf, readExample } from '../support/diamonds.ts';
import { findNodePackage } from '../support/node-package.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** What a user of the SDK for JavaScript does with a chain, with its own waiters and paginators. */
let server: TestServer;
let sagemaker: SageMakerClient;
let runtime: SageMakerRuntimeClient;
let s3: S3Client;
const logs = await findNodePackage('@aws-sdk/client-cloudwatch-logs@3.1164.0');
const cloudwatch = await findNodePackage('@aws-sdk/client-cloudwatch@3.1164.0');

const rows = readExample('requests.csv');
const expected = golden('xgboost.csv');
const role = { ExecutionRoleArn: 'arn:aws:iam::000000000000:role/any' };

beforeAll(async () => {
  server = await startTestServer();
  const shared = { endpoint: server.url, region: 'us-east-1', credentials };
  sagemaker = new SageMakerClient(shared);
  runtime = new SageMakerRuntimeClient(shared);
  s3 = new S3Client({ ...shared, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'diamonds' }));
  const put = (Key: string, Body: Buffer) => s3.send(new PutObjectCommand({ Bucket: 'diamonds', Key, Body }));
  for (const part of ['sparkml', 'xgboost']) await put(`${part}.tar.gz`, readExample(`${part}/model.tar.gz`));
  await put('in/requests.csv', rows);
  const Containers = (['sparkml', 'xgboost'] as const).map(diamondsContainer);
  await sagemaker.send(new CreateModelCommand({ ModelName: 'chain', Containers, ...role }));
});
afterAll(async () => {
  for (const client of [sagemaker, runtime, s3]) client.destroy();
  await server.stop();
  removeData(server);
});

const waiter = <Client>(client: Client) => ({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 });

async function deploy(name: string, more: object = {}): Promise<void> {
  const ProductionVariants = [{ VariantName: 'AllTraffic', ModelName: 'chain', InitialInstanceCount: 1 }];
  const config = { EndpointConfigName: name, ProductionVariants, ...more };
  await sagemaker.send(new CreateEndpointConfigCommand(config));
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  await waitUntilEndpointInService(waiter(sagemaker), { EndpointName: name });
}

const textOf = async (Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket: 'diamonds', Key }))).Body?.transformToString();

it(titleOf('javascript-endpoints'), async () => {
  await deploy('live');
  const request = { EndpointName: 'live', Body: rows, ContentType: 'text/csv', Accept: 'text/csv' };
  const answer = await runtime.send(new InvokeEndpointCommand(request));
  expect(linesOf(Buffer.from(answer.Body))).toEqual(linesOf(expected));
  expect(answer.InvokedProductionVariant).toBe('AllTraffic');
  const streamed = await runtime.send(new InvokeEndpointWithResponseStreamCommand(request));
  const parts: Uint8Array[] = [];
  for await (const { PayloadPart: part } of streamed.Body ?? []) parts.push(part?.Bytes ?? new Uint8Array());
  expect(Buffer.concat(parts).toString()).toBe(Buffer.from(answer.Body).toString());
  const found: unknown[] = [];
  for await (const { Models } of paginateListModels({ client: sagemaker, pageSize: 1 }, {}))
    found.push(...(Models ?? []));
  expect(found).toMatchObject([{ ModelName: 'chain' }]);
  await sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'live' }));
  await waitUntilEndpointDeleted(waiter(sagemaker), { EndpointName: 'live' });
  await expect(runtime.send(new InvokeEndpointCommand(request))).rejects.toMatchObject({ name: 'ValidationError' });
});

it(titleOf('javascript-async'), async () => {
  await deploy('later', { AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://diamonds/later' } } });
  const InputLocation = 's3://diamonds/in/requests.csv';
  const asked = await runtime.send(
    new InvokeEndpointAsyncCommand({
      EndpointName: 'later',
      InputLocation,
      ContentType: 'text/csv',
      Accept: 'text/csv',
    }),
  );
  const Key = asked.OutputLocation?.replace('s3://diamonds/', '') ?? '';
  await waitUntilObjectExists(waiter(s3), { Bucket: 'diamonds', Key });
  expect(linesOf(Buffer.from((await textOf(Key)) ?? ''))).toEqual(linesOf(expected));
});

it(titleOf('javascript-jobs'), async () => {
  const S3DataSource = { S3DataType: 'S3Prefix', S3Uri: 's3://diamonds/in/' } as const;
  await sagemaker.send(
    new CreateTransformJobCommand({
      TransformJobName: 'batch',
      ModelName: 'chain',
      TransformInput: { DataSource: { S3DataSource }, ContentType: 'text/csv', SplitType: 'Line' },
      TransformOutput: { S3OutputPath: 's3://diamonds/out', AssembleWith: 'Line', Accept: 'text/csv' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    }),
  );
  await waitUntilTransformJobCompletedOrStopped(waiter(sagemaker), { TransformJobName: 'batch' });
  const job = await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: 'batch' }));
  expect(job).toMatchObject({ TransformJobStatus: 'Completed', TransformStartTime: expect.any(Date) as Date });
  expect(linesOf(Buffer.from((await textOf('out/requests.csv.out')) ?? ''))).toEqual(linesOf(expected));
});

it.skipIf(logs === undefined || cloudwatch === undefined)(
  titleOf('javascript-told'),
  { timeout: 150_000 },
  async () => {
    const script = join(import.meta.dirname, 'javascript-sdk.mjs');
    const { stdout } = await run(process.execPath, [script, logs ?? '', cloudwatch ?? ''], { env: server.environment });
    expect(JSON.parse(stdout)).toEqual({
      streams: [expect.stringMatching(/^batch\//)],
      events: expect.stringContaining('BatchStrategy=') as string,
      filtered: true,
      absent: 'ResourceNotFoundException',
      alarm: ['OK', 'by hand'],
      metrics: expect.arrayContaining(['Invocations']) as string[],
    });
  },
);
