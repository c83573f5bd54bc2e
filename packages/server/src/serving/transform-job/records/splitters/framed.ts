import { ByteQueue } from '../byte-queue.ts';
import { describeBeginning } from '../check-is-lines.ts';
import {
  type BlockRecord,
  FormatError,
  type OversizedRecord,
  oversizedHeadBytes,
  type RecordPosition,
  RecordTooLargeError,
  type SplitLimits,
  type Splitter,
} from '../splitter.ts';

/** One part of a record, as its header describes it. A record is one part in most formats. */
export interface FramePart {
  /** Of the header, the payload and what stands behind it, bytes. */
  readonly size: number;
  readonly payloadStart: number;
  readonly payloadLength: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** A format whose records carry their length. */
export interface Framing {
  readonly name: string;
  readonly headerLength: number;
  /** Reads a whole header; a text instead says why it is none. */
  readonly readHeader: (header: Buffer) => FramePart | string;
  /** What is wrong with a whole part, if anything. */
  readonly check?: (part: Buffer, frame: FramePart) => string | undefined;
  /** What a writer left out between the parts of a record. */
  readonly between?: Buffer;
}

/**
 * SplitType of a framed format: SingleRecord gives payloads, MultiRecord records with their framing (SageMaker API
 * reference, TransformInput).
 */
export function framedSplitter(framing: Framing): Splitter {
  const records = (block: Buffer) => takeApart(framing, block);
  return {
    blocks: (source, limits, start) => new Cutter(framing, limits, start).blocks(source),
    records,
    join: (parts) => Buffer.concat(parts.map(({ body, framed }) => framed ?? body)),
    whole: (block) => {
      const recordCount = countRecords(framing, block);
      return { body: block, recordCount, lineCount: recordCount };
    },
  };
}

/** A record that is too large to be held and is being passed over. */
interface Skipped {
  readonly head: Buffer;
  size: number;
  /** Bytes of its present part that have not come yet. */
  missing: number;
  isLastPart: boolean;
}

/** Finds the ends of records as bytes come in. */
class Cutter {
  readonly #framing: Framing;
  readonly #limits: SplitLimits;
  readonly #held = new ByteQueue();
  /** Place of the first byte held, in the object. */
  #offset: number;
  /** Bytes of whole records in front, and of whole parts of the record behind them, and its payload so far. */
  #ready = 0;
  #open = 0;
  #payload = 0;
  #skipped: Skipped | undefined;

  constructor(framing: Framing, limits: SplitLimits, start: RecordPosition) {
    this.#framing = framing;
    this.#limits = limits;
    this.#offset = start.byte;
  }

