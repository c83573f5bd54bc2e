import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../../../src/platform/artifact/read-archive.ts';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import { loadSparkmlContainer } from '../../../../../src/serving/container/surfaces/sparkml/sparkml-container.ts';

const folder = join(import.meta.dirname, '../../../../../../../test/golden/spark/4.1/pipeline');
const files = await readArchive(readFileSync(join(folder, 'model.tar.gz')));
const expected = readFileSync(join(folder, 'expected.jsonl'), 'utf8').trim().split('\n');
const first = (
  JSON.parse(expected[0] as string) as { output: { prediction: number; probability: { values: number[] } } }
).output;

async function ask(environment: Record<string, string>, body: string, contentType = 'text/csv') {
  const container = await loadSparkmlContainer({ files, environment, imageTag: '3.3' });
  const answer = new InProcessStage({ hostname: 'sparkml', image: 'sparkml' }, container).invoke({
    body: Buffer.from(body),
    contentType,
  });
  return { status: answer.status, text: answer.body.toString() };
}

describe('the SparkML container over a pipeline that Spark saved', () => {
  it('answers by a schema as it does over a bundle', async () => {
    const column = (name: string, type: string) => ({ name, type, struct: 'basic' });
    const output = { name: 'probability', type: 'double', struct: 'vector' };
    const schema = JSON.stringify({ input: [column('s', 'string'), column('x', 'double')], output });
    const { status, text } = await ask({ SAGEMAKER_SPARKML_SCHEMA: schema }, 'a,1.0');
    expect(status).toBe(200);
    expect(text.split(',').map(Number)).toEqual(first.probability.values);
  });

  it.each([
    ['text/csv', 'no,a,1.0'],
    ['application/json', '{"data":["no","a",1.0]}'],
    ['application/jsonlines', '{"data":["no","a",1.0]}'],
  ])('refuses %s without a schema: the order in which stages read columns is that of no table', async (type, body) => {
    const { status, text } = await ask({}, body, type);
    expect(status).toBe(400);
    expect(text).toBe(
      'Input schema has to be provided either via environment variable or via the request: ' +
        'the pipeline reads "label", "s", "x", and does not say in which order they come; JSON with the names of the columns needs no schema',
    );
  });

  it.each([
    ['application/json', '{"x":1.0,"s":"a"}'],
    ['application/json', '[{"s":"a","x":1.0,"other":[1]}]'],
    ['application/jsonlines', '{"s":"a","x":1}\n'],
  ])('answers %s by name without a schema: %s', async (type, body) => {
    const { status, text } = await ask({}, body, type);
    expect([status, Number(text)]).toEqual([200, first.prediction]);
  });

  it('answers as Spark does by name, nulls as well', async () => {
    // The last row is odd in its label only, which the prediction does not need.
    const rows = readFileSync(join(folder, 'input.jsonl'), 'utf8').split('\n').slice(0, 4).join('\n');
    const { text } = await ask({}, rows, 'application/jsonlines');
    const outputs = expected.slice(0, 4).map((line) => JSON.parse(line) as { output: { prediction: number } });
    const wanted = outputs.map(({ output }) => output.prediction);
    expect(text.split('\n').map(Number)).toEqual(wanted);
  });

  it('has an answer for each record by name, and says what is odd about one', async () => {
    const type = 'application/jsonlines';
    const { text } = await ask({}, '{"s":"a","x":1}\n{"x":1,"s":"a"}', type);
    expect(text.split('\n').map(Number)).toEqual([first.prediction, first.prediction]);
    expect((await ask({}, '{"s":"a","x":1}\n{"s":"a","X":1}', type)).text).toContain('lacks the column "x" (row 2)');
    expect((await ask({}, '{"s":"a","x":1}\n{"data":["a",1]}', type)).text).toContain('Line 2 is no record by name');
    expect((await ask({}, '{"s":"a","x":"1,5"}', type)).text).toContain('For input string: "1,5"');
  });

  it('takes names, types and the answer from the schema where there is one', async () => {
    const column = (name: string, type: string) => ({ name, type });
    const output = { name: 'probability', type: 'double', struct: 'vector' };
    const schema = JSON.stringify({ input: [column('s', 'string'), column('x', 'double')], output });
    const { text } = await ask({ SAGEMAKER_SPARKML_SCHEMA: schema }, '{"x":1.0,"s":"a"}', 'application/json');
    expect(text.split(',').map(Number)).toEqual(first.probability.values);
  });

  it('answers by the schema of the request where there is no other', async () => {
    const column = (name: string, type: string) => ({ name, type });
    const input = [column('x', 'double'), column('s', 'string')];
    const schema = { input, output: column('prediction', 'double') };
    const { text } = await ask({}, JSON.stringify({ schema, data: [1.0, 'a'] }), 'application/json');
    expect(Number(text)).toBe(first.prediction);
  });

  it('refuses a word for the mode of SQL that there is none of', async () => {
    await expect(ask({ CATENARY_SPARK_ANSI: 'yes' }, 'a,1.0')).rejects.toThrow('it can be true or false');
  });
});
