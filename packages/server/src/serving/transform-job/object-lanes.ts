import { Semaphore } from '../../util/semaphore.ts';
import type { BlockExecutor } from './chain/block-executor.ts';
import type { LaneCounts } from './chain/lane-counts.ts';
import type { InputObject } from './records/input-objects.ts';

/**
 * Objects up to this size, bytes, take next to no memory while they are under way. Their outputs stand in the job's
 * checkpoint until they are published, which is why it is no more.
 */
const smallBytes = 16 * 1024;

/** The objects that a chain instance has under way side by side, and what each of them may have of it. */
export class ObjectLanes {
  readonly count: number;
  readonly #executor: BlockExecutor;
  readonly #large: Semaphore;
  #busy = 0;

  constructor(executor: BlockExecutor, { all, large }: LaneCounts) {
    this.count = all;
    this.#executor = executor;
    this.#large = new Semaphore(large);
  }

  /** Blocks that each object may have under way now: those there are, divided among the objects. */
  get share(): number {
    return Math.ceil(this.#executor.depth / Math.max(1, this.#busy));
  }

  /** Does the work on an object; on a large one, when its turn comes. `isPacked`: it may hold far more than its size. */
  run(object: InputObject, isPacked: boolean, work: () => Promise<void>): Promise<void> {
    const counted = async () => {
      this.#busy++;
      try {
        await work();
      } finally {
        this.#busy--;
      }
    };
    return object.size <= smallBytes && !isPacked ? counted() : this.#large.run(counted);
  }
}
