import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DoublerServer, startDoublerServer } from '../support/doubler-server.ts';
import { type TestServer } from '../support/start-server.ts';
import { csvLines, transform } from '../support/transform-job.ts';

/** Records that cannot be transformed, by containers that are foreign programs: found, named, set apart. */
/** Two million for the figure in docs/batch.md. */
const rowCount = Number(process.env.CATENARY_TEST_ROWS ?? 20_000);
const third = Math.floor(rowCount / 3);
let doubler: DoublerServer;
let server: TestServer;
let log: string;
let jobs = 0;

beforeAll(async () => {
  doubler = await startDoublerServer();
  ({ server, log } = doubler);
  await server.client.send({ method: 'PUT', path: '/bbb', service: 's3' });
  const plain = { Image: 'host/doubler:1' };
  const merging = { ...plain, Environment: { MERGE: '1' } };
  const refusing = (number: number) => ({ ...plain, Environment: { REFUSED: String(number) } });
  const three = [refusing(third), refusing(2 * (third + 2)), refusing(4 * (third + 5))];
  const list = { ...plain, Environment: { LIST: '1' } };
  const models = { one: [plain], two: [plain, plain], merging: [merging], list: [list], three };
  for (const [ModelName, Containers] of Object.entries(models))
    await server.client.operation('CreateModel', { ModelName, Containers });
});
afterAll(() => doubler.close(server));
beforeEach(() => writeFileSync(log, ''));

interface Rejected {
  readonly record: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly data: string;
  readonly container: number;
  readonly status?: number;
  readonly reason: string;
}

/** Transforms one object of these lines; gives the job, and what it stored. */
async function run(input: string, request: Record<string, unknown> & { environment?: Record<string, string> }) {
  const name = `job-${++jobs}`;
  const { environment = {}, ...rest } = request;
  await server.client.send({ method: 'PUT', path: `/bbb/${name}/in.csv`, service: 's3', body: input });
  const job = await transform(server.client, name, {
    ModelName: 'one',
    ...csvLines(`s3://bbb/${name}/`, `s3://bbb/out-${name}`),
    Environment: environment,
    ...rest,
  });
  const read = async (key: string) => {
    const path = `/bbb/out-${name}/${key}`;
    const found = server.client.send({ method: 'GET', path, service: 's3' });
    return found.then(({ body }) => body.toString()).catch(() => undefined);
  };
  const path = `/_catenary/transform-jobs/${name}`;
  const { body } = await server.client.send({ method: 'GET', path, service: 'sagemaker' });
  const rejects = await read('in.csv.rejected.jsonl');
  return {
    status: job.TransformJobStatus,
    reason: job.FailureReason,
    output: await read('in.csv.out'),
    rejected: rejects
      ?.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Rejected),
    progress: JSON.parse(body.toString()) as Record<string, unknown>,
  };
}

const quarantine = { CATENARY_BATCH_BAD_RECORDS: 'quarantine' };
const numbers = (count: number) => Array.from({ length: count }, (_, at) => String(at));
const lines = (records: readonly string[]) => `${records.join('\n')}\n`;
const doubled = (records: readonly string[], instead = '') =>
  records.map((record) => `${/^\d+$/.test(record) ? 2 * Number(record) : instead}\n`).join('');
const requests = () => readFileSync(log, 'utf8').trimEnd().split('\n').length;

describe.each(['MultiRecord', 'SingleRecord'])('a refused record, %s', (BatchStrategy) => {
  const records = numbers(200);
  records[40] = 'bad';
  records[41] = 'bad';
  records[150] = 'bad';

  it('fails its object, by its number', async () => {
    const { status, reason, output, rejected } = await run(lines(records), { BatchStrategy });
    expect(status).toBe('Failed');
    expect(reason).toMatch(/^ClientError: .* bbb\/job-\d+\/in\.csv record 41: Container 1 of 1 .*will not double bad/);
    expect([output, rejected]).toEqual([undefined, undefined]);
  });

  it('is set apart with where it stands and why, and leaves an empty line', async () => {
    const done = await run(lines(records), { BatchStrategy, environment: quarantine });
    expect(done.status).toBe('Completed');
    expect(done.output).toBe(doubled(records));
    expect(done.rejected?.map(({ record }) => record)).toEqual([41, 42, 151]);
    expect(done.rejected?.[2]).toEqual({
      object: expect.stringMatching(/^s3:\/\/bbb\/job-\d+\/in\.csv$/) as string,
      record: 151,
      line: 151,
      // Each line is its number and a newline: 10 of one digit, 90 of two, 50 of three; two of two digits are "bad".
      byteOffset: 10 * 2 + 90 * 3 + 50 * 4 + 2,
      data: 'bad',
      container: 1,
      containers: 1,
      containerHostname: 'container-1',
      image: 'host/doubler:1',
      status: 422,
      reason: 'will not double bad',
    });
    expect(done.progress).toMatchObject({ status: 'Completed', records: 200, rejected: 3, objectsDone: 1 });
  });

  it.each([
    ['null', 'null\n'],
    ['omit', ''],
  ])('leaves "%s" in the output', async (line, text) => {
    const environment = { ...quarantine, CATENARY_BATCH_REJECTED_LINE: line };
    const { output } = await run('1\nbad\n2\n', { BatchStrategy, environment });
    expect(output).toBe(`2\n${text}4\n`);
  });
});

