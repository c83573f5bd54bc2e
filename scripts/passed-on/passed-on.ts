import { Readable } from 'node:stream';
import type { ObjectOutput, OutputState } from '../../packages/server/src/platform/storage/object-output.ts';
import type { ObjectStore } from '../../packages/server/src/platform/storage/object-store.ts';
import type { TransformRequest } from '../../packages/server/src/serving/records/transform-request.ts';
import { openRecordSink } from '../../packages/server/src/serving/transform-job/outputs/record-sinks.ts';
import { compileTransformPlan } from '../../packages/server/src/serving/transform-job/plan/compile-transform-plan.ts';
import { dataProcessing } from '../../packages/server/src/serving/transform-job/records/data-processing.ts';
import { isNullCell } from '../../packages/server/src/serving/transform-job/records/is-null-cell.ts';
import { openRecordSource } from '../../packages/server/src/serving/transform-job/records/record-sources.ts';
import { objectStart } from '../../packages/server/src/serving/transform-job/records/splitter.ts';
import { splitters } from '../../packages/server/src/serving/transform-job/records/splitters.ts';

/** A job that joins the answer 0.5 to each record of a table. */
export interface Passing {
  readonly bytes: Buffer;
  readonly contentType: 'text/csv' | 'application/jsonlines';
  readonly environment: Readonly<Record<string, string>>;
  /** `$` for all. */
  readonly outputFilter: string;
}

/** The output of a job over one object, as it would be published. */
export async function passOn({ bytes, contentType, environment, outputFilter }: Passing): Promise<Buffer> {
  const request: TransformRequest = {
    TransformJobName: 'job',
    ModelName: 'model',
    Environment: environment,
    DataProcessing: { JoinSource: 'Input', OutputFilter: outputFilter },
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/in' } },
      ContentType: contentType,
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: 's3://bucket/out', AssembleWith: 'Line', Accept: contentType },
  };
  const plan = compileTransformPlan(request, []);
  const object = { bucket: 'bucket', key: 'in', relativePath: 'in', size: bytes.length, etag: '' };
  const source = await openRecordSource(object, plan.input, storeOf(bytes));
  const splitter = splitters[plan.input.format.splitType];
  const processing = plan.processing === undefined ? undefined : dataProcessing(plan.processing);
  const output = new MemoryOutput();
  const sink = await openRecordSink(plan.output.format, { output });
  const limits = { blockBytes: 4096, maxRecordBytes: 2 ** 20 };
  for await (const block of source.blocks(objectStart, limits, new AbortController().signal)) {
    if (!Buffer.isBuffer(block) || processing === undefined) throw new Error('not to be here');
    for (const { body } of splitter.records(block)) {
      await sink.append(processing.combine(body, Buffer.from('0.5'), isNullCell(body, source.columns)));
      await sink.append(Buffer.from('\n'));
    }
  }
  await sink.finish();
  await sink.seal();
  return output.bytes;
}

function storeOf(bytes: Buffer): ObjectStore {
  const getObject: ObjectStore['getObject'] = async (_place, options) => {
    const object = { size: bytes.length };
    const range = options?.range?.(object as Parameters<NonNullable<typeof options.range>>[0]);
    const { first = 0, last = bytes.length - 1 } = range ?? {};
    return { body: Readable.from([bytes.subarray(first, last + 1)]) } as Awaited<ReturnType<ObjectStore['getObject']>>;
  };
  return { getObject } as ObjectStore;
}

class MemoryOutput implements ObjectOutput {
  readonly #parts: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  async append(chunk: Uint8Array): Promise<void> {
    this.#parts.push(Buffer.from(chunk));
    this.#length += chunk.length;
  }

  async sync(): Promise<OutputState> {
    return { length: this.#length, isSealed: false, detail: {} };
  }

  async seal(): Promise<OutputState> {
    return { ...(await this.sync()), isSealed: true };
  }

  async publish(): Promise<never> {
    throw new Error('not asked for');
  }

  async abort(): Promise<void> {}
  async close(): Promise<void> {}
}
