import type { DoubleTrees, LeftCategories } from '../../kernels/trees/double-trees.ts';
import { DoubleWalker, type PrepareCell } from '../../kernels/trees/double-walker.ts';
import { DecisionType, MissingType, type Tree } from './tree.ts';

/** What counts as zero: the float32 1e-35, widened. */
const ZERO = Math.fround(1e-35);

/** Codes are compared as they are, whatever the file says of missing ones: NaN is in no set. */
const CATEGORICAL = 4;

/** All trees of a model, ready to walk. */
export interface JoinedTrees {
  readonly walker: DoubleWalker;
  readonly prepare: PrepareCell;
  /** The node that is leaf 0 of each tree; the others follow. */
  readonly firstLeaves: Int32Array;
}

/**
 * Puts the trees one after another. Which cells are missing depends on the split (`missing_type`): each kind of a column becomes a
 * column of its own, whose cells are prepared accordingly. In practice a column is of one kind.
 * Source: `Tree::NumericalDecision` and `Tree::CategoricalDecision` of LightGBM 4 (`include/LightGBM/tree.h`).
 */
export function joinTrees(trees: readonly Tree[]): JoinedTrees {
  const count = trees.reduce((sum, tree) => sum + tree.splitFeature.length + tree.leafValue.length, 0);
  const joined = {
    roots: new Int32Array(trees.length),
    features: new Int32Array(count).fill(-1),
    thresholds: new Float64Array(count),
    lefts: new Int32Array(count),
    rights: new Int32Array(count),
    missingLeft: new Uint8Array(count),
  };
  const kinds = new ColumnKinds();
  const firstLeaves = new Int32Array(trees.length);
  let start = 0;
  trees.forEach((tree, at) => {
    const firstLeaf = start + tree.splitFeature.length;
    const nodeOf = (child: number) => (child >= 0 ? start + child : firstLeaf - 1 - child);
    firstLeaves[at] = firstLeaf;
    joined.roots[at] = nodeOf(tree.root);
    for (let split = 0; split < tree.splitFeature.length; split++) {
      const node = start + split;
      const type = tree.decisionType[split];
      const kind = isCategorical(type) ? CATEGORICAL : type >> 2;
      joined.features[node] = kinds.numberOf(tree.splitFeature[split], kind);
      joined.thresholds[node] = tree.threshold[split];
      joined.lefts[node] = nodeOf(tree.leftChild[split]);
      joined.rights[node] = nodeOf(tree.rightChild[split]);
      joined.missingLeft[node] = kind !== CATEGORICAL && (type & DecisionType.defaultLeft) !== 0 ? 1 : 0;
    }
    start = firstLeaf + tree.leafValue.length;
  });
  const all: DoubleTrees = { ...joined, categories: joinCategories(trees, count) };
  const walker = new DoubleWalker(all, { columnOf: (feature) => kinds.columns[feature] });
  const kindOfSlot = Array.from(walker.features, (feature) => kinds.kinds[feature]);
  return { walker, firstLeaves, prepare: (value, slot) => prepare(value, kindOfSlot[slot]) };
}

/** Columns by the kind of split that looks at them, numbered without gaps. */
class ColumnKinds {
  readonly columns: number[] = [];
  readonly kinds: number[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(column: number, kind: number): number {
    const key = `${column} ${kind}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.columns.length);
    this.kinds.push(kind);
    return this.columns.push(column) - 1;
  }
}

function isCategorical(type: number): boolean {
  return (type & DecisionType.categorical) !== 0;
}

/** NaN for a cell that takes the default way; where nothing is missing, NaN counts as 0. */
function prepare(value: number, kind: number): number {
  if (kind === MissingType.none) return value !== value ? 0 : value;
  if (kind === MissingType.zero) return value >= -ZERO && value <= ZERO ? Number.NaN : value;
  return value;
}

/** The threshold of a split by category is the number of its set in the tree. */
function joinCategories(trees: readonly Tree[], nodeCount: number): LeftCategories | undefined {
  if (!trees.some((tree) => tree.decisionType.some(isCategorical))) return undefined;
  const starts = new Int32Array(nodeCount).fill(-1);
  const sizes = new Int32Array(nodeCount);
  const bits = new Uint32Array(trees.reduce((sum, tree) => sum + tree.categories.bits.length, 0));
  let node = 0;
  let word = 0;
  for (const { decisionType, threshold, leafValue, categories } of trees) {
    bits.set(categories.bits, word);
    for (let split = 0; split < decisionType.length; split++) {
      if (!isCategorical(decisionType[split])) continue;
      const [first, end] = [categories.starts[threshold[split]], categories.starts[threshold[split] + 1]];
      starts[node + split] = word + first;
      sizes[node + split] = end - first;
    }
    node += decisionType.length + leafValue.length;
    word += categories.bits.length;
  }
  return { starts, sizes, bits };
}
