import { firstRepeated, own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import type { BatchValues } from '../../../contract/batch-variables.ts';
import { mediaType } from '../../../contract/media-type.ts';
import { BatchOptionError } from './batch-option-error.ts';
import { type ColumnTypeName, columnTypeNames, isColumnTypeName } from './column-type-name.ts';
import { namesOfCsv } from './names-of-csv.ts';
import type { PlanSource } from './plan-source.ts';

/** The chain's answers as AssembleWith puts them together: SageMaker's own way. */
export interface PlainFormat {
  readonly kind: 'plain';
}

/** A column of the output as the job names it. */
export interface WantedColumn {
  readonly name: string;
  /** Found from the first rows if absent. */
  readonly type?: ColumnTypeName;
}

/** The lines of the answers as rows of a Parquet file. */
export interface ParquetOutputFormat {
  readonly kind: 'parquet';
  /** What a line is. */
  readonly line: 'csv' | 'json';
  /**
   * All of the lines' columns in their order; of JSON objects, those that are taken. Found from the first rows if
   * absent.
   */
  readonly columns?: readonly WantedColumn[];
  /**
   * Whether quotes in CSV distinguish a text from a number: if the job's lines come from Parquet, which distinguishes
   * them.
   */
  readonly quotedAreTexts?: boolean;
}

export type OutputFormat = PlainFormat | ParquetOutputFormat;

const lineForms: Readonly<Record<string, ParquetOutputFormat['line']>> = {
  'text/csv': 'csv',
  'application/json': 'json',
  'application/jsonlines': 'json',
};

/** By CATENARY_BATCH_OUTPUT_FORMAT. */
const formats: Readonly<Record<BatchValues['CATENARY_BATCH_OUTPUT_FORMAT'], (source: PlanSource) => OutputFormat>> = {
  plain: plainFormat,
  parquet: parquetFormat,
};

/**
 * What a job's outputs are to be (docs/batch.md). Throws `BatchOptionError` for values that are none, and for a job that
 * they do not fit.
 */
export function outputFormat(source: PlanSource): OutputFormat {
  return formats[source.variables.CATENARY_BATCH_OUTPUT_FORMAT](source);
}

function plainFormat(source: PlanSource): PlainFormat {
  if (columnsOf(source) === undefined) return { kind: 'plain' };
  throw new BatchOptionError('CATENARY_BATCH_OUTPUT_COLUMNS needs CATENARY_BATCH_OUTPUT_FORMAT=parquet.');
}

const parquet = 'CATENARY_BATCH_OUTPUT_FORMAT=parquet';

function parquetFormat(source: PlanSource): ParquetOutputFormat {
  const { TransformInput: input, TransformOutput: output } = source.request;
  const columns = columnsOf(source);
  const { AssembleWith: assembleWith = 'None' } = output;
  if (assembleWith !== 'Line')
    throw new BatchOptionError(`${parquet} needs AssembleWith Line (a line is a row); it is ${assembleWith}.`);
  const line = lineOf(output.Accept ?? input.ContentType ?? 'text/csv');
  const areMarked = line === 'csv' && source.variables.CATENARY_BATCH_INPUT_FORMAT === 'parquet';
  return { kind: 'parquet', line, ...present({ columns, quotedAreTexts: areMarked || undefined }) };
}

function lineOf(accept: string): ParquetOutputFormat['line'] {
  const line = own(lineForms, mediaType(accept) ?? '');
  if (line !== undefined) return line;
  const known = Object.keys(lineForms).join(', ');
  throw new BatchOptionError(`${parquet} needs Accept (else ContentType) to be one of ${known}; it is "${accept}".`);
}

/** `name` or `name:type` as cells of a line of CSV. */
function columnsOf({ variables: { CATENARY_BATCH_OUTPUT_COLUMNS: text } }: PlanSource) {
  if (text === undefined) return undefined;
  const columns = namesOfCsv(text).map(readColumn);
  const names = columns.map(({ name }) => name);
  const twice = firstRepeated(names);
  if (twice !== undefined) throw new BatchOptionError(`CATENARY_BATCH_OUTPUT_COLUMNS names "${twice}" twice.`);
  if (names.length > 0 && !names.includes('')) return columns;
  throw new BatchOptionError(
    `CATENARY_BATCH_OUTPUT_COLUMNS must be names of columns (name or name:type) with commas between; it is "${text}".`,
  );
}

function readColumn(cell: string): WantedColumn {
  const colon = cell.lastIndexOf(':');
  if (colon < 0) return { name: cell };
  const type = cell.slice(colon + 1);
  if (isColumnTypeName(type)) return { name: cell.slice(0, colon), type };
  throw new BatchOptionError(
    `CATENARY_BATCH_OUTPUT_COLUMNS has a column of type "${type}"; types are ${columnTypeNames}.`,
  );
}
