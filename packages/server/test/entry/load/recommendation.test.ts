import { expect, it } from 'vitest';
import { recommend } from '../../../src/entry/cli/load/recommendation.ts';

it('plans each instance with half of what it holds', () => {
  // 400 requests a second of 2 instances: 200 each, planned with 100; 6,000 a minute; 950 need 9.5 of them.
  expect(recommend(400, { unit: 'instance', units: 2, wanted: 950 })).toEqual({
    unit: 'instance',
    heldPerSecond: 200,
    plannedPerSecond: 100,
    invocationsPerInstance: 6000,
    count: 10,
  });
});

it('names no count for no load', () => {
  expect(recommend(400, { unit: 'server', units: 1 })).not.toHaveProperty('count');
});

it('recommends nothing where no rate was held', () => {
  expect(recommend(0, { unit: 'server', units: 1, wanted: 5 })).toBeUndefined();
});
