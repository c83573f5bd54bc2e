import type { SparseCells } from '../../frame/sparse-cells.ts';
import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { readSquares } from '../squares.ts';
import { storedCells } from '../stored-cells.ts';
import { roots } from './nearest-center.ts';

/** A cluster, or the two that it was split into. */
interface Split {
  readonly label: number;
  readonly center: Float64Array;
  readonly squaredLength: number;
  readonly parts?: readonly [Split, Split];
}

/** Splits stand in each other; a model with this many in a line would not be one. */
const MAX_DEPTH = 4096;

/** BisectingKMeans: down the tree of splits, each time to the nearer centre; `transform` as KMeans. */
export function readBisectingKMeans(fitted: Fitted): Estimator {
  const squares = readSquares(fitted.points('cluster_centers_'), fitted);
  const shift = fitted.has('_X_mean') ? fitted.doubles('_X_mean') : undefined;
  const root = readSplit(fitted.object('_bisecting_tree'), shift, 0);
  return {
    labelCode: '<i4',
    predict: (table: Table) => {
      const stored = storedCells(table, fitted);
      return stored === undefined ? labelsOf(finiteMatrix(table, fitted), root) : labelsOfStored(stored, root);
    },
    transform: (table: Table) => roots(squares(table)),
  };
}

function labelsOf({ rows, columns, values }: Matrix, root: Split): Matrix {
  const answer = newMatrix(rows, 1);
  for (let row = 0; row < rows; row++) {
    const cells = values.subarray(row * columns, (row + 1) * columns);
    answer.values[row] = labelOf(root, ({ center }) => square(cells, center));
  }
  return answer;
}

/** What makes one centre nearer than the other: its squared length less the product twice. */
function labelsOfStored({ starts, columns, values }: SparseCells, root: Split): Matrix {
  const answer = newMatrix(starts.length - 1, 1);
  for (let row = 0; row < answer.rows; row++) {
    answer.values[row] = labelOf(root, ({ center, squaredLength }) => {
      let product = 0;
      for (let at = starts[row]; at < starts[row + 1]; at++) product += values[at] * center[columns[at]];
      return squaredLength - 2 * product;
    });
  }
  return answer;
}

function readSplit(fitted: Fitted, shift: Float64Array | undefined, depth: number): Split {
  if (depth > MAX_DEPTH) throw new ScoringError('bad_model', 'The model nests more clusters than can be read.');
  const center = fitted.doubles('center').map((value, at) => value + (shift?.[at] ?? 0));
  const squaredLength = center.reduce((sum, value) => sum + value * value, 0);
  if (!fitted.has('left')) return { label: fitted.number('label'), center, squaredLength };
  const part = (name: string) => readSplit(fitted.object(name), shift, depth + 1);
  return { label: -1, center, squaredLength, parts: [part('left'), part('right')] };
}

function labelOf(root: Split, distance: (split: Split) => number): number {
  let split = root;
  while (split.parts !== undefined) {
    const [left, right] = split.parts;
    split = distance(right) < distance(left) ? right : left;
  }
  return split.label;
}

function square(cells: Float64Array, center: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < cells.length; at++) sum += (cells[at] - center[at]) ** 2;
  return sum;
}
