import type { Column } from './column.ts';
import type { DenseRows, FeatureRows } from './feature-rows.ts';
import type { VectorColumn } from './vector-column.ts';

/**
 * Vectors as rows of a booster; positions that a sparse vector lacks are zeros, as Spark and MLeap have them. All sparse rows
 * stay sparse. Undefined where the rows are not all there, of one size.
 */
export function vectorFeatures(column: VectorColumn, rowCount: number): FeatureRows | undefined {
  const columnCount = column.sizes[0] ?? 0;
  for (let row = 0; row < rowCount; row++) {
    if (column.sizes[row] !== columnCount || column.nulls?.[row] === 1) return undefined;
  }
  if (column.sparse === undefined) {
    const isBlock = column.starts[0] === 0;
    return isBlock ? { kind: 'dense', values: column.values, rowCount, columnCount } : undefined;
  }
  if (column.sparse.subarray(0, rowCount).includes(0))
    return { kind: 'dense', values: spread(column, column.sparse, rowCount), rowCount, columnCount };
  const starts = column.starts.subarray(0, rowCount + 1);
  const values = column.values.subarray(0, starts[rowCount]);
  const indices = column.indices as Int32Array;
  return { kind: 'sparse', values, starts, indices, rowCount, columnCount, absent: 0 };
}

/** Columns of numbers as rows of a booster. */
export function numberFeatures(columns: readonly Column[], rowCount: number): DenseRows {
  const values = new Float64Array(rowCount * columns.length);
  columns.forEach((column, at) => {
    const numbers = column.values as Float64Array;
    for (let row = 0; row < rowCount; row++) values[row * columns.length + at] = numbers[row];
  });
  return { kind: 'dense', values, rowCount, columnCount: columns.length };
}

/** Rows of one size, side by side: positions that a sparse row lacks stay the zeros that new memory has. */
function spread({ values, starts, sizes, indices }: VectorColumn, sparse: Uint8Array, rowCount: number): Float64Array {
  const [columnCount] = sizes;
  const block = new Float64Array(rowCount * columnCount);
  const positions = indices as Int32Array;
  for (let row = 0; row < rowCount; row++) {
    const start = starts[row];
    const end = starts[row + 1];
    const first = row * columnCount;
    if (sparse[row] === 0) for (let at = start; at < end; at++) block[first + at - start] = values[at];
    else for (let at = start; at < end; at++) block[first + positions[at]] = values[at];
  }
  return block;
}
