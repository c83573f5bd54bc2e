import type { Logger } from '../../platform/observe/logger.ts';
import { ObjectStoreError } from '../../platform/storage/object-store-error.ts';
import type { BadRecords } from './bad-records.ts';
import type { BlockExecutor } from './block-executor.ts';
import { notBegun, type ObjectCheckpoint } from './checkpoint.ts';
import { blockSeed } from './inference-stamp.ts';
import type { ObjectTask } from './job-ledger.ts';
import type { JobProgress } from './job-progress.ts';
import { clientFailure, ObjectFailure } from './object-failure.ts';
import { ObjectOutputs, type OutputsContext } from './object-outputs.ts';
import { type DoneBlock, runInOrder } from './ordered-blocks.ts';
import { ObjectFacts } from './object-facts.ts';
import { OutputError } from './output-error.ts';
import { RecordFailure } from './record-failure.ts';
import { type RecordSource } from './record-source.ts';
import { isGzip } from './is-gzip.ts';
import { openRecordSource } from './record-sources.ts';
import { rejectedLines } from './rejected-lines.ts';
import { FormatError, type RecordPosition, RecordTooLargeError, type SplitLimits } from './splitter.ts';

export interface ObjectContext extends OutputsContext {
  readonly executor: BlockExecutor;
  /** Blocks of this object that may be under way now. */
  readonly share: () => number;
  /** What the job's inference ids are made from, where it has them: another text for each job. */
  readonly inferenceSeed: string | undefined;
  readonly limits: SplitLimits;
  readonly badRecords: BadRecords;
  readonly checkpointMs: number;
  readonly progress: JobProgress;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Whether, if this error ends the work, another run is to continue it from the checkpoint. */
  readonly isToGoOn: (error: unknown) => boolean;
}

/**
 * So many records of an object, all of them rejected, are no accident: the rest is not tried where there is a limit.
 */
const hopelessRecords = 1000;

/**
 * One input object to its outputs: read, split, sent through the chain with several blocks under way, put together in
 * order, published whole at the end. Every few seconds what was written is made durable and the checkpoint says so.
 * Memory is that of the blocks under way, whatever the object's size. Rejects with `ObjectFailure` if it cannot be
 * done.
 */
export async function transformObject(task: ObjectTask, context: ObjectContext): Promise<void> {
  const opened = await open(task, context);
  const run = new ObjectRun(opened.task, opened.outputs, context);
  try {
    const last = await run.toTheEnd();
    await opened.outputs.publish();
    await context.ledger.finish(opened.task, last);
  } catch (error) {
    await (context.isToGoOn(error) ? opened.outputs.close() : opened.outputs.abort());
    throw error;
  } finally {
    await opened.outputs.close();
  }
}

/** Outputs as the checkpoint says; if they are gone from the store, the object is begun again. */
async function open(task: ObjectTask, context: ObjectContext) {
  try {
    return { task, outputs: await ObjectOutputs.open(task, context) };
  } catch (error) {
    if (!(error instanceof ObjectStoreError) || error.code !== 'NoSuchUpload') throw error;
    context.log.warn({ object: task.object.key, reason: error.message }, 'object begun again');
    const again = { ...task, checkpoint: notBegun };
    return { task: again, outputs: await ObjectOutputs.open(again, context) };
  }
}

class ObjectRun {
  readonly #task: ObjectTask;
  readonly #outputs: ObjectOutputs;
  readonly #context: ObjectContext;
  readonly #source: RecordSource;
  #position: RecordPosition;
  #rejectedCount: number;
  /** Of the object's bytes as they are stored, those that the progress counts already. */
  #bytesCounted = 0;
  #savedAt = performance.now();

  constructor(task: ObjectTask, outputs: ObjectOutputs, context: ObjectContext) {
    this.#task = task;
    this.#outputs = outputs;
    this.#context = context;
    this.#source = openRecordSource(task.object, context.request, context.store);
    this.#position = task.checkpoint.position;
    this.#rejectedCount = task.checkpoint.rejectedCount;
    this.#countBytes();
  }

