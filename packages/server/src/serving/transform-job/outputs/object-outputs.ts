import { present } from '@catenary/scoring/internal/values';
import { faultPoint } from '../../../platform/observe/fault-point.ts';
import type { ObjectOutput, OutputJournal, OutputState } from '../../../platform/storage/object-output.ts';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import type { OutputPlan } from '../plan/transform-plan.ts';
import { outputPlace, rejectedPlace } from './output-place.ts';
import type { RecordSink, SinkState } from './record-sink.ts';
import type { SharedColumns } from './record-sinks/shared-columns.ts';
import { openRecordSink } from './record-sinks.ts';

const parquetMediaType = 'application/vnd.apache.parquet';

/** An object, and where its outputs go. */
export interface OutputsOf {
  readonly store: ObjectStore;
  readonly plan: OutputPlan;
  /** The path, relative to the job's input, that the outputs keep. */
  readonly relativePath: string;
  /** Whether records may be set apart. */
  readonly hasRejects: boolean;
  /** Keeps in mind what an output leaves in the store. */
  readonly journal: (bucket: string, key: string) => OutputJournal;
  /** Where the job's outputs agree on their columns. */
  readonly columns: SharedColumns;
}

/** How far outputs are: all that is needed to continue them. */
export interface SavedOutputs {
  readonly output?: SinkState;
  /** Of the file of records that were set apart; absent while there are none. */
  readonly rejected?: OutputState;
}

/**
 * What becomes of one object: its output, and the file of its records that were set apart, which is begun with the
 * first of them.
 */
export class ObjectOutputs {
  readonly #of: OutputsOf;
  readonly #output: RecordSink;
  #rejected: ObjectOutput | undefined;

  private constructor(of: OutputsOf, output: RecordSink) {
    this.#of = of;
    this.#output = output;
  }

  /** Opens them as they were saved. Rejects with `ObjectStoreError` NoSuchUpload if what was begun is gone. */
  static async open(of: OutputsOf, { output, rejected }: SavedOutputs): Promise<ObjectOutputs> {
    const { folder, accept, format } = of.plan;
    const contentType = format.kind === 'parquet' ? parquetMediaType : accept;
    const { bucket, key } = outputPlace(folder, of.relativePath);
    const options = { ...present({ contentType }), journal: of.journal(bucket, key) };
    const opened = await of.store.openOutput({ bucket, key }, options, output?.output);
    const sink = await openRecordSink(format, { output: opened, columns: of.columns }, output);
    const outputs = new ObjectOutputs(of, sink);
    if (rejected === undefined) return outputs;
    try {
      outputs.#rejected = await outputs.#openRejected(rejected);
      return outputs;
    } catch (error) {
      await outputs.close();
      throw error;
    }
  }

  append(output: Buffer): Promise<void> {
    return this.#output.append(output);
  }

  async reject(lines: Buffer): Promise<void> {
    this.#rejected ??= await this.#openRejected();
    await this.#rejected.append(lines);
  }

  /** Makes durable what was appended; undefined if work cannot continue from here. */
  async sync(): Promise<SavedOutputs | undefined> {
    const output = await this.#output.sync();
    if (output === undefined) return undefined;
    return this.#rejected === undefined ? { output } : { output, rejected: await this.#rejected.sync() };
  }

  /** Nothing more is appended. False if the output cannot be sealed yet: see `RecordSink.finish`. */
  finish(): Promise<boolean> {
    return this.#output.finish();
  }

  async seal(): Promise<SavedOutputs> {
    const output = await this.#output.seal();
    return this.#rejected === undefined ? { output } : { output, rejected: await this.#rejected.seal() };
  }

  /** The output last: who sees it finds beside it what it lacks, and nothing that an earlier job left there. */
  async publish(): Promise<void> {
    faultPoint('before-publish');
    if (this.#rejected !== undefined) await this.#rejected.publish();
    else if (this.#of.hasRejects) {
      const { bucket, key } = this.#rejectedPlace();
      await this.#of.store.deleteObject({ bucket, key });
    }
    await this.#output.publish();
    faultPoint('after-publish');
  }

  async abort(): Promise<void> {
    await Promise.all([this.#output.abort(), this.#rejected?.abort()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#output.close(), this.#rejected?.close()]);
  }

  #openRejected(saved?: OutputState): Promise<ObjectOutput> {
    const { bucket, key } = this.#rejectedPlace();
    const options = { contentType: 'application/jsonlines', journal: this.#of.journal(bucket, key) };
    return this.#of.store.openOutput({ bucket, key }, options, saved);
  }

  #rejectedPlace() {
    return rejectedPlace(this.#of.plan.folder, this.#of.relativePath);
  }
}
