import { setImmediate as nextTurn } from 'node:timers/promises';
import { defined } from '@catenary/scoring/internal/values';
import { faultPoint } from '../../../platform/observe/fault-point.ts';
import type { OutputJournal } from '../../../platform/storage/object-output.ts';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import type { ExecutionParameters } from '../../container/execution-parameters.ts';
import type { SharedColumns } from '../outputs/record-sinks/shared-columns.ts';
import type { InputObject } from '../records/input-objects.ts';
import {
  type CheckpointStore,
  emptyCheckpoint,
  type JobCheckpoint,
  notBegun,
  type ObjectCheckpoint,
} from './checkpoint.ts';
import { ColumnAgreement } from './column-agreement.ts';
import { LeftOutputs } from './left-outputs.ts';

/**
 * A checkpoint could not be written: by right (the lease is another's) or by misfortune. The job stays as it is kept.
 */
export class CheckpointError extends Error {}

/** One object to transform, from its start or from where it was left. */
export interface ObjectTask {
  readonly ordinal: number;
  readonly object: InputObject;
  readonly checkpoint: ObjectCheckpoint;
}

/**
 * What a job has to do and has done: gives its objects out, one after the other, and keeps the checkpoint. Changes are
 * made at once and saved together: all who ask while a write is under way share the next one.
 */
