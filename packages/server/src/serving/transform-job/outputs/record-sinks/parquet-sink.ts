import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { defined } from '@catenary/scoring/internal/values';
import type { RowGroup } from 'hyparquet';
import type { ObjectOutput } from '../../../../platform/storage/object-output.ts';
import type { ParquetOutputFormat } from '../../plan/output-format.ts';
import type { RecordSink, SinkState } from '../record-sink.ts';
import { AnswerRows } from './parquet/answer-rows.ts';
import { type GroupLimits, LineGroups } from './parquet/line-groups.ts';
import { ParquetFile } from './parquet/parquet-file.ts';
import { isSettled, type OutputColumn, ownColumns, type SettledColumn, type SharedColumns } from './shared-columns.ts';

/** A group is held as it came until it is written: for each object under way, so not too large. */
const groupLimits: GroupLimits = { lines: 131_072, bytes: 8 * 1024 * 1024 };
/** Lines of an unfinished group that are kept with any checkpoint; of more, the group's end is waited for. */
const smallBytes = 256 * 1024;

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
  /** Lines of each of the groups that wait for columns. */
  readonly blank: readonly number[];
  /** Lines of groups, and the lines behind them. */
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
  /** As they were with the last group. */
  #columns: readonly OutputColumn[] | undefined;
  /** Set when all is written but the footer. */
  #settled: readonly SettledColumn[] | undefined;
  /** Lines of groups that hold nothing: they can be written once it is known which columns there are. */
  readonly #blank: number[];
  readonly #groups: LineGroups;
  #lines: number;
  /** Whether a group was written since the last checkpoint. */
  #isFast = false;
  /** Whether a group ended in the bytes that came last. */
  #isAtEnd = false;

  private constructor(format: ParquetOutputFormat, opened: Opened, held?: Held) {
    const { output, limits } = opened;
    this.#output = output;
    this.#rows = new AnswerRows(format);
    this.#shared = opened.columns ?? ownColumns(held?.columns);
    this.#columns = held?.columns ?? (isSettled(format.columns) ? format.columns : undefined);
    this.#blank = [...(held?.blank ?? [])];
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
      blank: this.#blank,
      lines: this.#lines,
      tail: this.#groups.copy(),
    };
    return { output: await this.#output.sync(), held: pack(held) };
  }

  async finish(): Promise<boolean> {
    const lines = this.#groups.finish();
    if (lines !== undefined) await this.#writeGroup(lines);
    this.#settled = isSettled(this.#columns) ? this.#columns : this.#shared.finish(this.#rows.unseen);
    return this.#settled !== undefined;
  }

  async seal(): Promise<SinkState> {
    const columns = defined(this.#settled);
    await this.#writeBlank(columns);
    await this.#output.append(this.#file.footer(columns));
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
    const columns = isSettled(this.#columns)
      ? this.#columns
      : await this.#shared.settle((agreed) => this.#rows.extend(rows, agreed));
    const first = this.#lines + 1;
    this.#lines += lines.length;
    this.#columns = columns;
    if (columns === undefined) {
      this.#blank.push(lines.length);
      return;
    }
    await this.#writeBlank(columns);
    await this.#output.append(this.#file.group(columns, this.#rows.values(rows, columns, first)));
  }

  async #writeBlank(columns: readonly OutputColumn[]): Promise<void> {
    for (const count of this.#blank.splice(0)) {
      const nulls = Array.from({ length: count }, () => null);
      await this.#output.append(
        this.#file.group(
          columns,
          columns.map(() => nulls),
        ),
      );
    }
  }
}

/** Bounds of values may be NaN, -0 or infinite, counts are bigint: JSON has neither. */
const pack = (held: Held) => deflateRawSync(serialize(held), { level: 1 }).toString('base64');
const unpack = (text: string) => deserialize(inflateRawSync(Buffer.from(text, 'base64'))) as Held;
