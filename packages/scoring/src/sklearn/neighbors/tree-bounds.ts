import type { Coefficients } from '../coefficients.ts';
import type { Metric, MetricFamily } from './metric.ts';
import type { PointTree } from './point-tree.ts';

/** A lower bound of the distances, as they are compared, of the row of cells from `start` on from a node's points. */
export type TreeBound = (node: number, cells: Float64Array, start: number) => number;

/** How far the cells stand outside of the node's box. Source: `min_rdist` in `sklearn/neighbors/_kd_tree.pyx`. */
export function boxBound({ nodes, bounds }: PointTree, { power = 2 }: Metric): TreeBound {
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
export function ballBound(tree: PointTree, points: Coefficients, family: MetricFamily): TreeBound {
  const { nodes, bounds, order, first, end } = tree;
  const { columns } = points;
  const centers = { rows: nodes, columns, values: bounds.subarray(0, nodes * columns) };
  const { compare, finish, power: metricPower } = family.over(centers);
  const radii = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++) {
    let most = 0;
    for (let at = first[node]; at < end[node]; at++)
      most = Math.max(most, compare(points.values, order[at] * columns, node * columns));
    radii[node] = finish(most);
  }
  const power = metricPower === undefined || metricPower === Infinity ? 1 : metricPower;
  return (node, cells, start) => {
    const outside = Math.max(0, finish(compare(cells, start, node * columns)) - radii[node]);
    return power === 2 ? outside * outside : outside ** power;
  };
}
