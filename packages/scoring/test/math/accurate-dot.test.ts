import { expect, it } from 'vitest';
import { accurateDot } from '../../src/math/accurate-dot.ts';

it.each([
  // 2^60 + 1 - 2^60: a plain sum loses the 1.
  [[2 ** 60, 1, -(2 ** 60)], [1, 1, 1], 1],
  // (1 + 2^-30)^2 - 1 - 2^-29 = 2^-60: a plain product loses it.
  [[1 + 2 ** -30, -1, -(2 ** -29)], [1 + 2 ** -30, 1, 1], 2 ** -60],
  [[3, 0, -2], [0.5, Number.NaN, 0.25], 1],
  [[], [], 0],
])('accurateDot(%j, %j)', (cells, weights, expected) => {
  const given = [Float64Array.of(9, ...cells), Float64Array.of(9, 9, ...weights)] as const;
  expect(accurateDot(given[0], 1, given[1], 2, cells.length)).toBe(expected);
});
