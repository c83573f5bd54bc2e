import { columnCount, type Matrix, sparseCells, type Table, toMatrix } from '../../frame/table.ts';
import type { DoubleTrees } from '../../kernels/trees/double-trees.ts';
import { DoubleWalker } from '../../kernels/trees/double-walker.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { ScoringError } from '../../scoring-error.ts';
import { type Allowed, areFinite } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import type { ForestRows } from './forest-rows.ts';

/**
 * Trees of scikit-learn. A row goes left if its float32 value is at most the threshold (a double), and a missing value where
 * the node says; `missingLeft` is undefined if the release knew no missing values in trees.
 */
export interface Forest extends DoubleTrees {
  readonly walker: DoubleWalker;
  /** `width` numbers for each node. */
  readonly values: Float64Array;
  readonly width: number;
  /** At a split, what it gained in training: its part of the tree's rows by weight times the impurity it took away. */
  readonly gains: Float64Array;
  /** Training rows in each node. */
  readonly samples: Float64Array;
  readonly columns: number;
}

/** One tree, as `tree_` of a fitted tree holds it. */
interface Tree {
  readonly nodes: NdArray;
  readonly values: Float64Array;
  readonly width: number;
  readonly columns: number;
}

/** Puts the `tree_` of each of these fitted trees into one forest. Throws `bad_model` for trees that do not end. */
export function readForest(owners: readonly Fitted[]): Forest {
  const trees = owners.map(readTree);
  const count = trees.reduce((sum, tree) => sum + tree.nodes.size, 0);
  owners[0]?.chargeItems(count * 8);
  const [first] = trees;
  if (first === undefined) throw new ScoringError('bad_model', 'The model has no trees.');
  const { width, columns } = first;
  const hasMissing = trees.every((tree) => tree.nodes.hasField('missing_go_to_left'));
  const forest: Omit<Forest, 'walker'> = {
    roots: new Int32Array(trees.length),
    features: new Int32Array(count),
    thresholds: new Float64Array(count),
    lefts: new Int32Array(count),
    rights: new Int32Array(count),
    missingLeft: hasMissing ? new Uint8Array(count) : undefined,
    values: new Float64Array(count * width),
    width,
    samples: new Float64Array(count),
    gains: new Float64Array(count),
    columns,
  };
  let start = 0;
  trees.forEach((tree, at) => {
    if (tree.width !== width || tree.columns !== columns) throw broken();
    forest.roots[at] = start;
    addTree(forest, tree, start);
    start += tree.nodes.size;
  });
  return { ...forest, walker: new DoubleWalker(forest) };
}

function readTree(owner: Fitted): Tree {
  const tree = owner.object('tree_');
  const nodes = tree.raw('nodes');
  const values = tree.raw('values');
  if (!(nodes instanceof NdArray) || !(values instanceof NdArray) || nodes.size === 0)
    throw tree.unknown('nodes', 'a table of nodes');
  const width = values.size / nodes.size;
  if (!Number.isInteger(width) || width < 1) throw broken();
  return { nodes, values: values.doubles(), width, columns: columnsOf(owner) };
}

/** `n_features_` before release 0.24. */
function columnsOf(owner: Fitted): number {
  return owner.columns ?? owner.number('n_features_');
}

function addTree(forest: Omit<Forest, 'walker'>, { nodes, values, width, columns }: Tree, start: number): void {
  const lefts = nodes.field('left_child');
  const rights = nodes.field('right_child');
  const features = nodes.field('feature');
  const count = nodes.size;
  forest.thresholds.set(nodes.field('threshold'), start);
  forest.samples.set(nodes.field('n_node_samples'), start);
  forest.missingLeft?.set(nodes.field('missing_go_to_left'), start);
  forest.values.set(values, start * width);
  const weights = nodes.field('weighted_n_node_samples');
  const impurities = nodes.field('impurity');
  const share = (node: number) => (weights[node] / weights[0]) * impurities[node];
  for (let node = 0; node < count; node++) {
    const isLeaf = lefts[node] === -1;
    // Children stand behind their parent in every tree that scikit-learn grows, so that every walk ends.
    const isSound = lefts[node] > node && lefts[node] < count && rights[node] > node && rights[node] < count;
    const hasColumn = features[node] >= 0 && features[node] < columns;
    if (!isLeaf && !(isSound && hasColumn)) throw broken();
    forest.features[start + node] = isLeaf ? -1 : features[node];
    forest.lefts[start + node] = isLeaf ? 0 : start + lefts[node];
    forest.rights[start + node] = isLeaf ? 0 : start + rights[node];
    if (!isLeaf) forest.gains[start + node] = share(node) - share(lefts[node]) - share(rights[node]);
  }
}

/**
 * The rows as the trees see them: float32. Throws where scikit-learn would: by default infinite values, and missing ones in
 * old trees.
 */
export function forestRows(table: Table, forest: Forest, allowed: Allowed | 'any' = allowedIn(forest)): ForestRows {
  const stored = sparseCells(table);
  if (stored !== undefined && columnCount(table) === forest.columns) {
    const sparse = { ...stored, values: stored.values.map(Math.fround) };
    // Where a cell is missing or infinite, the loop below finds it.
    if (areFinite(sparse.values))
      return { rows: table.rows, columns: forest.columns, values: new Float64Array(0), sparse };
  }
  const matrix = toMatrix(table, forest.columns);
  const given = matrix.values;
  const values = new Float64Array(given.length);
  for (let at = 0; at < values.length; at++) {
    const value = Math.fround(given[at]);
    values[at] = value;
    if (value - value === 0 || allowed === 'any') continue;
    if (allowed === 'finite' || !Number.isNaN(value)) throw notAllowed(matrix, at);
  }
  return { rows: matrix.rows, columns: matrix.columns, values };
}

const allowedIn = ({ missingLeft }: Forest): Allowed => (missingLeft === undefined ? 'finite' : 'missing');

function notAllowed(matrix: Matrix, at: number): ScoringError {
  const row = Math.floor(at / matrix.columns);
  const column = at % matrix.columns;
  const value = matrix.values[at];
  const what = Number.isNaN(value) ? 'is missing (NaN)' : 'is too large for float32';
  return new ScoringError('invalid_value', `Row ${row + 1}, column ${column} ${what}, which the trees do not take.`, {
    row,
    column,
    value,
  });
}

function broken(): ScoringError {
  return new ScoringError('bad_model', 'A tree of the model is not a tree: its nodes do not fit together.');
}
