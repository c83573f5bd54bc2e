import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparseOf } from '../../../src/frame/sparse-cells.ts';
import { SparsePoints } from '../../../src/kernels/linear/sparse-points.ts';

const COLUMNS = 6;
const cell = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, min: -1e3, max: 1e3 }) },
);
const rows = fc.array(fc.array(cell, { minLength: COLUMNS, maxLength: COLUMNS }), { minLength: 1, maxLength: 5 });

const storedOf = (given: readonly (readonly number[])[]) =>
  sparseOf({ rows: given.length, columns: COLUMNS, values: Float64Array.from(given.flat()) });

/** Every row with every point, all cells looked at in the order of the columns. */
const byDefinition = (
  given: readonly (readonly number[])[],
  points: readonly (readonly number[])[],
  term: (x: number, y: number) => number,
) => given.flatMap((row) => points.map((point) => row.reduce((sum, x, at) => sum + term(x, point[at]!), 0)));

describe('SparsePoints', () => {
  const terms = {
    products: (x: number, y: number) => x * y,
    squares: (x: number, y: number) => (x - y) * (x - y),
    differences: (x: number, y: number) => Math.abs(x - y),
  } as const;

  it.each(Object.entries(terms))('%s are those of all cells, to the bit', (name, term) => {
    fc.assert(
      fc.property(rows, rows, (given, points) => {
        const sums = new SparsePoints(storedOf(points), COLUMNS)[name as keyof typeof terms](storedOf(given));
        // A sum of nothing has no sign.
        expect([...sums].map((sum) => sum + 0)).toEqual(byDefinition(given, points, term).map((sum) => sum + 0));
      }),
    );
  });

  it('expandedSquares() are squared lengths less the product twice, and never below 0', () => {
    const points = new SparsePoints(
      storedOf([
        [3, 0, 0, 4, 0, 0],
        [0.1, 0.2, 0.3, 0, 0, 0],
      ]),
      COLUMNS,
    );
    // 1 + 25 - 2 * 3; 1 + 0.14 - 2 * 0.1; then a row that is a point.
    const squares = points.expandedSquares(
      storedOf([
        [1, 0, 0, 0, 0, 0],
        [0.1, 0.2, 0.3, 0, 0, 0],
      ]),
    );
    expect(squares[0]).toBe(20);
    expect(squares[1]).toBeCloseTo(0.94, 14);
    expect(squares[3]).toBeGreaterThanOrEqual(0);
    expect(squares[3]).toBeLessThan(1e-15);
  });

  it('cosines() are 0 along the same line, 1 across, and 1 from a row of zeros', () => {
    const points = new SparsePoints(
      storedOf([
        [2, 0, 0, 0, 0, 0],
        [0, 5, 0, 0, 0, 0],
      ]),
      COLUMNS,
    );
    expect([
      ...points.cosines(
        storedOf([
          [7, 0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0],
        ]),
      ),
    ]).toEqual([0, 1, 1, 1]);
  });
});
