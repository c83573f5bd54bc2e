import { ByteQueue } from '../byte-queue.ts';
import { type OversizedRecord, oversizedHeadBytes, RecordTooLargeError, type Splitter } from '../splitter.ts';

/** SplitType None: the whole object is one record; an empty object carries none. */
export const wholeSplitter: Splitter = {
  async *blocks(source, limits, start): AsyncGenerator<Buffer | OversizedRecord> {
    if (start.record > 0) return;
    const held = new ByteQueue();
    let head: Buffer | undefined;
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (head !== undefined) continue;
      held.push(chunk);
      if (size <= limits.maxRecordBytes) continue;
      if (limits.skipOversized !== true) throw new RecordTooLargeError(limits.maxRecordBytes);
      head = held.take(oversizedHeadBytes);
      held.take(held.length);
    }
    if (size > 0) yield head === undefined ? held.take(size) : { head, size };
  },
  records: (block) => (block.length === 0 ? [] : [{ body: block, byte: 0, line: 0 }]),
  join: (records) => Buffer.concat(records.map(({ body }) => body)),
  whole: (block) => ({ body: block, recordCount: Math.min(1, block.length), lineCount: Math.min(1, block.length) }),
};
