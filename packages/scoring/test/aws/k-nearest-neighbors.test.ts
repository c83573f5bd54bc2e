import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadKNearestNeighbors } from '../../src/aws/k-nearest-neighbors.ts';

const golden = join(import.meta.dirname, '../../../../test/golden/faiss');
const read = (path: string) => readFileSync(join(golden, path));
const text = read('input.csv').toString().trimEnd();
const values = Float64Array.from(text.split(/[\n,]/).map(Number));
const input = { kind: 'dense', values, rowCount: values.length / 6, columnCount: 6 } as const;
const labelsOf = (name: string) => {
  const bytes = read(`${name}/model_algo-1.labels`);
  return Array.from({ length: bytes.length / 4 }, (_none, at) => bytes.readFloatLE(at * 4));
};
const open = (name: string, more: { labels?: Uint8Array | undefined; settings?: Uint8Array | undefined } = {}) =>
  loadKNearestNeighbors(read(`${name}/model_algo-1`), {
    labels: read(`${name}/model_algo-1.labels`),
    settings: read(`${name}/model_algo-1.json`),
    ...more,
  });
const answer = (name: string, settings?: object) => {
  const more = settings === undefined ? {} : { settings: Buffer.from(JSON.stringify(settings)) };
  const columns = open(name, more).predict(input);
  return Object.fromEntries(columns.map(({ key, values: cells }) => [key, [...cells]]));
};

describe('k-NN', () => {
  const { ids } = JSON.parse(read('flat/expected.json').toString()) as { ids: number[][] };
  const labels = labelsOf('flat');

  it('a classifier answers the most frequent label of the neighbours, of equals that of the nearest', () => {
    const wanted = ids.map((found) => {
      const own = found.map((id) => labels[id] ?? Number.NaN);
      const count = (label: number) => own.filter((other) => other === label).length;
      return own.reduce((best, label) => (count(label) > count(best) ? label : best));
    });
    expect(answer('flat')['predicted_label']).toEqual(wanted);
    expect(answer('flat')['labels']).toEqual(ids.flatMap((found) => found.map((id) => labels[id])));
  });

  it('a regressor answers their mean', () => {
    const settings = { k: 3, predictor_type: 'regressor', dimension_reduction: null, normalize: false };
    const wanted = ids.map((found) =>
      Math.fround(found.slice(0, 3).reduce((sum, id) => sum + (labels[id] ?? 0), 0) / 3),
    );
    expect(answer('flat', settings)['predicted_label']).toEqual(wanted);
  });

  it.each<[string, object, string]>([
    [
      'a reduced dimension',
      { k: 4, predictor_type: 'classifier', dimension_reduction: { type: 'sign' } },
      'dimension_reduction are not read natively',
    ],
    [
      'normalised rows',
      { k: 4, predictor_type: 'classifier', normalize: true },
      'how rows are normalised is not published',
    ],
    ['a k of 0', { k: 0, predictor_type: 'classifier' }, 'no k from 1 to 10000'],
    ['another predictor', { k: 1, predictor_type: 'ranker' }, 'neither classifier nor regressor'],
    ['no object', [1], 'is no object of JSON'],
  ])('refuses %s by name', (_what, settings, message) => {
    expect(() => open('flat', { settings: Buffer.from(JSON.stringify(settings)) })).toThrow(message);
  });

  it('refuses an index without its labels, with too few, and without settings', () => {
    expect(() => open('flat', { labels: undefined })).toThrow('no file model_algo-1.labels');
    expect(() => open('flat', { labels: new Uint8Array(8) })).toThrow('has 8 bytes; 60 vectors need 240');
    expect(() => open('flat', { settings: undefined })).toThrow('no file model_algo-1.json');
  });
});
