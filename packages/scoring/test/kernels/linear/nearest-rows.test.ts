import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestRows } from '../../../src/kernels/linear/nearest-rows.ts';
import type { Rows } from '../../../src/kernels/linear/squared-distance.ts';

const rowsOf = (columns: number, values: Iterable<number>): Rows => {
  const cells = Float64Array.from(values);
  return { rows: cells.length / columns, columns, values: cells };
};

function placesOf(rows: Rows, points: Rows, count: number): number[][] {
  const found: number[][] = [];
  nearestRows(rows, points, count, (row, { places }) => (found[row] = [...places]));
  return found;
}

/** By definition: all squared distances, sorted, the first of equals first. */
function byDefinition(rows: Rows, points: Rows, count: number): number[][] {
  return Array.from({ length: rows.rows }, (_none, row) => {
    const squares = Array.from({ length: points.rows }, (_point, place) => {
      let sum = 0;
      for (let at = 0; at < rows.columns; at++)
        sum += (rows.values[row * rows.columns + at]! - points.values[place * rows.columns + at]!) ** 2;
      return sum;
    });
    const order = squares.map((_square, place) => place);
    return order.sort((a, b) => squares[a]! - squares[b]! || a - b).slice(0, count);
  });
}

describe('nearestRows()', () => {
  it('gives places and squared distances, nearest first', () => {
    const found: unknown[] = [];
    // From 3: 1 away from 2 and 4 (the first counts), 0 from 3, 2 from 5.
    nearestRows(rowsOf(1, [3]), rowsOf(1, [5, 2, 4, 3]), 3, (row, nearest) =>
      found.push(row, [...nearest.places], [...nearest.squares]),
    );
    expect(found).toEqual([0, [3, 1, 2], [0, 1, 1]]);
  });

  it('gives all points where there are fewer', () => {
    expect(placesOf(rowsOf(1, [3]), rowsOf(1, [5, 2]), 9)).toEqual([[1, 0]]);
  });

  // Whole cells, so that sums are exact and ties frequent; more points than one chunk.
  it('of many rows are those by definition, ties included', () => {
    const cell = fc.integer({ min: -3, max: 3 });
    const input = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 8, max: 45 }), fc.integer({ min: 1, max: 80 }))
      .chain(([columns, rowCount, count]) =>
        fc.record({
          rows: fc.array(cell, { minLength: columns * rowCount, maxLength: columns * rowCount }),
          points: fc.array(cell, { minLength: columns * 300, maxLength: columns * 300 }),
          columns: fc.constant(columns),
          count: fc.constant(count),
        }),
      );
    fc.assert(
      fc.property(input, ({ rows, points, columns, count }) => {
        const [given, fitted] = [rowsOf(columns, rows), rowsOf(columns, points)];
        expect(placesOf(given, fitted, count)).toEqual(byDefinition(given, fitted, count));
      }),
      { numRuns: 25 },
    );
  });

  // Float32 cannot tell these apart: it holds 1e8 + 1 as 1e8, and nothing of 1e200 or 1e-200.
  it.each([
    ['next to each other and far from zero', 1e8, 1],
    ['too large for float32', 1e200, 1e190],
    ['too small for float32', 0, 1e-160],
  ])('of rows %s are exact', (_what, base, step) => {
    const points = rowsOf(
      2,
      Array.from({ length: 600 }, (_none, at) => base + ((at * 7919) % 600) * step),
    );
    const rows = rowsOf(
      2,
      Array.from({ length: 40 }, (_none, at) => base + at * 7.3 * step),
    );
    expect(placesOf(rows, points, 4)).toEqual(byDefinition(rows, points, 4));
  });
});
