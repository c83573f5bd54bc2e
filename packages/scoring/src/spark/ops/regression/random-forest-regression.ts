import { bundleTrees } from '../../attributes/bundle-trees.ts';
import { operator } from '../../operator.ts';
import { predictionStage } from '../../save/prediction-stage.ts';
import { type RegressionTrees, savedRegressionTrees, sumTrees, writeRegressionTrees } from './sum-trees.ts';

/** `random_forest_regression`: the mean of the trees; weights are ignored. Source: MLeap `RandomForestRegressionModel.scala`. */
export const randomForestRegression = operator<RegressionTrees>({
  op: 'random_forest_regression',
  bundle: {
    read: (attributes, folder) => ({
      featureCount: attributes.integer('num_features'),
      trees: bundleTrees(attributes, folder, 1),
    }),
  },
  write: writeRegressionTrees,
  spark: predictionStage('RandomForestRegressionModel', savedRegressionTrees),
  compile: sumTrees,
});
