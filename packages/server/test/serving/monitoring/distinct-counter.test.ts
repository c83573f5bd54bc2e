import { expect, it } from 'vitest';
import { DistinctCounter } from '../../../src/serving/monitoring/analysis/distinct-counter.ts';

it.each([0, 1, 100, 5000, 100_000])('counts %d different texts within 5 percent, however often they come', (count) => {
  const counter = new DistinctCounter();
  for (let round = 0; round < 2; round++) for (let at = 0; at < count; at++) counter.add(`text ${at}`);
  // The standard error is 1.04 / sqrt(4096), 1.6 %.
  expect(Math.abs(counter.count - count)).toBeLessThanOrEqual(count * 0.05);
});
