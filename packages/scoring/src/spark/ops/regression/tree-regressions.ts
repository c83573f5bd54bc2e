import type { Op } from '../../op.ts';
import { denseRow } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import { loadTrees } from '../../tree/load-trees.ts';
import { readEnsemble } from '../../tree/read-ensemble.ts';
import { findLeaf } from '../../tree/spark-trees.ts';
import { compileRegressor } from './compile-regressor.ts';

/** `decision_tree_regression`: the leaf's value. */
export const decisionTreeRegression: Op = {
  name: 'decision_tree_regression',
  compile(context) {
    const featureCount = context.attributes.integer('num_features');
    const trees = loadTrees([context.folder], 1, featureCount);
    const scratch = { values: new Float64Array(0) };
    return compileRegressor(context, featureCount, (input, row) => {
      return trees.leafValues[findLeaf(trees, 0, denseRow(input, row, scratch))];
    });
  },
};

/** `random_forest_regression`: the mean of the trees; weights are ignored. Source: MLeap `RandomForestRegressionModel.scala`. */
export const randomForestRegression: Op = {
  name: 'random_forest_regression',
  compile: (context) => compileSum(context, undefined),
};

/** `gbt_regression`: the sum of weight * tree. Source: MLeap `GBTRegressionModel.scala`. */
export const gbtRegression: Op = {
  name: 'gbt_regression',
  compile: (context) => compileSum(context, context.attributes.numbers('tree_weights')),
};

/** The mean of the trees without weights, their weighted sum with them. */
function compileSum(context: NodeContext, weights: Float64Array | undefined) {
  const trees = readEnsemble(context.folder, context.attributes, 1);
  const { roots, leafValues } = trees;
  if (weights !== undefined && weights.length !== roots.length) {
    throw context.bad(`has ${roots.length} trees and ${weights.length} weights`);
  }
  const scratch = { values: new Float64Array(0) };
  return compileRegressor(context, context.attributes.integer('num_features'), (input, row) => {
    const values = denseRow(input, row, scratch);
    let sum = 0;
    for (let tree = 0; tree < roots.length; tree++) {
      const leaf = leafValues[findLeaf(trees, roots[tree], values)];
      sum += weights === undefined ? leaf : weights[tree] * leaf;
    }
    return weights === undefined ? sum / roots.length : sum;
  });
}
