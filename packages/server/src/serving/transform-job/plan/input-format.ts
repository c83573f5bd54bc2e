import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import type { BatchValues, BatchVariable } from '../../../contract/batch-variables.ts';
import { mediaType } from '../../../contract/media-type.ts';
import type { TransformRequest } from '../../records/transform-request.ts';
import { BatchOptionError } from './batch-option-error.ts';
import { namesOfCsv } from './names-of-csv.ts';
import type { PlanSource } from './plan-source.ts';
import type { SplitterName } from './split-type.ts';

/** Bytes that the splitter of the job's SplitType cuts: SageMaker's own way. */
export interface SplitFormat {
  readonly kind: 'split';
  readonly splitType: SplitterName;
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

const csvVariables: readonly BatchVariable[] = [
  'CATENARY_BATCH_CSV_HEADER',
  'CATENARY_BATCH_CSV_QUOTED_NEWLINES',
  'CATENARY_BATCH_CSV_DELIMITER',
  'CATENARY_BATCH_CSV_QUOTE',
];

/** By CATENARY_BATCH_INPUT_FORMAT. */
const formats: Readonly<Record<BatchValues['CATENARY_BATCH_INPUT_FORMAT'], (source: PlanSource) => InputFormat>> = {
  split: splitFormat,
  parquet: parquetFormat,
};

/**
 * How a job's objects are to be read (docs/batch.md): as SplitType says, if it sets no variable. Throws
 * `BatchOptionError` for values that are none, and for a job that they do not fit.
 */
export function inputFormat(source: PlanSource): InputFormat {
  return formats[source.variables.CATENARY_BATCH_INPUT_FORMAT](source);
}

function splitFormat(source: PlanSource): SplitFormat | CsvFormat {
  const { request, variables } = source;
  const splitType = request.TransformInput.SplitType ?? 'None';
  const columns = columnsOf(source);
  const hasHeader = variables.CATENARY_BATCH_CSV_HEADER === 'on';
  const isQuoted = variables.CATENARY_BATCH_CSV_QUOTED_NEWLINES === 'on';
  const delimiter = readDelimiter(variables.CATENARY_BATCH_CSV_DELIMITER);
  const quote = readQuote(variables.CATENARY_BATCH_CSV_QUOTE, delimiter);
  if (columns !== undefined && !hasHeader) {
    throw new BatchOptionError(
      'CATENARY_BATCH_COLUMNS picks columns by name: it needs CATENARY_BATCH_CSV_HEADER=on or CATENARY_BATCH_INPUT_FORMAT=parquet.',
    );
  }
  if (!hasHeader && !isQuoted && delimiter === ',' && quote === '"') return { kind: 'split', splitType };
  const variable = givenCsvVariable(request) ?? '';
  if (splitType !== 'Line') throw new BatchOptionError(`${variable} needs SplitType Line; it is ${splitType}.`);
  requireContentType(request, variable, ['text/csv']);
  const dialect = { hasHeader, delimiter, quote, ...present({ columns }) };
  return { kind: 'csv', splitType: isQuoted ? 'QuotedLine' : 'Line', ...dialect };
}

function parquetFormat(source: PlanSource): ParquetFormat {
  const { request, variables } = source;
  const columns = columnsOf(source);
  checkParquet(request);
  const type = requireContentType(request, parquet, ['text/csv', 'application/jsonlines']);
  if (type !== 'text/csv') return { kind: 'parquet', splitType: 'Line', line: 'json', ...present({ columns }) };
  const quotesTexts = variables.CATENARY_BATCH_OUTPUT_FORMAT === 'parquet' ? true : undefined;
  return { kind: 'parquet', splitType: 'QuotedLine', line: 'csv', ...present({ columns, quotesTexts }) };
}

const parquet = 'CATENARY_BATCH_INPUT_FORMAT=parquet';

function checkParquet(request: TransformRequest): void {
  const { SplitType: splitType = 'None', CompressionType: compression = 'None' } = request.TransformInput;
  const other = givenCsvVariable(request);
  if (other !== undefined) throw new BatchOptionError(`${other} is for CSV: it does not go with ${parquet}.`);
  if (splitType !== 'Line')
    throw new BatchOptionError(`${parquet} needs SplitType Line (a row is a line to the chain); it is ${splitType}.`);
  if (compression !== 'None')
    throw new BatchOptionError(`${parquet} needs CompressionType None: Parquet is compressed within.`);
}

const givenCsvVariable = ({ Environment: environment = {} }: TransformRequest) =>
  csvVariables.find((name) => own(environment, name) !== undefined);

/** The job's content type without its parameters, if it is one of these; none stands for text/csv. */
function requireContentType(request: TransformRequest, variable: string, types: readonly string[]): string {
  const given = request.TransformInput.ContentType ?? 'text/csv';
  const type = mediaType(given);
  if (type !== undefined && types.includes(type)) return type;
  throw new BatchOptionError(`${variable} needs ContentType ${types.join(' or ')}; it is "${given}".`);
}

function columnsOf({ variables: { CATENARY_BATCH_COLUMNS: text } }: PlanSource): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = namesOfCsv(text);
  if (names.length > 0 && !names.includes('')) return names;
  throw new BatchOptionError(`CATENARY_BATCH_COLUMNS must be names of columns with commas between; it is "${text}".`);
}

function readDelimiter(text: string): string {
  const delimiter = text === 'tab' ? '\t' : text;
  if (/^[\t\x20-\x7e]$/.test(delimiter) && delimiter !== '"') return delimiter;
  throw new BatchOptionError(
    `CATENARY_BATCH_CSV_DELIMITER must be "tab" or one ASCII character other than a quote; it is "${text}".`,
  );
}

function readQuote(quote: string, delimiter: string): string {
  if (/^[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]$/.test(quote) && quote !== delimiter) return quote;
  throw new BatchOptionError(
    `CATENARY_BATCH_CSV_QUOTE must be one ASCII punctuation mark other than the delimiter; it is "${quote}".`,
  );
}
