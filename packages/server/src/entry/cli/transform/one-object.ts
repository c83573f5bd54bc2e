import type { CheckpointStore, JobCheckpoint } from '../../../serving/transform-job/ledger/checkpoint.ts';
import { emptyCheckpoint, notBegun } from '../../../serving/transform-job/ledger/checkpoint.ts';
import type { InputObject } from '../../../serving/transform-job/records/input-objects.ts';
import type { RecordPosition } from '../../../serving/transform-job/records/splitter.ts';

/** The checkpoints of a job of one object that is known already, and that is begun at one place wherever it ends. */
export class OneObject implements CheckpointStore {
  readonly #object: InputObject;
  readonly #start: RecordPosition;
  #last: JobCheckpoint | undefined;
  /** Behind its last record, once its outputs are whole. */
  end: RecordPosition | undefined;

  constructor(object: InputObject, start: RecordPosition) {
    this.#object = object;
    this.#start = start;
  }

  /** Why the object has no output. */
  get failure(): string | undefined {
    return this.#last?.failure?.reason;
  }

  load(): Promise<{ checkpoint: JobCheckpoint; objects: InputObject[] }> {
    const checkpoint = { ...emptyCheckpoint(), next: 1, open: { 0: { ...notBegun, position: this.#start } } };
    return Promise.resolve({ checkpoint, objects: [this.#object] });
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  save(checkpoint: JobCheckpoint): Promise<void> {
    this.#last = checkpoint;
    const object = checkpoint.open[0];
    if (object?.isSealed === true) this.end = object.position;
    return Promise.resolve();
  }
}
