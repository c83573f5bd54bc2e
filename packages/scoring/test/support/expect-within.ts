import { expect } from 'vitest';

/** As many numbers as expected, each within this share of what is expected of it: C's `exp` and vectorised ones round otherwise. */
export function expectWithin(numbers: ArrayLike<number>, expected: readonly number[], share: number): void {
  expect(numbers).toHaveLength(expected.length);
  expected.forEach((value, at) =>
    expect(Math.abs((numbers[at] as number) - value)).toBeLessThanOrEqual(share * Math.abs(value)),
  );
}
