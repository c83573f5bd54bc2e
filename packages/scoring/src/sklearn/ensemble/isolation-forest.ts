import { selectColumns } from '../../frame/select-columns.ts';
import { SparseTable } from '../../frame/sparse-table.ts';
import { columnCount, type Matrix, newMatrix, sparseCells, type Table, toMatrix } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { outliers } from '../outliers.ts';
import { storedCells } from '../stored-cells.ts';
import { type Forest, forestRows, readForest } from '../tree/forest.ts';
import { walkForest } from '../tree/walk-forest.ts';
import { treesOf } from './random-forest.ts';

const EULER_GAMMA = 0.5772156649015329;

/** IsolationForest: how few splits set a row apart, from -1 (at once) to 0. Source: `_compute_score_samples`. */
export function readIsolationForest(fitted: Fitted): Estimator {
  const parts = treesOf(fitted).map((tree, at) => {
    const forest = readForest([tree]);
    return { forest, lengths: leafLengths(forest), places: placesOf(fitted, at) };
  });
  const denominator = parts.length * averagePathLength(fitted.number('max_samples_'));
  const offset = fitted.number('offset_');
  // Since it takes missing cells, it does not check for infinite ones either.
  const takesAll = fitted.atLeast(1, 6);
  const cellsOf = (table: Table) => {
    const stored = takesAll ? sparseCells(table) : storedCells(table, fitted);
    if (stored !== undefined) return new SparseTable(stored, columnCount(table));
    return takesAll ? toMatrix(table, fitted.columns) : finiteMatrix(table, fitted);
  };
  const scoreSamples = (table: Table): Matrix => {
    const cells = cellsOf(table);
    const depths = new Float64Array(table.rows);
    for (const { forest, lengths, places } of parts) {
      const rows = forestRows(
        places === undefined ? cells : selectColumns(cells, places),
        forest,
        takesAll ? 'any' : 'finite',
      );
      walkForest(forest, rows, ({ first, count, leaves, start }) => {
        for (let row = 0; row < count; row++) depths[first + row] += lengths[leaves[start + row]];
      });
    }
    const scores = depths.map((depth) => -(2 ** (denominator === 0 ? -1 : -depth / denominator)));
    return newMatrix(table.rows, 1, scores);
  };
  return { ...outliers(scoreSamples, offset), scoreSamples };
}

/** The columns a tree was given; undefined if all, in order. */
function placesOf(fitted: Fitted, tree: number): Int32Array | undefined {
  const item = fitted.list('estimators_features_')[tree];
  const places = fitted.integers(item, 'estimators_features_');
  return places.length === fitted.columns && places.every((place, at) => place === at) ? undefined : places;
}

/** For each node: splits on the way to it, and those that telling its training rows apart would take on average. */
function leafLengths(forest: Forest): Float64Array {
  const depths = new Float64Array(forest.features.length);
  for (let node = 0; node < depths.length; node++) {
    if (forest.features[node] < 0) continue;
    depths[forest.lefts[node]] = depths[node] + 1;
    depths[forest.rights[node]] = depths[node] + 1;
  }
  return depths.map((depth, node) => depth + 1 + averagePathLength(forest.samples[node]) - 1);
}

/** Average path length of an unsuccessful search in a binary tree of `count` rows. */
function averagePathLength(count: number): number {
  if (count <= 1) return 0;
  if (count === 2) return 1;
  return 2 * (Math.log(count - 1) + EULER_GAMMA) - (2 * (count - 1)) / count;
}
