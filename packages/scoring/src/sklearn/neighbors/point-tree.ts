import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import { PickleTuple } from '../../pickle/pickle-tuple.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';

/** A KDTree or BallTree: nodes in the order of a heap, each with one half of its parent's points. */
export interface PointTree {
  /** The fitted rows in the order of the leaves. */
  readonly order: Float64Array;
  readonly nodes: number;
  /** Of each node, the lowest cells, then (of all nodes) the highest; of a BallTree its centre. */
  readonly bounds: Float64Array;
  /** The points of a node: `order[first[node] .. end[node])`. */
  readonly first: Int32Array;
  readonly end: Int32Array;
}

/** Undefined if the tree in the file is none over the fitted rows. */
export function readPointTree(fitted: Fitted, points: Coefficients): PointTree | undefined {
  const tree = fitted.raw('_tree');
  const items = tree instanceof PickleObject && tree.state instanceof PickleTuple ? tree.state.items : [];
  const [, order, , bounds] = items;
  if (!(order instanceof NdArray && bounds instanceof NdArray && bounds.shape.length === 3)) return undefined;
  const [, nodes, columns] = bounds.shape;
  if (order.size !== points.rows || columns !== points.columns || !(nodes >= 1)) return undefined;
  fitted.chargeItems(order.size + bounds.size);
  const places = order.doubles();
  if (!places.every((place) => Number.isInteger(place) && place >= 0 && place < points.rows)) return undefined;
  return { order: places, nodes, bounds: bounds.doubles(), ...rangesOf(nodes, points.rows) };
}

/** Halves that are halved again, the first one never the larger. */
function rangesOf(nodes: number, points: number): Pick<PointTree, 'first' | 'end'> {
  const [first, end] = [new Int32Array(nodes), new Int32Array(nodes)];
  end[0] = points;
  for (let node = 1; node < nodes; node++) {
    const parent = (node - 1) >> 1;
    const middle = first[parent] + ((end[parent] - first[parent]) >> 1);
    first[node] = node % 2 === 1 ? first[parent] : middle;
    end[node] = node % 2 === 1 ? middle : end[parent];
  }
  return { first, end };
}
