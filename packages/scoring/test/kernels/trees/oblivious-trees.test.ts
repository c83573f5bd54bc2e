import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObliviousPredictor } from '../../../src/kernels/trees/oblivious-predictor.ts';
import { type ObliviousTrees } from '../../../src/kernels/trees/oblivious-trees.ts';

const rowsOf = (values: readonly number[], columnCount: number) => ({
  values: Float64Array.from(values),
  rowCount: values.length / columnCount,
  columnCount,
});

/** x0 > 1 is bit 0 and x2 > 0 bit 1 of the first tree; the second has no split. */
const trees: ObliviousTrees = {
  outputCount: 2,
  starts: Int32Array.of(0, 2, 2),
  columns: Int32Array.of(0, 2),
  borders: Float32Array.of(1, 0),
  leafValues: Float64Array.of(1, 10, 2, 20, 3, 30, 4, 40, 0.5, 0.25),
};
const missing = (column: number) => (column === 0 ? Infinity : -Infinity);

describe.each([true, false])('ObliviousPredictor (plain: %s)', (isPlain) => {
  it('numbers leaves by the answers of the splits', () => {
    const rows = [
      [1, 9, 0],
      [1.5, 9, 0],
      [1, 9, 0.5],
      [2, 9, 2],
      [Number.NaN, 9, Number.NaN],
    ];
    const sums = new ObliviousPredictor(trees, missing, isPlain).sum(rowsOf(rows.flat(), 3));
    // Leaves 0, 1, 2, 3 and, a missing x0 above and a missing x2 below, 1; 0.5 and 0.25 more.
    expect([...sums]).toEqual([1.5, 10.25, 2.5, 20.25, 3.5, 30.25, 4.5, 40.25, 2.5, 20.25]);
  });

  it('compares float32', () => {
    // 1 + 2^-30 is 1 in float32, which is not above 1.
    const sums = new ObliviousPredictor(trees, missing, isPlain).sum(rowsOf([1 + 2 ** -30, 0, 0], 3));
    expect([...sums]).toEqual([1.5, 10.25]);
  });
});

describe('the kernel', () => {
  it('sums to the same bits as the plain form', () => {
    const split = fc.record({ column: fc.nat(4), border: fc.integer({ min: -3, max: 3 }) });
    const cell = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constantFrom(Number.NaN, Infinity, -Infinity));
    const input = fc.record({
      outputCount: fc.integer({ min: 1, max: 3 }),
      shapes: fc.array(fc.array(split, { maxLength: 4 }), { minLength: 1, maxLength: 9 }),
      cells: fc.array(fc.tuple(cell, cell, cell, cell, cell), { minLength: 1, maxLength: 280 }),
    });
    fc.assert(
      fc.property(input, ({ outputCount, shapes, cells }) => {
        const splits = shapes.flat();
        const starts = Int32Array.of(0, ...shapes.map((_shape, at) => shapes.slice(0, at + 1).flat().length));
        const leafCount = shapes.reduce((sum, shape) => sum + 2 ** shape.length, 0);
        const given: ObliviousTrees = {
          outputCount,
          starts,
          columns: Int32Array.from(splits, ({ column }) => column),
          borders: Float32Array.from(splits, ({ border }) => border),
          leafValues: Float64Array.from({ length: leafCount * outputCount }, (_none, at) => Math.sin(at)),
        };
        const rows = rowsOf(cells.flat(), 5);
        const plain = new ObliviousPredictor(given, missing, true).sum(rows);
        expect(new ObliviousPredictor(given, missing, false).sum(rows)).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });
});
