import type { SparseCells } from '../../frame/sparse-cells.ts';
import { expandSquares, squaredLengths } from './expand-squares.ts';

/** Points by column: column `c` has the values from `starts[c]` to `starts[c + 1]`, each of the point at its place. */
interface PointColumns {
  readonly starts: Int32Array;
  readonly places: Int32Array;
  readonly values: Float64Array;
}

/** Points of which the zeros are not stored, and what rows of such cells are to them: a number for each row and point, row-major. */
export class SparsePoints {
  readonly count: number;
  readonly #cells: SparseCells;
  readonly #width: number;
  #columns: PointColumns | undefined;
  #lengths: Float64Array | undefined;
  #directions: SparsePoints | undefined;

  constructor(cells: SparseCells, width: number) {
    this.count = cells.starts.length - 1;
    this.#cells = cells;
    this.#width = width;
  }

  /** Row times point, added up in column order, as if all cells were looked at. */
  products({ starts, columns, values }: SparseCells): Float64Array {
    this.#columns ??= byColumn(this.#cells, this.#width);
    const points = this.#columns;
    const rows = starts.length - 1;
    const answer = new Float64Array(rows * this.count);
    for (let row = 0; row < rows; row++) {
      const sums = answer.subarray(row * this.count, (row + 1) * this.count);
      for (let at = starts[row]; at < starts[row + 1]; at++) {
        const value = values[at];
        const end = points.starts[columns[at] + 1];
        for (let entry = points.starts[columns[at]]; entry < end; entry++)
          sums[points.places[entry]] += value * points.values[entry];
      }
    }
    return answer;
  }

  /** Squared Euclidean distances: squares of differences, added up in column order, as libsvm does and as if all cells were looked at. */
  squares(rows: SparseCells): Float64Array {
    return this.#compare(rows, (row, point) => squaredDistance(rows, row, this.#cells, point));
  }

  /** Manhattan distances, added up in column order. */
  differences(rows: SparseCells): Float64Array {
    return this.#compare(rows, (row, point) => distance(rows, row, this.#cells, point));
  }

  /** Distances of directions: 1 less the cosine, at least 0; a row of zeros has cosine 0 with everything. */
  cosines(rows: SparseCells): Float64Array {
    this.#directions ??= new SparsePoints(directions(this.#cells), this.#width);
    return this.#directions.products(directions(rows)).map((cosine) => Math.max(0, 1 - cosine));
  }

  /**
   * Squared Euclidean distances out of products and lengths, which is quick, and where rows are alike leaves some noise: as
   * scikit-learn does between sparse matrices. Source: `_euclidean_distances` in `sklearn/metrics/pairwise.py`.
   */
  expandedSquares(rows: SparseCells): Float64Array {
    return expandSquares(this.products(rows), squaredLengths(rows), this.lengths);
  }

  /** Squares of the points' lengths. */
  get lengths(): Float64Array {
    this.#lengths ??= squaredLengths(this.#cells);
    return this.#lengths;
  }

  #compare({ starts }: SparseCells, compare: (row: number, point: number) => number): Float64Array {
    const answer = new Float64Array((starts.length - 1) * this.count);
    for (let row = 0, out = 0; row + 1 < starts.length; row++)
      for (let point = 0; point < this.count; point++) answer[out++] = compare(row, point);
    return answer;
  }
}

/** Rows of length 1; rows of zeros stay. */
function directions({ starts, columns, values }: SparseCells): SparseCells {
  const lengths = squaredLengths({ starts, columns, values }).map((square) => Math.sqrt(square) || 1);
  const turned = values.slice();
  for (let row = 0; row < lengths.length; row++)
    for (let at = starts[row]; at < starts[row + 1]; at++) turned[at] /= lengths[row];
  return { starts, columns, values: turned };
}

function byColumn({ starts, columns, values }: SparseCells, width: number): PointColumns {
  const next = new Int32Array(width + 1);
  for (const column of columns) next[column + 1]++;
  for (let column = 0; column < width; column++) next[column + 1] += next[column];
  const turned = {
    starts: next.slice(),
    places: new Int32Array(columns.length),
    values: new Float64Array(columns.length),
  };
  for (let point = 0; point + 1 < starts.length; point++) {
    for (let at = starts[point]; at < starts[point + 1]; at++) {
      const to = next[columns[at]]++;
      turned.places[to] = point;
      turned.values[to] = values[at];
    }
  }
  return turned;
}

function squaredDistance(rows: SparseCells, row: number, points: SparseCells, point: number): number {
  let [at, other] = [rows.starts[row], points.starts[point]];
  const [end, otherEnd] = [rows.starts[row + 1], points.starts[point + 1]];
  let sum = 0;
  while (at < end && other < otherEnd) {
    const [column, otherColumn] = [rows.columns[at], points.columns[other]];
    // A cell that is not stored is 0.
    const x = column <= otherColumn ? rows.values[at++] : 0;
    const y = otherColumn <= column ? points.values[other++] : 0;
    sum += (x - y) * (x - y);
  }
  for (; at < end; at++) sum += rows.values[at] * rows.values[at];
  for (; other < otherEnd; other++) sum += points.values[other] * points.values[other];
  return sum;
}

function distance(rows: SparseCells, row: number, points: SparseCells, point: number): number {
  let [at, other] = [rows.starts[row], points.starts[point]];
  const [end, otherEnd] = [rows.starts[row + 1], points.starts[point + 1]];
  let sum = 0;
  while (at < end && other < otherEnd) {
    const [column, otherColumn] = [rows.columns[at], points.columns[other]];
    const x = column <= otherColumn ? rows.values[at++] : 0;
    const y = otherColumn <= column ? points.values[other++] : 0;
    sum += Math.abs(x - y);
  }
  for (; at < end; at++) sum += Math.abs(rows.values[at]);
  for (; other < otherEnd; other++) sum += Math.abs(points.values[other]);
  return sum;
}
