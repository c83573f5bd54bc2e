import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import { loadSklearnContainer } from '../../../../../src/serving/container/surfaces/sklearn/sklearn-container.ts';

const golden = resolve(import.meta.dirname, '../../../../../../../test/golden/sklearn');
const read = (name: string, file: string) => readFileSync(join(golden, name, file));

function container(name: string, environment: Record<string, string> = {}): InProcessStage {
  const files = new Map([['model.joblib', read(name, 'model.joblib')]]);
  return new InProcessStage(
    { hostname: 'c', image: 'sagemaker-scikit-learn' },
    loadSklearnContainer({ files, environment, imageTag: '' }),
  );
}

const forest = 'forest-regressor-1.9';
const rows = read(forest, 'input.csv').toString().trimEnd().split('\n');
const expected = read(forest, 'expected-predict.csv').toString();

describe('loadSklearnContainer()', () => {
  it("answers CSV with the bits of scikit-learn's predict", () => {
    const answer = container(forest).invoke({
      body: read(forest, 'input.csv'),
      contentType: 'text/csv',
      accept: 'text/csv',
    });
    expect(answer).toMatchObject({ status: 200, contentType: 'text/csv' });
    expect(answer.body.toString()).toBe(expected);
  });

  it('answers transform of a model that only transforms, as CSV by default', () => {
    const name = 'columns-index-1.9';
    const answer = container(name).invoke({ body: read(name, 'input.csv'), contentType: 'text/csv; header=present' });
    expect(answer).toMatchObject({ status: 200, contentType: 'text/csv' });
    expect(answer.body.toString()).toBe(read(name, 'expected-transform.csv').toString());
  });

  it('leaves a model whose answers depend on the other rows to Python', () => {
    expect(() => container('nmf-descent-1.9')).toThrow(
      'model.joblib is not served natively (its answer to a row depends',
    );
  });

  it('answers JSON with a list in the spacing of Python, by default', () => {
    const body = Buffer.from(`[${rows.map((row) => `[${row}]`).join(',')}]`);
    const answer = container(forest).invoke({ body });
    expect(answer).toMatchObject({ status: 200, contentType: 'application/json' });
    expect(answer.body.toString()).toBe(`[${expected.trimEnd().split('\n').join(', ')}]`);
  });

  it('takes one row, as a flat list and as one line', () => {
    const [first] = expected.split('\n');
    const flat = container(forest).invoke({ body: Buffer.from(`[${rows[0]}]`) });
    expect(flat.body.toString()).toBe(`[${first}]`);
    const line = container(forest).invoke({
      body: Buffer.from(rows[0] as string),
      contentType: 'text/csv; charset=utf-8',
    });
    expect(line.body.toString()).toBe(`[${first}]`);
  });

  it('answers equal rows alike whatever stands beside them, as text, list and object', () => {
    const folder = resolve(golden, '../cells/catboost-3-0');
    const files = new Map([['model.joblib', readFileSync(join(folder, 'model.joblib'))]]);
    const stage = new InProcessStage(
      { hostname: 'c', image: 'image' },
      loadSklearnContainer({ files, environment: {}, imageTag: '' }),
    );
    const ask = (file: string, contentType: string, count?: number) => {
      const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').slice(0, count);
      const body = contentType === 'text/csv' ? lines.join('\n') : count === 1 ? lines[0] : `[${lines.join(',')}]`;
      return stage
        .invoke({ body: Buffer.from(body as string), contentType, accept: 'text/csv' })
        .body.toString()
        .split('\n');
    };
    expect(ask('plain.csv', 'text/csv', 1)[0]).toBe(ask('plain.csv', 'text/csv')[0]);
    expect(ask('objects.jsonl', 'application/json', 1)[0]).toBe(ask('objects.jsonl', 'application/json')[0]);
    expect(ask('lists.jsonl', 'application/json')).toEqual(ask('objects.jsonl', 'application/json'));
  });

  it('reads and writes .npy, in both byte orders', () => {
    const numbers = (rows[0] as string).split(',').map(Number);
    for (const order of ['<', '>']) {
      const header = `{'descr': '${order}f8', 'fortran_order': False, 'shape': (1, ${numbers.length}), }\n`;
      const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
      const data = Buffer.alloc(numbers.length * 8);
      for (const [at, number] of numbers.entries())
        if (order === '<') data.writeDoubleLE(number, at * 8);
        else data.writeDoubleBE(number, at * 8);
      const body = Buffer.concat([start, Buffer.from(header), data]);
      const answer = container(forest).invoke({ body, contentType: 'application/x-npy', accept: 'application/x-npy' });
      expect(answer.status).toBe(200);
      expect(answer.body.toString('latin1', 10, 64)).toContain("'descr': '<f8', 'fortran_order': False, 'shape': (1,)");
      expect(answer.body.readDoubleLE(answer.body.length - 8)).toBe(Number(expected.split('\n')[0]));
    }
  });

  it("refuses other types in the container's statuses, and rows that the model cannot take", () => {
    const stage = container(forest);
    const body = read(forest, 'input.csv');
    expect(stage.invoke({ body, contentType: 'text/libsvm' }).status).toBe(415);
    expect(stage.invoke({ body, contentType: 'text/csv', accept: 'image/png' }).status).toBe(406);
    expect(stage.invoke({ body: Buffer.from('1,2\n'), contentType: 'text/csv' })).toMatchObject({ status: 400 });
    expect(stage.invoke({ body: Buffer.from('{'), contentType: 'application/json' })).toMatchObject({ status: 400 });
    expect(stage.invoke({ body: Buffer.from('no'), contentType: 'application/x-npy' })).toMatchObject({ status: 400 });
  });

  it('answers labels as they are, and follows SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT', () => {
    const text = 'text-pipeline-1.9';
    const environment = { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' };
    const answer = container(text, environment).invoke({ body: read(text, 'input.csv'), contentType: 'text/csv' });
    expect(answer.body.toString()).toBe(read(text, 'expected-predict.csv').toString());
  });

  it('adopts dense vectors of a neighbour, and nothing that CSV might change', () => {
    const stage = container(forest);
    const width = (rows[0] as string).split(',').length;
    const decoded = stage.container.decode({ body: Buffer.from(`${rows[0]}\n${rows[1]}`), contentType: 'text/csv' });
    if ('status' in decoded) throw new Error('refused');
    const adopted = stage.container.adopt(decoded, 'text/csv');
    expect(adopted?.columns).toEqual(decoded.columns);
    expect(width).toBeGreaterThan(1);
    expect(stage.container.adopt(decoded, 'application/json')).toBeUndefined();
  });
});
