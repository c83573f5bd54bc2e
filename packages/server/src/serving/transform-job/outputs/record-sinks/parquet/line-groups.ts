import { isUtf8 } from 'node:buffer';
import { ByteQueue } from '../../../records/byte-queue.ts';
import { QuoteScan } from '../../../records/splitters/quoted-line.ts';
import { OutputError } from '../../output-error.ts';

/** Lines of one row group. A group ends behind the line with which it has this many lines, or this many bytes. */
export interface GroupLimits {
  readonly lines: number;
  readonly bytes: number;
}

/** A line that does not end is held until it does; more than this is a quote that is never closed. */
const maxLineBytes = 64 * 1024 * 1024;
const newline = 10;

/** Holds bytes until they are the lines of a group. Where groups end depends on the bytes alone, however they come in pieces. */
export class LineGroups {
  readonly #limits: GroupLimits;
  readonly #isQuoted: boolean;
  readonly #held = new ByteQueue();
  readonly #scan: QuoteScan | undefined;
  /** Of the bytes held, those of whole lines; and how many lines these are. */
  #whole = 0;
  #lines = 0;

  /** `line`: what a line is; in CSV, line breaks in quotes do not end it. */
  constructor(limits: GroupLimits, line: 'csv' | 'json') {
    this.#limits = limits;
    this.#isQuoted = line === 'csv';
    this.#scan = this.#isQuoted ? new QuoteScan(',') : undefined;
  }

  /** Bytes of an unfinished group. */
  get length(): number {
    return this.#held.length;
  }

  /** Takes bytes, and gives the groups that end in them as texts of lines. Throws `OutputError`. */
  *push(bytes: Uint8Array): Generator<string[]> {
    let before = this.#held.length;
    this.#held.push(bytes);
    for (let at = 0; at < bytes.length; ) {
      const end = this.#scan?.nextEnd(bytes, at) ?? (bytes.indexOf(newline, at) + 1 || -1);
      if (end <= 0) break;
      at = end;
      this.#whole = before + end;
      this.#lines++;
      if (this.#lines < this.#limits.lines && this.#whole < this.#limits.bytes) continue;
      before -= this.#whole;
      yield this.#take();
    }
    if (this.#held.length - this.#whole > maxLineBytes)
      throw new OutputError(`A line of the output is longer than ${maxLineBytes / 1024 / 1024} MB.`);
  }

  /** What is left, the last line with or without its end; undefined if it is nothing. */
  finish(): string[] | undefined {
    if (this.#held.length === 0) return undefined;
    this.#whole = this.#held.length;
    return this.#take();
  }

  /** A copy of the bytes held; they stay. */
  copy(): Buffer {
    return Buffer.from(this.#held.peek(0, this.#held.length));
  }

  #take(): string[] {
    const bytes = this.#held.take(this.#whole);
    this.#whole = 0;
    this.#lines = 0;
    if (!isUtf8(bytes)) throw new OutputError('The output is not UTF-8: it cannot be written as Parquet.');
    const text = bytes.toString();
    const lines = this.#isQuoted && text.includes('"') ? splitQuoted(bytes) : text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }
}

function splitQuoted(bytes: Buffer): string[] {
  const scan = new QuoteScan(',');
  const lines: string[] = [];
  let start = 0;
  for (let end = scan.nextEnd(bytes, 0); end >= 0; end = scan.nextEnd(bytes, start)) {
    lines.push(bytes.toString('utf8', start, end - 1));
    start = end;
  }
  if (start < bytes.length) lines.push(bytes.toString('utf8', start));
  return lines;
}
