import { describe, expect, it } from 'vitest';
import { RestartDelay } from '../../../../src/serving/container/process/restart-delay.ts';

describe('RestartDelay', () => {
  it('is nothing three times in a minute, then doubles up to 30 s', () => {
    const delay = new RestartDelay();
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((now) => delay.next(now))).toEqual([
      0, 0, 0, 1000, 2000, 4000, 8000, 16000, 30000, 30000,
    ]);
  });

  it('forgets after a minute', () => {
    const delay = new RestartDelay();
    for (const now of [0, 0, 0, 0]) delay.next(now);
    expect(delay.next(60_000)).toBe(0);
  });
});
