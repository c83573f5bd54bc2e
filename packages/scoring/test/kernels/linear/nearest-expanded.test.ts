import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparseOf } from '../../../src/frame/sparse-cells.ts';
import { nearestExpanded } from '../../../src/kernels/linear/nearest-expanded.ts';
import { SparsePoints } from '../../../src/kernels/linear/sparse-points.ts';
import type { Rows } from '../../../src/kernels/linear/squared-distance.ts';

const ROWS = 11;
const POINTS = 300;
const COUNT = 5;

/** What a number from 0 to 1 becomes as a cell. */
const draws: Readonly<Record<string, (share: number) => number>> = {
  'numbers among zeros': (share) => (share < 0.7 ? 0 : share * 40 - 33),
  'zeros and ones, many of them equally far': (share) => (share < 0.7 ? 0 : 1),
  'large numbers that differ little': (share) => 1e8 + Math.floor(share * 4) / 8,
  'numbers too small for float32': (share) => share * 1e-30,
};

const shares = (count: number) =>
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: count, maxLength: count, size: 'max' });

/** Places and squares of the nearest points of each row, by all squares in order. */
function byDefinition(squares: Float64Array): [number[], number[]][] {
  return Array.from({ length: ROWS }, (_none, row) => {
    const own = [...squares.subarray(row * POINTS, (row + 1) * POINTS)];
    const places = own.map((_square, place) => place).sort((a, b) => own[a]! - own[b]! || a - b);
    const nearest = places.slice(0, COUNT);
    return [nearest, nearest.map((place) => own[place]!)];
  });
}

describe('nearestExpanded', () => {
  it.each(Object.entries(draws))('finds what a look at every point finds, to the last bit: %s', (_name, draw) => {
    const tables = fc
      .integer({ min: 1, max: 12 })
      .chain((columns) => fc.tuple(fc.constant(columns), shares(ROWS * columns), shares(POINTS * columns)));
    fc.assert(
      fc.property(tables, ([columns, rowShares, pointShares]) => {
        const all: Rows = { rows: ROWS, columns, values: Float64Array.from(rowShares, draw) };
        const points: Rows = { rows: POINTS, columns, values: Float64Array.from(pointShares, draw) };
        const [stored, fitted] = [sparseOf(all), new SparsePoints(sparseOf(points), columns)];
        const found: [number[], number[]][] = [];
        const wanted = {
          count: COUNT,
          visit: (row: number, { places, squares }: { places: Int32Array; squares: Float64Array }) =>
            (found[row] = [[...places], [...squares]]),
        };
        expect(nearestExpanded({ stored, all }, { all: points, lengths: fitted.lengths }, wanted)).toBe(true);
        expect(found).toEqual(byDefinition(fitted.expandedSquares(stored)));
      }),
      { numRuns: 30 },
    );
  });

  it('leaves many neighbours of few points to a look at all of them', () => {
    const all: Rows = { rows: 19, columns: 1, values: new Float64Array(19) };
    const wanted = { count: COUNT, visit: () => {} };
    expect(nearestExpanded({ stored: sparseOf(all), all }, { all, lengths: all.values }, wanted)).toBe(false);
  });
});
