import { bundleTree } from '../../attributes/bundle-trees.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { writeTree } from '../../attributes/write-trees.ts';
import { operator } from '../../operator.ts';
import { denseRow } from '../../plan/dense-row.ts';
import { predictionStage } from '../../save/prediction-stage.ts';
import { findLeaf } from '../../tree/spark-trees.ts';
import { compileRegressor, type Regressor } from './compile-regressor.ts';
import { type RegressionTrees, savedRegressionTrees } from './sum-trees.ts';

/** `decision_tree_regression`: the leaf's value. Source: MLeap `DecisionTreeRegressionModel.scala`. */
export const decisionTreeRegression = operator<RegressionTrees>({
  op: 'decision_tree_regression',
  bundle: {
    read: (attributes, folder) => ({
      featureCount: attributes.integer('num_features'),
      trees: bundleTree(attributes, folder, 1),
    }),
  },
  write: ({ featureCount, trees }) => writeTree({ num_features: bundleValue.long(featureCount) }, trees),
  spark: predictionStage('DecisionTreeRegressionModel', savedRegressionTrees),
  compile({ featureCount, trees }, ports, context) {
    const scratch = { values: new Float64Array(0) };
    const regressor: Regressor = {
      size: featureCount,
      predict: (input, row) => trees.leafValues[findLeaf(trees, 0, denseRow(input, row, scratch))],
    };
    return compileRegressor(regressor, ports, context);
  },
});
