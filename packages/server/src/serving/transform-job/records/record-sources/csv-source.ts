import { isUtf8 } from 'node:buffer';
import { defined } from '@catenary/scoring/internal/values';
import type { FileColumn } from '../../../container/file-facts.ts';
import {
  hasInnerReturn,
  headerColumns,
  innerReturn,
  readCsvHeader,
  readCsvLine,
  writeCsvLine,
} from '../../../csv-line.ts';
import type { CsvFormat } from '../../plan/input-format.ts';
import { checkIsLines } from '../check-is-lines.ts';
import { partitionValues } from '../partition-values.ts';
import type { RecordSource } from '../record-source.ts';
import {
  FormatError,
  type OversizedRecord,
  type RecordPosition,
  type SplitLimits,
  type Splitter,
} from '../splitter.ts';
import { lineSplitter } from '../splitters/line.ts';
import { QuoteScan, quotedLines } from '../splitters/quoted-line.ts';
import { lineBlocks, type WrittenRecord } from './line-blocks.ts';
import { objectBytes, type SourceContext } from './object-bytes.ts';

const maxHeaderBytes = 1024 * 1024;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * CSV of a declared dialect. What only lacks its header, or has line breaks in quotes, goes to the chain as it is;
 * columns that are picked, and cells between other delimiters, are written anew, and then there are no places to begin
 * at: a job that continues reads the object again and skips the records that it has done.
 */
export function csvSource(context: SourceContext, format: CsvFormat): RecordSource {
  return new CsvSource(context, format);
}

class CsvSource implements RecordSource {
  readonly hasByteOffsets: boolean;
  origin = { byte: 0, line: 0 };
  columns: readonly FileColumn[] | undefined;
  readonly #context: SourceContext;
  readonly #format: CsvFormat;
  readonly #splitter: Splitter;

  constructor(context: SourceContext, format: CsvFormat) {
    this.#context = context;
    this.#format = format;
    this.#splitter = format.splitType === 'QuotedLine' ? quotedLines(format.delimiter, format.quote) : lineSplitter;
    this.hasByteOffsets = format.delimiter === ',' && format.quote === '"' && format.columns === undefined;
  }

  async *blocks(
    start: RecordPosition,
    limits: SplitLimits,
    signal: AbortSignal,
  ): AsyncGenerator<Buffer | OversizedRecord> {
    const header = this.#format.hasHeader ? await this.#readHeader(signal) : undefined;
    const chosen = this.#format.columns?.map((name) => ({ name }));
    this.columns = chosen ?? (header === undefined ? undefined : headerColumns(header));
    if (this.hasByteOffsets) {
      const bytes = objectBytes(this.#context, this.origin.byte + start.byte, signal);
      yield* this.#splitter.blocks(bytes, limits, start);
      return;
    }
    const bytes = objectBytes(this.#context, this.origin.byte, signal);
    const blocks = this.#splitter.blocks(bytes, limits, start);
    const isQuarantined = limits.skipOversized === true;
    const writer = new RecordWriter(this.#format, { header, key: this.#context.object.key, isQuarantined });
    yield* lineBlocks(this.#rewrite(blocks, writer, start.record), limits);
  }

  /** The first line's names; undefined if the object is empty. */
  async #readHeader(signal: AbortSignal): Promise<string[] | undefined> {
    const scan =
      this.#format.splitType === 'QuotedLine' ? new QuoteScan(this.#format.delimiter, this.#format.quote) : undefined;
    const parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of objectBytes(this.#context, 0, signal)) {
      if (size === 0) checkIsLines(chunk);
      // Behind the mark a quote opens the first cell.
      const from = size === 0 && chunk.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
      const end = scan === undefined ? chunk.indexOf(10) + 1 || -1 : scan.nextEnd(chunk, from);
      parts.push(end < 0 ? chunk : chunk.subarray(0, end));
      size += defined(parts.at(-1)).length;
      if (size > maxHeaderBytes) throw new FormatError('The header line is longer than 1 MB: is it one?');
      if (end >= 0) break;
    }
    if (size === 0) return undefined;
    const line = Buffer.concat(parts);
    this.origin = { byte: size, line: Math.max(1, line.toString('latin1').split('\n').length - 1) };
    if (!isUtf8(line)) throw new FormatError('The header line is not UTF-8: write the object as UTF-8.');
    if (hasInnerReturn(line.toString('latin1'), this.#format.quote))
      throw new FormatError(`The header line ${innerReturn}.`);
    const names = readCsvHeader(line, this.#format.delimiter, this.#format.quote);
    if (names === undefined) throw new FormatError('The quotes of the header line are broken.');
    return names;
  }

  async *#rewrite(
    blocks: AsyncIterable<Buffer | OversizedRecord>,
    writer: RecordWriter,
    done: number,
  ): AsyncGenerator<WrittenRecord[]> {
    let record = 0;
    for await (const block of blocks) {
      const records = Buffer.isBuffer(block) ? this.#splitter.records(block).map(({ body }) => body) : [block];
      const first = Math.max(0, done - record);
      const number = record + 1;
      record += records.length;
      yield records
        .slice(first)
        .map((one, at) => (Buffer.isBuffer(one) ? writer.write(one, number + first + at) : one));
    }
  }
}

interface WriterContext {
  readonly header: readonly string[] | undefined;
  /** Key of the object: its folders may name columns. */
  readonly key: string;
  /** Whether what cannot be read is given as such; otherwise it throws `FormatError`. */
  readonly isQuarantined: boolean;
}

/** Writes records with commas, and of the columns that are wanted. */
class RecordWriter {
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #header: readonly string[] | undefined;
  /** Positions of cells, or the value of all rows. */
  readonly #picked: readonly (number | string)[] | undefined;
  /** Whether what cannot be read is given as such; otherwise it throws `FormatError`. */
  readonly #isQuarantined: boolean;

  constructor({ delimiter, quote, columns }: CsvFormat, { header, key, isQuarantined }: WriterContext) {
    this.#delimiter = delimiter;
    this.#quote = quote;
    this.#header = header;
    const constants = partitionValues(key);
    this.#picked = header === undefined ? undefined : columns?.map((name) => findColumn(name, header, constants));
    this.#isQuarantined = isQuarantined;
  }

  write(record: Buffer, number: number): WrittenRecord {
    const cells = isUtf8(record) ? readCsvLine(record.toString(), this.#delimiter, this.#quote) : undefined;
    const width = this.#header?.length ?? cells?.length;
    if (cells !== undefined && cells.length === width) {
      return writeCsvLine(this.#picked?.map((at) => (typeof at === 'string' ? at : defined(cells[at]))) ?? cells);
    }
    const problem =
      cells !== undefined
        ? `has ${cells.length} cells, the header ${width}`
        : isUtf8(record)
          ? 'has broken quotes'
          : 'is not UTF-8';
    if (!this.#isQuarantined) throw new FormatError(`Record ${number} ${problem}.`);
    return { head: record, size: record.length, problem: `The record ${problem}.` };
  }
}

function findColumn(
  name: string,
  header: readonly string[],
  constants: ReadonlyMap<string, string | null>,
): number | string {
  const at = header.indexOf(name);
  if (at < 0 && constants.has(name)) return constants.get(name) ?? '';
  if (at < 0) throw new FormatError(`The header has no column "${name}"; it has ${header.join(', ')}.`);
  if (header.includes(name, at + 1)) throw new FormatError(`The header has two columns "${name}".`);
  return at;
}
