import { expect, it, onTestFinished, vi } from 'vitest';
import { StandstillWatch } from '../../../src/entry/http/standstill-watch.ts';

it('sees that the process stood still, for as long as that is of interest', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let now = 0;
  const watch = new StandstillWatch(() => now);
  /** Half a second as it should be, in which the watch looks. */
  const goOn = () => {
    now += 500;
    vi.advanceTimersByTime(500);
  };
  for (let at = 0; at < 10; at++) goOn();
  expect(watch.stoodWithin(10_000)).toBe(false);
  // Two seconds pass in which no timer runs.
  now += 2_000;
  expect(watch.stoodWithin(10_000)).toBe(true);
  for (let at = 0; at < 19; at++) goOn();
  expect(watch.stoodWithin(10_000)).toBe(true);
  goOn();
  expect(watch.stoodWithin(10_000)).toBe(false);
  watch.close();
});
