import { chunkPool } from '../../../../platform/storage/chunk-pool.ts';
import { ByteQueue } from '../byte-queue.ts';
import {
  type BlockRecord,
  type OversizedRecord,
  oversizedHeadBytes,
  RecordTooLargeError,
  type SplitLimits,
  type Splitter,
  type WholeBlock,
} from '../splitter.ts';

const newline = 10;
const carriageReturn = 13;
const separator = Buffer.from('\n');

/**
 * SplitType Line: a record is a line without its end (`\n` or `\r\n`). Empty lines carry no record: they get no request
 * and no line of output (the service's own treatment is not established; a CSV reader skips them as well).
 */
export const lineSplitter: Splitter = { blocks: lineBlocks, records: lineRecords, join: joinLines, whole: wholeLines };

async function* lineBlocks(
  source: AsyncIterable<Uint8Array>,
  limits: SplitLimits,
): AsyncGenerator<Buffer | OversizedRecord> {
  const held = new ByteQueue((chunk) => chunkPool.giveBack(chunk));
  let scanned = 0; // bytes held that are known to be without a line end
  let skipped: { readonly head: Buffer; size: number } | undefined; // the line that is too large to be held
  for await (const chunk of source) {
    held.push(chunk);
    for (;;) {
      if (skipped !== undefined) {
        const end = held.indexOf(newline) + 1;
        skipped.size += held.take(end === 0 ? held.length : end).length;
        if (end === 0) break;
        yield skipped;
        skipped = undefined;
      }
      const length = nextBlock(held, limits, scanned);
      if (length > 0) {
        yield takeBlock(held, length, limits);
        scanned = 0;
      } else if (length === 0) {
        scanned = held.length >= limits.blockBytes ? held.length : 0;
        break;
      } else {
        if (limits.skipOversized !== true) throw new RecordTooLargeError(limits.maxRecordBytes);
        const head = Buffer.from(held.take(Math.min(oversizedHeadBytes, limits.maxRecordBytes)));
        skipped = { head, size: head.length };
        scanned = 0;
      }
    }
  }
  if (skipped !== undefined) yield skipped;
  else if (held.length > 0) yield* lastBlock(held, limits);
}

function takeBlock(held: ByteQueue, length: number, { room }: SplitLimits): Buffer {
  const block = room?.(length);
  if (block === undefined) return held.take(length);
  held.moveTo(block);
  return block;
}

/**
 * Length of the block that the bytes held begin with; 0 if more bytes are needed to know, -1 if its line is too large.
 */
function nextBlock(held: ByteQueue, { blockBytes, maxRecordBytes }: SplitLimits, scanned: number): number {
  if (held.length < blockBytes) return 0;
  const whole = scanned >= blockBytes ? 0 : held.lastIndexOf(newline, blockBytes) + 1;
  if (whole > 0) return whole;
  // One line longer than a block: it goes alone.
  const end = held.indexOf(newline, Math.max(scanned, blockBytes));
  const size = end < 0 ? held.length : end;
  if (size > maxRecordBytes + (end >= 0 ? 0 : 1)) return -1;
  return end + 1;
}

/** What is left when the source has ended: less than a block, or one long line without an end. */
function* lastBlock(held: ByteQueue, limits: SplitLimits): Generator<Buffer | OversizedRecord> {
  if (held.length <= limits.maxRecordBytes || held.indexOf(newline) >= 0) yield takeBlock(held, held.length, limits);
  else if (limits.skipOversized === true) {
    const size = held.length;
    yield { head: Buffer.from(held.take(oversizedHeadBytes)), size };
  } else throw new RecordTooLargeError(limits.maxRecordBytes);
}

function lineRecords(block: Buffer): BlockRecord[] {
  const records: BlockRecord[] = [];
  for (let start = 0, line = 0; start < block.length; line++) {
    const found = block.indexOf(newline, start);
    const next = found < 0 ? block.length : found;
    const end = next > start && block[next - 1] === carriageReturn ? next - 1 : next;
    if (end > start) records.push({ body: block.subarray(start, end), byte: start, line });
    start = next + 1;
  }
  return records;
}

/** Joined by newlines, none at the end (the XGBoost container's script mode refuses one). */
function joinLines(records: readonly BlockRecord[]): Buffer {
  const parts: Buffer[] = [];
  for (const { body } of records) parts.push(body, separator);
  parts.pop();
  return Buffer.concat(parts);
}

function wholeLines(block: Buffer): WholeBlock {
  const isEnded = block.at(-1) === newline;
  const body = isEnded ? block.subarray(0, -1) : block;
  const { newlines, isBare } = scanLines(body);
  const lineCount = block.length === 0 ? 0 : newlines + 1;
  if (isBare) return { body, recordCount: lineCount, lineCount };
  const records = lineRecords(block);
  return { body: joinLines(records), recordCount: records.length, lineCount };
}

/**
 * Counts newlines, and says whether every line is a record and ends in nothing but a newline, the last one in none.
 * Four bytes are looked at at once: in most there is no line end.
 */
function scanLines(body: Buffer): { readonly newlines: number; readonly isBare: boolean } {
  const isShort = body.length < 4;
  const aligned = isShort ? body.length : -body.byteOffset & 3;
  const words = isShort
    ? new Int32Array(0)
    : new Int32Array(body.buffer, body.byteOffset + aligned, (body.length - aligned) >> 2);
  const ends = new LineEnds(body);
  ends.look(0, aligned);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    // Not zero if one of the bytes is below 14, as line ends are.
    if (((word - 0x0e0e0e0e) & ~word & 0x80808080) !== 0) ends.look(aligned + at * 4, aligned + at * 4 + 4);
  }
  ends.look(aligned + words.length * 4, body.length);
  const isBare = body.length > 0 && ends.areBare && body.at(-1) !== newline;
  return { newlines: ends.newlines, isBare };
}

/** The line ends of some bytes, looked at from the first to the last. */
class LineEnds {
  readonly #bytes: Buffer;
  newlines = 0;
  /** Whether no line before one was empty, and none ends in a carriage return. */
  areBare = true;
  #lineStart = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  look(start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const byte = this.#bytes[at];
      if (byte === carriageReturn) this.areBare = false;
      if (byte !== newline) continue;
      if (at === this.#lineStart) this.areBare = false;
      this.#lineStart = at + 1;
      this.newlines++;
    }
  }
}

export function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === newline) count++;
  return count;
}
