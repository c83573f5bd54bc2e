import { readFileSync, writeFileSync } from 'node:fs';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCatenaryAnswer } from '../support/catenary-answer.ts';
import { type DoublerServer, startDoublerServer } from '../support/doubler-server.ts';
import { type TestServer } from '../support/start-server.ts';
import { transform } from '../support/transform-job.ts';

/**
 * What SageMaker says of transform jobs, seen from a container: requests, headers, environment; and from the outputs.
 */
let doubler: DoublerServer;
let server: TestServer;
let log: string;
let jobs = 0;

beforeAll(async () => {
  doubler = await startDoublerServer();
  ({ server, log } = doubler);
  await server.client.send({ method: 'PUT', path: '/rules', service: 's3' });
  const wishes = '{"MaxConcurrentTransforms":3,"BatchStrategy":"SINGLE_RECORD","MaxPayloadInMB":2}';
  const environments = { plain: {}, bare: { BARE: '1' }, wishing: { WISHES: wishes }, raving: { WISHES: '{"Max' } };
  for (const [ModelName, Environment] of Object.entries(environments)) {
    await server.client.operation('CreateModel', {
      ModelName,
      PrimaryContainer: { Image: 'host/doubler:1', Environment },
    });
  }
});
afterAll(() => doubler.close(server));
beforeEach(() => writeFileSync(log, ''));

interface Request {
  readonly body: string;
  readonly headers: string;
  readonly pid: string;
  readonly active: number;
}

/** What the containers were asked, in the order in which they were asked. */
function requests(): Request[] {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [, body, headers, pid, active] = /^b'(.*)' (\S+ \S+) (\d+) (\d+)$/.exec(line) ?? [];
    return { body: body as string, headers: headers as string, pid: pid as string, active: Number(active) };
  });
}

interface Job {
  readonly inputs: Readonly<Record<string, string>>;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

async function run({ inputs, input, output, ...rest }: Job) {
  const name = `rules-${++jobs}`;
  for (const [key, body] of Object.entries(inputs))
    await server.client.send({ method: 'PUT', path: `/rules/${name}/${key}`, service: 's3', body });
  const job = await transform(server.client, name, {
    ModelName: 'plain',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://rules/${name}/` } },
      ContentType: 'text/csv',
      SplitType: 'Line',
      ...input,
    },
    TransformOutput: { S3OutputPath: `s3://rules/out-${name}`, AssembleWith: 'Line', ...output },
    ...rest,
  });
  const outputs: Record<string, string> = {};
  for (const key of Object.keys(inputs)) {
    const found = server.client.send({ method: 'GET', path: `/rules/out-${name}/${key}.out`, service: 's3' });
    await found.then(({ body }) => (outputs[key] = body.toString())).catch(() => undefined);
  }
  return { ...(job as { TransformJobStatus: string; FailureReason?: string }), outputs, name };
}

const dataLog = () =>
  server
    .log()
    .split('\n')
    .filter((line) => line.includes('data-log'))
    .map((line) => (JSON.parse(line) as { line: string }).line);

