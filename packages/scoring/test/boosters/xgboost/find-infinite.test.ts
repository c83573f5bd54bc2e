import { describe, expect, it } from 'vitest';
import { findInfinite } from '../../../src/boosters/xgboost/find-infinite.ts';

const find = (...values: number[]) =>
  findInfinite({ kind: 'dense', values: Float64Array.from(values), rowCount: 1, columnCount: values.length });

describe('findInfinite()', () => {
  // The largest float32 is (2 - 2^-23) * 2^127; what is half a step above it, or more, is infinite when rounded.
  const largest = (2 - 2 ** -23) * 2 ** 127;
  const firstInfinite = (2 - 2 ** -24) * 2 ** 127;

  it.each([firstInfinite, -firstInfinite, 1e39, Infinity, -Infinity, Number.MAX_VALUE])('finds %s', (value) => {
    for (let at = 0; at < 9; at++) {
      const values = Array.from({ length: 9 }, (_, place) => (place === at ? value : largest));
      expect(find(...values)).toEqual({ row: 0, column: at, value });
    }
  });

  it.each([largest, -largest, firstInfinite - 2 ** 75, 0, -0, 1e-320, Number.NaN, 3.4e38])('lets %s pass', (value) => {
    // Doubles of this size are 2^75 apart: the last but one that is rounded down, or the last.
    for (const values of [[value], [1, 2, 3, 4, value, 6], [value, value, value, value, value]])
      expect(find(...values)).toBeUndefined();
  });

  it('knows row and position of an entry of sparse rows', () => {
    const rows = {
      kind: 'sparse',
      starts: Int32Array.of(0, 1, 1, 3),
      indices: Int32Array.of(4, 0, 7),
      values: Float64Array.of(1, 2, -Infinity),
      rowCount: 3,
      columnCount: 8,
    } as const;
    expect(findInfinite(rows)).toEqual({ row: 2, column: 7, value: -Infinity });
  });
});
