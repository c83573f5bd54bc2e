import type { BundleModel } from '../../attributes/bundle-model.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { writeTrees } from '../../attributes/write-trees.ts';
import { denseRow } from '../../plan/dense-row.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { savedTrees } from '../../save/saved-trees.ts';
import { findLeaf, type SparkTrees } from '../../tree/spark-trees.ts';
import { compileRegressor, type Regressor } from './compile-regressor.ts';

/** Trees, one number a leaf. */
export interface RegressionTrees {
  readonly featureCount: number;
  readonly trees: SparkTrees;
  /** Of each tree in the sum; without them the trees' mean is the prediction. */
  readonly weights?: Float64Array;
}

/** The regression trees of a stage. */
export function savedRegressionTrees(stage: SavedStage): RegressionTrees {
  const trees = savedTrees(stage, { width: 1, values: (node) => [node.number('prediction')] });
  return { featureCount: stage.count('numFeatures'), trees };
}

/** Trees of numbers as MLeap keeps them. */
export function writeRegressionTrees({ featureCount, trees, weights }: RegressionTrees): BundleModel {
  const attributes = { num_features: bundleValue.long(featureCount) };
  return writeTrees(attributes, { trees, weights, member: { op: 'decision_tree_regression', attributes } });
}

/** The mean of the trees without weights, their weighted sum with them. */
export function sumTrees(model: RegressionTrees, ports: Ports, context: NodeContext): Kernel {
  const { featureCount, trees, weights } = model;
  const { roots, leafValues } = trees;
  if (weights !== undefined && weights.length !== roots.length)
    throw context.bad(`has ${roots.length} trees and ${weights.length} weights`);
  const scratch = { values: new Float64Array(0) };
  const regressor: Regressor = {
    size: featureCount,
    predict: (input, row) => {
      const values = denseRow(input, row, scratch);
      let sum = 0;
      for (let tree = 0; tree < roots.length; tree++) {
        const leaf = leafValues[findLeaf(trees, roots[tree], values)];
        sum += weights === undefined ? leaf : weights[tree] * leaf;
      }
      return weights === undefined ? sum / roots.length : sum;
    },
  };
  return compileRegressor(regressor, ports, context);
}
