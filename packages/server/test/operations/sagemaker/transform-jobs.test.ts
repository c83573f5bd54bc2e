import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/contract/service-error.ts';
import type { OperationContext } from '../../../src/operations/operation-context.ts';
import { createTransformJob } from '../../../src/operations/sagemaker/create-transform-job.ts';
import { describeTransformJob } from '../../../src/operations/sagemaker/describe-transform-job.ts';
import { listTransformJobs } from '../../../src/operations/sagemaker/list-transform-jobs.ts';
import { stopTransformJob } from '../../../src/operations/sagemaker/stop-transform-job.ts';
import { createLogger } from '../../../src/platform/observe/logger.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { openObjectStore } from '../../../src/platform/storage/open-object-store.ts';
import { type OpenedStore, openStore } from '../../../src/platform/store/store.ts';
import type { StageDefinition } from '../../../src/serving/container/stage-definition.ts';
import { type ModelRequest, modelRecords } from '../../../src/serving/records/model-record.ts';
import { transformJobRecords } from '../../../src/serving/records/transform-job-record.ts';
import { type JobMembers, transformRequest } from '../../support/transform-plan.ts';

const realm = { region: 'us-east-1', account: '000000000000' };
const container: StageDefinition = {
  hostname: 'primary',
  image: 'xgboost:1.7-1',
  modelData: { uri: 's3://models/m.tar.gz', etag: '"when the model was created"' },
  environment: { A: 'b' },
};

const folder = mkdtempSync(join(tmpdir(), 'catenary-operations-'));
let opened: OpenedStore;
let objects: ObjectStore;
let context: OperationContext;
/** What the controller was asked for. */
let asked: string[];
let now = 1_795_000_000_000;

beforeAll(async () => {
  const log = createLogger({ level: 'silent', pretty: false });
  opened = await openStore({ location: join(folder, 'store.sqlite'), owner: 'a', leaseMs: 60_000, log });
  objects = await openObjectStore(join(folder, 'objects'), [], false);
  for (const bucket of ['in', 'out', 'captured']) await objects.createBucket(bucket);
  await objects.putObject({ bucket: 'in', key: 'rows/a.csv' }, Buffer.from('1\n'));
  context = {
    realm,
    store: opened.store,
    objects,
    artifacts: { pin: async (uri: string) => ({ uri, etag: '"now"' }) },
    transformJobs: {
      begin: (name: string) => void asked.push(`begin ${name}`),
      stop: (name: string) => void asked.push(`stop ${name}`),
      progressOf: () => undefined,
    },
    quotas: { models: 0, endpoints: 0, transformJobs: 0 },
    now: () => now++,
  } as unknown as OperationContext;
  const insert = (name: string, request: Omit<ModelRequest, 'ModelName'>, containers: readonly StageDefinition[]) =>
    modelRecords.insert(opened.store, {
      name: `us-east-1/${name}`,
      arn: 'arn',
      createdAt: 1,
      definition: { request: { ModelName: name, ...request }, containers, mode: 'Serial' },
    });
  await insert('model', { PrimaryContainer: { Image: container.image } }, [container]);
  const multiModel = { prefix: 's3://models/', isCached: true };
  await insert('multi', { PrimaryContainer: { Mode: 'MultiModel' } }, [{ ...container, multiModel }]);
  const source = { S3DataSource: { S3Uri: 's3://models/', S3DataType: 'S3Prefix', CompressionType: 'None' } };
  await insert('sourced', { Containers: [{ ModelDataSource: source }] }, [container]);
});
afterAll(async () => {
  await objects.close();
  await opened.leases.close();
  await opened.store.destroy();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
});

const create = (name: string, members: JobMembers = {}) =>
  createTransformJob(transformRequest({ TransformJobName: name, ...members }), context);
const input = (S3Uri: string) => ({ DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri } } });
const refusal = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof ServiceError)) throw error;
  return `${error.code}: ${error.message}`;
};

