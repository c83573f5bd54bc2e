import { defined, present } from '@catenary/scoring/internal/values';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { BlockExecutor } from './chain/block-executor.ts';
import { blockSeed } from './chain/inference-stamp.ts';
import { type DoneBlock, runInOrder } from './chain/run-in-order.ts';
import { describeObjectError, type ObjectPlace } from './describe-object-error.ts';
import type { JobProgress } from './job-progress.ts';
import type { ObjectCheckpoint } from './ledger/checkpoint.ts';
import type { JobLedger, ObjectTask } from './ledger/job-ledger.ts';
import { clientFailure, ObjectFailure } from './object-failure.ts';
import type { ObjectOutputs } from './outputs/object-outputs.ts';
import { rejectedLines } from './outputs/rejected-lines.ts';
import type { TransformPlan } from './plan/transform-plan.ts';
import { isGzip } from './records/is-gzip.ts';
import { ObjectFacts } from './records/object-facts.ts';
import type { RecordSource } from './records/record-source.ts';
import type { RecordPosition, SplitLimits } from './records/splitter.ts';

/** What an object is read from and written to. */
export interface OpenedObject {
  readonly source: RecordSource;
  readonly outputs: ObjectOutputs;
}

export interface ObjectContext {
  readonly store: ObjectStore;
  readonly plan: TransformPlan;
  readonly ledger: JobLedger;
  readonly executor: BlockExecutor;
  /** Blocks of this object that may be under way now. */
  readonly share: () => number;
  /** What the job's inference ids are made from, where it has them: another text for each job. */
  readonly inferenceSeed: string | undefined;
  readonly limits: SplitLimits;
  readonly checkpointMs: number;
  readonly progress: JobProgress;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Whether, if this error ends the work, another run is to continue it from the checkpoint. */
  readonly shouldResume: (error: unknown) => boolean;
}

/**
 * This many records of an object, all of them rejected, are no accident: the rest is not tried where there is a limit.
 */
const maxLeadingRejections = 1000;

/** The way of one object through the chain, from where its checkpoint says to its end. */
export class ObjectRun {
  readonly #task: ObjectTask;
  readonly #outputs: ObjectOutputs;
  readonly #context: ObjectContext;
  readonly #source: RecordSource;
  #position: RecordPosition;
  #rejectedCount: number;
  /** Of the object's bytes as they are stored, those that the progress counts already. */
  #bytesCounted = 0;
  #savedAt = performance.now();

  constructor(task: ObjectTask, { source, outputs }: OpenedObject, context: ObjectContext) {
    this.#task = task;
    this.#outputs = outputs;
    this.#context = context;
    this.#source = source;
    this.#position = task.checkpoint.position;
    this.#rejectedCount = task.checkpoint.rejectedCount;
    this.#countBytes();
  }

  /** Resolves when the outputs are whole and the checkpoint says that they are to be published, or finished later. */
  async runToEnd(): Promise<ObjectCheckpoint | 'held back'> {
    const { checkpoint, ordinal, object } = this.#task;
    const { signal, ledger } = this.#context;
    if (checkpoint.isSealed) return checkpoint;
    try {
      if (checkpoint.isHeldBack !== true) await this.#pump();
      signal.throwIfAborted();
      this.#judge();
      // A columnar output takes its last lines apart only now.
      const isReady = await this.#outputs.finish();
      this.#countBytes(object.size);
      if (!isReady) return await this.#holdBack();
      const sealed = { ...this.#here(), ...(await this.#outputs.seal()), isSealed: true };
      await ledger.reach(ordinal, sealed);
      return sealed;
    } catch (error) {
      signal.throwIfAborted();
      throw describeObjectError(error, this.#place());
    }
  }

  async #pump(): Promise<void> {
    const { executor, share, limits, signal, plan } = this.#context;
    const facts = new ObjectFacts(this.#source, plan, executor.needsFirstRecord);
    const start = this.#position;
    const blocks = facts.blocks(start, limits, signal);
    const originOf = (byte: number) => ({ seed: this.#seedOf(start.byte + byte), file: facts.at(start, byte) });
    for await (const block of runInOrder(blocks, executor, { share, originOf })) {
      signal.throwIfAborted();
      await this.#take(block);
      if (performance.now() - this.#savedAt >= this.#context.checkpointMs) await this.#save();
    }
  }

  async #holdBack(): Promise<'held back'> {
    const { ordinal } = this.#task;
    const saved = defined(await this.#outputs.sync());
    // It is not done: it will be opened again.
    this.#countBytes(0);
    await this.#context.ledger.holdBack(ordinal, { ...this.#here(), ...saved, isSealed: false });
    return 'held back';
  }

  #seedOf(byte: number): string | undefined {
    const { bucket, key } = this.#task.object;
    const { inferenceSeed } = this.#context;
    return inferenceSeed === undefined ? undefined : blockSeed(inferenceSeed, `${bucket}/${key}`, byte);
  }

  async #take({ result, size }: DoneBlock): Promise<void> {
    const { output, recordCount, lineCount, rejected } = result;
    const start = this.#position;
    if (output.length > 0) await this.#outputs.append(output);
    if (rejected.length > 0) {
      const { origin, hasByteOffsets } = this.#source;
      const place = { ...start, byte: origin.byte + start.byte, line: origin.line + start.line, hasByteOffsets };
      await this.#outputs.reject(rejectedLines(rejected, this.#task.object, place));
    }
    this.#position = { byte: start.byte + size, record: start.record + recordCount, line: start.line + lineCount };
    this.#rejectedCount += rejected.length;
    this.#context.progress.advance(start, this.#position, rejected.length);
    this.#countBytes();
    if (this.#rejectedCount === this.#position.record && this.#position.record >= maxLeadingRejections) this.#judge();
  }

  async #save(): Promise<void> {
    const state = await this.#outputs.sync();
    if (state === undefined) return;
    await this.#context.ledger.reach(this.#task.ordinal, { ...this.#here(), ...state, isSealed: false });
    this.#savedAt = performance.now();
  }

  /** Positions within a compressed object, or a columnar one, do not show how much of the stored bytes was read. */
  #countBytes(stored?: number): void {
    const { compression } = this.#context.plan.input;
    const isStored = this.#source.hasByteOffsets && !isGzip(this.#task.object.key, compression);
    const counted = stored ?? (isStored ? this.#position.byte : 0);
    this.#context.progress.bytesDone += counted - this.#bytesCounted;
    this.#bytesCounted = counted;
  }

  #place(): ObjectPlace {
    const { origin, hasByteOffsets } = this.#source;
    const { splitType } = this.#context.plan.input.format;
    const hasLines = hasByteOffsets && (splitType === 'Line' || splitType === 'QuotedLine');
    const { record, line } = this.#position;
    return {
      object: this.#task.object,
      done: record,
      ...present({ line: hasLines ? origin.line + line + 1 : undefined }),
    };
  }

  #here() {
    return { position: this.#position, rejectedCount: this.#rejectedCount };
  }

  /** Throws `ObjectFailure` if more records were set apart than the job allows. */
  #judge(): void {
    const { maxRejectedShare } = this.#context.plan.badRecords;
    const share = this.#rejectedCount / Math.max(1, this.#position.record);
    if (share <= maxRejectedShare) return;
    const counts = `${this.#rejectedCount} of ${this.#position.record} records were rejected`;
    const detail = clientFailure(`${counts}; CATENARY_BATCH_MAX_REJECTED_SHARE allows a share of ${maxRejectedShare}.`);
    throw new ObjectFailure(this.#task.object, '', detail);
  }
}
