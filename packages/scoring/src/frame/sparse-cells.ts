/** The cells of rows that are not zero: row `r` has the values from `starts[r]` to `starts[r + 1]`, in the order of their columns. */
export interface SparseCells {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Rows of cells, all of which are written. */
interface DenseCells {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Sparse cells of a matrix. */
export function sparseOf({ rows, columns, values }: DenseCells): SparseCells {
  const starts = new Int32Array(rows + 1);
  const places: number[] = [];
  const kept: number[] = [];
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      if (values[at] === 0) continue;
      places.push(column);
      kept.push(values[at]);
    }
    starts[row + 1] = kept.length;
  }
  return { starts, columns: Int32Array.from(places), values: Float64Array.from(kept) };
}

/** The same cells without those that are zero after all. */
export function dropZeros({ starts, columns, values }: SparseCells): SparseCells {
  const rows = starts.length - 1;
  const kept = { starts: new Int32Array(rows + 1), columns: columns.slice(), values: values.slice() };
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      if (values[at] === 0) continue;
      kept.columns[count] = columns[at];
      kept.values[count++] = values[at];
    }
    kept.starts[row + 1] = count;
  }
  return { starts: kept.starts, columns: kept.columns.subarray(0, count), values: kept.values.subarray(0, count) };
}

/** Parts of the same rows, and how wide each is, next to each other. */
export function joinSparse(
  parts: readonly { readonly cells: SparseCells; readonly width: number }[],
  rows: number,
): SparseCells {
  const count = parts.reduce((sum, { cells }) => sum + cells.values.length, 0);
  const joined = { starts: new Int32Array(rows + 1), columns: new Int32Array(count), values: new Float64Array(count) };
  for (let row = 0, to = 0; row < rows; row++) {
    let offset = 0;
    for (const { cells, width } of parts) {
      for (let at = cells.starts[row]; at < cells.starts[row + 1]; at++, to++) {
        joined.columns[to] = offset + cells.columns[at];
        joined.values[to] = cells.values[at];
      }
      offset += width;
    }
    joined.starts[row + 1] = to;
  }
  return joined;
}
