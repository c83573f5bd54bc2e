import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { BlockExecutor } from './block-executor.ts';
import type { InputObject } from './input-objects.ts';
import { outputPlace } from './output-key.ts';
import { RecordTooLargeError, type SplitLimits } from './splitter.ts';
import { splitters } from './splitters.ts';
import { type BlockResult, RecordFailure } from './transform-block.ts';
import type { TransformRequest } from './transform-request.ts';

export interface ObjectContext {
  readonly store: ObjectStore;
  readonly executor: BlockExecutor;
  readonly request: TransformRequest;
  readonly limits: SplitLimits;
  readonly signal: AbortSignal;
  /** Records turned into output since the last call. */
  readonly onRecords: (count: number) => void;
}

/** An object that failed: nothing of its output is stored. */
export class ObjectFailure extends Error {
  readonly object: InputObject;
  readonly fault: 'client' | 'algorithm';
  readonly status: number;
  readonly body: string;

  constructor(
    object: InputObject,
    where: string,
    failure: { message: string; fault: 'client' | 'algorithm'; status: number; body: string },
  ) {
    super(`${object.bucket}/${object.key}${where}: ${failure.message}`);
    this.object = object;
    this.fault = failure.fault;
    this.status = failure.status;
    this.body = failure.body;
  }
}

/**
 * One input object to its output object: read, split, sent through the chain with several blocks under way, put
 * together in order, published whole at the end. Memory is that of the blocks under way, whatever the object's size.
 */
export async function transformObject(object: InputObject, context: ObjectContext): Promise<void> {
  const { request, store } = context;
  const place = outputPlace(request.TransformOutput.S3OutputPath, object.relativePath);
  const found = await store.getObject(object.bucket, object.key);
  if (found === undefined) throw new ObjectFailure(object, '', clientFailure('The object is gone.'));
  const accept = request.TransformOutput.Accept;
  const writer = await store.openWriter(place.bucket, place.key, accept === undefined ? {} : { contentType: accept });
  const source = request.TransformInput.CompressionType === 'Gzip' ? unzip(found.body) : found.body;
  try {
    await pump(object, source, (output) => writer.write(output), context);
    context.signal.throwIfAborted();
    await writer.commit();
  } catch (error) {
    found.body.destroy();
    await writer.abort();
    throw error;
  }
}

/** Keeps `depth` blocks under way and writes their output in the order of the input. */
async function pump(
  object: InputObject,
  source: Readable,
  write: (output: Buffer) => Promise<void>,
  context: ObjectContext,
): Promise<void> {
  const split = splitters[context.request.TransformInput.SplitType ?? 'None'];
  if (split === undefined) throw new Error(`no splitter for ${context.request.TransformInput.SplitType}`);
  const underWay: Promise<BlockResult>[] = [];
  let recordsDone = 0;
  const drainOne = async () => {
    const result = await (underWay.shift() as Promise<BlockResult>);
    if (result.output.length > 0) await write(result.output);
    recordsDone += result.recordCount;
    context.onRecords(result.recordCount);
  };
  try {
    for await (const block of split(source, context.limits)) {
      context.signal.throwIfAborted();
      const running = context.executor.run(block);
      running.catch(() => undefined); // seen when its turn comes
      underWay.push(running);
      if (underWay.length >= context.executor.depth) await drainOne();
    }
    while (underWay.length > 0) await drainOne();
  } catch (error) {
    await Promise.allSettled(underWay);
    throw describeFailure(error, object, recordsDone);
  }
}

function describeFailure(error: unknown, object: InputObject, recordsDone: number): unknown {
  if (error instanceof RecordFailure) {
    const where =
      error.record === undefined ? ` after record ${recordsDone}` : ` record ${recordsDone + error.record + 1}`;
    return new ObjectFailure(object, where, error);
  }
  if (error instanceof RecordTooLargeError) return new ObjectFailure(object, '', clientFailure(error.message));
  if ((error as { code?: string }).code?.startsWith('Z_') === true) {
    return new ObjectFailure(
      object,
      '',
      clientFailure(`The object is not gzip, or it is damaged: ${(error as Error).message}`),
    );
  }
  return error;
}

const clientFailure = (message: string) => ({ message, fault: 'client' as const, status: 400, body: message });

/** Errors of the source reach the reader of the result. */
function unzip(source: Readable): Readable {
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}
