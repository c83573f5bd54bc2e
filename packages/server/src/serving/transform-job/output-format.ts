import { present } from '@catenary/scoring/internal/values';
import { readCsvCells } from '@catenary/scoring/internal/text';
import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../contract/media-type.ts';
import { BatchOptionError, choose } from './batch-option.ts';
import { columnTypeNames, type ColumnTypeName, isColumnTypeName } from './record-sinks/parquet/column-types.ts';
import type { TransformRequest } from '../records/transform-request.ts';

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

/**
 * What a job's outputs are to be: CATENARY_BATCH_OUTPUT_* of its Environment (docs/batch.md). Throws `BatchOptionError`
 * for values that are none, and for a job that they do not fit.
 */
export function readOutputFormat(request: TransformRequest): OutputFormat {
  const { Environment: environment = {}, TransformInput: input, TransformOutput: output } = request;
  const columns = readColumns(environment.CATENARY_BATCH_OUTPUT_COLUMNS);
  if (choose(environment, 'CATENARY_BATCH_OUTPUT_FORMAT', ['plain', 'parquet']) === 'plain') {
    if (columns === undefined) return { kind: 'plain' };
    throw new BatchOptionError('CATENARY_BATCH_OUTPUT_COLUMNS needs CATENARY_BATCH_OUTPUT_FORMAT=parquet.');
  }
  const variable = 'CATENARY_BATCH_OUTPUT_FORMAT=parquet';
  const { AssembleWith: assembleWith = 'None' } = output;
  if (assembleWith !== 'Line')
    throw new BatchOptionError(`${variable} needs AssembleWith Line (a line is a row); it is ${assembleWith}.`);
  const accept = output.Accept ?? input.ContentType ?? 'text/csv';
  const line = own(lineForms, mediaType(accept) ?? '');
  if (line === undefined) {
    const known = Object.keys(lineForms).join(', ');
    throw new BatchOptionError(`${variable} needs Accept (else ContentType) to be one of ${known}; it is "${accept}".`);
  }
  const quotedAreTexts = line === 'csv' && environment.CATENARY_BATCH_INPUT_FORMAT === 'parquet';
  return {
    kind: 'parquet',
    line,
    ...present({ columns, quotedAreTexts: quotedAreTexts || undefined }),
  };
}

/** `name` or `name:type` as cells of a line of CSV. */
function readColumns(text: string | undefined): readonly WantedColumn[] | undefined {
  if (text === undefined) return undefined;
  const columns = cellsOf(text).map(readColumn);
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new BatchOptionError(`CATENARY_BATCH_OUTPUT_COLUMNS names "${twice}" twice.`);
  if (names.length > 0 && !names.includes('')) return columns;
  throw new BatchOptionError(
    `CATENARY_BATCH_OUTPUT_COLUMNS must be names of columns (name or name:type) with commas between; it is "${text}".`,
  );
}

function cellsOf(text: string): string[] {
  try {
    const [cells = [], ...more] = readCsvCells(text).map((record) => record.map((cell) => cell.text));
    return more.length === 0 ? cells : [];
  } catch {
    return [];
  }
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
