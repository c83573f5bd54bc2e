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
import { countNewlines, lineSplitter } from './line.ts';

const newline = 10;
const carriageReturn = 13;
/** What stands around cells unless a job says otherwise. */
const usualQuote = '"';

/** SplitType Line for CSV whose quoted cells may hold line breaks. */
export const quotedLineSplitter: Splitter = quotedLines(',');

/**
 * A record ends at a line break that is not in quotes. A quote opens only at the start of a cell, as RFC 4180 has it:
 * one within a cell (`5" pipe`) is a character like others. Empty lines carry no record, as with `lineSplitter`.
 */
export function quotedLines(delimiter: string, quote: string = usualQuote): Splitter {
  const newScan = () => new QuoteScan(delimiter, quote);
  const records = (block: Buffer) => takeApart(block, newScan());
  return {
    blocks: (source, limits) => cut(source, new Cutter(limits), newScan()),
    records,
    join: (parts) => lineSplitter.join(parts),
    whole: (block) => (block.includes(quote) ? wholeOf(block, records(block)) : lineSplitter.whole(block)),
  };
}

/** Finds the ends of records in bytes that come in pieces. */
export class QuoteScan {
  readonly #separator: number;
  readonly #quote: number;
  #isQuoted = false;
  /** Whether a quote is the cell's first byte here, or the second of a pair within quotes. */
  #mayOpen = true;

  /** Both one ASCII character. */
  constructor(delimiter: string, quote: string = usualQuote) {
    this.#separator = delimiter.charCodeAt(0);
    this.#quote = quote.charCodeAt(0);
  }

  /** Offset behind the first record end at or after `from`; -1 if the record continues beyond the bytes. */
  nextEnd(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === this.#quote) {
        if (this.#isQuoted) {
          this.#isQuoted = false;
          this.#mayOpen = true;
        } else {
          this.#isQuoted = this.#mayOpen;
          this.#mayOpen = false;
        }
      } else if (!this.#isQuoted) {
        this.#mayOpen = byte === this.#separator || byte === newline;
        if (byte === newline) return at + 1;
      }
    }
    return -1;
  }
}

async function* cut(
  source: AsyncIterable<Uint8Array>,
  cutter: Cutter,
  scan: QuoteScan,
): AsyncGenerator<Buffer | OversizedRecord> {
  for await (const chunk of source) {
    const start = cutter.push(chunk);
    for (let end = scan.nextEnd(chunk, 0); end >= 0; end = scan.nextEnd(chunk, end))
      yield* cutter.endRecord(start + end, 1);
    yield* cutter.checkOpen();
  }
  yield* cutter.finish();
}

/** Makes blocks of records whose ends it is given. Places are bytes since the source began. */
class Cutter {
  readonly #limits: SplitLimits;
  readonly #held = new ByteQueue();
  /** Where the bytes held begin, the whole records among them end, and the bytes held end. */
  #taken = 0;
  #ready = 0;
  #seen = 0;
  /** The record that is too large to be held and is being passed over. */
  #skipped: { readonly head: Buffer; size: number } | undefined;

  constructor(limits: SplitLimits) {
    this.#limits = limits;
  }

  /** Where the chunk begins. */
  push(chunk: Uint8Array): number {
    const start = this.#seen;
    this.#held.push(chunk);
    this.#seen += chunk.length;
    return start;
  }

  /** A record ends here; `breakBytes` of it are its line break. */
  *endRecord(end: number, breakBytes: number): Generator<Buffer | OversizedRecord> {
    if (this.#skipped !== undefined) {
      this.#skipped.size += this.#take(end).length;
      yield this.#skipped;
      this.#skipped = undefined;
    } else {
      const { blockBytes, maxRecordBytes } = this.#limits;
      if (end - this.#taken > blockBytes && this.#ready > this.#taken) yield this.#take(this.#ready);
      this.#ready = end;
      if (end - this.#taken <= blockBytes) return;
      // One record longer than a block: it goes alone.
      if (end - this.#taken - breakBytes > maxRecordBytes) yield* this.#skip(end);
      else yield this.#take(end);
    }
    this.#ready = end;
  }

  /** The record that has not ended may be too large already. */
  *checkOpen(): Generator<Buffer | OversizedRecord> {
    if (this.#skipped !== undefined) this.#skipped.size += this.#take(this.#seen).length;
    else if (this.#seen - this.#ready > this.#limits.maxRecordBytes + 1) {
      if (this.#ready > this.#taken) yield this.#take(this.#ready);
      yield* this.#skip();
    }
  }

  *finish(): Generator<Buffer | OversizedRecord> {
    if (this.#skipped !== undefined || this.#seen > this.#ready) yield* this.endRecord(this.#seen, 0);
    if (this.#held.length > 0) yield this.#take(this.#seen);
  }

  /** Keeps the beginning of the record that the bytes held begin with; gives it if its end is known. */
  *#skip(end?: number): Generator<OversizedRecord> {
    const { maxRecordBytes, skipOversized } = this.#limits;
    if (skipOversized !== true) throw new RecordTooLargeError(maxRecordBytes);
    const start = this.#taken;
    const head = Buffer.from(this.#take(start + Math.min(oversizedHeadBytes, maxRecordBytes)));
    const size = (end ?? this.#seen) - start;
    this.#take(start + size);
    if (end === undefined) this.#skipped = { head, size };
    else yield { head, size };
  }

  #take(end: number): Buffer {
    const taken = this.#held.take(end - this.#taken);
    this.#taken += taken.length;
    return taken;
  }
}

function takeApart(block: Buffer, scan: QuoteScan): BlockRecord[] {
  const records: BlockRecord[] = [];
  for (let start = 0, line = 0; start < block.length; ) {
    const found = scan.nextEnd(block, start);
    const next = found < 0 ? block.length : found;
    let end = found < 0 ? next : next - 1;
    if (end > start && block[end - 1] === carriageReturn && found >= 0) end--;
    if (end > start) records.push({ body: block.subarray(start, end), byte: start, line });
    line += countNewlines(block.subarray(start, next));
    start = next;
  }
  return records;
}

function wholeOf(block: Buffer, records: readonly BlockRecord[]): WholeBlock {
  const lineCount = countNewlines(block) + (block.at(-1) === newline ? 0 : 1);
  return { body: lineSplitter.join(records), recordCount: records.length, lineCount };
}
