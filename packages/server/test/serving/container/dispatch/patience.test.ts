import { describe, expect, it } from 'vitest';
import { Patience } from '../../../../src/serving/container/dispatch/patience.ts';

/** Callers that left after a second. */
function left(count: number): Patience {
  const patience = new Patience();
  for (let caller = 0; caller < count; caller++) patience.left(1_000, 0);
  return patience;
}

describe('how long callers wait', () => {
  it('is not known from a few that left', () => {
    expect(left(9).limitMs(0)).toBe(Infinity);
    expect(left(10).limitMs(0)).toBe(850);
  });

  it('is longer if as many were answered after more than that time', () => {
    const patience = left(12);
    for (let caller = 0; caller < 3; caller++) patience.answered(1_300, 0);
    expect(patience.limitMs(0)).toBe(Infinity);
  });

  it('is not longer because some were answered just before they would have left', () => {
    const patience = left(12);
    for (let caller = 0; caller < 12; caller++) patience.answered(980, 0);
    expect(patience.limitMs(0)).toBe(850);
  });

  it('is forgotten in some minutes, however many left', () => {
    const patience = left(1_000);
    expect(patience.limitMs(120_000)).toBe(850);
    expect(patience.limitMs(300_000)).toBe(Infinity);
  });
});
