import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GivenCells } from '../../src/frame/given-cells.ts';
import { type MixedTable, toMatrix } from '../../src/frame/table.ts';
import { openModelFile } from '../../src/model-file/open-model-file.ts';
import { readInput } from '../../src/model-file/read-input.ts';
import { differences, goldenCases, goldenFolder, readExpected, readModelFile } from '../sklearn/golden-cases.ts';

/** See `load-sklearn.test.ts`. */
const tolerance = (name: string) => (/^(neighbors-cosine|gaussian-process-classifier)/.test(name) ? 1e-10 : 1e-12);

// The types of columns are read off the text, as a caller's are.
describe('openModelFile() and readInput() of CSV answer as scikit-learn does', () => {
  it.each(goldenCases().filter(({ files }) => files.includes('model.joblib')))('$name', ({ name, input, methods }) => {
    const model = openModelFile('model.joblib', readModelFile(name));
    const text = readFileSync(join(goldenFolder, name, 'input.csv'), 'utf8');
    const rows = readInput(text, { format: 'csv', hasHeader: typeof input === 'object' }, model);
    for (const method of methods) {
      const found = differences(model.call(method, rows).table, readExpected(name, method), tolerance(name));
      expect({ method, found }).toEqual({ method, found: [] });
    }
  });
});

describe('readInput() of libsvm', () => {
  it.each(['multinomial-nb-1.9', 'gaussian-nb-1.9', 'neighbors-tied-kd-tree-1.9'])('absent is 0 to %s', (name) => {
    const model = openModelFile('model.joblib', readModelFile(name));
    const lines = readFileSync(join(goldenFolder, name, 'input.csv'), 'utf8')
      .trimEnd()
      .split('\n');
    const sparse = lines.map((line) =>
      line.split(',').reduce((row, cell, at) => (Number(cell) === 0 ? row : `${row} ${at}:${cell}`), '0'),
    );
    const rows = readInput(sparse.join('\n'), { format: 'libsvm', hasHeader: false }, model);
    expect(differences(model.call('predict', rows).table, readExpected(name, 'predict'), 1e-12)).toEqual([]);
  });
});

describe('readInput()', () => {
  const csv = { format: 'csv', hasHeader: false } as const;

  it('keeps every cell as it came for a model with categories, and reads numbers for all others', () => {
    const given = readInput('01,2.50\n1,NA\n', csv, { takesTexts: false, readsCells: true }) as MixedTable;
    expect(given.cells.map((column) => (column as GivenCells).values)).toEqual([
      ['01', '1'],
      ['2.50', 'NA'],
    ]);
    expect(toMatrix(given).values).toEqual(Float64Array.of(1, 2.5, 1, Number.NaN));
    const numbers = readInput('01,true\n1,nan\n', csv, { takesTexts: false });
    expect(numbers).toMatchObject({ kind: 'matrix', values: Float64Array.of(1, 1, 1, Number.NaN) });
  });

  it('says where a cell is that is no number, counted from 1', () => {
    const read = () => readInput('1,2\n1,x\n', csv, { takesTexts: false });
    expect(read).toThrow('Row 2, column 1: "x" is no number.');
  });
});
