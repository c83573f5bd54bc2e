import { describe, expect, it } from 'vitest';
import { loadXgboost } from '../../../src/boosters/xgboost/load-xgboost.ts';

/** A model of single-leaf trees, one for each output, as XGBoost 3.3 writes `reg:expectileerror`. */
function expectiles(baseScore: readonly number[], leaves: readonly number[]): Uint8Array {
  const trees = leaves.map((leaf, id) => ({
    id,
    tree_param: { num_nodes: '1', num_feature: '1', size_leaf_vector: '1', num_deleted: '0' },
    left_children: [-1],
    right_children: [-1],
    parents: [2147483647],
    split_indices: [0],
    split_conditions: [leaf],
    split_type: [0],
    default_left: [0],
    base_weights: [leaf],
    loss_changes: [0],
    sum_hessian: [1],
    categories: [],
    categories_nodes: [],
    categories_segments: [],
    categories_sizes: [],
  }));
  const model = {
    gbtree_model_param: { num_trees: String(trees.length), num_parallel_tree: '1' },
    trees,
    tree_info: leaves.map((_leaf, output) => output),
    iteration_indptr: [0, trees.length],
  };
  const learner = {
    learner_model_param: {
      base_score: `[${baseScore.join(',')}]`,
      num_feature: '1',
      num_class: '0',
      num_target: String(leaves.length),
    },
    objective: { name: 'reg:expectileerror', expectile_loss_param: { expectile_alpha: '[0.1,0.5,0.9]' } },
    gradient_booster: { name: 'gbtree', model },
    attributes: {},
    feature_names: [],
    feature_types: [],
  };
  return Buffer.from(JSON.stringify({ version: [3, 3, 0], learner }));
}

const row = { kind: 'dense', values: Float32Array.of(0), rowCount: 1, columnCount: 1 } as const;
const predict = (baseScore: readonly number[], leaves: readonly number[]) =>
  Array.from(loadXgboost(expectiles(baseScore, leaves)).predict(row));

describe('reg:expectileerror', () => {
  it('answers the base scores where the trees add nothing', () => {
    const answers = predict([-1, 2, 30], [0, 0, 0]);
    [-1, 2, 30].forEach((expected, at) => expect(answers[at]).toBeCloseTo(expected, 5));
  });

  it('adds what trees say to the step, before its softplus', () => {
    // Step of the bases: 2 - 1 = 1. Its raw value: ln(e^(1 - 1e-6) - 1) = 0.541323. Plus the leaf 0.5: 1.041323.
    // ln(1 + e^1.041323) = ln(3.832962) = 1.343638. Plus the first output 1 + 0.25, plus 1e-6: 2.593639.
    const [first, second] = predict([1, 2], [0.25, 0.5]) as [number, number];
    expect(first).toBe(1.25);
    expect(second).toBeCloseTo(2.593639, 5);
  });

  it('never crosses, not even for equal base scores or steps far below zero', () => {
    // Equal bases have the least step, 1e-6, and the inverse keeps it there; e^-100 adds nothing to it.
    const [first, second, third] = predict([0.5, 0.5, 0.5], [0, 0, -100]) as [number, number, number];
    expect(second).toBeGreaterThan(first);
    expect(third - second).toBeCloseTo(1e-6, 6);
  });
});
