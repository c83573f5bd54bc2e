import { readCsvCells } from '@catenary/scoring/internal/text';
import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../contract/media-type.ts';
import { BatchOptionError, choose, type JobEnvironment } from './batch-option.ts';
import type { TransformRequest } from '../records/transform-request.ts';

/** Bytes that the splitter of the job's SplitType cuts: SageMaker's own way. */
export interface SplitFormat {
  readonly kind: 'split';
  /** Key of `splitters`. */
  readonly splitType: string;
}

/** CSV that is not what SplitType Line takes it for. */
export interface CsvFormat {
  readonly kind: 'csv';
  readonly splitType: 'Line' | 'QuotedLine';
  /** One line at the start of each object that is no record. */
  readonly hasHeader: boolean;
  /** One ASCII character. */
  readonly delimiter: string;
  /** What stands around cells; doubled within. One ASCII character. */
  readonly quote: string;
  /** What the chain gets of each record, in this order; all cells if absent. */
  readonly columns?: readonly string[];
}

export interface ParquetFormat {
  readonly kind: 'parquet';
  /** Texts may hold line breaks, which stand in quotes then. */
  readonly splitType: 'QuotedLine' | 'Line';
  /** What a row is written as for the chain. */
  readonly line: 'csv' | 'json';
  readonly columns?: readonly string[];
  /** Whether all texts are quoted in CSV: for an output that must distinguish them from numbers. */
  readonly quotesTexts?: boolean;
}

export type InputFormat = SplitFormat | CsvFormat | ParquetFormat;

const csvVariables = [
  'CATENARY_BATCH_CSV_HEADER',
  'CATENARY_BATCH_CSV_QUOTED_NEWLINES',
  'CATENARY_BATCH_CSV_DELIMITER',
  'CATENARY_BATCH_CSV_QUOTE',
];

/**
 * How a job's objects are to be read: CATENARY_BATCH_* of its Environment (docs/batch.md), SplitType without them.
 * Throws `BatchOptionError` for values that are none, and for a job that they do not fit.
 */
export function readInputFormat(request: TransformRequest): InputFormat {
  const { Environment: environment = {}, TransformInput: input } = request;
  const splitType = input.SplitType ?? 'None';
  const format = choose(environment, 'CATENARY_BATCH_INPUT_FORMAT', ['split', 'parquet']);
  const columns = readColumns(environment);
  if (format === 'parquet') return parquetFormat(request, columns);
  const hasHeader = choose(environment, 'CATENARY_BATCH_CSV_HEADER', ['off', 'on']) === 'on';
  const isQuoted = choose(environment, 'CATENARY_BATCH_CSV_QUOTED_NEWLINES', ['off', 'on']) === 'on';
  const delimiter = readDelimiter(environment);
  const quote = readQuote(environment, delimiter);
  if (columns !== undefined && !hasHeader) {
    throw new BatchOptionError(
      'CATENARY_BATCH_COLUMNS picks columns by name: it needs CATENARY_BATCH_CSV_HEADER=on or CATENARY_BATCH_INPUT_FORMAT=parquet.',
    );
  }
  if (!hasHeader && !isQuoted && delimiter === ',' && quote === '"') return { kind: 'split', splitType };
  const variable = csvVariables.find((name) => own(environment, name) !== undefined) as string;
  if (splitType !== 'Line') throw new BatchOptionError(`${variable} needs SplitType Line; it is ${splitType}.`);
  requireContentType(request, variable, ['text/csv']);
  const named = columns === undefined ? {} : { columns };
  return { kind: 'csv', splitType: isQuoted ? 'QuotedLine' : 'Line', hasHeader, delimiter, quote, ...named };
}

function parquetFormat(request: TransformRequest, columns: readonly string[] | undefined): ParquetFormat {
  const { Environment: environment = {}, TransformInput: input } = request;
  const variable = 'CATENARY_BATCH_INPUT_FORMAT=parquet';
  const other = csvVariables.find((name) => own(environment, name) !== undefined);
  if (other !== undefined) throw new BatchOptionError(`${other} is for CSV: it does not go with ${variable}.`);
  if (input.SplitType !== 'Line') {
    throw new BatchOptionError(
      `${variable} needs SplitType Line (a row is a line to the chain); it is ${input.SplitType ?? 'None'}.`,
    );
  }
  if ((input.CompressionType ?? 'None') !== 'None') {
    throw new BatchOptionError(`${variable} needs CompressionType None: Parquet is compressed within.`);
  }
  const type = requireContentType(request, variable, ['text/csv', 'application/jsonlines']);
  const named = columns === undefined ? {} : { columns };
  const quoted = environment.CATENARY_BATCH_OUTPUT_FORMAT === 'parquet' ? { quotesTexts: true } : {};
  return type === 'text/csv'
    ? { kind: 'parquet', splitType: 'QuotedLine', line: 'csv', ...named, ...quoted }
    : { kind: 'parquet', splitType: 'Line', line: 'json', ...named };
}

/** The job's content type without its parameters, if it is one of these; none stands for text/csv. */
function requireContentType(request: TransformRequest, variable: string, types: readonly string[]): string {
  const given = request.TransformInput.ContentType ?? 'text/csv';
  const type = mediaType(given);
  if (type !== undefined && types.includes(type)) return type;
  throw new BatchOptionError(`${variable} needs ContentType ${types.join(' or ')}; it is "${given}".`);
}

/** Names as a line of CSV. */
function readColumns(environment: JobEnvironment): readonly string[] | undefined {
  const text = environment.CATENARY_BATCH_COLUMNS;
  if (text === undefined) return undefined;
  try {
    const [names, ...more] = readCsvCells(text).map((record) => record.map((cell) => cell.text));
    if (names !== undefined && more.length === 0 && !names.includes('')) return names;
  } catch {
    // Reported below.
  }
  throw new BatchOptionError(`CATENARY_BATCH_COLUMNS must be names of columns with commas between; it is "${text}".`);
}

function readDelimiter(environment: JobEnvironment): string {
  const text = environment.CATENARY_BATCH_CSV_DELIMITER ?? ',';
  const delimiter = text === 'tab' ? '\t' : text;
  if (/^[\t\x20-\x7e]$/.test(delimiter) && delimiter !== '"') return delimiter;
  throw new BatchOptionError(
    `CATENARY_BATCH_CSV_DELIMITER must be "tab" or one ASCII character other than a quote; it is "${text}".`,
  );
}

function readQuote(environment: JobEnvironment, delimiter: string): string {
  const quote = environment.CATENARY_BATCH_CSV_QUOTE ?? '"';
  if (/^[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]$/.test(quote) && quote !== delimiter) return quote;
  throw new BatchOptionError(
    `CATENARY_BATCH_CSV_QUOTE must be one ASCII punctuation mark other than the delimiter; it is "${quote}".`,
  );
}
