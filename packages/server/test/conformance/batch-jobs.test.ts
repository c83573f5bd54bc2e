import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signRequest } from '../../src/entry/cli/sign-request.ts';
import { type DoublerServer, startDoublerServer } from '../support/doubler-server.ts';
import { credentials } from '../support/start-server.ts';
import { createTransformJob, csvLines, transform, untilEnded } from '../support/transform-job.ts';

/** Transform jobs as resources: what is kept of a request, how they fail as a whole, and several on one output. */
let doubler: DoublerServer;

beforeAll(async () => {
  doubler = await startDoublerServer({ maxRunningJobs: 2 });
  await send('PUT', '/jobs');
  const models = { doubler: {}, stillborn: { STILLBORN: '1' } };
  for (const [ModelName, Environment] of Object.entries(models)) {
    const PrimaryContainer = { Image: 'host/doubler:1', Environment };
    await operation('CreateModel', { ModelName, PrimaryContainer });
  }
});
afterAll(() => doubler.close());

const operation = (name: string, input: object) => doubler.server.client.operation(name, input);
const send = (method: string, path: string, body?: string) =>
  doubler.server.client.send({ method, path, service: 's3', ...(body === undefined ? {} : { body }) });
const read = (path: string) =>
  send('GET', `/jobs/${path}`).then(
    ({ body }) => body.toString(),
    () => undefined,
  );

describe('a job', () => {
  it('is described as it was asked for, member by member', async () => {
    await send('PUT', '/jobs/kept/a.csv', '1\n2\n');
    const request = {
      ModelName: 'doubler',
      MaxConcurrentTransforms: 2,
      ModelClientConfig: { InvocationsTimeoutInSeconds: 17, InvocationsMaxRetries: 0 },
      MaxPayloadInMB: 3,
      BatchStrategy: 'SingleRecord',
      Environment: { MINE: 'yes' },
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://jobs/kept/' } },
        ContentType: 'text/csv',
        CompressionType: 'None',
        SplitType: 'Line',
      },
      TransformOutput: {
        S3OutputPath: 's3://jobs/kept-out',
        Accept: 'text/csv',
        AssembleWith: 'Line',
        KmsKeyId: 'alias/output',
      },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeKmsKeyId: 'alias/volume' },
      DataProcessing: { InputFilter: '$', OutputFilter: '$[0]', JoinSource: 'None' },
      ExperimentConfig: { ExperimentName: 'e', TrialName: 't', TrialComponentDisplayName: 'c', RunName: 'r' },
    };
    const job = await transform(doubler.server.client, 'kept', { ...request, Tags: [{ Key: 'team', Value: 'batch' }] });
    expect(job).toMatchObject({ ...request, TransformJobStatus: 'Completed' });
    expect(job).not.toHaveProperty('Tags');
    const { Tags } = await operation('ListTags', { ResourceArn: job.TransformJobArn });
    expect(Tags).toEqual([{ Key: 'team', Value: 'batch' }]);
    const { TransformJobSummaries: [summary] = [] } = (await operation('ListTransformJobs', {
      NameContains: 'kept',
    })) as { TransformJobSummaries?: object[] };
    expect(summary).toMatchObject({ TransformJobName: 'kept', TransformEndTime: job.TransformEndTime });
    expect(Number(job.TransformStartTime)).toBeGreaterThanOrEqual(Number(job.CreationTime));
    expect(Number(job.TransformEndTime)).toBeGreaterThanOrEqual(Number(job.TransformStartTime));
  });

  it('gives its outputs the type that it accepts', async () => {
    const request = { method: 'HEAD', path: '/jobs/kept-out/a.csv.out', service: 's3' };
    const { url } = doubler.server;
    const signing = { host: new URL(url).host, credentials, region: 'us-east-1', now: new Date() };
    const head = await fetch(url + request.path, { method: 'HEAD', headers: signRequest(request, signing) });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/csv']);
  });

  it('of a manifest that names nothing ends Completed, with no output', async () => {
    await send('PUT', '/jobs/manifest.json', '[{"prefix":"s3://jobs/none/"}]');
    const job = await transform(doubler.server.client, 'nothing', {
      ModelName: 'doubler',
      ...csvLines('s3://jobs/manifest.json', 's3://jobs/nothing-out'),
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://jobs/manifest.json' } },
      },
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    expect((await send('GET', '/jobs?list-type=2&prefix=nothing-out')).body.toString()).not.toContain('<Key>');
  });

  it('whose manifest names what is not there fails, and says what', async () => {
    await send('PUT', '/jobs/wrong.json', '[{"prefix":"s3://jobs/kept/"},"a.csv","z.csv"]');
    const job = await transform(doubler.server.client, 'wrong', {
      ModelName: 'doubler',
      ...csvLines('', 's3://jobs/wrong-out'),
      TransformInput: { DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://jobs/wrong.json' } } },
    });
    expect(job).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: 'ClientError: The manifest names s3://jobs/kept/z.csv, which does not exist.',
    });
    expect(await read('wrong-out/a.csv.out')).toBeUndefined();
  });
});

describe('a job whose containers cannot be had', () => {
  it('fails with the message of the service, with what the container said', async () => {
    const job = await transform(doubler.server.client, 'stillborn', {
      ModelName: 'stillborn',
      ...csvLines('s3://jobs/kept/', 's3://jobs/stillborn-out'),
    });
    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/^AlgorithmError: Model container failed to respond to ping\. primary: /);
    expect(job.FailureReason).toContain('cannot live');
  });

  it('fails by the same words for a native container whose archive is none', async () => {
    await send('PUT', '/jobs/broken.tar.gz', 'no archive');
    await operation('CreateModel', {
      ModelName: 'broken',
      PrimaryContainer: { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://jobs/broken.tar.gz' },
    });
    const job = await transform(doubler.server.client, 'broken', {
      ModelName: 'broken',
      ...csvLines('s3://jobs/kept/', 's3://jobs/broken-out'),
    });
    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(
      /^AlgorithmError: Model container failed to respond to ping\. primary: The archive is neither tar/,
    );
  });
});

describe('two jobs on one output at the same time', () => {
  it('the one that ends later wins whole', async () => {
    // The first is held up at its end, when the second is through.
    await send('PUT', '/jobs/early/in.csv', `${'1\n'.repeat(300)}slow\n`);
    await send('PUT', '/jobs/late/in.csv', '5\n6\n');
    const request = (input: string) => ({ ModelName: 'doubler', ...csvLines(input, 's3://jobs/one-place') });
    await createTransformJob(doubler.server.client, 'early', request('s3://jobs/early/'));
    const late = await transform(doubler.server.client, 'late', request('s3://jobs/late/'));
    const early = await untilEnded(doubler.server.client, 'early');
    expect([early.TransformJobStatus, late.TransformJobStatus]).toEqual(['Completed', 'Completed']);
    const winner = Number(early.TransformEndTime) > Number(late.TransformEndTime) ? '2\n'.repeat(300) : '10\n12\n';
    expect(await read('one-place/in.csv.out')).toBe(winner);
  });
});
