import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Fitted } from '../fitted.ts';
import type { Forest } from '../tree/forest.ts';
import { packSteps } from '../tree/walk-forest.ts';

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
  /** Categories seen in training, by column; others count as missing. */
  readonly known: ReadonlyMap<number, Uint32Array>;
}

/** `TreePredictor`; the threshold of releases before 0.24 has another name. Throws `bad_model` for a tree that does not end. */
export function readHistTree(fitted: Fitted, known: ReadonlyMap<number, Uint32Array>): HistTree {
  const nodes = fitted.raw('nodes');
  if (!(nodes instanceof NdArray) || nodes.size === 0) throw fitted.unknown('nodes', 'a table of nodes');
  fitted.spend(nodes.size * 8);
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
    if (!isSound || bitsets[node] * 8 >= leftCategories.length + (bitsets[node] < 0 ? 1 : 0)) {
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
    known,
  };
}

/** The value a row reaches; `start` is the row's first cell. Source: `_predict_one_from_raw_data`. */
export function histLeafValue(tree: HistTree, cells: Float64Array, start: number): number {
  const { features, thresholds, lefts, rights, bitsets, missingLeft } = tree;
  let node = 0;
  for (let feature = features[node]; feature >= 0; feature = features[node]) {
    const value = cells[start + feature];
    let goesLeft: boolean;
    if (value !== value) goesLeft = missingLeft[node] === 1;
    else if (bitsets[node] >= 0) goesLeft = categoryGoesLeft(tree, node, feature, value);
    else goesLeft = value <= thresholds[node];
    node = goesLeft ? lefts[node] : rights[node];
  }
  return tree.values[node];
}

function categoryGoesLeft(tree: HistTree, node: number, feature: number, value: number): boolean {
  const category = Math.trunc(value) & 255;
  const bit = (words: { [at: number]: number }, offset: number) =>
    ((words[offset + (category >> 5)] >>> (category & 31)) & 1) === 1;
  if (value >= 0 && bit(tree.leftCategories, tree.bitsets[node] * 8)) return true;
  const known = tree.known.get(feature);
  if (value >= 0 && known !== undefined && bit(known, 0)) return false;
  return tree.missingLeft[node] === 1;
}

/** Trees without splits by category, one after another. Their rows are compared as doubles. */
export function joinTrees(trees: readonly HistTree[]): Forest {
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
  const steps = packSteps(features, lefts, rights);
  const samples = new Float64Array(0);
  const gains = new Float64Array(0);
  return {
    roots,
    features,
    thresholds,
    lefts,
    rights,
    missingLeft,
    steps,
    values,
    width: 1,
    samples,
    gains,
    columns: -1,
  };
}
