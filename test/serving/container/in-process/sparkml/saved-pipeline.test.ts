import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../../../src/platform/artifact/read-archive.ts';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import { loadSparkmlContainer } from '../../../../../src/serving/container/in-process/sparkml/sparkml-container.ts';

const folder = join(import.meta.dirname, '../../../../golden/spark/4.1/pipeline');
const files = await readArchive(readFileSync(join(folder, 'model.tar.gz')));
const expected = readFileSync(join(folder, 'expected.jsonl'), 'utf8').trim().split('\n');
const first = (
  JSON.parse(expected[0] as string) as { output: { prediction: number; probability: { values: number[] } } }
).output;

async function ask(environment: Record<string, string>, body: string, contentType = 'text/csv') {
  const container = await loadSparkmlContainer({ files, environment, imageTag: '3.3' });
  const answer = new InProcessStage('sparkml', 'sparkml', container).invoke({
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

  it('works its own schema out of the stages where none is given: inputs in the order they are read, the last column made', async () => {
    // The pipeline reads label, s and x, and ends with the label that its prediction stands for.
    const { status, text } = await ask({}, 'no,a,1.0');
    expect(status).toBe(200);
    expect(text).toBe(first.prediction === 0 ? 'no' : 'yes');
  });

  it('refuses a word for the mode of SQL that there is none of', async () => {
    await expect(ask({ CATENARY_SPARK_ANSI: 'yes' }, 'a,1.0')).rejects.toThrow('it can be true or false');
  });
});
