import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import { type LeftOutput, notBegun, type ObjectCheckpoint } from './checkpoint.ts';

/**
 * What outputs of a job leave in the store, from before it is there until after it is gone: part of the job's checkpoint,
 * so that what a killed job began is found and removed.
 */
export class LeftOutputs {
  /** By the number of their object. */
  readonly #left: Record<string, LeftOutput[]>;
  readonly #store: Pick<ObjectStore, 'dropOutput'>;

  /** `left` is changed in place. */
  constructor(left: Record<string, LeftOutput[]>, store: Pick<ObjectStore, 'dropOutput'>) {
    this.#left = left;
    this.#store = store;
  }

  has(ordinal: number): boolean {
    return this.#left[ordinal] !== undefined;
  }

  /** An output is about to be begun, or, with its id, was. */
  note(ordinal: number, output: LeftOutput): void {
    const entries = (this.#left[ordinal] ??= []);
    const begun =
      output.id === undefined ? -1 : entries.findIndex(({ key, id }) => key === output.key && id === undefined);
    if (begun < 0) entries.push(output);
    else entries[begun] = output;
  }

  async drop(ordinal: number): Promise<void> {
    for (const { bucket, key, id } of this.#left[ordinal] ?? [])
      await this.#store.dropOutput({ bucket, key }, id === undefined ? {} : { id });
    delete this.#left[ordinal];
  }

  async dropAll(): Promise<void> {
    for (const ordinal of Object.keys(this.#left)) await this.drop(Number(ordinal));
  }

  /** Drops what was begun after the last checkpoint, or was not dropped any more: no open object continues it. */
  async dropUnused(open: Readonly<Record<string, ObjectCheckpoint>>): Promise<void> {
    for (const [ordinal, outputs] of Object.entries(this.#left)) {
      const { output, rejected } = open[ordinal] ?? notBegun;
      const used = [output?.output.detail.id, rejected?.detail.id];
      const kept = outputs.filter(({ id }) => id !== undefined && used.includes(id));
      this.#left[ordinal] = outputs.filter((entry) => !kept.includes(entry));
      await this.drop(Number(ordinal));
      if (kept.length > 0) this.#left[ordinal] = kept;
    }
  }
}
