import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../../../src/platform/artifact/read-archive.ts';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import { loadSparkmlContainer } from '../../../../../src/serving/container/surfaces/sparkml/sparkml-container.ts';

const root = join(import.meta.dirname, '../../../../../../..');
const files = await readArchive(readFileSync(join(root, 'examples/diamonds/sparkml/model.tar.gz')));
const schema = readFileSync(join(root, 'examples/diamonds/sparkml/schema.json'), 'utf8');
const requests = readFileSync(join(root, 'examples/diamonds/requests.csv'));
const expected = readFileSync(join(root, 'test/golden/chains/sparkml.csv'), 'utf8').trim().split('\n');

async function stage(
  environment: Record<string, string> = { SAGEMAKER_SPARKML_SCHEMA: schema },
  bundle = files,
): Promise<InProcessStage> {
  const container = await loadSparkmlContainer({ files: bundle, environment, imageTag: '3.3' });
  return new InProcessStage({ hostname: 'sparkml', image: 'sparkml' }, container);
}

const served = await stage();

function ask(
  body: string | Buffer,
  contentType?: string,
  accept?: string,
  of = served,
): { status: number; type: string | undefined; text: string } {
  const request = {
    body: Buffer.from(body),
    ...(contentType === undefined ? {} : { contentType }),
    ...(accept === undefined ? {} : { accept }),
  };
  const answer = of.invoke(request);
  return { status: answer.status, type: answer.contentType, text: answer.body.toString() };
}

const row = '1.52,Fair,H,VS2,62.1,66.0,7.33,7.13,4.5';
const data = '[1.52,"Fair","H","VS2",62.1,66.0,7.33,7.13,4.5]';
const features = expected[0] as string;

describe('the schema of a SparkML container', () => {
  const { input, output } = JSON.parse(schema) as { input: readonly object[]; output: object };
  const refusals = [
    ['is no JSON', '{"input": [', /^SAGEMAKER_SPARKML_SCHEMA cannot be used: The schema is not JSON \(.*\)\.$/],
    ['is no object', '[]', /cannot be used: The schema is no JSON object\.$/],
    [
      'has a type that there is not',
      schema.replace('double', 'number'),
      /"carat" has "number", not one of boolean, byte/,
    ],
    [
      'lacks a column',
      JSON.stringify({ input: input.slice(1), output }),
      /needs the column "carat", which the schema lacks/,
    ],
    [
      'names an output that is not made',
      JSON.stringify({ input, output: { ...output, name: 'featurez' } }),
      /its output is "featurez", and the model makes "cut_index", .*, "features"; did you mean "features"\?$/,
    ],
  ] as const;

  it.each(refusals)('that %s is refused when it starts', async (_what, text, message) => {
    await expect(stage({ SAGEMAKER_SPARKML_SCHEMA: text })).rejects.toThrow(message);
  });

  it('is named by its file where it lies in the archive', async () => {
    await expect(stage({}, new Map([...files, ['schema.json', Buffer.from('{')]]))).rejects.toThrow(
      'schema.json of the archive cannot be used: The schema is not JSON',
    );
  });

  it('may name one of its inputs as the output', async () => {
    const own = JSON.stringify({ input, output: { name: 'carat', type: 'double' } });
    expect(ask(row, 'text/csv', undefined, await stage({ SAGEMAKER_SPARKML_SCHEMA: own })).text).toBe('1.52');
  });
});