export class JobLedger {
  readonly objects: readonly InputObject[];
  /** Whether the job was begun before, by this process or another. */
  readonly isResumed: boolean;
  readonly #store: CheckpointStore;
  readonly #left: LeftOutputs;
  readonly #checkpoint: JobCheckpoint;
  readonly #toResume: number[];
  /** Objects that wait at their ends for the columns of the others. */
  readonly #heldBack: number[];
  readonly #columns: ColumnAgreement;
  #writing: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  private constructor(
    store: CheckpointStore,
    outputs: ObjectStore,
    found: { objects: readonly InputObject[]; checkpoint: JobCheckpoint; isResumed: boolean },
  ) {
    this.#store = store;
    this.#left = new LeftOutputs(found.checkpoint.left, outputs);
    this.objects = found.objects;
    this.isResumed = found.isResumed;
    this.#checkpoint = found.checkpoint;
    const open = Object.entries(found.checkpoint.open).map(([ordinal, { isHeldBack }]) => ({
      ordinal: Number(ordinal),
      isHeldBack: isHeldBack === true,
    }));
    this.#toResume = open.filter((one) => !one.isHeldBack).map(({ ordinal }) => ordinal);
    this.#heldBack = open.filter((one) => one.isHeldBack).map(({ ordinal }) => ordinal);
    this.#columns = new ColumnAgreement(found.checkpoint, found.objects.length);
  }

  /** Opens it as it was left; of a new job, `list` says which objects there are. */
  static async open(
    store: CheckpointStore,
    outputs: ObjectStore,
    list: () => Promise<InputObject[]>,
  ): Promise<JobLedger> {
    const found = await store.load();
    if (found !== undefined) {
      const ledger = new JobLedger(store, outputs, { ...found, isResumed: true });
      await ledger.#left.dropUnused(found.checkpoint.open);
      return ledger;
    }
    const objects = await list();
    const checkpoint = emptyCheckpoint();
    await store.begin(objects, checkpoint);
    return new JobLedger(store, outputs, { objects, checkpoint, isResumed: false });
  }

  get state(): Readonly<JobCheckpoint> {
    return this.#checkpoint;
  }

  /** What the first container answered, the first time that it was asked: the job keeps to it. */
  pinParameters(parameters: ExecutionParameters | undefined): ExecutionParameters {
    this.#checkpoint.parameters ??= parameters ?? {};
    return this.#checkpoint.parameters;
  }

  /** The columns of the job's Parquet outputs; they are durable with the next checkpoint. */
  sharedColumns(ordinal: number, signal: AbortSignal): SharedColumns {
    return this.#columns.of(ordinal, signal);
  }

  /** The next object to work on; undefined when all are given out. */
  claim(): ObjectTask | undefined {
    const ordinal = this.#toResume.shift() ?? this.#release() ?? this.#begin();
    if (ordinal === undefined) return undefined;
    const checkpoint = defined(this.#checkpoint.open[ordinal]);
    return { ordinal, object: defined(this.objects[ordinal]), checkpoint };
  }

  /** The next of the objects that were held back, once their columns are settled. */
  #release(): number | undefined {
    if (this.#heldBack.length === 0) return undefined;
    this.#columns.look();
    return this.#columns.areSettled ? this.#heldBack.shift() : undefined;
  }

  #begin(): number | undefined {
    const { next } = this.#checkpoint;
    if (next >= this.objects.length) return undefined;
    this.#checkpoint.open[next] = notBegun;
    this.#checkpoint.next++;
    return next;
  }

  /** The object waits at its end for the columns of the others; it is given out again then. Resolves when that is durable. */
  async holdBack(ordinal: number, checkpoint: ObjectCheckpoint): Promise<void> {
    await this.reach(ordinal, { ...checkpoint, isHeldBack: true });
    this.#heldBack.push(ordinal);
  }

  /** Resolves when it is durable. */
  async reach(ordinal: number, checkpoint: ObjectCheckpoint): Promise<void> {
    this.#checkpoint.open[ordinal] = checkpoint;
    faultPoint('before-checkpoint');
    await this.#save();
    faultPoint('after-checkpoint');
  }

  /**
   * The object's outputs are published. That is made durable with what comes next; until then it would be done once
   * more.
   */
  async finish({ ordinal, object }: ObjectTask, last: ObjectCheckpoint): Promise<void> {
    const checkpoint = this.#checkpoint;
    checkpoint.objectsDone++;
    checkpoint.bytesDone += object.size;
    checkpoint.records += last.position.record;
    checkpoint.rejected += last.rejectedCount;
    await this.#close(ordinal);
  }

  /** Resolves when all that has been said so far is durable. */
  keep(): Promise<void> {
    return this.#save();
  }

  /** The object failed: it has no outputs, and the job continues, to fail at its end. */
  async fail({ ordinal }: ObjectTask, reason: string): Promise<void> {
    const checkpoint = this.#checkpoint;
    checkpoint.failed++;
    if (ordinal < (checkpoint.failure?.ordinal ?? Infinity)) checkpoint.failure = { ordinal, reason };
    await this.#close(ordinal);
  }

  /** Keeps in mind what an output leaves in the store, from before it is there until after it is gone. */
  journal(ordinal: number, bucket: string, key: string): OutputJournal {
    return {
      starting: () => {
        this.#left.note(ordinal, { bucket, key });
        return this.#save();
      },
      started: (id) => {
        this.#left.note(ordinal, { bucket, key, id });
        return this.#save();
      },
    };
  }

  /** Removes all that unfinished objects left in the store: the job is over. */
  async abandon(): Promise<void> {
    await this.#left.dropAll();
    this.#checkpoint.open = {};
    await this.#save();
  }

  async #close(ordinal: number): Promise<void> {
    delete this.#checkpoint.open[ordinal];
    this.#columns.leave(ordinal);
    if (!this.#left.has(ordinal)) return;
    // Only what no checkpoint names any more may go.
    await this.#save();
    await this.#left.drop(ordinal);
  }

  /** A write that failed is never repeated: the lease is lost, or the database, and with it the right to continue. */
  #save(): Promise<void> {
    this.#queued ??= this.#writing.then(async () => {
      // Of many small objects, several come to this point in one turn of the event loop: one write does for all.
      await nextTurn();
      this.#queued = undefined;
      this.#writing = this.#write();
      return this.#writing;
    });
    return this.#queued;
  }

  async #write(): Promise<void> {
    try {
      await this.#store.save(this.#checkpoint);
    } catch (error) {
      throw new CheckpointError(`The checkpoint could not be written: ${(error as Error).message}`, { cause: error });
    }
  }
}
