import { isUtf8 } from 'node:buffer';
import { present } from '@catenary/scoring/internal/values';
import type { RejectedRecord } from '../chain/record-failure.ts';
import type { InputObject } from '../records/input-objects.ts';
import type { RecordPosition } from '../records/splitter.ts';

/** Where a block begins in its object. */
export interface BlockStart extends RecordPosition {
  /** Whether its bytes and lines are those of the object. */
  readonly hasByteOffsets: boolean;
}

/**
 * Records that were set apart, as JSON Lines: where each stands in its object, its bytes as they were, which container
 * refused it, and why (docs/batch.md lists the members). `start` is where the block begins that they are part of.
 */
export function rejectedLines(
  rejected: readonly RejectedRecord[],
  object: Pick<InputObject, 'bucket' | 'key'>,
  start: BlockStart,
): Buffer {
  return Buffer.from(rejected.map((record) => `${JSON.stringify(describe(record, object, start))}\n`).join(''));
}

function describe(rejected: RejectedRecord, object: Pick<InputObject, 'bucket' | 'key'>, start: BlockStart): object {
  const { hasByteOffsets } = start;
  const { failure, original, size } = rejected;
  const { container } = failure;
  return {
    object: `s3://${object.bucket}/${object.key}`,
    record: start.record + rejected.record + 1,
    ...present({
      line: hasByteOffsets ? start.line + rejected.line + 1 : undefined,
      byteOffset: hasByteOffsets ? start.byte + rejected.byte : undefined,
    }),
    ...bytesOf(Buffer.from(original.buffer, original.byteOffset, original.byteLength)),
    ...present({
      size,
      container: container?.position,
      containers: container?.count,
      containerHostname: container?.hostname,
      image: container?.image,
      column: failure.column,
      value: failure.value,
      status: failure.status === 0 ? undefined : failure.status,
    }),
    reason: failure.body,
  };
}

const bytesOf = (bytes: Buffer) =>
  isUtf8(bytes) ? { data: bytes.toString('utf8') } : { dataBase64: bytes.toString('base64') };
