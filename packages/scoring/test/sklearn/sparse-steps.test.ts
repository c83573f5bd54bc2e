import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toMatrix } from '../../src/frame/table.ts';
import { openModelFile } from '../../src/model-file/open-model-file.ts';
import { readInput } from '../../src/model-file/read-input.ts';

const folder = resolve(import.meta.dirname, '../../../../test/golden/sparse-steps');
const read = (file: string) => readFileSync(join(folder, file));
const expected = JSON.parse(read('expected.json').toString()) as Readonly<Record<string, readonly number[]>>;

describe('steps that hand sparse matrices on', () => {
  it.each(Object.entries(expected))('%s answers as the library', (name, wanted) => {
    const model = openModelFile(`${name}.joblib`, read(`${name}.joblib`));
    const rows = readInput(read('rows.csv').toString(), { format: 'csv', hasHeader: true }, model);
    const method = name.endsWith('classifier') ? 'predict_proba' : 'predict';
    const { values } = toMatrix(model.call(method, rows).table);
    expect(values.length).toBe(wanted.length);
    values.forEach((value, at) => expect(value).toBeCloseTo(wanted[at] as number, 5));
  });
});
