import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketMiddle, bucketOf, bucketStart } from '../../../src/platform/metrics/bucket.ts';
import { Distribution } from '../../../src/platform/metrics/distribution.ts';
import { addStatistics, percentileOf, statisticsOf } from '../../../src/platform/metrics/statistics.ts';

const of = (values: readonly number[]) => values.map((value) => statisticsOf(value)).reduce(addStatistics);

describe('bucketOf()', () => {
  it('has 32 equally wide buckets for each power of two', () => {
    expect(bucketStart(bucketOf(1))).toBe(1);
    expect(bucketStart(bucketOf(1) + 1)).toBe(1 + 1 / 32);
    expect(bucketStart(bucketOf(1) + 32)).toBe(2);
    expect(bucketOf(0)).toBe(0);
    expect(bucketMiddle(0)).toBe(0);
  });

  it('has a middle that is at most 1/64 away from any value in it', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -100, max: 2 ** 360, noNaN: true }), (value) => {
        expect(Math.abs(bucketMiddle(bucketOf(value)) - value) / value).toBeLessThanOrEqual(1 / 64);
      }),
    );
  });
});

describe('percentileOf()', () => {
  it('is right to 1.6 % of the value with that rank', () => {
    const values = fc.array(fc.double({ min: 0.001, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 100 }), (some, percent) => {
        const rank = Math.max(1, Math.ceil((percent / 100) * some.length));
        const exact = some.toSorted((a, b) => a - b)[rank - 1] ?? Number.NaN;
        expect(Math.abs((percentileOf(of(some), percent) ?? 0) - exact) / exact).toBeLessThanOrEqual(1 / 64);
      }),
    );
  });

  it('is not known of sums alone, but of values that are all the same', () => {
    const sums = { count: 2, sum: 3, min: 1, max: 2, buckets: undefined };
    expect(percentileOf(sums, 50)).toBeUndefined();
    expect(percentileOf({ ...sums, sum: 4, min: 2 }, 50)).toBe(2);
    expect(percentileOf(addStatistics(sums, statisticsOf(1)), 50)).toBeUndefined();
    expect(percentileOf(of([-1, 1]), 50)).toBeUndefined();
  });
});

describe('Distribution', () => {
  it('gives what came since it was last taken, and all of it', () => {
    const times = new Distribution();
    expect(times.take()).toBeUndefined();
    times.record(10);
    times.record(1000);
    expect(times.take()).toMatchObject({ count: 2, sum: 1010, min: 10, max: 1000 });
    expect(times.take()).toBeUndefined();
    times.record(100);
    const taken = times.take();
    expect(taken).toMatchObject({ count: 1, sum: 100, min: 100, max: 100 });
    expect([...(taken?.buckets?.values() ?? [])]).toEqual([1]);
    expect(times.all).toMatchObject({ count: 3, sum: 1110, min: 10, max: 1000 });
    expect(percentileOf(times.all, 50)).toBeCloseTo(100, -0.5);
  });

  it('counts times below a power of two exactly, and those that are too short or too long', () => {
    const times = new Distribution();
    for (const micros of [0, 1e-9, 63.9, 64, 65, 1e300]) times.record(micros);
    expect(times.countsBelow([64, 128])).toEqual([3, 5]);
    expect(times.all.count).toBe(6);
  });
});
