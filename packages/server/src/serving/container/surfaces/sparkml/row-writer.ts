import {
  type BasicType,
  type Column,
  isTensor,
  ScoringError,
  spend,
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

/**
 * Writes the answer of a row, one of `rowCount`, in one of the forms. Throws `wrong_type` if the column is not what the schema says, and
 * `wrong_size` if the answer would be too large.
 */
export function rowWriter(column: Column, rowCount: number, form: AnswerForm): (row: number) => string {
  const { base, accept, output } = form;
  if (output.struct === 'basic') {
    const textOf = basicWriter(column, base, output.name);
    if (accept !== 'application/json') return textOf;
    return (row) => `{${JSON.stringify(output.name)}:${jsonScalar(textOf(row), column)}}`;
  }
  const separator = accept === 'application/jsonlines;data=text' ? ' ' : ',';
  const isJson = accept === 'application/jsonlines' || accept === 'application/json';
  const layout: RowForm = { separator, isJson, name: output.name };
  const key = JSON.stringify(accept === 'application/json' ? output.name : 'features');
  const joined = (row: number) =>
    column.kind === 'vector' ? vectorText(column, row, layout) : listText(column, row, layout);
  if (column.kind === 'vector') checkAnswerSize(column, rowCount, output.name);
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

/** Most values of an answer that consists of vectors: a quarter of a gigabyte of text at least. */
const maxAnswerValues = 2 ** 26;

/** A few words of a request become an answer without end where a model's vectors are wide. */
function checkAnswerSize({ sizes }: VectorColumn, rowCount: number, name: string): void {
  let count = 0;
  for (let row = 0; row < rowCount; row++) count += defined(sizes[row]);
  if (count > maxAnswerValues) {
    const message = `The answer would have ${count} values in "${name}"; ${maxAnswerValues} are written at most: send fewer rows, or let the pipeline answer something shorter.`;
    throw new ScoringError('wrong_size', message, { column: name });
  }
  spend(count);
}

/** A vector's values, absent ones as 0.0. Written out in one loop, as this is most of what an answer costs. */
function vectorText(column: VectorColumn, row: number, form: RowForm): string {
  const { values, starts, sizes, sparse } = column;
  if (sparse !== undefined && sparse[row] !== 0) return sparseText(column, row, form);
  const from = defined(starts[row]);
  const size = defined(sizes[row]);
  let text = '';
  for (let at = 0; at < size; at++)
    text += (at === 0 ? '' : form.separator) + cellText(defined(values[from + at]), form.isJson);
  return text;
}

/** Between two values of a sparse vector may be millions of zeros. */
function sparseText({ values, starts, sizes, indices }: VectorColumn, row: number, form: RowForm): string {
  const { separator, isJson } = form;
  const zero = `${separator}0.0`;
  const end = defined(starts[row + 1]);
  let text = '';
  let at = 0;
  for (let from = defined(starts[row]); from < end; from++) {
    const index = defined(indices?.[from]);
    text += zero.repeat(index - at) + separator + cellText(defined(values[from]), isJson);
    at = index + 1;
  }
  return (text + zero.repeat(defined(sizes[row]) - at)).slice(separator.length);
}

function cellText(value: number, isJson: boolean): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (value === 1) return '1.0';
  return isJson ? quoteNonFinite(javaDoubleText(value)) : javaDoubleText(value);
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