describe('the SparkML container', () => {
  it('gives the featurizer answers of Spark for all 2,000 requests, one line each', () => {
    const answer = ask(requests, 'text/csv');
    expect(answer).toMatchObject({ status: 200, type: 'text/csv' });
    const lines = answer.text.split('\n');
    expect(lines).toHaveLength(2000);
    expected.forEach((line, at) => {
      const wanted = line.split(',').map(Number);
      const found = (lines[at] as string).split(',').map(Number);
      expect(found).toHaveLength(wanted.length);
      // Within one unit in the last place.
      found.forEach((value, k) =>
        expect(Math.abs(value - (wanted[k] as number))).toBeLessThanOrEqual(2.3e-16 * Math.abs(wanted[k] as number)),
      );
    });
  });

  it.each([
    ['text/csv', row],
    ['text/csv; charset=utf-8', `${row}\n`],
    ['application/json', `{"data":${data}}`],
    ['application/json', `{"schema":${schema},"data":${data}}`],
    ['application/jsonlines', `{"data":${data}}`],
    ['application/jsonlines', `{"data":[${data}]}`],
  ])('takes %s', (contentType, body) => {
    expect(ask(body, contentType)).toEqual({ status: 200, type: 'text/csv', text: features });
  });

  it.each([
    ['text/csv', 'text/csv', features],
    ['*/*', 'text/csv', features],
    ['', 'text/csv', features],
    ['application/jsonlines', 'application/jsonlines', `{"features":[${features}]}`],
    ['application/jsonlines;data=text', 'application/jsonlines', `{"source":"${features.replaceAll(',', ' ')}"}`],
    ['application/json', 'application/json', `{"predictions":[{"features":[${features}]}]}`],
  ])('answers Accept %j', (accept, type, text) => {
    expect(ask(row, 'text/csv', accept)).toEqual({ status: 200, type, text });
  });

  it('takes the environment for an Accept that is not given', async () => {
    const of = await stage({
      SAGEMAKER_SPARKML_SCHEMA: schema,
      SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'application/jsonlines;data=text',
    });
    expect(ask(row, 'text/csv', undefined, of).text).toMatch(/^\{"source":"/);
    expect(ask(row, 'text/csv', 'text/csv', of).text).toBe(features);
  });

  it('answers several records as AWS does when configured so', async () => {
    const of = await stage({ SAGEMAKER_SPARKML_SCHEMA: schema, CATENARY_SPARKML_ROWS: 'first' });
    expect(ask(`${row}\n${row}`, 'text/csv', undefined, of).text).toBe(features);
    expect(ask(`{"data":${data}}\n{"data":${data}}`, 'application/jsonlines', undefined, of).text).toBe(
      `[[${features}], [${features}]]`,
    );
  });

  it('finds the schema in the archive', async () => {
    const bundle = new Map([...files, ['schema.json', Buffer.from(schema)]]);
    expect(ask(row, 'text/csv', undefined, await stage({}, bundle)).text).toBe(features);
  });

  it.each([
    ['', 'text/csv', 400, /no body/],
    ['\n\n', 'text/csv', 400, /no record/],
    [row, undefined, 415, /Content-Type/],
    [row, 'text/plain', 415, /text\/plain/],
    [
      '1.52,Fair,H,VS2,62.1,sixty,7.33,7.13,4.5',
      'text/csv',
      400,
      /For input string: "sixty" \(row 1, column "table"\)/,
    ],
    ['1.52,Fair', 'text/csv', 400, /2 cells, but the schema 9/],
    ['{', 'application/json', 400, /not JSON/],
    ['{"data":[1]}', 'application/json', 400, /1 values, but the schema 9/],
    [
      `{"data":${data.replace('66.0', '{"value":66,"text":"66"}')}}`,
      'application/json',
      400,
      /For input string: "\{value=66, text=66\}" \(row 1, column "table"\)/,
    ],
    ['{"dat":[1]}', 'application/json', 400, /unknown property "dat"/],
    ['{"schema":{"input":[]},"data":[]}', 'application/json', 400, /output/],
    [
      `{"data":${data.replace('62.1', 'null')}}`,
      'application/json',
      400,
      /null cannot be taken \(row 1, column "depth"\)/,
    ],
    [`{"data":${data}}\n\n{"data":${data}}`, 'application/jsonlines', 400, /Line 2/],
    [`{"data":${data}}\r\n{"data":${data}\r\n`, 'application/jsonlines', 400, /Line 2/],
    [`{"data":[${'['.repeat(499)}${']'.repeat(499)}]}`, 'application/json', 400, /more than 500 deep/],
    [`{"data":[${'['.repeat(499)}${']'.repeat(499)}]}`, 'application/jsonlines', 400, /more than 500 deep/],
  ])('refuses %j as %s', (body, contentType, status, message) => {
    const answer = ask(body, contentType);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(message);
  });

  it('refuses an Accept that AWS refuses', () => {
    expect(ask(row, 'text/csv', 'text/csv, */*')).toMatchObject({
      status: 400,
      text: expect.stringMatching(/^Accept value/) as string,
    });
  });

  it('refuses without a schema, and with one that does not serve the bundle', async () => {
    expect(ask(row, 'text/csv', undefined, await stage({})).text).toMatch(/^Input schema has to be provided/);
    const small = schema.replace('"carat"', '"weight"');
    expect(ask(`{"schema":${small},"data":${data}}`, 'application/json').text).toMatch(/needs the column "carat"/);
  });

  it('names the place of an error to the pipeline', () => {
    const answer = served.invoke({
      body: Buffer.from(`${row}\n${row.replace('66.0', 'x')}`),
      contentType: 'text/csv',
    });
    expect(answer.place).toEqual({ row: 1, column: 'table', value: 'x' });
  });

  it('shows a refused value of a JSON request as the request wrote it', () => {
    const vectors = JSON.parse(schema) as { input: Array<{ name: string; struct?: string }> };
    const body = { schema: vectors, data: [1.52, 'Fair', 'H', 'VS2', [0.5, { deep: [1] }], 66.5, 7.33, 7.13, 4.5] };
    vectors.input.forEach((field) => {
      if (field.name === 'depth') field.struct = 'vector';
    });
    const answer = served.invoke({ body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
    expect(answer.place).toEqual({ row: 0, column: 'depth', value: [0.5, { deep: [1] }] });
  });

  it('refuses a million values in one record, in JSON and in a line of JSON Lines', () => {
    const many = `{"data":[${'1,'.repeat(1_000_000)}1]}`;
    expect(ask(many, 'application/json')).toMatchObject({
      status: 400,
      text: expect.stringContaining('The request holds more than 1000000 values.'),
    });
    expect(ask(`{"data":${data}}\n${many}`, 'application/jsonlines').text).toContain('Line 2 holds more than 1000000');
  });

  it('says how it is best batched', async () => {
    expect(await served.executionParameters()).toMatchObject({ batchStrategy: 'SINGLE_RECORD', maxPayloadInMB: 5 });
  });

  it('refuses an archive without a bundle when it is loaded', async () => {
    await expect(stage({}, new Map())).rejects.toThrow(/no MLeap bundle/);
  });
});