describe('a mini-batch with a refused record', () => {
  it('is not sent again line by line', async () => {
    const records = numbers(1000);
    records[700] = 'bad';
    const { output } = await run(lines(records), { environment: quarantine });
    expect(output).toBe(doubled(records));
    // The whole, then halves: two for each of the about ten halvings of 1000.
    expect(requests()).toBeLessThan(25);
  });

  it('keeps bytes that are no text, and offsets behind them', async () => {
    const bytes = Buffer.concat([Buffer.from('1\r\n\n'), Buffer.from([0xff, 0xfe, 10]), Buffer.from('2\r\n')]);
    const name = `job-${jobs + 1}`;
    const done = await run(bytes.toString('latin1'), { environment: quarantine });
    expect(done.status).toBe('Completed');
    // The client sends the string as UTF-8: two characters of two bytes each.
    expect(done.rejected).toMatchObject([{ record: 2, line: 3, byteOffset: 4, data: 'ÿþ' }]);
    await server.client.send({ method: 'PUT', path: `/bbb/${name}-raw/in.csv`, service: 's3', body: bytes });
    const raw = await run('', {
      environment: quarantine,
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://bbb/${name}-raw/` } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
    });
    expect(raw.rejected).toMatchObject([{ record: 2, line: 3, byteOffset: 4, dataBase64: '//4=' }]);
    expect(raw.output).toBe('2\n\n4\n');
  });

  it('fails the object when more is rejected than the job allows', async () => {
    const input = '1\nbad\nbad\n2\n';
    const allow = (share: string) =>
      run(input, { environment: { ...quarantine, CATENARY_BATCH_MAX_REJECTED_SHARE: share } });
    expect((await allow('0.5')).status).toBe('Completed');
    const { status, reason, output, rejected } = await allow('0.49');
    expect(status).toBe('Failed');
    expect(reason).toContain('2 of 4 records were rejected; CATENARY_BATCH_MAX_REJECTED_SHARE allows a share of 0.49');
    expect([output, rejected]).toEqual([undefined, undefined]);
  });

  it('leaves no file of rejected records behind that an earlier job wrote', async () => {
    const name = `job-${jobs + 1}`;
    const path = `/bbb/out-${name}/in.csv.rejected.jsonl`;
    await server.client.send({ method: 'PUT', path, service: 's3', body: '{"stale":true}\n' });
    expect((await run('1\n2\n', { environment: quarantine })).rejected).toBeUndefined();
  });

  it('may be refused by its second container, or by the filter before the first', async () => {
    const second = await run('1\n2\n', { ModelName: 'two', environment: quarantine });
    expect([second.output, second.rejected]).toEqual(['4\n8\n', undefined]);
    const filtered = await run('1,a\n2\n3,bad\n4,c\n', {
      environment: quarantine,
      DataProcessing: { InputFilter: '$[1]', JoinSource: 'Input', OutputFilter: '$' },
    });
    // "a" and "c" are no numbers: the container breaks off; the second row has no such column; "bad" is refused.
    expect(filtered.rejected?.map(({ record }) => record)).toEqual([1, 2, 3, 4]);
    expect(filtered.rejected?.[1]).not.toHaveProperty('container');
  });
});

describe('one bad row in each of three containers', () => {
  it('is found, and named with its input', async () => {
    const records = numbers(rowCount);
    const { output, rejected } = await run(lines(records), { ModelName: 'three', environment: quarantine });
    // The containers double what they get: what the second refuses was half of it in the input, the third a quarter.
    expect(rejected?.map(({ container, record, data, reason }) => [container, record, data, reason])).toEqual([
      [1, third + 1, String(third), `will not take ${third}`],
      [2, third + 3, String(third + 2), `will not take ${2 * (third + 2)}`],
      [3, third + 6, String(third + 5), `will not take ${4 * (third + 5)}`],
    ]);
    const bad = new Set(rejected?.map(({ record }) => record - 1));
    expect(output).toBe(records.map((_, at) => (bad.has(at) ? '\n' : `${at * 8}\n`)).join(''));
  });
});

describe('switches that cannot be', () => {
  it.each([
    [{ CATENARY_BATCH_BAD_RECORDS: 'ignore' }, 'CATENARY_BATCH_BAD_RECORDS must be one of fail, quarantine'],
    [{ CATENARY_BATCH_REJECTED_LINE: '-' }, 'CATENARY_BATCH_REJECTED_LINE must be one of empty, null, omit'],
    [{ CATENARY_BATCH_MAX_REJECTED_SHARE: '2' }, 'CATENARY_BATCH_MAX_REJECTED_SHARE must be a number from 0 to 1'],
    [{ CATENARY_BATCH_MAX_REJECTED_SHARE: ' ' }, 'CATENARY_BATCH_MAX_REJECTED_SHARE must be a number from 0 to 1'],
    [{ CATENARY_BATCH_ROW_IDENTITY: 'yes' }, 'CATENARY_BATCH_ROW_IDENTITY must be one of off, on'],
  ])('are refused when the job is created: %o', async (environment, message) => {
    await expect(run('1\n', { environment })).rejects.toThrow(message);
  });
});

