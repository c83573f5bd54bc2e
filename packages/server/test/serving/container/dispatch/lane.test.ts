import { afterEach, expect, it, vi } from 'vitest';
import { SequentialLane } from '../../../../src/serving/container/dispatch/lane.ts';
import type { Task } from '../../../../src/serving/container/dispatch/task.ts';
import type { Worker } from '../../../../src/serving/container/dispatch/worker.ts';

afterEach(() => vi.restoreAllMocks());

/** Requests that a worker has at most, which answers one of them every so many milliseconds, and says that it worked on it for `workMs`. */
function mostGiven(everyMs: number, workMs?: number): number {
  const lane = new SequentialLane({ isReady: true } as Worker, 16);
  const clock = vi.spyOn(performance, 'now');
  for (let at = 0; at < 100; at++) {
    clock.mockReturnValue(at * everyMs);
    // Each was given out long before, and lay ready behind others.
    lane.onAnswer(100, 'enough', workMs);
  }
  while (lane.hasRoom) lane.given.push({} as Task);
  return lane.given.length;
}

it.each([
  // 16 * 0.03 ms and 3 * 0.3 ms are within the millisecond that requests lie ready for.
  [0.03, 16],
  [0.3, 3],
  [0.9, 2],
  [4, 2],
  [6, 1],
])('a worker that answers every %d ms is given %d requests', (everyMs, count) => {
  expect(mostGiven(everyMs)).toBe(count);
});

it.each([
  // It answers seldom, as it is seldom asked, and has to be woken each time.
  [0.9, 0.03, 16],
  [6, 0.3, 3],
  // It is slower than it says.
  [0.3, 100, 3],
])('a worker that answers every %d ms, and works %d ms on it, is given %d requests', (everyMs, workMs, count) => {
  expect(mostGiven(everyMs, workMs)).toBe(count);
});
