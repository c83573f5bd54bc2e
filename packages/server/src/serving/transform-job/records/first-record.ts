import { isUtf8 } from 'node:buffer';
import { mediaType } from '../../../contract/media-type.ts';
import { readCsvLine } from '../../csv-line.ts';
import type { DataProcessing } from './data-processing.ts';
import { parseExactJson } from './exact-json.ts';
import { JsonPathError } from './json-path-error.ts';
import type { BlockRecord, Splitter } from './splitter.ts';

const newline = 10;

/** How the records of a job are read. */
export interface RecordReading {
  readonly splitter: Splitter;
  /** Whether a record is a line, so that the first one can be found without taking a block apart. */
  readonly isLine: boolean;
  readonly contentType: string | undefined;
  readonly processing: DataProcessing | undefined;
}

/**
 * The first record of a file that can be read, as the chain gets it: what containers derive from the first line of a
 * request (delimiter, cells of a row, a schema) holds for the whole file, whatever block or request a record is in.
 */
export class FirstRecord {
  readonly #reading: RecordReading;
  #found: Uint8Array | undefined;

  constructor(reading: RecordReading) {
    this.#reading = reading;
  }

  get bytes(): Uint8Array | undefined {
    return this.#found;
  }

  /** Searches the next block of the file for it, unless it has been found. */
  look(block: Buffer): void {
    const { isLine, splitter } = this.#reading;
    for (let at = 0; this.#found === undefined && at < block.length; ) {
      const end = isLine ? block.indexOf(newline, at) + 1 || block.length : block.length;
      for (const record of splitter.records(block.subarray(at, end))) if (this.#take(record)) break;
      at = end;
    }
  }

  #take(record: BlockRecord): boolean {
    const body = this.#filtered(record);
    if (body === undefined || !isReadable(body, this.#reading.contentType)) return false;
    // A copy: the block's memory is transferred.
    this.#found = new Uint8Array(body);
    return true;
  }

  #filtered({ body, framed }: BlockRecord): Buffer | undefined {
    const { processing } = this.#reading;
    if (processing === undefined) return framed ?? body;
    try {
      return processing.filterInput(body);
    } catch (error) {
      if (error instanceof JsonPathError) return undefined;
      throw error;
    }
  }
}

/** A line of blanks, of bytes that are no UTF-8, broken quotes and broken JSON say nothing about the lines behind them. */
function isReadable(body: Buffer, contentType: string | undefined): boolean {
  const type = mediaType(contentType);
  if (type === 'text/csv') {
    if (!isUtf8(body)) return false;
    const text = body.toString();
    return text.trim() !== '' && readCsvLine(text.replace(/^\uFEFF/, ''), ',') !== undefined;
  }
  if (type !== 'application/jsonlines') return true;
  if (!isUtf8(body)) return false;
  try {
    parseExactJson(body.toString());
    return true;
  } catch {
    return false;
  }
}
