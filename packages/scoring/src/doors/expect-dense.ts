import { type DenseRows, type FeatureRows, type SparseRows, withAllCells } from '../frame/feature-rows.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectCount } from './expect-count.ts';
import type { Dense, Sparse } from './rows.ts';
import { wrongType } from './wrong-type.ts';

/** How many columns rows must have. */
export interface RowWidth {
  readonly columns: number;
  /** Whether narrower dense rows are taken too, their last columns missing. */
  readonly isLoose?: boolean;
}

/** A block of numbers, as given: its size is checked against the columns. Throws `wrong_type`, `wrong_size`. */
export function expectDense({ values, columns }: Dense, width: RowWidth): DenseRows {
  expectNumbers(values);
  expectCount(columns, 'columns');
  const rowCount = columns === 0 ? 0 : values.length / columns;
  if (!Number.isInteger(rowCount) || (columns === 0 && values.length > 0)) {
    const text = `${values.length} values are no whole number of rows of ${columns} columns.`;
    throw new ScoringError('wrong_size', text);
  }
  const rows: DenseRows = { kind: 'dense', values, rowCount, columnCount: columns };
  if (columns === width.columns || rowCount === 0) return { ...rows, columnCount: width.columns };
  if (width.isLoose !== true || columns > width.columns) throw otherWidth(columns, width.columns);
  return widened(rows, width.columns);
}

/** Sparse rows, as given. Throws `wrong_type`, `wrong_size`. */
export function expectSparse(given: Sparse, { columns: most }: RowWidth): SparseRows {
  const { starts, indices, values, columns, absent } = given;
  expectNumbers(values);
  expectCount(columns, 'columns');
  if (absent !== 0 && absent !== 'missing') {
    const expected = "0 (as the vectors of Spark and MLeap have it) or 'missing' (as libsvm's files)";
    throw wrongType('What sparse rows lack (absent)', absent, { expected });
  }
  for (const [name, list] of Object.entries({ starts, indices }))
    if (!(list instanceof Int32Array))
      throw wrongType(`The list ${name} of sparse rows`, list, { expected: 'an Int32Array' });
  if (starts.length === 0 || indices.length !== values.length) {
    const sizes = `${starts.length} starts, ${indices.length} indices and ${values.length} values`;
    const text = `Sparse rows have one start more than rows, and as many indices as values, not ${sizes}.`;
    throw new ScoringError('wrong_size', text);
  }
  // What they lack is defined, so they may be narrower.
  if (columns > most) throw otherWidth(columns, most);
  const rows: SparseRows = {
    kind: 'sparse',
    starts,
    indices,
    values,
    rowCount: starts.length - 1,
    columnCount: columns,
  };
  expectEntries(rows);
  return absent === 0 ? { ...rows, columnCount: most, absent } : rows;
}

/** The rows with all their cells; what sparse rows lack is as they say, else NaN. */
export const writtenRows = (rows: FeatureRows, columns: number): DenseRows =>
  withAllCells(rows, columns, rows.kind === 'sparse' && rows.absent === 0 ? 0 : Number.NaN);

function expectNumbers(values: unknown): void {
  if (values instanceof Float64Array || values instanceof Float32Array) return;
  throw wrongType('The list values of rows', values, { expected: 'a Float64Array or a Float32Array' });
}

function expectEntries({ starts, indices, rowCount, columnCount }: SparseRows): void {
  for (let row = 0; row < rowCount; row++) {
    const start = starts[row] ?? -1;
    const end = starts[row + 1] ?? -1;
    if (start < 0 || start > end || end > indices.length) {
      const text = `Row ${row + 1} has the entries ${start} to ${end} of ${indices.length}.`;
      throw new ScoringError('wrong_size', text, { row });
    }
    for (const column of indices.subarray(start, end)) {
      if (column >= 0 && column < columnCount) continue;
      const text = `Row ${row + 1} has a value at position ${column}; there are ${columnCount} columns.`;
      throw new ScoringError('wrong_size', text, { row, column });
    }
  }
}

function otherWidth(given: number, wanted: number): ScoringError {
  return new ScoringError(
    'wrong_size',
    `The rows have ${given} columns; the model was trained on ${wanted}. Give all of them, NaN where a cell is missing.`,
    { column: Math.min(given, wanted) },
  );
}

function widened({ values, rowCount, columnCount }: DenseRows, columns: number): DenseRows {
  const cells = new Float64Array(rowCount * columns).fill(Number.NaN);
  for (let row = 0; row < rowCount; row++)
    cells.set(values.subarray(row * columnCount, (row + 1) * columnCount), row * columns);
  return { kind: 'dense', values: cells, rowCount, columnCount: columns };
}
