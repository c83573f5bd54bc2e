import { present } from '../util/present.ts';
import type { Column } from '../frame/column.ts';
import { describeType } from '../frame/data-type.ts';
import type { Frame } from '../frame/frame.ts';
import type { Field, Schema } from '../frame/schema.ts';
import type { VectorColumn } from '../frame/vector-column.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectCount, expectObject } from './expect-count.ts';
import { expectNames } from './expect-names.ts';
import { expectSchema } from './expect-schema.ts';
import { shown } from './shown.ts';

/**
 * A frame, as given, with the columns of a schema by name and as many cells as rows in each.
 * Throws `wrong_type`, `wrong_size`, `missing_column`, `unknown_column`.
 */
export function expectFrame(given: unknown, wanted: Schema): Frame {
  const frame = expectPlainFrame(given, wanted);
  const names = frame.schema.fields.map(({ name }) => name);
  if (frame.schema !== wanted)
    expectNames(
      names,
      wanted.fields.map(({ name }) => name),
    );
  return frame;
}

/** A frame of any schema, as given; one that is known to be good is not checked. Throws `wrong_type`, `wrong_size`. */
export function expectPlainFrame(given: unknown, known?: Schema): Frame {
  const frame = expectObject(given, 'A frame is') as unknown as Frame;
  const { fields } =
    known !== undefined && frame.schema === known ? known : expectSchema(frame.schema, 'The schema of a frame');
  const rowCount = expectCount(frame.rowCount, 'rowCount');
  if (!Array.isArray(frame.columns))
    throw new ScoringError('wrong_type', `The columns of a frame are a list, not ${shown(frame.columns)}.`);
  if (frame.columns.length !== fields.length) {
    const counts = `${frame.columns.length} columns and ${fields.length} fields`;
    throw new ScoringError('wrong_size', `The frame has ${counts}; each field has its column, in the same order.`);
  }
  const { rejections } = frame;
  if (rejections !== undefined && Object.prototype.toString.call(rejections) !== '[object Map]')
    throw new ScoringError('wrong_type', `The rejections of a frame are a Map, not ${shown(rejections)}.`);
  fields.forEach((field, at) => expectColumn(frame.columns[at], field, rowCount));
  return frame;
}

function expectColumn(given: unknown, field: Field, rowCount: number): void {
  const column = expectObject(given, `Column "${field.name}" is`) as unknown as Column;
  const problem = problemOf(column);
  if (problem !== undefined) {
    throw new ScoringError('wrong_type', `Column "${field.name}" (${describeType(field.type)}) ${problem}.`, {
      column: field.name,
    });
  }
  const count = column.kind === 'vector' ? column.sizes.length : column.values.length;
  const hasNulls = (column.kind === 'number' || column.kind === 'vector') && column.nulls !== undefined;
  if (count !== rowCount || (hasNulls && column.nulls.length < rowCount))
    throw new ScoringError('wrong_size', `Column "${field.name}" has ${count} cells; the frame has ${rowCount} rows.`, {
      column: field.name,
    });
  if (column.kind === 'vector') expectVectors(column, field.name, rowCount);
}

/** What is wrong with a column of that kind, to complete a sentence. */
function problemOf(column: Column): string | undefined {
  const { kind, values } = column;
  const { nulls } = column as { readonly nulls?: unknown };
  if (nulls !== undefined && !(nulls instanceof Uint8Array)) return `has nulls in ${shown(nulls)}, not in a Uint8Array`;
  switch (kind) {
    case 'number':
      return values instanceof Float64Array ? undefined : `holds ${shown(values)}, where numbers are a Float64Array`;
    case 'string':
      return isTexts(values) ? undefined : `holds ${shown(values)}, where texts are a list of texts and nulls`;
    case 'value':
      return Array.isArray(values) ? undefined : `holds ${shown(values)}, where values are a list`;
    case 'vector':
      return isVectors(column) ? undefined : 'is to have values (Float64Array), starts and sizes (Int32Array)';
    default:
      return `is of the kind ${shown(kind)}; there are "number", "string", "vector" and "value"`;
  }
}

const isTexts = (values: unknown) =>
  Array.isArray(values) && values.every((text) => text === null || typeof text === 'string');

function isVectors({ values, starts, sizes, indices, sparse }: VectorColumn): boolean {
  const isPlain = values instanceof Float64Array && starts instanceof Int32Array && sizes instanceof Int32Array;
  const isBoth = (indices === undefined) === (sparse === undefined);
  return (
    isPlain &&
    isBoth &&
    (indices === undefined || indices instanceof Int32Array) &&
    (sparse === undefined || sparse instanceof Uint8Array)
  );
}

function expectVectors(column: VectorColumn, name: string, rowCount: number): void {
  const { values, starts, sizes, indices, sparse } = column;
  const refuse = (what: string, row?: number) =>
    new ScoringError('wrong_size', `Column "${name}"${row === undefined ? '' : `, row ${row + 1}`} ${what}.`, {
      column: name,
      ...present({ row }),
    });
  if (starts.length < rowCount + 1)
    throw refuse(`has ${starts.length} starts for ${rowCount} rows, which need one more than rows`);
  if (sparse !== undefined && sparse.length < rowCount)
    throw refuse(`has ${sparse.length} marks of sparse rows for ${rowCount} rows`);
  for (let row = 0; row < rowCount; row++) {
    const [start, end] = [starts[row], starts[row + 1]];
    if (start < 0 || start > end || end > values.length)
      throw refuse(`owns the values ${start} to ${end} of ${values.length}`, row);
    if (sparse === undefined || sparse[row] === 0) {
      if (end - start !== sizes[row] && column.nulls?.[row] !== 1)
        throw refuse(`has ${end - start} values for ${sizes[row]} positions`, row);
    } else expectAscending(indices as Int32Array, { start, end, size: sizes[row] }, (what) => refuse(what, row));
  }
}

interface Entries {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

function expectAscending(
  indices: Int32Array,
  { start, end, size }: Entries,
  refuse: (what: string) => ScoringError,
): void {
  if (end > indices.length) throw refuse(`has ${indices.length} indices where it needs ${end}`);
  for (let at = start; at < end; at++) {
    const before = at === start ? -1 : indices[at - 1];
    if (indices[at] <= before || indices[at] >= size)
      throw refuse(`has the index ${indices[at]} behind ${before} in ${size} positions; indices ascend`);
  }
}
