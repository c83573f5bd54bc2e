import { describe, expect, it } from 'vitest';
import { KllSketch } from '../../../src/serving/monitoring/analysis/kll-sketch.ts';
import { WeightedItems } from '../../../src/serving/monitoring/analysis/weighted-items.ts';

function sketchOf(count: number, value: (at: number) => number = (at) => at): KllSketch {
  const sketch = new KllSketch();
  for (let at = 0; at < count; at++) sketch.add(value(at));
  return sketch;
}

describe('KllSketch', () => {
  it('is the values themselves, in the order in which they came, up to 2,050 of them', () => {
    // The lowest level holds 2 * (2048 / 2 + 1).
    expect(sketchOf(2050, (at) => -at).levels).toEqual([Array.from({ length: 2050 }, (_, at) => -at)]);
  });

  it('keeps every second value from the first on when it is full, and the last that came', () => {
    const even = Array.from({ length: 1025 }, (_, at) => 2 * at);
    expect(sketchOf(2051).levels).toEqual([[2050], even]);
  });

  it('keeps the others the second time', () => {
    // Both levels have room for 2050 + 2 * (ceil(2048 * 0.64 / 2) + 1) = 2050 + 1314 items: 1025 above leave 2339 below.
    const first = Array.from({ length: 1025 }, (_, at) => 2 * at);
    // 2050 to 4389 are one more: all 2340 are halved, from the second on.
    const second = Array.from({ length: 1170 }, (_, at) => 2051 + 2 * at);
    expect(sketchOf(4390).levels).toEqual([[], [...first, ...second]]);
  });

  it('stays small, and knows ranks within 1 %', () => {
    const count = 300_000;
    // A permutation: 7919 is prime to the count.
    const items = new WeightedItems(sketchOf(count, (at) => (at * 7919) % count).levels);
    expect(items.items.length).toBeLessThan(6000);
    expect(Math.abs(items.total - count)).toBeLessThan(count / 100);
    const errors = [0.01, 0.1, 0.5, 0.9, 0.99].map((share) =>
      Math.abs(items.rank(share * count) / items.total - share),
    );
    expect(Math.max(...errors)).toBeLessThan(0.01);
  });
});

describe('WeightedItems', () => {
  it('counts the items of higher levels as often as they stand for', () => {
    // 5 and 7 once, 6 twice, 4 four times: in order 4 4 4 4 5 6 6 7.
    const items = new WeightedItems([[7, 5], [6], [4]]);
    expect(items.total).toBe(8);
    expect([3, 4, 5, 6, 7, 8].map((value) => items.rank(value))).toEqual([0, 4, 5, 7, 8, 8]);
    expect([3, 4, 5, 6, 7, 8].map((value) => items.rankBelow(value))).toEqual([0, 0, 4, 5, 7, 8]);
  });
});