  /** Resolves when the outputs are whole and the checkpoint says that they are to be published. */
  async toTheEnd(): Promise<ObjectCheckpoint> {
    const { checkpoint, ordinal, object } = this.#task;
    const { signal, ledger } = this.#context;
    if (checkpoint.isSealed) return checkpoint;
    try {
      await this.#pump();
      signal.throwIfAborted();
      this.#judge();
      this.#countBytes(object.size);
      // A columnar output takes its last lines apart only now.
      const sealed = { ...this.#here(), ...(await this.#outputs.seal()), isSealed: true };
      await ledger.reach(ordinal, sealed);
      return sealed;
    } catch (error) {
      signal.throwIfAborted();
      throw this.#describe(error);
    }
  }

  async #pump(): Promise<void> {
    const { executor, share, limits, signal, request } = this.#context;
    const facts = new ObjectFacts(this.#source, request, executor.needsFirstRecord);
    const start = this.#position;
    const blocks = facts.blocks(start, limits, signal);
    const originOf = (byte: number) => ({ seed: this.#seedOf(start.byte + byte), file: facts.at(start, byte) });
    for await (const block of runInOrder(blocks, executor, share, originOf)) {
      signal.throwIfAborted();
      await this.#take(block);
      if (performance.now() - this.#savedAt >= this.#context.checkpointMs) await this.#save();
    }
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
      const place = { ...start, byte: origin.byte + start.byte, line: origin.line + start.line };
      await this.#outputs.reject(rejectedLines(rejected, this.#task.object, place, hasByteOffsets));
    }
    this.#position = { byte: start.byte + size, record: start.record + recordCount, line: start.line + lineCount };
    this.#rejectedCount += rejected.length;
    this.#context.progress.advance(start, this.#position, rejected.length);
    this.#countBytes();
    if (this.#rejectedCount === this.#position.record && this.#position.record >= hopelessRecords) this.#judge();
  }

  async #save(): Promise<void> {
    const state = await this.#outputs.sync();
    if (state === undefined) return;
    await this.#context.ledger.reach(this.#task.ordinal, { ...this.#here(), ...state, isSealed: false });
    this.#savedAt = performance.now();
  }

  /** Positions within a compressed object, or a columnar one, do not show how much of the stored bytes was read. */
  #countBytes(stored?: number): void {
    const isStored = this.#source.hasByteOffsets && !isGzip(this.#task.object.key, this.#context.request);
    const counted = stored ?? (isStored ? this.#position.byte : 0);
    this.#context.progress.bytesDone += counted - this.#bytesCounted;
    this.#bytesCounted = counted;
  }

  #here() {
    return { position: this.#position, rejectedCount: this.#rejectedCount };
  }

  /** Throws `ObjectFailure` if more records were set apart than the job allows. */
  #judge(): void {
    const { maxRejectedShare } = this.#context.badRecords;
    const share = this.#rejectedCount / Math.max(1, this.#position.record);
    if (share <= maxRejectedShare) return;
    const counts = `${this.#rejectedCount} of ${this.#position.record} records were rejected`;
    const detail = clientFailure(`${counts}; CATENARY_BATCH_MAX_REJECTED_SHARE allows a share of ${maxRejectedShare}.`);
    throw new ObjectFailure(this.#task.object, '', detail);
  }

  /** An error of the object itself as `ObjectFailure`, with the place; any other error as it is. */
  #describe(error: unknown): unknown {
    const { object } = this.#task;
    const done = this.#position.record;
    if (error instanceof RecordFailure) {
      const where = error.record === undefined ? ` after record ${done}` : ` record ${done + error.record + 1}`;
      return new ObjectFailure(object, where, error.detail);
    }
    if (error instanceof RecordTooLargeError) {
      const message = error.message.replace(/^Record/, `Record ${done + 1}`);
      const { origin, hasByteOffsets } = this.#source;
      const hasLines = hasByteOffsets && this.#context.request.TransformInput.SplitType === 'Line';
      const where = hasLines ? ` line ${origin.line + this.#position.line + 1}` : '';
      return new ObjectFailure(object, where, clientFailure(message));
    }
    if (error instanceof OutputError) {
      const { message } = error;
      return new ObjectFailure(object, '', { message, fault: 'algorithm', status: 400, body: message });
    }
    const isChanged = error instanceof ObjectStoreError && error.code === 'PreconditionFailed';
    if (error instanceof FormatError || isChanged) return new ObjectFailure(object, '', clientFailure(error.message));
    return error;
  }
}