describe('requests to the containers', () => {
  it('SingleRecord: a line each, without its end; MultiRecord: as many as there are, joined', async () => {
    await run({ inputs: { 'a.csv': '1\n2\r\n3' }, BatchStrategy: 'SingleRecord' });
    expect(requests().map(({ body }) => body)).toEqual(['1', '2', '3']);
    writeFileSync(log, '');
    await run({ inputs: { 'a.csv': '1\n2\r\n3\n' } });
    expect(requests().map(({ body }) => body)).toEqual(['1\\n2\\n3']);
  });

  it('SplitType None: the object as it is; no mini-batch spans two objects', async () => {
    await run({ inputs: { 'a.csv': '1\n2\n' }, input: { SplitType: 'None' } });
    await run({ inputs: { 'a.csv': '3', 'b.csv': '4' } });
    expect(requests().map(({ body }) => body)).toEqual(['1\\n2\\n', '3', '4']);
  });

  it('hold as many whole lines as MaxPayloadInMB takes', async () => {
    const line = `${'1'.repeat(99)}\n`;
    const { outputs } = await run({ inputs: { 'a.csv': line.repeat(25_000) }, MaxPayloadInMB: 1 });
    // 1 MiB holds 10,485 lines of 100 bytes; 25,000 lines are two such mini-batches and 4,030 lines.
    expect(requests().map(({ body }) => body.split('\\n').length)).toEqual([10_485, 10_485, 4_030]);
    expect(outputs['a.csv']?.split('\n')).toHaveLength(25_001);
  });

  it('say Content-Type and Accept as the job does', async () => {
    await run({ inputs: { 'a.csv': '1' }, output: { Accept: 'text/csv' } });
    await run({ inputs: { 'a.csv': '1' }, input: { ContentType: 'text/plain' } });
    expect(requests().map(({ headers }) => headers)).toEqual(['text/csv text/csv', 'text/plain None']);
  });

  it('are as many at once as MaxConcurrentTransforms, within an object and across objects', async () => {
    const wait = 'wait\n1\n'.repeat(40);
    const single = await run({ inputs: { 'a.csv': wait }, BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 4 });
    expect(Math.max(...requests().map(({ active }) => active))).toBe(4);
    expect(single.outputs['a.csv']).toBe('\n2\n'.repeat(40));
    writeFileSync(log, '');
    const inputs = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}.csv`, `wait\n${at}\n`]));
    const many = await run({ inputs, input: { SplitType: 'None' }, MaxConcurrentTransforms: 3 });
    expect(Math.max(...requests().map(({ active }) => active))).toBe(3);
    expect(many.outputs).toEqual(
      Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}.csv`, `${at * 2}\n`])),
    );
  });

  it('go to as many chains as the job has instances, which share the objects', async () => {
    const inputs = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`${at}.csv`, `wait\n${at}\n`]));
    const TransformResources = { InstanceType: 'ml.m5.large', InstanceCount: 3 };
    const { outputs } = await run({ inputs, TransformResources });
    expect(new Set(requests().map(({ pid }) => pid)).size).toBe(3);
    expect(Object.values(outputs)).toEqual(['0\n', '2\n', '4\n', '6\n', '8\n', '10\n']);
  });
});

describe('how a job runs', () => {
  const settings = () => dataLog().findLast((line) => line.includes('MaxConcurrentTransforms='));
  const inputs = { 'a.csv': '1\n2\n' };

  it("is the request's word, then the first container's, then the service's defaults", async () => {
    await run({ inputs });
    expect(settings()).toBe(
      '[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD',
    );
    await run({ inputs, ModelName: 'wishing' });
    expect(settings()).toBe(
      '[sagemaker logs]: MaxConcurrentTransforms=3, MaxPayloadInMB=2, BatchStrategy=SINGLE_RECORD',
    );
    await run({ inputs, ModelName: 'wishing', BatchStrategy: 'MultiRecord', MaxPayloadInMB: 0 });
    expect(settings()).toBe(
      '[sagemaker logs]: MaxConcurrentTransforms=3, MaxPayloadInMB=0, BatchStrategy=MULTI_RECORD',
    );
    await run({ inputs, ModelName: 'raving', MaxConcurrentTransforms: 2 });
    expect(settings()).toBe(
      '[sagemaker logs]: MaxConcurrentTransforms=2, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD',
    );
  });

  it('is passed on to containers, as far as the caller stated it', async () => {
    const told = async (members: Record<string, unknown>) => {
      const { outputs } = await run({ inputs: { 'a.csv': 'environment' }, ...members });
      return outputs['a.csv']?.split('\n').filter((line) => /^(SAGEMAKER_(BATCH|MAX)|MINE=)/.test(line));
    };
    expect(await told({})).toEqual(['SAGEMAKER_BATCH=true']);
    const members = {
      MaxPayloadInMB: 5,
      MaxConcurrentTransforms: 2,
      BatchStrategy: 'MultiRecord',
      Environment: { MINE: 'x' },
    };
    expect(await told(members)).toEqual([
      'MINE=x',
      'SAGEMAKER_BATCH=true',
      'SAGEMAKER_BATCH_STRATEGY=MULTI_RECORD',
      'SAGEMAKER_MAX_CONCURRENT_TRANSFORMS=2',
      'SAGEMAKER_MAX_PAYLOAD_IN_MB=5',
    ]);
  });

  it('MaxPayloadInMB 0 sends an object in one request, however large, in chunks', async () => {
    const line = `${'1'.repeat(99)}\n`;
    await run({ inputs: { 'a.csv': line.repeat(80_000) }, MaxPayloadInMB: 0 });
    const [{ body } = { body: '' }] = requests();
    expect(body.startsWith('chunked\\n1')).toBe(true);
    expect(body.split('\\n')).toHaveLength(1 + 80_000);
    expect(requests()).toHaveLength(1);
  });
});

