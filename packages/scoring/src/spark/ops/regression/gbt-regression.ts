import { bundleTrees } from '../../attributes/bundle-trees.ts';
import { operator } from '../../operator.ts';
import { predictionStage } from '../../save/prediction-stage.ts';
import { readTreeWeights } from '../../save/saved-trees.ts';
import { type RegressionTrees, savedRegressionTrees, sumTrees, writeRegressionTrees } from './sum-trees.ts';

/** `gbt_regression`: the sum of weight * tree. Source: MLeap `GBTRegressionModel.scala`. */
export const gbtRegression = operator<RegressionTrees>({
  op: 'gbt_regression',
  bundle: {
    read: (attributes, folder) => ({
      weights: attributes.numbers('tree_weights'),
      featureCount: attributes.integer('num_features'),
      trees: bundleTrees(attributes, folder, 1),
    }),
  },
  write: writeRegressionTrees,
  spark: predictionStage('GBTRegressionModel', (stage) => ({
    ...savedRegressionTrees(stage),
    weights: readTreeWeights(stage),
  })),
  compile: sumTrees,
});
