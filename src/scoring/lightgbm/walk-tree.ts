import { DecisionType, MissingType, type Tree } from './tree.ts';

/** What counts as zero: the float32 1e-35, widened. */
const ZERO = Math.fround(1e-35);

/**
 * The leaf that a row of doubles ends in. `offset` is where the row begins in `values`.
 * Source: `Tree::NumericalDecision` and `Tree::CategoricalDecision` of LightGBM 4 (`include/LightGBM/tree.h`).
 */
export function walkTree(tree: Tree, values: Float32Array | Float64Array, offset: number): number {
  let node = tree.root;
  while (node >= 0) {
    const value = values[offset + tree.splitFeature[node]];
    const type = tree.decisionType[node];
    const goesLeft =
      (type & DecisionType.categorical) === 0 ? isLeft(tree, node, value, type) : isInSet(tree, node, value);
    node = goesLeft ? tree.leftChild[node] : tree.rightChild[node];
  }
  return -1 - node;
}

function isLeft(tree: Tree, node: number, value: number, type: number): boolean {
  const missingType = type >> 2;
  const isNaN = value !== value;
  const cell = isNaN && missingType !== MissingType.nan ? 0 : value;
  const isMissing =
    (missingType === MissingType.zero && cell >= -ZERO && cell <= ZERO) || (missingType === MissingType.nan && isNaN);
  return isMissing ? (type & DecisionType.defaultLeft) !== 0 : cell <= tree.threshold[node];
}

/** NaN and negative codes are in no set; fractions are cut off. */
function isInSet(tree: Tree, node: number, value: number): boolean {
  const code = Math.trunc(value);
  if (!(code >= 0)) return false;
  const set = tree.threshold[node];
  const word = tree.categories.starts[set] + Math.floor(code / 32);
  return word < tree.categories.starts[set + 1] && ((tree.categories.bits[word] >>> (code % 32)) & 1) === 1;
}