describe('a container that answers with more or fewer lines', () => {
  const identity = { CATENARY_BATCH_ROW_IDENTITY: 'on' };

  it('is let be by default, as the service does', async () => {
    expect(await run('1\ndrop\n2\n', {})).toMatchObject({ status: 'Completed', output: '2\n4\n' });
  });

  it.each([
    ['drop', '0 lines'],
    ['add', '2 lines'],
  ])('is named with the record at which it does (%s)', async (word, count) => {
    const records = numbers(100);
    records[63] = word;
    const { status, reason } = await run(lines(records), { ModelName: 'two', environment: identity });
    expect(status).toBe('Failed');
    expect(reason).toMatch(/^AlgorithmError: .* record 64: Container 1 of 2 \(container-1\) failed: /);
    expect(reason).toContain(`container-1 answered 1 record with ${count}; there must be one line for each record`);
    const { output, rejected } = await run(lines(records), { ModelName: 'one', environment: quarantine });
    expect(output).toBe(doubled(records));
    expect(rejected).toMatchObject([{ record: 64, data: word, container: 1 }]);
  });

  it('fails the object if no record alone is to blame, quarantine or not', async () => {
    for (const environment of [identity, quarantine]) {
      const { status, reason } = await run(lines(numbers(8)), { ModelName: 'merging', environment });
      expect(status).toBe('Failed');
      expect(reason).toMatch(
        /after record 0: .*answered \d records with \d lines.*failed together, though none of them/,
      );
    }
  });

  it('fails the job if its answers have no lines at all; record by record they need none', async () => {
    const { status, reason } = await run('1\n2\n3\n', { ModelName: 'list', environment: quarantine });
    expect(status).toBe('Failed');
    expect(reason).toMatch(
      /^AlgorithmError: .*Container 1 of 1 \(container-1\) answered several records with application\/json/,
    );
    expect(reason).toContain('Set Accept to text/csv or application/jsonlines');
    const single = { ModelName: 'list', BatchStrategy: 'SingleRecord', environment: quarantine };
    expect(await run('1\nbad\n3\n', single)).toMatchObject({ status: 'Completed', output: '[2.0]\n\n[6.0]\n' });
  });

  it('is caught without being asked for where answers are joined to their records', async () => {
    const DataProcessing = { JoinSource: 'Input', OutputFilter: '$' };
    const { reason } = await run('1\n2\ndrop\n', { DataProcessing });
    expect(reason).toMatch(/record 3: .*container-1 answered 1 record with 0 lines/);
  });
});

describe('a record that ends its container, or keeps it', () => {
  const config = { ModelClientConfig: { InvocationsTimeoutInSeconds: 1, InvocationsMaxRetries: 1 } };

  it('is isolated: set apart, and all others are transformed', async () => {
    const records = numbers(60);
    records[33] = 'die';
    const { status, output, rejected } = await run(lines(records), { environment: quarantine });
    expect(status).toBe('Completed');
    expect(output).toBe(doubled(records));
    expect(rejected).toMatchObject([{ record: 34, data: 'die', container: 1 }]);
    expect(rejected?.[0]?.reason).toContain('exit code 9');
  });

  it('is tried three times alone, with those beside it unharmed', async () => {
    const records = numbers(12);
    records[5] = 'die';
    const strategy = { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 4 };
    const { output, rejected } = await run(lines(records), { ...strategy, environment: quarantine });
    expect(output).toBe(doubled(records));
    expect(rejected).toHaveLength(1);
    expect(
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith("b'die'")),
    ).toHaveLength(3);
  });

  it('fails the object by its number without quarantine', async () => {
    const records = numbers(20);
    records[7] = 'die';
    const { status, reason } = await run(lines(records), {});
    expect(status).toBe('Failed');
    expect(reason).toMatch(/^AlgorithmError: .* record 8: Container 1 of 1/);
  });

  it('is given up when it is not answered in time', async () => {
    const strategy = { BatchStrategy: 'SingleRecord' };
    const { output, rejected } = await run('1\nhang\n2\n', { ...config, ...strategy, environment: quarantine });
    expect(output).toBe('2\n\n4\n');
    expect(rejected).toMatchObject([{ record: 2, data: 'hang' }]);
    expect(rejected?.[0]?.reason).toContain('timed out');
  });

  it('may make it answer what is no answer, or fail inside', async () => {
    const { output, rejected } = await run('1\ngarbage\n2\nboom\n', { ...config, environment: quarantine });
    expect(output).toBe('2\n\n4\n\n');
    expect(rejected?.map(({ record, status }) => [record, status])).toEqual([
      [2, undefined],
      [4, 500],
    ]);
  });
});
