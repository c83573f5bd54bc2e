import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { checksumAlgorithms, type RunningChecksum, startChecksum } from '../checksum.ts';
import type { StoredObject } from '../stored-object.ts';
import { S3Failure } from './s3-failure.ts';
import { backoffMs, maxAttempts } from './unbudgeted-retry-strategy.ts';

/** How the bytes of a body are fetched: those of the object from `offset` on, and only of that object. */
export type FetchFrom = (offset: number, signal: AbortSignal) => Promise<Readable>;

export interface BodyPlan {
  /** `s3://bucket/key`, for messages. */
  readonly subject: string;
  /** First byte, and the one after the last. */
  readonly start: number;
  readonly end: number;
  /** What the whole of it must come to; none for a part of an object. */
  readonly expected?: ExpectedDigest;
  /** Time without a byte after which the connection is given up, milliseconds. */
  readonly stallMs: number;
  /** Longest first wait before another attempt, milliseconds. */
  readonly firstDelayMs: number;
}

export interface ExpectedDigest {
  readonly algorithm: string;
  readonly start: () => RunningChecksum;
  /** Base64. */
  readonly value: string;
}

/**
 * The content of an object, whatever happens to the connection: after a reset, a body that ends early or a stall it
 * goes on with the next byte, of the same object. At its end, length and checksum have been checked: content that is
 * not what the store said ends in an error, never in a plain end.
 */
export function verifiedBody(plan: BodyPlan, first: Readable, fetchFrom: FetchFrom): Readable {
  const stop = new AbortController();
  const body = Readable.from(readOn(plan, { first, fetchFrom }, stop.signal), { objectMode: false });
  // A reader that goes away does not wait for a byte that may never come.
  const destroy = body._destroy.bind(body);
  body._destroy = (error, done) => {
    stop.abort();
    destroy(error, done);
  };
  return body;
}

/** Where the bytes come from: the first connection, and how another is opened. */
interface BodySource {
  readonly first: Readable;
  readonly fetchFrom: FetchFrom;
}

async function* readOn(plan: BodyPlan, { first, fetchFrom }: BodySource, signal: AbortSignal): AsyncGenerator<Buffer> {
  const digest = plan.expected?.start();
  let offset = plan.start;
  let failures = 0;
  let source: Readable | undefined = first;
  while (offset < plan.end || source !== undefined) {
    try {
      source ??= await fetchFrom(offset, signal);
      for await (const chunk of untilStalled(source, plan.stallMs, signal)) {
        offset += chunk.length;
        if (offset > plan.end) throw tooLong(plan);
        failures = 0;
        digest?.update(chunk);
        yield chunk;
      }
      if (offset < plan.end) throw new Error(`the body ended ${plan.end - offset} bytes early`);
      source = undefined;
    } catch (error) {
      source?.destroy();
      source = undefined;
      failures++;
      if (signal.aborted || error instanceof S3Failure || isRefusal(error)) throw error;
      if (failures >= maxAttempts) throw brokenOff(plan, { offset, failures }, error as Error);
      await wait(backoffMs(failures, plan.firstDelayMs), undefined, { signal });
    }
  }
  checkDigest(plan, digest);
}

/** Gives the chunks of a stream; one that is silent for too long is destroyed. */
async function* untilStalled(source: Readable, stallMs: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const stalled = () => source.destroy(new Error(`nothing came for ${stallMs} ms`));
  const stop = () => source.destroy();
  signal.addEventListener('abort', stop, { once: true });
  let timer = setTimeout(stalled, stallMs);
  try {
    for await (const chunk of source) {
      // While the reader works on a chunk, silence is its own.
      clearTimeout(timer);
      yield chunk as Buffer;
      timer = setTimeout(stalled, stallMs);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

const isRefusal = (error: unknown) => (error as Error).name === 'ObjectStoreError';

function checkDigest({ expected, subject }: BodyPlan, digest: RunningChecksum | undefined): void {
  if (expected === undefined || digest === undefined) return;
  const received = digest.digest().toString('base64');
  if (received === expected.value) return;
  throw new S3Failure(
    'ChecksumMismatch',
    0,
    `The content received of ${subject} is not what its store says: ${expected.algorithm} ${received}, not ${expected.value}.`,
  );
}

function tooLong({ subject, start, end }: BodyPlan): S3Failure {
  return new S3Failure('BodyTooLong', 0, `${subject} gave more than the ${end - start} bytes that were asked for.`);
}

function brokenOff(
  { subject, end }: BodyPlan,
  { offset, failures }: { readonly offset: number; readonly failures: number },
  error: Error,
): S3Failure {
  const code = (error as { code?: string }).code ?? 'IncompleteBody';
  return new S3Failure(
    code,
    0,
    `Reading ${subject} failed ${failures} times in a row at byte ${offset} of ${end}: ${error.message}`,
  );
}

/**
 * What an object's whole content can be checked by: a full-object checksum if the store keeps one, else an ETag that is
 * an MD5. Neither is known of most multipart objects: there only the length is checked.
 */
export function expectedDigest(object: StoredObject, isEtagMd5: boolean): ExpectedDigest | undefined {
  for (const algorithm of checksumAlgorithms) {
    const value = object.checksums[algorithm];
    if (value !== undefined && object.checksumType === 'FULL_OBJECT' && !value.includes('-'))
      return { algorithm, start: () => startChecksum(algorithm), value };
  }
  if (!isEtagMd5 || !/^[0-9a-f]{32}$/.test(object.etag)) return undefined;
  return {
    algorithm: 'md5',
    start: () => createHash('md5'),
    value: Buffer.from(object.etag, 'hex').toString('base64'),
  };
}
