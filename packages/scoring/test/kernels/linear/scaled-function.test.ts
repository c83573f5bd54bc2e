import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledFunction } from '../../../src/kernels/linear/scaled-function.ts';

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const scale = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

describe('scaledFunction()', () => {
  it('gives the bits of scaling each cell, adding up from the left, and adding the bias', () => {
    const columnsOf = fc.array(fc.record({ center: number, scale, weight: number }), { minLength: 1, maxLength: 9 });
    const shapes = fc.record({ columns: columnsOf, rows: fc.integer({ min: 0, max: 11 }), bias: number });
    const cases = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        cells: fc.array(number, {
          minLength: shape.rows * shape.columns.length,
          maxLength: shape.rows * shape.columns.length,
        }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ shape: { columns, rows, bias }, cells }) => {
        const expected = Array.from({ length: rows }, (_none, row) => {
          let sum = 0;
          columns.forEach(({ center, scale: divisor, weight }, column) => {
            sum += (((cells[row * columns.length + column] as number) - center) / divisor) * weight;
          });
          return sum + bias;
        });
        const scaling = {
          centers: Float64Array.from(columns, ({ center }) => center),
          scales: Float64Array.from(columns, ({ scale: divisor }) => divisor),
        };
        const weights = Float64Array.from(columns, ({ weight }) => weight);
        const answer = scaledFunction(Float64Array.from(cells), rows, scaling, weights, bias);
        expect([...(answer as Float64Array)]).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it.each([NaN, Infinity, -Infinity])('gives none where a cell is %d, even under a weight of 0', (odd) => {
    const scaling = { centers: Float64Array.of(0, 0), scales: Float64Array.of(1, 1) };
    for (const rows of [1, 5]) {
      for (let at = 0; at < 2 * rows; at++) {
        const cells = new Float64Array(2 * rows).fill(1);
        cells[at] = odd;
        expect(scaledFunction(cells, rows, scaling, Float64Array.of(2, 0), 1)).toBeUndefined();
      }
    }
  });
});