describe('outputs', () => {
  it('AssembleWith None puts answers side by side; Line ends each that does not end in a newline', async () => {
    const assemble = async (ModelName: string, AssembleWith: string) => {
      const job = { inputs: { 'a.csv': '1\n2\n3' }, BatchStrategy: 'SingleRecord', output: { AssembleWith } };
      return (await run({ ModelName, ...job })).outputs['a.csv'];
    };
    expect(await assemble('bare', 'None')).toBe('246');
    expect(await assemble('bare', 'Line')).toBe('2\n4\n6\n');
    expect(await assemble('plain', 'None')).toBe('2\n4\n6\n');
    expect(await assemble('plain', 'Line')).toBe('2\n4\n6\n');
  });

  it('keep the path below the input, and have the type that was accepted', async () => {
    const { outputs, name } = await run({ inputs: { 'deep/er/a.csv': '1' }, output: { Accept: 'text/csv' } });
    expect(outputs).toEqual({ 'deep/er/a.csv': '2\n' });
    const path = `/rules/out-${name}/deep/er/a.csv.out`;
    const response = await fetch(server.url + path, { method: 'HEAD' }).catch(() => undefined);
    expect(response?.status).toBe(403); // unsigned: outputs are as protected as anything else
  });
});

describe('failures', () => {
  it('of an object leave it without output; the others continue, and the job has failed', async () => {
    const inputs = { 'a.csv': '1', 'b.csv': 'bad', 'c.csv': '3', 'd.csv': 'bad' };
    const job = await run({ inputs });
    expect(job.outputs).toEqual({ 'a.csv': '2\n', 'c.csv': '6\n' });
    expect(job).toMatchObject({ TransformJobStatus: 'Failed' });
    expect(job.FailureReason).toMatch(
      /^ClientError: See job logs for more information\. rules\/\S+\/b\.csv record 1: /,
    );
    expect(job.FailureReason).toMatch(/\(and 1 more object\)\. On this server: catenary logs \S+\.$/);
    const key = `[sagemaker logs]: rules/${job.name}/b.csv`;
    expect(dataLog().filter((line) => line.startsWith(`${key}:`))).toEqual([
      `${key}: ClientError: 422`,
      `${key}: `,
      `${key}: Message:`,
      `${key}: will not double bad`,
    ]);
  });

  it("of answers that the asked format cannot hold are the container's, with line, column and value", async () => {
    const Environment = {
      CATENARY_BATCH_OUTPUT_FORMAT: 'parquet',
      CATENARY_BATCH_OUTPUT_COLUMNS: 'answer:boolean',
    };
    const job = await run({ inputs: { 'a.csv': '1\n' }, output: { Accept: 'text/csv' }, Environment });
    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(
      /^AlgorithmError: .*a\.csv: Line 1 of the output cannot be a row of Parquet: column "answer" is "2", not true or false/,
    );
  });

  it('all Parquet outputs of a job have the columns of the first, and say what does not fit them', async () => {
    const Environment = { CATENARY_BATCH_OUTPUT_FORMAT: 'parquet' };
    const DataProcessing = { InputFilter: '$[1]', JoinSource: 'Input' };
    const output = { Accept: 'text/csv' };
    const inputs = { 'a.csv': '01,1\n,2\n', 'b.csv': '2,3\n', 'c.csv': ',4\n' };
    const job = await run({ inputs, output, Environment, DataProcessing });
    const rows: Record<string, unknown>[] = [];
    for (const key of Object.keys(inputs)) {
      const path = `/rules/out-${job.name}/${key}.out`;
      const { body } = await server.client.send({ method: 'GET', path, service: 's3' });
      const file = Uint8Array.from(body).buffer;
      expect(parquetMetadata(file).schema.map(({ type }) => type)).toEqual([
        undefined,
        'BYTE_ARRAY',
        'DOUBLE',
        'DOUBLE',
      ]);
      rows.push(...(await parquetReadObjects({ file })));
    }
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['01', 1, 2],
      [null, 2, 4],
      ['2', 3, 6],
      [null, 4, 8],
    ]);
    const late = await run({
      inputs: { 'a.csv': '5,1\n', 'b.csv': '6,2\nx,3\n' },
      output,
      Environment,
      DataProcessing,
    });
    expect(late.FailureReason).toMatch(
      /^AlgorithmError: .*b\.csv: Line 2 of the output .* column "column_0" is "x", not a number/,
    );
  });

  it('a column of Parquet outputs has the type of its first value, in whichever object that is', async () => {
    const Environment = { CATENARY_BATCH_OUTPUT_FORMAT: 'parquet' };
    const DataProcessing = { InputFilter: '$[1]', JoinSource: 'Input' };
    const inputs = { 'a.csv': ',1,\n,2,\n', 'b.csv': '', 'c.csv': ',3,\n', 'd.csv': '7,4,\n' };
    const job = await run({ inputs, output: { Accept: 'text/csv' }, Environment, DataProcessing });
    const rows: unknown[][] = [];
    for (const key of Object.keys(inputs)) {
      const path = `/rules/out-${job.name}/${key}.out`;
      const { body } = await server.client.send({ method: 'GET', path, service: 's3' });
      const file = Uint8Array.from(body).buffer;
      const types = parquetMetadata(file).schema.map(({ type }) => type);
      expect([key, ...types]).toEqual([key, undefined, 'DOUBLE', 'DOUBLE', 'BYTE_ARRAY', 'DOUBLE']);
      rows.push(...(await parquetReadObjects({ file })).map((row) => Object.values(row)));
    }
    expect(rows).toEqual([
      [null, 1, null, 2],
      [null, 2, null, 4],
      [null, 3, null, 6],
      [7, 4, null, 8],
    ]);
    const path = `/_catenary/transform-jobs/${job.name}`;
    const { body } = await server.client.send({ method: 'GET', path, service: 'sagemaker' });
    const progress = readCatenaryAnswer('DescribeProgress', body);
    // Of `,1,`, `,2,`, `,3,` and `7,4,` with their line ends: 4 + 4 + 4 + 5.
    expect(progress).toMatchObject({ objectsDone: 4, records: 4, bytesDone: 17 });
  });

  const count = (word: string) => requests().filter(({ body }) => body === word).length;

  it('with 4xx are final; with 5xx they are tried InvocationsMaxRetries times again, three by default', async () => {
    const job = await run({ inputs: { 'a.csv': 'bad', 'b.csv': 'boom' } });
    expect(job.FailureReason).toMatch(/^ClientError/);
    expect([count('bad'), count('boom')]).toEqual([1, 4]);
    const ModelClientConfig = { InvocationsMaxRetries: 1 };
    const once = await run({ inputs: { 'a.csv': 'boom' }, ModelClientConfig });
    expect(once.FailureReason).toMatch(/^AlgorithmError: See job logs for more information\./);
    expect(count('boom')).toBe(4 + 2);
  });

  it('by time-out are tried again, and logged as no answer', async () => {
    const ModelClientConfig = { InvocationsTimeoutInSeconds: 1, InvocationsMaxRetries: 1 };
    const job = await run({ inputs: { 'a.csv': 'hang' }, ModelClientConfig });
    expect(job.FailureReason).toMatch(/^AlgorithmError: .*timed out/);
    expect(count('hang')).toBe(2);
    const key = `[sagemaker logs]: rules/${job.name}/a.csv`;
    expect(dataLog()).toContain(`${key}: Unable to get response from algorithm`);
  });
});
