import { AssembledVectors } from '../frame/assembled-vectors.ts';
import type { Column } from '../frame/column.ts';
import { vector } from '../frame/data-type.ts';
import { withAllCells } from '../frame/feature-rows.ts';
import type { Frame } from '../frame/frame.ts';
import type { Field, Schema } from '../frame/schema.ts';
import { vectorFeatures } from '../frame/vector-features.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { present } from '../util/present.ts';
import type { AnswerColumn } from './answer-column.ts';
import type { Output, Scored } from './engine.ts';
import { frameCell } from './frame-cell.ts';
import type { Dense, Sparse, Value } from './rows.ts';

/** A frame as an answer. Rows that a pipeline skips have an error as well: whoever asks for rows sees which have no answer. */
export function frameAnswer({ schema, columns, rowCount, rejections }: Frame): Scored {
  const failures =
    rejections &&
    new Map(
      Array.from(rejections, ([row, rejection]) => [row, rejection.kind === 'failed' ? rejection.error : skipped(row)]),
    );
  return {
    rowCount,
    columns: schema.fields.map((field, at) => columnOf(defined(columns[at]), field, rowCount)),
    ...present({ failures }),
  };
}

/** The columns of a schema, as those that a model answers. */
export const outputsOf = ({ fields }: Schema): Output[] =>
  fields.map(({ name, type }) => ({ name, kind: kindOf(type) }));

function kindOf({ base, shape }: Field['type']): Output['kind'] {
  if (shape === 'tensor') return 'vector';
  return shape === 'scalar' && base !== 'string' && base !== 'byte_string' ? 'number' : 'other';
}

function skipped(row: number): ScoringError {
  const text = `Row ${row + 1} was skipped, as the pipeline says of such rows (handleInvalid); bad: 'collect' answers the others.`;
  return new ScoringError('invalid_value', text, { row });
}

function columnOf(column: Column, { name, type }: Field, rowCount: number): AnswerColumn {
  const isNumbers = column.kind === 'number' && column.nulls === undefined && type.base !== 'boolean';
  return {
    name,
    cell: (row) => frameCell(column, type, row),
    numbers: () => (isNumbers ? column.values : undefined),
    block: () => blockOf(column, rowCount),
    rows: () => rowsOf(column, rowCount),
    assembled: () => (column instanceof AssembledVectors ? column : undefined),
  };
}

function blockOf(column: Column, rowCount: number): Dense | undefined {
  if (column.kind === 'number') return { values: column.values, columns: 1 };
  if (column.kind === 'vector') {
    const rows = vectorFeatures(column, rowCount);
    if (rows !== undefined) {
      const { values, columnCount } = withAllCells(rows);
      return { values, columns: columnCount };
    }
  }
  return column.kind === 'string' ? undefined : listBlock(column, rowCount);
}

/** Lists of numbers of one size except for rows that have none, which are NaN. */
function listBlock(column: Column, rowCount: number): Dense | undefined {
  const cells = Array.from({ length: rowCount }, (_none, row) => frameCell(column, vector(), row));
  const first = cells.find((cell) => cell !== null);
  const columns = Array.isArray(first) ? first.length : 0;
  const fits = (cell: Value) =>
    Array.isArray(cell) && cell.length === columns && cell.every((number) => typeof number === 'number');
  if (columns === 0 || !cells.every((cell) => cell === null || fits(cell))) return undefined;
  const values = new Float64Array(rowCount * columns).fill(Number.NaN);
  cells.forEach((cell, row) => cell === null || values.set(cell as readonly number[], row * columns));
  return { values, columns };
}

/** Positions that a sparse vector lacks are zeros, never missing. */
function rowsOf(column: Column, rowCount: number): Dense | Sparse | undefined {
  const rows = column.kind === 'vector' ? vectorFeatures(column, rowCount) : undefined;
  if (rows === undefined) return undefined;
  const { values, columnCount: columns } = rows;
  if (rows.kind === 'dense') return { values: values.subarray(0, rowCount * columns), columns };
  return { starts: rows.starts, indices: rows.indices.subarray(0, values.length), values, columns, absent: 0 };
}
