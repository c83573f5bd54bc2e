import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, invoke } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';
import { csvLines, transform } from '../support/transform-job.ts';

/** A fitted model in an archive, and no script: served natively, against scikit-learn's own answers. */
const golden = resolve(import.meta.dirname, '../../../../test/golden/sklearn/forest-regressor-1.9');
const read = (file: string) => readFileSync(join(golden, file));
const folder = mkdtempSync(join(tmpdir(), 'catenary-sklearn-'));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const archive = join(folder, 'model.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', golden, 'model.joblib']);
  const put = (path: string, body: Buffer = Buffer.alloc(0)) =>
    server.client.send({ method: 'PUT', path, service: 's3', body });
  await put('/forest');
  await put('/forest/model.tar.gz', readFileSync(archive));
  await put('/forest/in/input.csv', read('input.csv'));
  await server.client.operation('CreateModel', {
    ModelName: 'forest',
    PrimaryContainer: {
      Image: 'sagemaker-scikit-learn:1.4-2-cpu-py3',
      ModelDataUrl: 's3://forest/model.tar.gz',
    },
    ExecutionRoleArn: 'arn:aws:iam::000000000000:role/catenary',
  });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

describe('a scikit-learn container without a script', () => {
  it('answers an endpoint with the bits of scikit-learn', async () => {
    expect(await createEndpoint(server.client, 'forest')).toBe('InService');
    expect(await invoke(server.client, 'forest', read('input.csv'))).toBe(read('expected-predict.csv').toString());
  });

  it('answers a transform job, in threads, with the same', async () => {
    const job = await transform(server.client, 'forest', {
      ModelName: 'forest',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://forest/in/' } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: 's3://forest/out', Accept: 'text/csv', AssembleWith: 'None' },
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const answer = await server.client.send({ method: 'GET', path: '/forest/out/input.csv.out', service: 's3' });
    expect(answer.body.toString()).toBe(read('expected-predict.csv').toString());
  });

  it.each([
    ['MultiRecord', {}],
    ['SingleRecord', {}],
    ['MultiRecord', { CATENARY_BATCH_BAD_RECORDS: 'quarantine' }],
  ])('answers a job over lines that names no Accept in lines: %s %o', async (BatchStrategy, Environment) => {
    const name = `lines-${BatchStrategy}-${Object.keys(Environment).length}`;
    // A bad row in the middle: its answer is an empty line, and all others stay where they were.
    const rows = read('input.csv').toString().trimEnd().split('\n');
    const expected = read('expected-predict.csv').toString().trimEnd().split('\n');
    const isQuarantined = Object.keys(Environment).length > 0;
    if (isQuarantined) {
      rows.splice(2, 0, rows[0]?.replace(/^[^,]*/, 'x') ?? '');
      expected.splice(2, 0, '');
    }
    const body = Buffer.from(`${rows.join('\n')}\n`);
    await server.client.send({ method: 'PUT', path: `/forest/${name}/input.csv`, service: 's3', body });
    const job = await transform(server.client, name, {
      ModelName: 'forest',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://forest/${name}/` } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: `s3://forest/out-${name}`, AssembleWith: 'Line' },
      BatchStrategy,
      Environment,
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const answer = await server.client.send({
      method: 'GET',
      path: `/forest/out-${name}/input.csv.out`,
      service: 's3',
    });
    expect(answer.body.toString()).toBe(`${expected.join('\n')}\n`);
  });

  it('fails a job whose answers, in threads, cannot be matched to its records, and says what to do', async () => {
    const { TransformInput, TransformOutput } = csvLines('s3://forest/in/', 's3://forest/out-any');
    const job = await transform(server.client, 'any', {
      ModelName: 'forest',
      TransformInput,
      // The container's own choice is JSON.
      TransformOutput: { ...TransformOutput, Accept: '*/*' },
      Environment: { CATENARY_BATCH_BAD_RECORDS: 'quarantine' },
    });
    expect(job.FailureReason).toMatch(
      /^AlgorithmError: See job logs for more information\. Container 1 of 1 \(primary\) answered several records with application\/json/,
    );
    expect(job.FailureReason).toContain('Set Accept to text/csv or application/jsonlines');
  });
});
