import type { NearestPoints } from '../../kernels/linear/nearest-list.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import { PickleTuple } from '../../pickle/pickle-tuple.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import type { Metric } from './metric.ts';
import { NeighborHeap } from './neighbor-heap.ts';

/** The `count` nearest points of the row of cells that begins at `start`, as scikit-learn's own search comes upon them. */
export type SearchAsFitted = (cells: Float64Array, start: number, count: number) => NearestPoints;

/**
 * Which of the points at equal distance scikit-learn takes depends on the order it looks at them: that of the tree in the
 * file or, without one, that of the fitted rows. Undefined where that order is NumPy's partition, which differs from one
 * processor to another (searches without a tree before release 1.1, and by cosine).
 */
export function readSearch(
  fitted: Fitted,
  points: Coefficients,
  metricFor: (rows: Coefficients) => Metric,
): SearchAsFitted | undefined {
  const method = fitted.has('_fit_method') ? fitted.text('_fit_method') : 'brute';
  const metric = metricFor(points);
  if (method === 'brute') {
    return fitted.atLeast(1, 1) && metric.power !== undefined ? searchInOrder(points, metric) : undefined;
  }
  const tree = readTree(fitted, points);
  if (tree === undefined) return undefined;
  const bound = method === 'ball_tree' ? ballBound(tree, points, metric, metricFor) : boxBound(tree, metric);
  return (cells, start, count) => {
    const heap = new NeighborHeap(count);
    searchNode({ tree, points, metric, bound, heap, cells, start }, 0, 0, points.rows, bound(0, cells, start));
    return heap.sorted();
  };
}

function searchInOrder(points: Coefficients, metric: Metric): SearchAsFitted {
  return (cells, start, count) => {
    const heap = new NeighborHeap(count);
    for (let place = 0; place < points.rows; place++)
      heap.push(metric.compare(cells, start, place * points.columns), place);
    return heap.sorted();
  };
}

/** A KDTree or BallTree: nodes in the order of a heap, each with one half of its parent's points. */
interface Tree {
  /** The fitted rows in the order of the leaves. */
  readonly order: Float64Array;
  readonly nodes: number;
  /** Of each node, the lowest cells, then (of all nodes) the highest; of a BallTree its centre. */
  readonly bounds: Float64Array;
}

/** A lower bound of the distances, as they are compared, of a row from a node's points. */
type Bound = (node: number, cells: Float64Array, start: number) => number;

interface Search {
  readonly tree: Tree;
  readonly points: Coefficients;
  readonly metric: Metric;
  readonly bound: Bound;
  readonly heap: NeighborHeap;
  readonly cells: Float64Array;
  readonly start: number;
}

/** Depth first, the nearer child first. Source: `_query_single_depthfirst` in `sklearn/neighbors/_binary_tree.pxi`. */
function searchNode(search: Search, node: number, first: number, end: number, least: number): void {
  const { tree, points, metric, bound, heap, cells, start } = search;
  if (least > heap.limit) return;
  const left = 2 * node + 1;
  if (left >= tree.nodes || end - first < 2) {
    for (let at = first; at < end; at++) {
      const place = tree.order[at];
      heap.push(metric.compare(cells, start, place * points.columns), place);
    }
    return;
  }
  const middle = first + ((end - first) >> 1);
  const leastLeft = bound(left, cells, start);
  const leastRight = bound(left + 1, cells, start);
  if (leastLeft <= leastRight) {
    searchNode(search, left, first, middle, leastLeft);
    searchNode(search, left + 1, middle, end, leastRight);
  } else {
    searchNode(search, left + 1, middle, end, leastRight);
    searchNode(search, left, first, middle, leastLeft);
  }
}

/** Undefined if the tree in the file is none over the fitted rows. */
function readTree(fitted: Fitted, points: Coefficients): Tree | undefined {
  const tree = fitted.raw('_tree');
  const items = tree instanceof PickleObject && tree.state instanceof PickleTuple ? tree.state.items : [];
  const [, order, , bounds] = items;
  if (!(order instanceof NdArray && bounds instanceof NdArray && bounds.shape.length === 3)) return undefined;
  const [, nodes, columns] = bounds.shape;
  if (order.size !== points.rows || columns !== points.columns || !(nodes >= 1)) return undefined;
  fitted.spend(order.size + bounds.size);
  const places = order.doubles();
  if (!places.every((place) => Number.isInteger(place) && place >= 0 && place < points.rows)) return undefined;
  return { order: places, nodes, bounds: bounds.doubles() };
}

/** How far the cells stand outside of the node's box. Source: `min_rdist` in `sklearn/neighbors/_kd_tree.pyx`. */
function boxBound({ nodes, bounds }: Tree, { power = 2 }: Metric): Bound {
  const columns = bounds.length / (2 * nodes);
  return (node, cells, start) => {
    const low = node * columns;
    const high = (nodes + node) * columns;
    let sum = 0;
    for (let at = 0; at < columns; at++) {
      const cell = cells[start + at];
      const [below, above] = [bounds[low + at] - cell, cell - bounds[high + at]];
      const outside = 0.5 * (below + Math.abs(below) + (above + Math.abs(above)));
      if (power === Infinity) sum = Math.max(sum, outside);
      else sum += power === 2 ? outside * outside : outside ** power;
    }
    return sum;
  };
}

/** How far the cells stand outside of the node's ball. Source: `min_dist` in `sklearn/neighbors/_ball_tree.pyx`. */
function ballBound(
  { nodes, order, bounds }: Tree,
  points: Coefficients,
  metric: Metric,
  metricFor: (rows: Coefficients) => Metric,
): Bound {
  const { columns } = points;
  const { compare, finish } = metricFor({ rows: nodes, columns, values: bounds.subarray(0, nodes * columns) });
  const radii = new Float64Array(nodes);
  const measure = (node: number, first: number, end: number): void => {
    if (node >= nodes) return;
    let most = 0;
    for (let at = first; at < end; at++)
      most = Math.max(most, compare(points.values, order[at] * columns, node * columns));
    radii[node] = finish(most);
    const middle = first + ((end - first) >> 1);
    if (end - first < 2) return;
    measure(2 * node + 1, first, middle);
    measure(2 * node + 2, middle, end);
  };
  measure(0, 0, points.rows);
  const power = metric.power === undefined || metric.power === Infinity ? 1 : metric.power;
  return (node, cells, start) => {
    const outside = Math.max(0, finish(compare(cells, start, node * columns)) - radii[node]);
    return power === 2 ? outside * outside : outside ** power;
  };
}
