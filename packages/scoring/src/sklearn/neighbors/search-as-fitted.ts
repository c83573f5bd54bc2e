import type { NearestPoints } from '../../kernels/linear/nearest-list.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import type { Metric, MetricFamily } from './metric.ts';
import { NeighborHeap } from './neighbor-heap.ts';
import { type PointTree, readPointTree } from './point-tree.ts';
import { ballBound, boxBound, type TreeBound } from './tree-bounds.ts';

/** The `count` nearest points of the row of cells that begins at `start`, nearest first. */
export type RowSearch = (cells: Float64Array, start: number, count: number) => NearestPoints;

/**
 * Which of the points at equal distance scikit-learn takes depends on the order it looks at them: that of the tree in the
 * file or, without one, that of the fitted rows. Undefined where that order is NumPy's partition, which differs from one
 * processor to another (searches without a tree before release 1.1, and by cosine).
 */
export function readSearchAsFitted(fitted: Fitted, points: Coefficients, family: MetricFamily): RowSearch | undefined {
  const method = fitted.has('_fit_method') ? fitted.text('_fit_method') : 'brute';
  const metric = family.over(points);
  if (method === 'brute') {
    return fitted.atLeast(1, 1) && metric.power !== undefined ? searchInOrder({ points, metric }) : undefined;
  }
  const tree = readPointTree(fitted, points);
  if (tree === undefined) return undefined;
  const bound = method === 'ball_tree' ? ballBound(tree, points, family) : boxBound(tree, metric);
  return searchTree(tree, { points, metric }, bound);
}

/** The fitted rows, and the distance from them. */
interface FittedPoints {
  readonly points: Coefficients;
  readonly metric: Metric;
}

function searchInOrder({ points, metric }: FittedPoints): RowSearch {
  return (cells, start, count) => {
    const heap = new NeighborHeap(count);
    for (let place = 0; place < points.rows; place++)
      heap.push(metric.compare(cells, start, place * points.columns), place);
    return heap.sorted();
  };
}

/** Depth first, the nearer child first. Source: `_query_single_depthfirst` in `sklearn/neighbors/_binary_tree.pxi`. */
function searchTree(tree: PointTree, { points, metric }: FittedPoints, bound: TreeBound): RowSearch {
  return (cells, start, count) => {
    const heap = new NeighborHeap(count);
    const look = (node: number, least: number): void => {
      if (least > heap.limit) return;
      const [left, right] = [2 * node + 1, 2 * node + 2];
      const [first, end] = [tree.first[node], tree.end[node]];
      if (left >= tree.nodes || end - first < 2) {
        for (let at = first; at < end; at++) {
          const place = tree.order[at];
          heap.push(metric.compare(cells, start, place * points.columns), place);
        }
        return;
      }
      const leastLeft = bound(left, cells, start);
      const leastRight = bound(right, cells, start);
      const isLeftNearer = leastLeft <= leastRight;
      if (isLeftNearer) look(left, leastLeft);
      look(right, leastRight);
      if (!isLeftNearer) look(left, leastLeft);
    };
    look(0, bound(0, cells, start));
    return heap.sorted();
  };
}
