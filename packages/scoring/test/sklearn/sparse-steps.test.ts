import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toMatrix } from '../../src/frame/table.ts';
import { openModelFile } from '../../src/model-file/open-model-file.ts';
import { readInput } from '../../src/model-file/read-input.ts';

const folder = resolve(import.meta.dirname, '../../../../test/golden/sparse-steps');
const read = (file: string) => readFileSync(join(folder, file));
const expected = JSON.parse(read('expected.json').toString()) as Readonly<Record<string, readonly number[]>>;

/** Sums of doubles; what is averaged over float32 answers of XGBoost is averaged in float32 by the library. */
const toleranceOf = (name: string) => (name === 'bagged' ? 1e-6 : 1e-12);

describe('steps that hand sparse matrices on', () => {
  it.each(Object.entries(expected))('%s answers as the library', (name, wanted) => {
    const model = openModelFile(`${name}.joblib`, read(`${name}.joblib`));
    const rows = readInput(read('rows.csv').toString(), { format: 'csv', hasHeader: true }, model);
    const method = name.endsWith('classifier') ? 'predict_proba' : 'predict';
    const { values } = toMatrix(model.call(method, rows).table);
    expect(values.length).toBe(wanted.length);
    const gaps = wanted.map((value, at) => Math.abs((values[at] ?? Number.NaN) - value) / Math.max(1, Math.abs(value)));
    expect(Math.max(...gaps)).toBeLessThan(toleranceOf(name));
  });
});
