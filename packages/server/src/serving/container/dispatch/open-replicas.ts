import { oneReplica, type Replication } from '../replication.ts';
import { ConcurrentLane, SequentialLane } from './lane.ts';
import { Replica } from './replica.ts';
import { ReplicaSet } from './replica-set.ts';
import type { Worker } from './worker.ts';

export interface ReplicaOptions<W extends Worker> {
  /** Makes worker `index`; it must call `onChange` when it becomes ready, when it is gone, and when a start has failed. */
  readonly create: (index: number, onChange: () => void) => W;
  /** Workers of each replica. */
  readonly count: number;
  /** See `maxWaitMs()`. */
  readonly maxWaitMs?: number | undefined;
  /** Default one replica. */
  readonly replication?: Replication | undefined;
  /** In [0, 1): chooses among replicas. Default that of the machine. */
  readonly random?: () => number;
  /**
   * A sequential worker runs one request at a time and cannot stop in the middle of it: when a caller leaves, it finishes,
   * within this time, milliseconds. Any other gets many at once, and its connection is closed when a caller leaves.
   */
  readonly sequential?: {
    readonly abandonedMs: number;
    /** Most requests that a worker has ready, as far as it answers them within a millisecond. Default 2. */
    readonly mostReady?: number;
  };
}

/** The replicas of a pool, not started yet; `onChange` is called when requests that wait may have a chance. */
export function openReplicas<W extends Worker>(options: ReplicaOptions<W>, onChange: () => void): ReplicaSet<W> {
  const { create, count, sequential, maxWaitMs, replication = oneReplica, random = Math.random } = options;
  let index = 0;
  const createLane = () => {
    const worker = create(index++, onChange);
    return sequential === undefined
      ? new ConcurrentLane(worker, maxWaitMs)
      : new SequentialLane(worker, sequential.mostReady ?? 2);
  };
  const createReplica = () => new Replica(Array.from({ length: count }, createLane));
  return new ReplicaSet({ create: createReplica, replication, random, onGrown: onChange });
}
