import type { CheckpointStore, JobCheckpoint } from '../../../serving/transform-job/ledger/checkpoint.ts';
import { emptyCheckpoint } from '../../../serving/transform-job/ledger/checkpoint.ts';
import type { InputObject } from '../../../serving/transform-job/records/input-objects.ts';

/** The checkpoints of a job of one object that is known already, and that is begun anew wherever it ends. */
export class OneObject implements CheckpointStore {
  readonly #object: InputObject;
  #last: JobCheckpoint | undefined;

  constructor(object: InputObject) {
    this.#object = object;
  }

  /** Why the object has no output. */
  get failure(): string | undefined {
    return this.#last?.failure?.reason;
  }

  load(): Promise<{ checkpoint: JobCheckpoint; objects: InputObject[] }> {
    return Promise.resolve({ checkpoint: emptyCheckpoint(), objects: [this.#object] });
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  save(checkpoint: JobCheckpoint): Promise<void> {
    this.#last = checkpoint;
    return Promise.resolve();
  }
}
