import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KeyedTimers } from '../../src/util/keyed-timers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('what is set for a key is done once, when its time has come', () => {
  const timers = new KeyedTimers();
  const done: string[] = [];
  timers.set('a', 10, () => done.push(`a, still set: ${timers.has('a')}`));
  timers.set('b', 20, () => done.push('b'));
  vi.advanceTimersByTime(15);
  expect([done, timers.has('b')]).toEqual([['a, still set: false'], true]);
  vi.advanceTimersByTime(60);
  expect(done).toEqual(['a, still set: false', 'b']);
});

it('what is set later for the same key takes its place', () => {
  const timers = new KeyedTimers();
  const done: string[] = [];
  timers.set('a', 10, () => done.push('first'));
  timers.set('a', 30, () => done.push('second'));
  vi.advanceTimersByTime(20);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(done).toEqual(['second']);
});

it('after close() nothing is done, neither what was set nor what is set then', () => {
  const timers = new KeyedTimers();
  const done: string[] = [];
  timers.set('a', 10, () => done.push('a'));
  timers.close();
  timers.set('b', 10, () => done.push('b'));
  vi.advanceTimersByTime(100);
  expect([done, timers.has('a'), timers.has('b')]).toEqual([[], false, false]);
});
