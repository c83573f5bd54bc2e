import { describe, expect, it } from 'vitest';
import {
  decodeJsonRows,
  type Frame,
  loadBundle,
  scalar,
  toFeatureRows,
  vector,
  type VectorColumn,
} from '../../src/index.ts';
import { bundleFiles, diamonds, diamondsModel, logPrices } from './diamonds.ts';

const bundle = loadBundle(await bundleFiles(), { outputs: ['features'] });
const model = await diamondsModel();
const features = bundle.score(decodeJsonRows(diamonds, bundle.inputSchema));

describe('toFeatureRows()', () => {
  it("hands a bundle's vectors to XGBoost as a chain does: 2,000 diamonds as the libraries have them", () => {
    const prices = model.predict(toFeatureRows(features));
    expect(prices).toHaveLength(logPrices.length);
    // Predictions are float32; the golden file has them in their shortest text.
    expect(Array.from(prices)).toEqual(logPrices.map(Math.fround));
    expect(prices[0]).toBe(9.064083099365234);
  });

  it('answers the same row by row, where vectors are sparse or dense each', () => {
    for (const [at, diamond] of diamonds.slice(0, 50).entries()) {
      const one = bundle.score(decodeJsonRows([diamond], bundle.inputSchema));
      expect(model.predict(toFeatureRows(one))[0]).toBe(Math.fround(logPrices[at] as number));
    }
  });

  it('lets nobody read the vectors the other ways, which answered something else', () => {
    const column = features.columns[0] as VectorColumn;
    const { values, starts, indices = new Int32Array(values.length) } = column;
    const { rowCount } = features;
    const columnCount = model.featureCount;
    // The values alone, though sparse rows have fewer.
    expect(() => model.predict({ kind: 'dense', values, rowCount, columnCount })).toThrow('values; there are');
    // Sparse rows that do not say what they lack.
    const rows = { kind: 'sparse', starts, indices, values, rowCount, columnCount } as const;
    expect(() => model.predict(rows as never)).toThrow("absent: 0 (vectors of Spark and MLeap) or absent: 'missing'");
  });

  it('takes columns of numbers side by side, in the order asked for', () => {
    const frame: Frame = {
      schema: { fields: ['a', 'b', 'c'].map((name) => ({ name, type: scalar('double') })) },
      columns: [1, 2, 3].map((start) => ({ kind: 'number', values: Float64Array.of(start, start * 10) })),
      rowCount: 2,
    };
    expect(toFeatureRows(frame, { columns: ['c', 'a'] })).toEqual({
      kind: 'dense',
      values: Float64Array.of(3, 1, 30, 10),
      rowCount: 2,
      columnCount: 2,
    });
    expect(() => toFeatureRows(frame, { columns: ['C', 'a'] })).toThrow('no column "C"; did you mean "c"?');
  });

  const sized = (sizes: readonly number[], nulls?: Uint8Array): Frame => ({
    schema: { fields: [{ name: 'v', type: vector() }] },
    columns: [
      {
        kind: 'vector',
        values: new Float64Array(sizes.reduce((sum, size) => sum + size, 0)),
        starts: Int32Array.from([0, ...sizes.map((_size, at) => sizes.slice(0, at + 1).reduce((a, b) => a + b))]),
        sizes: Int32Array.from(sizes),
        nulls,
      },
    ],
    rowCount: sizes.length,
  });

  it('refuses what is no row of features, and says why', () => {
    expect(() => toFeatureRows(sized([2, 3]))).toThrow('Column "v", row 2 has 3 positions, row 1 has 2.');
    expect(() => toFeatureRows(sized([2, 2], Uint8Array.of(0, 1)))).toThrow('Column "v", row 2 is null.');
    const unseen = bundle.score(decodeJsonRows([{ ...diamonds[0], carat: null }, diamonds[1]], bundle.inputSchema));
    expect(() => toFeatureRows(unseen)).toThrow('1 of 2 rows have no answer; row 1 failed: ');
    const all = loadBundle(new Map(files)).score(decodeJsonRows([diamonds[0]], bundle.inputSchema));
    expect(() => toFeatureRows(all)).toThrow('name them with the option "columns"');
    expect(model.predict(toFeatureRows(all, { columns: ['features'] }))[0]).toBe(9.064083099365234);
  });
});

const files = await bundleFiles();
