import type { LeftCategories } from '../../kernels/trees/double-trees.ts';
import { DoubleWalker, type PrepareCell } from '../../kernels/trees/double-walker.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Fitted } from '../fitted.ts';

/** One tree of histogram gradient boosting, in parallel arrays by node. Thresholds and values are doubles. */
export interface HistTree {
  readonly values: Float64Array;
  /** Column to compare, or -1 at a leaf. */
  readonly features: Int32Array;
  readonly thresholds: Float64Array;
  readonly missingLeft: Uint8Array;
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  /** For a split by categories the number of its bit set, else -1. */
  readonly bitsets: Int32Array;
  /** Categories that go left: 8 words of 32 bits for each bit set. */
  readonly leftCategories: Float64Array;
}

/** `TreePredictor`; the threshold of releases before 0.24 has another name. Throws `bad_model` for a tree that does not end. */
export function readHistTree(fitted: Fitted): HistTree {
  const nodes = fitted.raw('nodes');
  if (!(nodes instanceof NdArray) || nodes.size === 0) throw fitted.unknown('nodes', 'a table of nodes');
  fitted.chargeItems(nodes.size * 8);
  const isLeaf = nodes.field('is_leaf');
  const lefts = Int32Array.from(nodes.field('left'));
  const rights = Int32Array.from(nodes.field('right'));
  const features = Int32Array.from(nodes.field('feature_idx'), (feature, node) => (isLeaf[node] === 0 ? feature : -1));
  const isCategorical = nodes.hasField('is_categorical') ? nodes.field('is_categorical') : new Float64Array(nodes.size);
  const numbers = nodes.hasField('bitset_idx') ? nodes.field('bitset_idx') : isCategorical;
  const leftCategories = fitted.has('raw_left_cat_bitsets')
    ? fitted.doubles('raw_left_cat_bitsets')
    : new Float64Array(0);
  const bitsets = Int32Array.from(numbers, (number, node) => (isCategorical[node] === 0 ? -1 : number));
  for (let node = 0; node < nodes.size; node++) {
    if (features[node] < 0) continue;
    const isSound = lefts[node] > node && lefts[node] < nodes.size && rights[node] > node && rights[node] < nodes.size;
    if (!isSound || bitsets[node] * 8 + 8 > Math.max(leftCategories.length, 7)) {
      throw new ScoringError('bad_model', 'A tree of the model is not a tree: its nodes do not fit together.');
    }
  }
  return {
    values: nodes.field('value'),
    features,
    thresholds: nodes.field(nodes.hasField('num_threshold') ? 'num_threshold' : 'threshold'),
    missingLeft: Uint8Array.from(nodes.field('missing_go_to_left')),
    lefts,
    rights,
    bitsets,
    leftCategories,
  };
}

/** The trees one after another, to walk over. */
export interface HistForest {
  readonly values: Float64Array;
  readonly walker: DoubleWalker;
  /** What is compared in place of a cell; absent when all splits are numeric. */
  readonly prepare?: PrepareCell;
}

/** Joins trees. `known`: the categories seen in training, by column; others count as missing. */
export function joinTrees(trees: readonly HistTree[], known: ReadonlyMap<number, Uint32Array>): HistForest {
  const count = trees.reduce((sum, tree) => sum + tree.features.length, 0);
  const [features, lefts, rights] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  const [thresholds, values, missingLeft] = [new Float64Array(count), new Float64Array(count), new Uint8Array(count)];
  const roots = new Int32Array(trees.length);
  let start = 0;
  trees.forEach((tree, at) => {
    const offset = start;
    roots[at] = offset;
    features.set(tree.features, offset);
    thresholds.set(tree.thresholds, offset);
    values.set(tree.values, offset);
    missingLeft.set(tree.missingLeft, offset);
    lefts.set(
      tree.lefts.map((node) => node + offset),
      offset,
    );
    rights.set(
      tree.rights.map((node) => node + offset),
      offset,
    );
    start += tree.features.length;
  });
  const categories = joinCategories(trees, count);
  const walker = new DoubleWalker({ roots, features, thresholds, lefts, rights, missingLeft, categories });
  return categories === undefined ? { values, walker } : { values, walker, prepare: encoder(walker.features, known) };
}

/** Every bit set has 8 words. */
function joinCategories(trees: readonly HistTree[], nodeCount: number): LeftCategories | undefined {
  if (!trees.some((tree) => tree.bitsets.some((bitset) => bitset >= 0))) return undefined;
  const starts = new Int32Array(nodeCount);
  const sizes = new Int32Array(nodeCount);
  const bits = new Uint32Array(trees.reduce((sum, tree) => sum + tree.leftCategories.length, 0));
  let node = 0;
  let word = 0;
  for (const tree of trees) {
    bits.set(tree.leftCategories, word);
    for (const bitset of tree.bitsets) {
      starts[node] = bitset < 0 ? -1 : word + bitset * 8;
      sizes[node++] = bitset < 0 ? 0 : 8;
    }
    word += tree.leftCategories.length;
  }
  return { starts, sizes, bits };
}

/** Codes wrap at 256; those that training did not see, and those below 0, are missing. Source: `_predict_one_from_raw_data`. */
function encoder(columns: Int32Array, known: ReadonlyMap<number, Uint32Array>): PrepareCell {
  const sets = Array.from(columns, (column) => known.get(column));
  return (value, slot) => {
    const { [slot]: set } = sets;
    if (set === undefined) return value;
    if (!(value >= 0)) return Number.NaN;
    const code = Math.trunc(value) & 255;
    return ((set[code >> 5] >>> (code & 31)) & 1) === 1 ? code : Number.NaN;
  };
}
