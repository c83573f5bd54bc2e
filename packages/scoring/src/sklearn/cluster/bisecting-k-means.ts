import { newMatrix, type Table } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { squares } from './nearest-center.ts';

/** A cluster, or the two that it was split into. */
interface Split {
  readonly label: number;
  readonly center: Float64Array;
  readonly parts?: readonly [Split, Split];
}

/** Splits stand in each other; a model with so many in a line would not be one. */
const MAX_DEPTH = 4096;

/** BisectingKMeans: down the tree of splits, each time to the nearer centre; `transform` as KMeans. */
export function readBisectingKMeans(fitted: Fitted): Estimator {
  const centers = fitted.matrix('cluster_centers_');
  const shift = fitted.has('_X_mean') ? fitted.doubles('_X_mean') : undefined;
  const root = readSplit(fitted.object('_bisecting_tree'), shift, 0);
  return {
    labelCode: '<i4',
    predict: (table: Table) => {
      const { rows, columns, values } = finiteMatrix(table, fitted);
      const answer = newMatrix(rows, 1);
      for (let row = 0; row < rows; row++)
        answer.values[row] = labelOf(values.subarray(row * columns, (row + 1) * columns), root);
      return answer;
    },
    transform: (table: Table) => {
      const { rows, columns, values } = squares(finiteMatrix(table, fitted), centers);
      return newMatrix(rows, columns, values.map(Math.sqrt));
    },
  };
}

function readSplit(fitted: Fitted, shift: Float64Array | undefined, depth: number): Split {
  if (depth > MAX_DEPTH) throw new ScoringError('bad_model', 'The model nests more clusters than can be read.');
  const center = fitted.doubles('center').map((value, at) => value + (shift?.[at] ?? 0));
  if (!fitted.has('left')) return { label: fitted.number('label'), center };
  const part = (name: string) => readSplit(fitted.object(name), shift, depth + 1);
  return { label: -1, center, parts: [part('left'), part('right')] };
}

function labelOf(cells: Float64Array, root: Split): number {
  let split = root;
  while (split.parts !== undefined) {
    const [left, right] = split.parts;
    split = square(cells, right.center) < square(cells, left.center) ? right : left;
  }
  return split.label;
}

function square(cells: Float64Array, center: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < cells.length; at++) sum += (cells[at] - center[at]) ** 2;
  return sum;
}
