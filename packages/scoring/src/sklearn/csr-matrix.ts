import type { SparseCells } from '../frame/sparse-cells.ts';
import { NdArray } from '../pickle/numpy/nd-array.ts';
import type { PickleObject } from '../pickle/pickle-object.ts';
import { PickleTuple } from '../pickle/pickle-tuple.ts';
import { ScoringError } from '../scoring-error.ts';
import type { Coefficients } from './coefficients.ts';

/** Most cells that a sparse matrix of a model may be written out to (128 MiB). */
const MAX_CELLS = 2 ** 24;

/** Rows of a sparse matrix of a model. */
export interface CsrMatrix {
  readonly rows: number;
  readonly columns: number;
  /** In the order of the columns, each of them once. */
  readonly cells: SparseCells;
}

/** A scipy `csr_matrix` or `csr_array`; undefined for any other object. Throws `bad_model` if it is broken. */
export function readCsrMatrix(object: PickleObject): CsrMatrix | undefined {
  if (!/^csr_(matrix|array)$/.test(object.global.name) || !(object.state instanceof Map)) return undefined;
  const part = (name: string): unknown => (object.state as Map<unknown, unknown>).get(name);
  const [shape, data, indices, starts] = [part('_shape'), part('data'), part('indices'), part('indptr')];
  const [rows, columns] = shape instanceof PickleTuple ? shape.items.map(Number) : [];
  const isSound = data instanceof NdArray && indices instanceof NdArray && starts instanceof NdArray;
  if (!isSound || !isCount(rows) || !isCount(columns)) throw brokenMatrix();
  if (indices.size !== data.size || starts.size !== rows + 1) throw brokenMatrix();
  const cells = { starts: starts.doubles(), columns: indices.doubles(), values: data.doubles() };
  return { rows, columns, cells: inOrder(checked(cells, columns)) };
}

const isCount = (value: number | undefined): value is number =>
  value !== undefined && value >= 0 && value === Math.trunc(value) && value < 2 ** 31;

type Parts = { readonly [part in keyof SparseCells]: Float64Array };

/** The same in whole numbers, if rows follow each other and columns are there. */
function checked({ starts, columns, values }: Parts, width: number): SparseCells {
  const rows = starts.length - 1;
  if (starts[0] !== 0 || !(starts[rows] <= values.length)) throw brokenMatrix();
  for (let row = 0; row < rows; row++) if (!(starts[row] <= starts[row + 1])) throw brokenMatrix();
  for (const column of columns) if (!(Number.isInteger(column) && column >= 0 && column < width)) throw brokenMatrix();
  return { starts: Int32Array.from(starts), columns: Int32Array.from(columns), values };
}

/** scipy takes columns in any order, and adds up those that a row has more than once. */
function inOrder(cells: SparseCells): SparseCells {
  const { starts, columns, values } = cells;
  if (isInOrder(cells)) return cells;
  const sorted = { starts: new Int32Array(starts.length), columns: columns.slice(), values: values.slice() };
  let count = 0;
  for (let row = 0; row + 1 < starts.length; row++) {
    const order = Int32Array.from({ length: starts[row + 1] - starts[row] }, (_none, at) => starts[row] + at);
    order.sort((a, b) => columns[a] - columns[b] || a - b);
    for (const at of order) {
      const isAgain = count > sorted.starts[row] && sorted.columns[count - 1] === columns[at];
      if (isAgain) sorted.values[count - 1] += values[at];
      else {
        sorted.columns[count] = columns[at];
        sorted.values[count++] = values[at];
      }
    }
    sorted.starts[row + 1] = count;
  }
  return {
    starts: sorted.starts,
    columns: sorted.columns.subarray(0, count),
    values: sorted.values.subarray(0, count),
  };
}

function isInOrder({ starts, columns }: SparseCells): boolean {
  for (let row = 0; row + 1 < starts.length; row++)
    for (let at = starts[row] + 1; at < starts[row + 1]; at++) if (columns[at] <= columns[at - 1]) return false;
  return true;
}

/** Whether all cells may be written. */
export const canWriteOut = ({ rows, columns }: CsrMatrix): boolean => rows * columns <= MAX_CELLS;

/** All cells. Throws `bad_model` if they are too many. */
export function writtenOut(matrix: CsrMatrix): Coefficients {
  if (!canWriteOut(matrix)) throw brokenMatrix();
  const { rows, columns, cells } = matrix;
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let at = cells.starts[row]; at < cells.starts[row + 1]; at++)
      values[row * columns + cells.columns[at]] = cells.values[at];
  return { rows, columns, values };
}

function brokenMatrix(): ScoringError {
  return new ScoringError('bad_model', 'A sparse matrix of the model is broken, or larger than any that is read.');
}
