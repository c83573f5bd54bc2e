import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { RowGroup } from 'hyparquet';
import type { ObjectOutput } from '../../../../platform/storage/object-output.ts';
import type { ParquetOutputFormat } from '../../plan/output-format.ts';
import type { RecordSink, SinkState } from '../record-sink.ts';
import { AnswerRows, type OutputColumn } from './parquet/answer-rows.ts';
import { type GroupLimits, LineGroups } from './parquet/line-groups.ts';
import { ParquetFile } from './parquet/parquet-file.ts';

export const parquetMediaType = 'application/vnd.apache.parquet';

/** A group is held as it came until it is written: for each object under way, so not too large. */
const groupLimits: GroupLimits = { lines: 131_072, bytes: 8 * 1024 * 1024 };
/** Lines of an unfinished group that are kept with any checkpoint; of more, the group's end is waited for. */
const smallBytes = 256 * 1024;

/** Where the columns of all of a job's outputs are agreed. */
export interface SharedColumns {
  /** The agreed columns; else those that `tell` derives, when it is this object's turn. */
  settle(tell: () => readonly OutputColumn[]): Promise<readonly OutputColumn[]>;
  /**
   * For an object without lines: the agreed columns, undefined if there are none yet. No other object waits for it any
   * more.
   */
  pass(): readonly OutputColumn[] | undefined;
}

/** For an output that stands alone. */
const ownColumns: SharedColumns = { settle: (tell) => Promise.resolve(tell()), pass: () => undefined };

/** Where a sink writes. */
export interface SinkTarget {
  readonly output: ObjectOutput;
  /** Where outputs of one job agree on their columns; absent for one that stands alone. */
  readonly columns?: SharedColumns;
}

interface Opened extends SinkTarget {
  readonly limits: GroupLimits;
}

/** What does not follow from the bytes that were written. */
interface Held {
  readonly columns: readonly OutputColumn[] | undefined;
  readonly groups: readonly RowGroup[];
  /** Lines that were written, and those that were not. */
  readonly lines: number;
  readonly tail: Uint8Array;
}

/**
 * Lines of answers as rows of a Parquet file. A row group is written when its last line has come. A checkpoint keeps
 * what the footer is to say, and the lines behind the last group: a chain that fills a group within a checkpoint's time
 * is asked again at the group's end, where these are few; a slower one keeps them all, so that none is scored again.
 */
export class ParquetSink implements RecordSink {
  readonly #output: ObjectOutput;
  readonly #file: ParquetFile;
  readonly #rows: AnswerRows;
  readonly #shared: SharedColumns;
  #columns: readonly OutputColumn[] | undefined;
  readonly #groups: LineGroups;
  #lines: number;
  /** Whether a group was written since the last checkpoint. */
  #isFast = false;
  /** Whether a group ended in the bytes that came last. */
  #isAtEnd = false;

  private constructor(format: ParquetOutputFormat, { output, columns = ownColumns, limits }: Opened, held?: Held) {
    this.#output = output;
    this.#rows = new AnswerRows(format);
    this.#shared = columns;
    this.#columns = held?.columns;
    this.#file = new ParquetFile(held?.groups, output.length);
    this.#groups = new LineGroups(limits, format.line);
    this.#lines = held?.lines ?? 0;
    // Unfinished lines are not a group: nothing is given.
    if (held !== undefined) for (const _ of this.#groups.push(held.tail)) throw new Error('a kept row group is whole');
  }

  static open(
    format: ParquetOutputFormat,
    { limits = groupLimits, ...target }: SinkTarget & { readonly limits?: GroupLimits },
    saved?: SinkState,
  ): ParquetSink {
    const held = typeof saved?.held === 'string' ? unpack(saved.held) : undefined;
    return new ParquetSink(format, { ...target, limits }, held);
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#isAtEnd = false;
    for (const lines of this.#groups.push(bytes)) {
      await this.#writeGroup(lines);
      this.#isAtEnd = true;
      this.#isFast = true;
    }
  }

  async sync(): Promise<SinkState | undefined> {
    if (this.#isFast && !this.#isAtEnd && this.#groups.length > smallBytes) return undefined;
    this.#isFast = false;
    const held = {
      columns: this.#columns,
      groups: this.#file.groups,
      lines: this.#lines,
      tail: this.#groups.copy(),
    };
    return { output: await this.#output.sync(), held: pack(held) };
  }

  async seal(): Promise<SinkState> {
    const lines = this.#groups.finish();
    if (lines !== undefined) await this.#writeGroup(lines);
    // Of no lines at all: an empty table of the columns that the job names.
    this.#columns ??= this.#shared.pass() ?? this.#rows.tell([]);
    await this.#output.append(this.#file.footer(this.#columns));
    return { output: await this.#output.seal() };
  }

  async publish(): Promise<void> {
    await this.#output.publish();
  }

  abort(): Promise<void> {
    return this.#output.abort();
  }

  close(): Promise<void> {
    return this.#output.close();
  }

  async #writeGroup(lines: readonly string[]): Promise<void> {
    const rows = this.#rows.takeApart(lines, this.#lines + 1);
    this.#columns ??= await this.#shared.settle(() => this.#rows.tell(rows));
    const values = this.#rows.values(rows, this.#columns, this.#lines + 1);
    this.#lines += lines.length;
    await this.#output.append(this.#file.group(this.#columns, values));
  }
}

/** Bounds of values may be NaN, -0 or infinite, counts are bigint: JSON has neither. */
const pack = (held: Held) => deflateRawSync(serialize(held), { level: 1 }).toString('base64');
const unpack = (text: string) => deserialize(inflateRawSync(Buffer.from(text, 'base64'))) as Held;
