import type { DenseRows } from '../frame/feature-rows.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectCount, expectObject } from './expect-count.ts';
import type { FeatureRows, SparseRows } from './feature-rows.ts';
import { shown } from './shown.ts';

/** How many columns rows must have. */
export interface RowWidth {
  readonly columns: number;
  /** Whether other widths are left to the library, of dense rows too. */
  readonly isLoose?: boolean;
}

/** Rows of numbers, as given: every size is checked against the arrays. Throws `wrong_type`, `wrong_size`. */
export function expectRows(given: unknown, width: RowWidth): FeatureRows {
  const rows = expectObject(given, 'Rows are') as unknown as FeatureRows;
  if (rows.kind !== 'dense' && rows.kind !== 'sparse')
    throw new ScoringError(
      'wrong_type',
      `The kind of rows is "dense" or "sparse", not ${shown((given as FeatureRows).kind)}.`,
    );
  expectCount(rows.rowCount, 'rowCount');
  expectCount(rows.columnCount, 'columnCount');
  expectNumbers(rows.values);
  if (rows.kind === 'sparse') expectSparse(rows);
  else expectBlock(rows);
  if (width.isLoose !== true) expectWidth(rows, width.columns);
  return rows;
}

function expectNumbers(values: unknown): void {
  if (values instanceof Float64Array || values instanceof Float32Array) return;
  throw new ScoringError(
    'wrong_type',
    `The values of rows are to be a Float64Array or a Float32Array, not ${shown(values)}; texts are no numbers here.`,
  );
}

function expectBlock({ values, rowCount, columnCount }: DenseRows): void {
  if (values.length === rowCount * columnCount) return;
  throw new ScoringError(
    'wrong_size',
    `${rowCount} rows of ${columnCount} columns are ${rowCount * columnCount} values; there are ${values.length}.`,
  );
}

function expectSparse(rows: SparseRows): void {
  const { starts, indices, values, rowCount, absent } = rows;
  if (absent !== 0 && absent !== 'missing') {
    throw new ScoringError(
      'wrong_type',
      `Sparse rows have to say what the positions are that they lack: absent: 0 (vectors of Spark and MLeap) or absent: 'missing' (libsvm's files), not ${shown(absent)}.`,
    );
  }
  if (!(starts instanceof Int32Array) || !(indices instanceof Int32Array))
    throw new ScoringError('wrong_type', 'starts and indices of sparse rows are to be an Int32Array each.');
  if (starts.length !== rowCount + 1)
    throw new ScoringError('wrong_size', `${rowCount} rows have ${rowCount + 1} starts; there are ${starts.length}.`);
  if (indices.length !== values.length) {
    const sizes = `${indices.length} indices and ${values.length} values`;
    throw new ScoringError('wrong_size', `Sparse rows have as many indices as values, not ${sizes}.`);
  }
  expectEntries(rows);
}

function expectEntries({ starts, indices, rowCount, columnCount }: SparseRows): void {
  for (let row = 0; row < rowCount; row++) {
    if (starts[row] < 0 || starts[row] > starts[row + 1] || starts[row + 1] > indices.length)
      throw new ScoringError(
        'wrong_size',
        `Row ${row + 1} owns the entries ${starts[row]} to ${starts[row + 1]} of ${indices.length}.`,
        { row },
      );
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      if (indices[at] >= 0 && indices[at] < columnCount) continue;
      const where = `Row ${row + 1} has a value at position ${indices[at]}`;
      throw new ScoringError('wrong_size', `${where}; there are ${columnCount} columns.`, { row, column: indices[at] });
    }
  }
}

/** Sparse rows may be narrower, since `absent` defines what they lack; narrower dense rows have lost columns. */
function expectWidth({ kind, columnCount }: FeatureRows, columns: number): void {
  if (columnCount === columns || (kind === 'sparse' && columnCount < columns)) return;
  throw new ScoringError(
    'wrong_size',
    `The rows have ${columnCount} columns; the model was trained on ${columns}. Give all of them, NaN where a cell is missing.`,
    { column: Math.min(columnCount, columns) },
  );
}
