import type { Lane } from './lane.ts';
import type { Pace } from './request-queue.ts';

/** How many requests workers answer at once: those that are ready, or if none is, all of them, when the first one is. */
export function paceOf(lanes: readonly Lane[]): Pick<Pace, 'atOnce' | 'readyInMs'> {
  let [atOnce, all, readyInMs] = [0, 0, Infinity];
  for (const { worker, atOnce: those } of lanes) {
    all += those;
    if (worker.isReady) atOnce += those;
    readyInMs = Math.min(readyInMs, worker.readyInMs);
  }
  return { atOnce: atOnce === 0 ? all : atOnce, readyInMs };
}
