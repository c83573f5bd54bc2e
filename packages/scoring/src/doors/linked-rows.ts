import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { own } from '../util/own.ts';
import type { AnswerColumn } from './answer-column.ts';
import type { ChainLink } from './chain-link.ts';
import type { Scored } from './engine.ts';
import type { Columns, Rows, Value } from './rows.ts';

/** What a model of a chain takes of the answer of the model before it, and of the chain's own columns. */
export function linkedRows(answer: Scored, { by, taken, given }: ChainLink, source: Columns | undefined): Rows {
  const columnOf = (name: string) => defined(answer.columns.find((column) => column.name === name));
  if (by === 'vector') return vectorRows(columnOf(defined(taken[0])), answer.rowCount);
  const columns = Object.fromEntries([
    ...taken.map((name) => [name, cellsOf(columnOf(name), answer.rowCount)] as const),
    ...given.map((name) => [name, own(source ?? {}, name) ?? []] as const),
  ]);
  return by === 'name'
    ? columns
    : taken.length === 0
      ? []
      : sideBySide(
          taken.map((name) => own(columns, name) ?? []),
          answer.rowCount,
        );
}

const cellsOf = (column: AnswerColumn, rowCount: number): Float64Array | readonly Value[] =>
  column.numbers() ?? Array.from({ length: rowCount }, (_none, row) => column.cell(row));

/** Columns of numbers as a block; null is missing. */
function sideBySide(columns: readonly ArrayLike<unknown>[], rowCount: number): Rows {
  const values = new Float64Array(rowCount * columns.length);
  columns.forEach((cells, at) => {
    for (let row = 0; row < rowCount; row++) {
      const cell = cells[row];
      values[row * columns.length + at] = cell === null ? Number.NaN : Number(cell);
    }
  });
  return { values, columns: columns.length };
}

function vectorRows(column: AnswerColumn, rowCount: number): Rows {
  const rows = column.rows === undefined ? column.block() : column.rows();
  if (rows !== undefined) return rows;
  throw wrongVector(column, rowCount);
}

/** The first row whose vector is null or of another size. */
function wrongVector(column: AnswerColumn, rowCount: number): ScoringError {
  const { name } = column;
  const size = sizeOf(column.cell(0));
  for (let row = 0; row < rowCount; row++) {
    const cell = column.cell(row);
    if (cell === null)
      return new ScoringError('null_value', `Column "${name}", row ${row + 1} is null.`, { row, column: name });
    if (sizeOf(cell) === size) continue;
    const text = `Column "${name}", row ${row + 1} has ${sizeOf(cell)} positions, row 1 has ${size}.`;
    return new ScoringError('wrong_size', text, { row, column: name });
  }
  return new ScoringError('wrong_size', `Column "${name}" has values that no row owns.`, { column: name });
}

/** Positions of a vector. */
function sizeOf(cell: Value): number {
  if (Array.isArray(cell)) return cell.length;
  return Number(own((cell ?? {}) as Readonly<Record<string, Value>>, 'size') ?? 0);
}
