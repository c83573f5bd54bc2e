import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, example, schema } from '../support/diamonds.ts';
import { removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';
import { csvLines, transform } from '../support/transform-job.ts';

/** Names in headers of CSV: whose columns go by them, and what becomes of files whose columns stand otherwise. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-names-'));
const golden = (path: string) => readFileSync(join(root, 'test/golden', path));
const table = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    // Commas that are not in quotes.
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
let server: TestServer;
let jobs = 0;

beforeAll(async () => {
  server = await startTestServer();
  await put('/names');
  await createModel('xgboost', 'sagemaker-xgboost:1.7-1', 'xgboost-model', namedBooster());
  await createModel(
    'frame',
    'sagemaker-scikit-learn:1.9-1',
    'model.joblib',
    golden('sklearn/columns-nested-1.9/model.joblib'),
  );
  await createModel('lightgbm', 'sagemaker-scikit-learn:1.9-1', 'lightgbm.model', golden('lightgbm/binary-2.3.txt'));
  await createDiamondsModel(server.client, 'chain', ['sparkml', 'xgboost', 'sklearn']);
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const put = (path: string, body: Buffer | string = '') =>
  server.client.send({ method: 'PUT', path, service: 's3', body });

async function createModel(ModelName: string, Image: string, file: string, bytes: Buffer | string) {
  writeFileSync(join(folder, file), bytes);
  execFileSync('tar', ['-czf', join(folder, 'model.tar.gz'), '-C', folder, file]);
  await put(`/names/${ModelName}.tar.gz`, readFileSync(join(folder, 'model.tar.gz')));
  const PrimaryContainer = { Image, ModelDataUrl: `s3://names/${ModelName}.tar.gz` };
  await server.client.operation('CreateModel', { ModelName, PrimaryContainer });
}

/** A model of XGBoost that was trained without names, given names in its file. */
function namedBooster(): string {
  const model = JSON.parse(golden('xgboost/binary-logistic-1.3/model.json').toString()) as {
    learner: { feature_names?: string[] };
  };
  model.learner.feature_names = boosterNames;
  return JSON.stringify(model);
}
const boosterNames = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A job over files with headers: its status, why it failed, and the outputs by file. */
async function run(
  ModelName: string,
  files: Readonly<Record<string, string>>,
  more: { environment?: object; strategy?: string } = {},
) {
  const name = `names-${++jobs}`;
  for (const [file, text] of Object.entries(files)) await put(`/names/${name}/${file}`, text);
  const { TransformInput, TransformOutput } = csvLines(`s3://names/${name}/`, `s3://names/out-${name}`);
  const job = await transform(server.client, name, {
    ModelName,
    TransformInput,
    TransformOutput: { ...TransformOutput, Accept: 'text/csv' },
    BatchStrategy: more.strategy ?? 'MultiRecord',
    Environment: { CATENARY_BATCH_CSV_HEADER: 'on', ...more.environment },
  });
  const read = async (file: string) => {
    const path = `/names/out-${name}/${file}.out`;
    const found = await server.client.send({ method: 'GET', path, service: 's3' }).catch(() => undefined);
    return [file, found?.body.toString()] as const;
  };
  const outputs = Object.fromEntries(await Promise.all(Object.keys(files).map(read)));
  return { status: job.TransformJobStatus, reason: String(job.FailureReason), outputs };
}

/** The same table with its columns at these places: negative ones from the end, `undefined` for a column of row numbers. */
function arrange(rows: readonly string[][], places: readonly (number | undefined)[]): string {
  const lines = rows.map((row, at) =>
    places.map((place) => (place === undefined ? (at === 0 ? 'index' : at) : row.at(place))),
  );
  return lines.map((line) => `${line.join(',')}\n`).join('');
}

describe.each(['MultiRecord', 'SingleRecord'])('a model of XGBoost with names, %s', (strategy) => {
  const rows = [boosterNames, ...table(golden('xgboost/binary-logistic-1.3/input.csv').toString())];
  const expected = table(golden('xgboost/binary-logistic-1.3/expected.csv').toString()).map(([cell]) =>
    Math.fround(Number(cell)),
  );
  const places = [0, 1, 2, 3, 4, 5, 6, 7];
  const predictions = (text: string | undefined) => table(text ?? '').map(([cell]) => Math.fround(Number(cell)));

  it('gets the columns of each file in its order', async () => {
    const files = { 'same.csv': arrange(rows, places), 'other.csv': arrange(rows, places.toReversed()) };
    const { status, outputs } = await run('xgboost', files, { strategy });
    expect(status).toBe('Completed');
    expect(predictions(outputs['same.csv'])).toEqual(expected);
    expect(predictions(outputs['other.csv'])).toEqual(expected);
  });

  it.each([
    [
      'a column more',
      arrange(rows, [undefined, ...places]),
      'The input has the column "index", which the model was not trained on.',
    ],
    ['a column less', arrange(rows, places.slice(1)), 'The input lacks the column "a", which the model takes by name.'],
    [
      'a column twice',
      arrange(rows, [...places, 0]),
      'The input has two columns "a", and the model takes columns by name.',
    ],
  ])('fails a file that has %s, with quarantine too; not the others', async (_what, text, message) => {
    for (const mode of ['fail', 'quarantine']) {
      const environment = { CATENARY_BATCH_BAD_RECORDS: mode };
      const files = { 'good.csv': arrange(rows, places), 'odd.csv': text };
      const { status, reason, outputs } = await run('xgboost', files, { strategy, environment });
      expect(status).toBe('Failed');
      expect(reason).toContain(`odd.csv after record 0: Container 1 of 1 (primary) failed: ${message}`);
      expect(reason).toContain('CATENARY_BATCH_COLUMNS');
      expect(outputs['odd.csv']).toBeUndefined();
      expect(predictions(outputs['good.csv'])).toEqual(expected);
    }
  });

  it('gets what CATENARY_BATCH_COLUMNS says, in its order, whatever it is called', async () => {
    const environment = { CATENARY_BATCH_COLUMNS: boosterNames.join(',') };
    const text = arrange(rows, [undefined, ...places.toReversed()]);
    expect(
      predictions((await run('xgboost', { 'in.csv': text }, { strategy, environment })).outputs['in.csv']),
    ).toEqual(expected);
    const byPlace = arrange(rows, places.toReversed());
    const twisted = { CATENARY_BATCH_COLUMNS: boosterNames.toReversed().join(',') };
    const { outputs } = await run('xgboost', { 'in.csv': byPlace }, { strategy, environment: twisted });
    // As a file without a header is answered, whose cells stand so.
    const bare = { 'in.csv': byPlace.slice(byPlace.indexOf('\n') + 1) };
    const plain = await run('xgboost', bare, { strategy, environment: { CATENARY_BATCH_CSV_HEADER: 'off' } });
    expect(outputs['in.csv']).toBe(plain.outputs['in.csv']);
    expect(predictions(outputs['in.csv'])).not.toEqual(expected);
  });

  it('refuses a row that has not as many cells as the header', async () => {
    const text = `${arrange(rows.slice(0, 3), places)}1,2,3\n`;
    const { reason } = await run('xgboost', { 'in.csv': text }, { strategy });
    expect(reason).toContain('in.csv record 3: ');
    expect(reason).toContain('has 3 cells, the header has 8');
  });
});

describe('models that find their columns by name among others', () => {
  it('ColumnTransformer of scikit-learn', async () => {
    const rows = table(golden('sklearn/columns-nested-1.9/input.csv').toString());
    const expected = golden('sklearn/columns-nested-1.9/expected-predict.csv').toString();
    const files = {
      'same.csv': arrange(rows, [0, 1, 2, 3, 4]),
      'other.csv': arrange(rows, [4, undefined, 3, 1, 2, 0]),
    };
    const { outputs, reason } = await run('frame', files);
    expect(reason).toBe('undefined');
    expect(outputs['same.csv']).toBe(expected);
    expect(outputs['other.csv']).toBe(expected);
    const lacking = await run('frame', { 'in.csv': arrange(rows, [1, 2, 3, 4]) });
    expect(lacking.reason).toContain(
      'in.csv after record 0: Container 1 of 1 (primary) failed: The input lacks the column "size"',
    );
  });

  it('SparkML, by the names of its schema', async () => {
    const { input } = JSON.parse(schema()) as { input: { name: string }[] };
    const rows = [input.map(({ name }) => name), ...table(readFileSync(example('requests.csv')).toString())];
    const expected = readFileSync(example('expected/final.csv')).toString();
    const files = {
      'same.csv': arrange(rows, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
      'other.csv': arrange(rows, [8, 0, undefined, 3, 2, 1, 7, 6, 5, 4]),
    };
    const { outputs } = await run('chain', files);
    expect(outputs['same.csv']).toBe(expected);
    expect(outputs['other.csv']).toBe(expected);
    const { reason } = await run('chain', { 'in.csv': arrange(rows, [0, 1, 2, 3, 4, 5, 6, 7]) });
    expect(reason).toContain('The input lacks the column "z", which the model takes by name.');
  });
});

describe('LightGBM', () => {
  it('takes places, whatever they are called, as the library does', async () => {
    const rows = [
      ['h', 'g', 'f', 'e', 'd', 'c', 'b', 'a'],
      ...table(golden('lightgbm/binary-2.3.input.csv').toString()),
    ];
    const expected = table(golden('lightgbm/binary-2.3.predict.csv').toString()).map(([cell]) => Number(cell));
    const { outputs } = await run('lightgbm', { 'in.csv': arrange(rows, [0, 1, 2, 3, 4, 5, 6, 7]) });
    const answers = table(outputs['in.csv'] ?? '').map(([cell]) => Number(cell));
    expect(answers).toHaveLength(expected.length);
    for (const [row, answer] of answers.entries()) expect(answer).toBeCloseTo(expected[row] as number, 12);
  });
});
