import { defined } from '@catenary/scoring/internal/values';
import { type OversizedRecord, oversizedHeadBytes, RecordTooLargeError, type SplitLimits } from '../../splitter.ts';
import type { Cells } from './column-cells.ts';

/** This many next rows, by column. */
export interface RowBatch {
  readonly columns: readonly Cells[];
  readonly count: number;
}

const newline = 10;
/** Fewer bytes are copied faster one by one than by a call. */
const shortCell = 24;

/**
 * Rows as lines of CSV or JSON, put together to blocks from the bytes of their cells. Where a block ends depends on the
 * rows since the block before alone: a job that continues at the end of a block gets the same blocks.
 */
export class RowBlocks {
  readonly #limits: SplitLimits;
  /** What stands before each cell, and behind the last. */
  readonly #before: readonly Uint8Array[];
  readonly #end: Uint8Array;
  /** Of a line without its cells and its end. */
  readonly #frameBytes: number;
  #block: Buffer;
  #size = 0;

  constructor(line: 'csv' | 'json', names: readonly string[], limits: SplitLimits) {
    this.#limits = limits;
    const before = (name: string, at: number) =>
      line === 'csv' ? (at === 0 ? '' : ',') : `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    this.#before = names.map((name, at) => Buffer.from(before(name, at)));
    this.#end = Buffer.from(line === 'csv' ? '' : names.length === 0 ? '{}' : '}');
    this.#frameBytes = this.#before.reduce((sum, { length }) => sum + length, this.#end.length);
    this.#block = Buffer.allocUnsafeSlow(Math.min(limits.blockBytes, 2 ** 20));
  }

  /** The blocks that end within these rows. Throws `RecordTooLargeError`. */
  *push({ columns, count }: RowBatch): Generator<Buffer | OversizedRecord> {
    const { blockBytes, maxRecordBytes, skipOversized } = this.#limits;
    for (let row = 0; row < count; row++) {
      const bytes = this.#lengthOf(columns, row);
      const isOversized = bytes > maxRecordBytes;
      if (this.#size > 0 && (isOversized || this.#size + bytes + 1 > blockBytes)) yield this.#flush();
      if (isOversized && skipOversized !== true) throw new RecordTooLargeError(maxRecordBytes);
      this.#makeRoom(bytes + 1);
      this.#write(columns, row);
      if (!isOversized) continue;
      const head = Buffer.from(this.#block.subarray(0, Math.min(bytes, oversizedHeadBytes)));
      this.#size = 0;
      yield { head, size: bytes };
    }
  }

  /** The last block; undefined if there is none. */
  finish(): Buffer | undefined {
    return this.#size === 0 ? undefined : this.#flush();
  }

  #lengthOf(columns: readonly Cells[], row: number): number {
    let length = this.#frameBytes;
    for (const { starts, ends, first } of columns) {
      length += defined(ends[first + row]) - defined(starts[first + row]);
    }
    return length;
  }

  #makeRoom(bytes: number): void {
    const wanted = this.#size + bytes;
    if (wanted <= this.#block.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(wanted, this.#block.length * 2));
    this.#block.copy(larger, 0, 0, this.#size);
    this.#block = larger;
  }

  #write(columns: readonly Cells[], row: number): void {
    const target = this.#block;
    let at = this.#size;
    for (let column = 0; column < columns.length; column++) {
      const { bytes, starts, ends, first } = defined(columns[column]);
      const before = defined(this.#before[column]);
      for (let byte = 0; byte < before.length; byte++) target[at++] = defined(before[byte]);
      const start = defined(starts[first + row]);
      const end = defined(ends[first + row]);
      if (end - start > shortCell) target.set(bytes.subarray(start, end), at);
      else for (let byte = start; byte < end; byte++) target[at + byte - start] = defined(bytes[byte]);
      at += end - start;
    }
    for (let byte = 0; byte < this.#end.length; byte++) target[at++] = defined(this.#end[byte]);
    target[at] = newline;
    this.#size = at + 1;
  }

  #flush(): Buffer {
    const block = this.#limits.room?.(this.#size) ?? Buffer.allocUnsafeSlow(this.#size);
    this.#block.copy(block, 0, 0, this.#size);
    this.#size = 0;
    return block;
  }
}
