import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTar } from '../../../platform/artifact/make-tar.ts';
import { diamondsContainer, linesOf, readExample, uploadDiamonds } from '../../../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../../../support/start-server.ts';
import { csvLines, transform } from '../../../support/transform-job.ts';

/** Functions behind the native pair of the diamonds chain, in transform jobs. */
let server: TestServer;
const requests = linesOf(readExample('requests.csv')).slice(0, 200);
/** Price and band of each row, by the original libraries. */
const expected = linesOf(readExample('expected/final.csv')).slice(0, requests.length);
const prices = expected.map((line) => Number(line.split(',')[0]));

beforeAll(async () => {
  server = await startTestServer();
  await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
  await put('input/rows.csv', Buffer.from(`${requests.join('\n')}\n`));
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const put = (key: string, body: Buffer) =>
  server.client.send({ method: 'PUT', path: `/diamonds/${key}`, service: 's3', body });

const read = async (path: string) =>
  (await server.client.send({ method: 'GET', path: `/diamonds/${path}`, service: 's3' })).body.toString();

const price = 'const price = (logarithm) => Math.round(Math.exp(logarithm) * 100) / 100;';

/** The job with this function behind the pair. */
async function run(name: string, source: string, request: Readonly<Record<string, unknown>> = {}) {
  await create(name, source);
  return runAgain(name, name, request);
}

async function create(name: string, source: string, Environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const archive = gzipSync(makeTar([{ name: 'handler.mjs', content: Buffer.from(`${price}\n${source}`) }]));
  await put(`${name}.tar.gz`, archive);
  const last = { Image: 'catenary-function:1', ModelDataUrl: `s3://diamonds/${name}.tar.gz`, Environment };
  const Containers = [diamondsContainer('sparkml'), diamondsContainer('xgboost'), last];
  await server.client.operation('CreateModel', { ModelName: name, Containers });
}

/** A job of the model. */
async function runAgain(name: string, ModelName: string, request: Readonly<Record<string, unknown>> = {}) {
  const inAndOut = csvLines('s3://diamonds/input/', `s3://diamonds/${name}/`);
  const job = await transform(server.client, name, {
    ModelName,
    BatchStrategy: 'MultiRecord',
    ...inAndOut,
    ...request,
  });
  return { job, lines: async () => linesOf(Buffer.from(await read(`${name}/rows.csv.out`))) };
}

describe('a function behind native containers, in a transform job', () => {
  it.each([
    ['rows', `export const columns = ['l']; export const invoke = (rows) => rows.map(({ l }) => price(l));`],
    [
      'columns',
      `export const input = 'columns'; export const columns = ['l'];
       export const invoke = ({ columns: { l } }) => ({ columns: { price: Float64Array.from(l, price) } });`,
    ],
    ['without-names', `export const invoke = (rows) => rows.map((row) => price(row['column-0']));`],
    [
      'bytes',
      `export const input = 'bytes'; export const invoke = (b) => String(b).trim().split('\\n').map((l) => price(+l));`,
    ],
    ['later', `export const invoke = async (rows) => rows.map((row) => price(row['column-0']));`],
  ])('answers as it does by itself: %s', async (name, source) => {
    const { job, lines } = await run(name, source);
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    expect((await lines()).map(Number)).toEqual(prices);
  });

  it('is given one row a request where each record is one', async () => {
    const source = `export const invoke = (rows) => [[rows.length, price(rows[0]['column-0'])]];`;
    const { lines } = await run('single', source, { BatchStrategy: 'SingleRecord' });
    expect(await lines()).toEqual(prices.map((value) => `1,${value}`));
  });

  it('runs in the process that has the chain, with no more rights than by itself', async () => {
    const source = `
      import { readFileSync } from 'node:fs';
      const attempt = (work) => { try { return String(work()).length; } catch (error) { return error.code; } };
      const seen = [
        process.argv[1].endsWith('function-chain-host.ts'),
        process.env.FUNCTION_START ?? 'none',
        attempt(() => readFileSync('/etc/hostname')),
        attempt(() => process.binding('spawn_sync')),
      ].join(' ');
      export const invoke = (rows) => rows.map(() => seen);`;
    const { lines } = await run('rights', source);
    expect(new Set(await lines())).toEqual(new Set(['true none ERR_ACCESS_DENIED ERR_ACCESS_DENIED']));
  });

  it('is loaded again for the next job of its model, in the process of the one before', async () => {
    const source = `
      let loads = 0;
      const process = Math.random();
      export const load = () => ({ loads: ++loads, rows: 0 });
      export const invoke = (rows, { model }) => rows.map(() => [process, model.loads, ++model.rows]);`;
    await create('kept', source, { SAGEMAKER_MODEL_SERVER_WORKERS: '1' });
    const linesOfJob = async (name: string) =>
      (await (await runAgain(name, 'kept')).lines()).map((line) => line.split(','));
    const [first, second] = [await linesOfJob('kept-1'), await linesOfJob('kept-2')];
    const numbered = (loads: number) =>
      requests.map((_request, row) => [first[0]?.[0], String(loads), String(row + 1)]);
    expect(first).toEqual(numbered(1));
    expect(second).toEqual(numbered(2));
  });

  it('sets a row apart that it refuses, or at which its process ends, and answers the others', async () => {
    const [refused, fatal] = [prices.indexOf(Math.max(...prices)), prices.indexOf(Math.min(...prices))];
    const source = `export const invoke = (rows, { refuse }) => rows.map((row) => {
      const value = price(row['column-0']);
      if (value === ${prices[refused]}) refuse('too dear');
      if (value === ${prices[fatal]}) process.exit(3);
      return value;
    });`;
    const { job, lines } = await run('apart', source, {
      Environment: { CATENARY_BATCH_BAD_RECORDS: 'quarantine' },
      ModelClientConfig: { InvocationsMaxRetries: 0 },
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const bad = [prices[refused], prices[fatal]];
    expect((await lines()).map((line) => (line === '' ? undefined : Number(line)))).toEqual(
      prices.map((value) => (bad.includes(value) ? undefined : value)),
    );
  });

  it('names the container, and what it says, where a job fails', async () => {
    const source = `export const invoke = (rows, { refuse }) => rows.length > 100000 ? rows : refuse('not today');`;
    const { job } = await run('fails', source);
    expect(job).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: expect.stringMatching(/: Container 3 of 3 \(container-3\) failed: not today\./),
    });
    const broken = await run('broken', 'export const invoke = 1;');
    expect(broken.job).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: expect.stringContaining('it exports no function invoke(input, context)'),
    });
  });
});