describe('CreateTransformJob', () => {
  it('keeps the request, with the archives that are there now, and has the job begun', async () => {
    const Tags = [{ Key: 'team', Value: 'a' }];
    const arn = 'arn:aws:sagemaker:us-east-1:000000000000:transform-job/one';
    expect(await create('one', { Tags })).toEqual({ TransformJobArn: arn });
    expect(asked).toEqual(['begin us-east-1/one']);
    const record = await transformJobRecords.find(opened.store, 'us-east-1/one');
    expect(record).toMatchObject({ arn, status: 'InProgress', request: transformRequest({ TransformJobName: 'one' }) });
    expect(record?.request).not.toHaveProperty('Tags');
    expect(record?.containers).toEqual([{ ...container, modelData: { uri: 's3://models/m.tar.gz', etag: '"now"' } }]);
    expect(await refusal(create('one'))).toMatch(/^ResourceInUse: Job name must be unique .*already exists/);
    expect(asked).toEqual(['begin us-east-1/one']);
  });

  it.each<[string, JobMembers, RegExp]>([
    ['a model that there is none of', { ModelName: 'none' }, /Could not find model/],
    ['a model of many', { ModelName: 'multi' }, /Batch transform does not support model multi: .* MultiModel mode/],
    ['a model that is a prefix', { ModelName: 'sourced' }, /container definitions which use ModelDataSource/],
    [
      'a tag of the service',
      { Tags: [{ Key: 'Aws:team', Value: 'a' }] },
      /Aws:team begins with aws:, which is reserved/,
    ],
    ['what its plan refuses', { MaxPayloadInMB: 101 }, /MaxPayloadInMB must be at most 100; it is 101\./],
    ['an input that is in no bucket', { input: input('https://in/rows/') }, /S3Uri must be an s3:\/\/ address/],
    [
      'an input without objects',
      { input: input('s3://in/none/') },
      /No S3 objects found under S3 URL "s3:\/\/in\/none\/"/,
    ],
    [
      'an output that is in no bucket',
      { output: { S3OutputPath: 'out' } },
      /S3OutputPath must be an s3:\/\/ address: out/,
    ],
    [
      'captured data for a bucket that is not there',
      { DataCaptureConfig: { DestinationS3Uri: 's3://nowhere/data' } },
      /The bucket nowhere of DataCaptureConfig\.DestinationS3Uri does not exist\./,
    ],
  ])('refuses %s, and keeps nothing', async (_name, members, message) => {
    expect(await refusal(create('bad', members))).toMatch(message);
    expect(await transformJobRecords.head(opened.store, 'us-east-1/bad')).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe('StopTransformJob, DescribeTransformJob and ListTransformJobs', () => {
  it('stop a job once, and say what it is', async () => {
    await create('stopped', {
      input: { SplitType: undefined, ContentType: 'text/csv' },
      output: { AssembleWith: undefined },
    });
    expect(await stopTransformJob({ TransformJobName: 'stopped' }, context)).toBeUndefined();
    expect(asked).toEqual(['begin us-east-1/stopped', 'stop us-east-1/stopped']);
    expect(await refusal(stopTransformJob({ TransformJobName: 'stopped' }, context))).toContain(
      'The request was rejected because the transform job is in status Stopping',
    );
    expect(await refusal(stopTransformJob({ TransformJobName: 'none' }, context))).toContain(
      'Could not find job to update with name: none',
    );
    await transformJobRecords.markStarted(opened.store, 'us-east-1/stopped', 1_795_000_001_500);
    const end = { status: 'Failed', failureReason: 'ClientError: no', endedAt: 1_795_000_003_250 } as const;
    await transformJobRecords.end(opened.store, 'us-east-1/stopped', end);
    expect(await describeTransformJob({ TransformJobName: 'stopped' }, context)).toMatchObject({
      TransformJobName: 'stopped',
      TransformJobStatus: 'Failed',
      FailureReason: 'ClientError: no',
      // The service's defaults.
      TransformInput: { CompressionType: 'None', SplitType: 'None' },
      TransformOutput: { AssembleWith: 'None' },
      TransformStartTime: 1_795_000_001.5,
      TransformEndTime: 1_795_000_003.25,
    });
    expect(await refusal(describeTransformJob({ TransformJobName: 'none' }, context))).toContain(
      'Could not find requested job with name: none',
    );
    const elsewhere = { ...context, realm: { ...realm, region: 'eu-west-1' } };
    expect(await refusal(stopTransformJob({ TransformJobName: 'stopped' }, elsewhere))).toContain('Could not find job');
    expect(await listTransformJobs({ StatusEquals: 'Failed' }, context)).toMatchObject({
      TransformJobSummaries: [
        { TransformJobName: 'stopped', TransformJobStatus: 'Failed', FailureReason: 'ClientError: no' },
      ],
    });
    expect(await listTransformJobs({}, elsewhere)).toEqual({ TransformJobSummaries: [] });
  });
});