  async *blocks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | OversizedRecord> {
    for await (const chunk of source) {
      this.#held.push(chunk);
      for (let step = this.#step(); step !== 'more'; step = this.#step()) if (step !== 'on') yield step;
    }
    if (this.#skipped !== undefined || this.#held.length > this.#ready) {
      throw this.#broken(this.#ready, 'the object ends in the middle of a record');
    }
    if (this.#ready > 0) yield this.#take();
  }

  /** Goes one part further: a block that is full, `on`, or `more` where bytes are missing. */
  #step(): Buffer | OversizedRecord | 'on' | 'more' {
    if (this.#skipped !== undefined) return this.#skip(this.#skipped);
    const at = this.#ready + this.#open;
    const part = this.#readPart(at);
    if (part === undefined) return 'more';
    const payload = this.#payload + this.#putBack(part) + part.payloadLength;
    if (payload > this.#limits.maxRecordBytes) return this.#startSkip(at, part);
    if (this.#ready > 0 && at + part.size > this.#limits.blockBytes) return this.#take();
    if (at + part.size > this.#held.length) return 'more';
    const problem = this.#framing.check?.(this.#held.peek(at, part.size), part);
    if (problem !== undefined) throw this.#broken(at, problem);
    this.#open += part.size;
    this.#payload = payload;
    if (!part.isLast) return 'on';
    this.#ready += this.#open;
    this.#open = 0;
    this.#payload = 0;
    return this.#ready >= this.#limits.blockBytes ? this.#take() : 'on';
  }

  /** Bytes that the record gets back in front of a part. */
  #putBack({ isFirst }: FramePart): number {
    return isFirst ? 0 : (this.#framing.between?.length ?? 0);
  }

  #readPart(at: number): FramePart | undefined {
    const { headerLength, readHeader } = this.#framing;
    if (at + headerLength > this.#held.length) return undefined;
    const part = readHeader(this.#held.peek(at, headerLength));
    if (typeof part === 'string') throw this.#broken(at, part);
    if (part.isFirst !== (this.#open === 0 && this.#skipped === undefined)) {
      throw this.#broken(at, 'the parts of a record are out of order');
    }
    return part;
  }

  /** The records before it go first; of itself a beginning is kept. */
  #startSkip(at: number, part: FramePart): Buffer | 'on' | 'more' {
    if (this.#ready > 0) return this.#take();
    if (this.#limits.skipOversized !== true) throw new RecordTooLargeError(this.#limits.maxRecordBytes);
    const kept = Math.min(oversizedHeadBytes, part.payloadLength);
    if (at + part.payloadStart + kept > this.#held.length) return 'more';
    const head = Buffer.from(this.#held.peek(at + part.payloadStart, kept));
    this.#held.take(this.#open);
    this.#skipped = { head, size: this.#open + part.size, missing: part.size, isLastPart: part.isLast };
    this.#open = 0;
    this.#payload = 0;
    return 'on';
  }

  #skip(skipped: Skipped): OversizedRecord | 'on' | 'more' {
    skipped.missing -= this.#held.take(Math.min(skipped.missing, this.#held.length)).length;
    if (skipped.missing > 0) return 'more';
    if (skipped.isLastPart) {
      this.#skipped = undefined;
      this.#offset += skipped.size;
      return { head: skipped.head, size: skipped.size };
    }
    const part = this.#readPart(0);
    if (part === undefined) return 'more';
    skipped.size += part.size;
    skipped.missing = part.size;
    skipped.isLastPart = part.isLast;
    return 'on';
  }

  #take(): Buffer {
    const block = this.#held.take(this.#ready);
    this.#offset += this.#ready;
    this.#ready = 0;
    return block;
  }

  #broken(at: number, problem: string): FormatError {
    const place = this.#offset + at;
    const found = place === 0 ? describeBeginning(this.#held.peek(0, Math.min(this.#held.length, 256))) : '';
    return new FormatError(`This is no ${this.#framing.name} at byte ${place}: ${problem}.${found}`);
  }
}

/** Parts of a block, whose records were found whole before. */
function* partsOf({ readHeader, headerLength }: Framing, block: Buffer): Generator<{ at: number; part: FramePart }> {
  for (let at = 0; at + headerLength <= block.length; ) {
    const part = readHeader(block.subarray(at, at + headerLength));
    if (typeof part === 'string') throw new FormatError(part);
    yield { at, part };
    at += part.size;
  }
}

function countRecords(framing: Framing, block: Buffer): number {
  let count = 0;
  for (const { part } of partsOf(framing, block)) if (part.isLast) count++;
  return count;
}

function takeApart(framing: Framing, block: Buffer): BlockRecord[] {
  const records: BlockRecord[] = [];
  let payloads: Buffer[] = [];
  let start = 0;
  for (const { at, part } of partsOf(framing, block)) {
    if (part.isFirst) start = at;
    else if (framing.between !== undefined) payloads.push(framing.between);
    payloads.push(block.subarray(at + part.payloadStart, at + part.payloadStart + part.payloadLength));
    if (!part.isLast) continue;
    const [only] = payloads;
    const body = payloads.length === 1 && only !== undefined ? only : Buffer.concat(payloads);
    records.push({ body, framed: block.subarray(start, at + part.size), byte: start, line: records.length });
    payloads = [];
  }
  return records;
}
