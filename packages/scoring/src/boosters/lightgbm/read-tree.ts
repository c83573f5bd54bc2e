import { defined } from '../../util/defined.ts';
import { present } from '../../util/present.ts';
import { badModel } from './bad-model.ts';
import type { TextSection } from './text-section.ts';
import { DecisionType, type LinearLeaf, type Tree } from './tree.ts';

/** Checks and reads a `Tree=` section. Throws `bad_model`, naming the tree, so that walking needs no checks. */
export function readTree(section: TextSection, number: number, featureCount: number): Tree {
  const leafCount = section.count('num_leaves');
  const splitCount = Math.max(0, leafCount - 1);
  const isConstant = leafCount <= 1;
  const splits = (key: string) => (isConstant ? new Float64Array(0) : section.numbers(key, splitCount));
  const setCount = section.count('num_cat', 0);
  const starts = setCount === 0 ? Int32Array.of(0) : Int32Array.from(section.numbers('cat_boundaries', setCount + 1));
  const bits = setCount === 0 ? new Uint32Array(0) : Uint32Array.from(section.numbers('cat_threshold'));
  const tree: Tree = {
    root: isConstant ? -1 : 0,
    splitFeature: Int32Array.from(splits('split_feature')),
    splitGain: section.has('split_gain') ? splits('split_gain') : new Float64Array(0),
    threshold: splits('threshold'),
    decisionType: Uint8Array.from(splits('decision_type')),
    leftChild: Int32Array.from(splits('left_child')),
    rightChild: Int32Array.from(splits('right_child')),
    leafValue: section.numbers('leaf_value', Math.max(1, leafCount)),
    categories: { starts, bits },
    ...present({
      linearLeaves:
        section.text('is_linear') === '1' ? readLinearLeaves(section, Math.max(1, leafCount), featureCount) : undefined,
    }),
  };
  assertTree(tree, number, featureCount);
  return tree;
}

/** Features and coefficients of all leaves stand in one line each; `num_features` says how many are a leaf's. */
function readLinearLeaves(section: TextSection, leafCount: number, featureCount: number): readonly LinearLeaf[] {
  const plains = section.numbers('leaf_value', leafCount);
  const constants = section.numbers('leaf_const', leafCount);
  const counts = section.numbers('num_features', leafCount);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const features = section.numbers('leaf_features', total);
  const coefficients = section.numbers('leaf_coeff', total);
  if (features.some((feature) => !(feature >= 0 && feature < featureCount)))
    throw badModel('has a linear leaf over a feature that does not exist');
  let start = 0;
  return Array.from(constants, (constant, leaf) => {
    const end = start + defined(counts[leaf]);
    const own = (numbers: Float64Array) => Array.from(numbers.subarray(start, end));
    const linear = { plain: defined(plains[leaf]), constant, features: own(features), coefficients: own(coefficients) };
    start = end;
    return linear;
  });
}

function assertTree(tree: Tree, number: number, featureCount: number): void {
  const bad = (problem: string) => badModel(`is damaged in tree ${number}: ${problem}`);
  const { starts, bits } = tree.categories;
  if (starts.some((start, at) => start < (starts[at - 1] ?? 0)) || (starts[starts.length - 1] ?? 0) > bits.length) {
    throw bad('its sets of categories lie outside their list');
  }
  const isReached = new Uint8Array(tree.splitFeature.length);
  const pending = tree.root < 0 ? [] : [tree.root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isReached[node] === 1) throw bad(`split ${node} is reached in two ways`);
    isReached[node] = 1;
    const feature = tree.splitFeature[node];
    if (feature === undefined || !(feature >= 0 && feature < featureCount))
      throw bad(`split ${node} is on the feature ${feature} of ${featureCount}`);
    const isCategorical = (defined(tree.decisionType[node]) & DecisionType.categorical) !== 0;
    const set = defined(tree.threshold[node]);
    if (isCategorical && !(Number.isInteger(set) && set >= 0 && set < starts.length - 1))
      throw bad(`split ${node} has no set of categories`);
    for (const child of [defined(tree.leftChild[node]), defined(tree.rightChild[node])]) {
      if (child >= tree.splitFeature.length || -1 - child >= tree.leafValue.length)
        throw bad(`split ${node} has the child ${child}`);
      if (child >= 0) pending.push(child);
    }
  }
}
