import {
  type BasicType,
  type Column,
  isTensor,
  ScoringError,
  type VectorColumn,
} from '@catenary/scoring/internal/frame';
import { javaDoubleText, javaFloatText } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import type { SparkmlAccept } from './pick-accept.ts';
import type { SparkmlSchema } from './sparkml-schema.ts';

export interface AnswerForm {
  /** Of the output column's values. */
  readonly base: BasicType;
  readonly accept: SparkmlAccept;
  readonly output: SparkmlSchema['output'];
}

/** How the values of a row are joined. */
interface RowForm {
  readonly separator: string;
  readonly isJson: boolean;
  /** Of the column, for errors. */
  readonly name: string;
}

/** Writes a row's answer in one of the forms. Throws `wrong_type` if the column is not what the schema says. */
export function rowWriter(column: Column, { base, accept, output }: AnswerForm): (row: number) => string {
  if (output.struct === 'basic') {
    const textOf = basicWriter(column, base, output.name);
    if (accept !== 'application/json') return textOf;
    return (row) => `{${JSON.stringify(output.name)}:${jsonScalar(textOf(row), column)}}`;
  }
  const separator = accept === 'application/jsonlines;data=text' ? ' ' : ',';
  const isJson = accept === 'application/jsonlines' || accept === 'application/json';
  const form: RowForm = { separator, isJson, name: output.name };
  const key = JSON.stringify(accept === 'application/json' ? output.name : 'features');
  const joined = (row: number) =>
    column.kind === 'vector' ? vectorText(column, row, form) : listText(column, row, form);
  if (isJson) return (row) => `{${key}:[${joined(row)}]}`;
  return accept === 'text/csv' ? joined : (row) => `{"source":${JSON.stringify(joined(row))}}`;
}

function basicWriter(column: Column, base: BasicType, name: string): (row: number) => string {
  if (column.kind === 'string') return (row) => column.values[row] ?? 'null';
  if (column.kind !== 'number') throw mismatch(name, 'a single value');
  const { values, nulls } = column;
  const text =
    base === 'double' ? javaDoubleText : base === 'float' ? javaFloatText : base === 'boolean' ? booleanText : String;
  return (row) => (nulls?.[row] ? 'null' : text(defined(values[row])));
}

function booleanText(value: number): string {
  return value === 0 ? 'false' : 'true';
}

function jsonScalar(text: string, column: Column): string {
  return column.kind === 'string' ? JSON.stringify(text) : quoteNonFinite(text);
}

/** JSON has no NaN and no infinities: they are written as texts. */
function quoteNonFinite(text: string): string {
  return text.endsWith('NaN') || text.endsWith('y') ? `"${text}"` : text;
}

/** A vector's values, absent ones as 0.0. Written out in one loop, as this is most of what an answer costs. */
function vectorText(column: VectorColumn, row: number, { separator, isJson }: RowForm): string {
  const { values, starts, sizes, indices, sparse } = column;
  const size = defined(sizes[row]);
  const isSparse = sparse !== undefined && sparse[row] !== 0;
  let from = defined(starts[row]);
  const end = defined(starts[row + 1]);
  let text = '';
  for (let at = 0; at < size; at++) {
    const isPresent = !isSparse || (from < end && (indices as Int32Array)[from] === at);
    const value = isPresent ? defined(values[from++]) : 0;
    const cell = value === 0 ? (Object.is(value, -0) ? '-0.0' : '0.0') : value === 1 ? '1.0' : javaDoubleText(value);
    text += (at === 0 ? '' : separator) + (isJson ? quoteNonFinite(cell) : cell);
  }
  return text;
}

function listText(column: Column, row: number, { separator, isJson, name }: RowForm): string {
  const cell = column.kind === 'value' ? column.values[row] : undefined;
  const items = isTensor(cell) ? Array.from(cell.values) : cell;
  if (!Array.isArray(items)) throw mismatch(name, 'several values');
  const texts = items.map((item: unknown) => {
    if (typeof item === 'number') return isJson ? quoteNonFinite(javaDoubleText(item)) : javaDoubleText(item);
    return isJson ? JSON.stringify(item) : String(item);
  });
  return texts.join(separator);
}

function mismatch(name: string, wanted: string): ScoringError {
  return new ScoringError('wrong_type', `The output column "${name}" does not hold ${wanted} as the schema says.`, {
    column: name,
  });
}
