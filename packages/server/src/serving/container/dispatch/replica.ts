import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from './lane.ts';
import type { Worker } from './worker.ts';

/** How long requests under way may take once a replica is to go (the real service's figure), milliseconds. */
const drainTimeoutMs = 30_000;

/** One of the copies of a container: the workers that one instance of it has. */
export class Replica<W extends Worker = Worker> {
  readonly lanes: readonly Lane<W>[];

  constructor(lanes: readonly Lane<W>[]) {
    this.lanes = lanes;
  }

  get isReady(): boolean {
    return this.lanes.some(({ worker }) => worker.isReady);
  }

  hasWorker(worker: Worker): boolean {
    return this.lanes.some((lane) => lane.worker === worker);
  }

  /** Requests that it was given and has not answered. */
  get outstanding(): number {
    return this.lanes.reduce((sum, { given }) => sum + given.length, 0);
  }

  /** Of its workers that have room, the one with the fewest requests. */
  findFree(): Lane<W> | undefined {
    let best: Lane<W> | undefined;
    for (const lane of this.lanes)
      if (lane.hasRoom && (best === undefined || lane.given.length < best.given.length)) best = lane;
    return best;
  }

  /** Starts all its workers side by side; rejects with the first failure when all have started or failed. */
  async start(signal: AbortSignal): Promise<void> {
    const started = await Promise.allSettled(this.lanes.map(({ worker }) => worker.start(signal)));
    const failed = started.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** It gets no more requests: those that it has may come to their end, then it is stopped. */
  async drain(): Promise<void> {
    const end = performance.now() + drainTimeoutMs;
    while (this.outstanding > 0 && performance.now() < end) await sleep(10);
    await this.close();
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map(({ worker }) => worker.close()));
  }
}
