import { type OversizedRecord, oversizedHeadBytes, RecordTooLargeError, type SplitLimits } from '../splitter.ts';

/** A record as the chain is to read it, without a line end; or one that cannot be read. */
export type WrittenRecord = string | OversizedRecord;

/**
 * Puts records that a source writes itself together to blocks of lines. Where a block ends depends on the records since
 * the block before alone: a job that continues at the end of a block gets the same blocks. Throws
 * `RecordTooLargeError`.
 */
export async function* lineBlocks(
  batches: AsyncIterable<readonly WrittenRecord[]>,
  { blockBytes, maxRecordBytes, skipOversized }: SplitLimits,
): AsyncGenerator<Buffer | OversizedRecord> {
  let lines: string[] = [];
  let size = 0;
  const flush = () => {
    const block = Buffer.from(lines.join(''));
    lines = [];
    size = 0;
    return block;
  };
  for await (const batch of batches) {
    for (const record of batch) {
      const bytes = typeof record === 'string' ? Buffer.byteLength(record) : Infinity;
      if (size > 0 && size + bytes + 1 > blockBytes) yield flush();
      if (typeof record !== 'string') yield record;
      else if (bytes > maxRecordBytes) {
        if (skipOversized !== true) throw new RecordTooLargeError(maxRecordBytes);
        yield { head: Buffer.from(record).subarray(0, oversizedHeadBytes), size: bytes };
      } else {
        lines.push(`${record}\n`);
        size += bytes + 1;
      }
    }
  }
  if (size > 0) yield flush();
}
