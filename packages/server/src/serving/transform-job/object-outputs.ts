import { present } from '@catenary/scoring/internal/values';
import { faultPoint } from '../../platform/observe/fault-point.ts';
import type { ObjectOutput } from '../../platform/storage/object-output.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { ObjectCheckpoint } from './checkpoint.ts';
import type { JobLedger, ObjectTask } from './job-ledger.ts';
import { outputPlace, rejectedPlace } from './output-key.ts';
import { readOutputFormat } from './output-format.ts';
import { type RecordSink } from './record-sink.ts';
import { openSink } from './record-sinks.ts';
import { parquetMediaType } from './record-sinks/parquet-sink.ts';
import type { TransformRequest } from '../records/transform-request.ts';

export interface OutputsContext {
  readonly store: ObjectStore;
  readonly request: TransformRequest;
  readonly ledger: JobLedger;
  readonly signal: AbortSignal;
  /** Whether records may be set apart. */
  readonly hasRejects: boolean;
}

type Saved = Pick<ObjectCheckpoint, 'output' | 'rejected'>;

/**
 * What becomes of one object: its output, and the file of its records that were set apart, which is begun with the
 * first of them.
 */
export class ObjectOutputs {
  readonly #task: ObjectTask;
  readonly #context: OutputsContext;
  readonly #output: RecordSink;
  #rejected: ObjectOutput | undefined;

  private constructor(task: ObjectTask, context: OutputsContext, output: RecordSink) {
    this.#task = task;
    this.#context = context;
    this.#output = output;
  }

  /**
   * Opens them as the task's checkpoint says. Rejects with `ObjectStoreError` NoSuchUpload if what it names is gone.
   */
  static async open(task: ObjectTask, context: OutputsContext): Promise<ObjectOutputs> {
    const { output, rejected } = task.checkpoint;
    const { S3OutputPath: path, Accept: accept } = context.request.TransformOutput;
    const format = readOutputFormat(context.request);
    const contentType = format.kind === 'parquet' ? parquetMediaType : accept;
    const { bucket, key } = outputPlace(path, task.object.relativePath);
    const options = {
      ...present({ contentType }),
      journal: context.ledger.journal(task.ordinal, bucket, key),
    };
    const opened = await context.store.openOutput(bucket, key, options, output?.output);
    const columns = context.ledger.sharedColumns(task.ordinal, context.signal);
    const outputs = new ObjectOutputs(task, context, openSink(format, { output: opened, columns }, output));
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
  async sync(): Promise<Saved | undefined> {
    const output = await this.#output.sync();
    if (output === undefined) return undefined;
    return this.#rejected === undefined ? { output } : { output, rejected: await this.#rejected.sync() };
  }

  async seal(): Promise<Saved> {
    const output = await this.#output.seal();
    return this.#rejected === undefined ? { output } : { output, rejected: await this.#rejected.seal() };
  }

  /** The output last: who sees it finds beside it what it lacks, and nothing that an earlier job left there. */
  async publish(): Promise<void> {
    faultPoint('before-publish');
    if (this.#rejected !== undefined) await this.#rejected.publish();
    else if (this.#context.hasRejects) {
      const { bucket, key } = this.#rejectedPlace();
      await this.#context.store.deleteObject(bucket, key);
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

  #openRejected(saved?: ObjectCheckpoint['rejected']): Promise<ObjectOutput> {
    const { store, ledger } = this.#context;
    const { bucket, key } = this.#rejectedPlace();
    const journal = ledger.journal(this.#task.ordinal, bucket, key);
    return store.openOutput(bucket, key, { contentType: 'application/jsonlines', journal }, saved);
  }

  #rejectedPlace() {
    return rejectedPlace(this.#context.request.TransformOutput.S3OutputPath, this.#task.object.relativePath);
  }
}
