import { present } from '../../../util/present.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleTrees } from '../../attributes/bundle-trees.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { writeTrees } from '../../attributes/write-trees.ts';
import { denseRow } from '../../plan/dense-row.ts';
import { readTreeWeights, savedTrees } from '../../save/saved-trees.ts';
import { findLeaf, type SparkTrees } from '../../tree/spark-trees.ts';
import { classifierOperator } from './classifier-operator.ts';
import { savedThresholds } from './saved-thresholds.ts';
import { thresholdRule } from './threshold-rule.ts';
import { writeThresholds } from './write-thresholds.ts';

/** Trees, one number a leaf, with their weights. */
interface GbtClassifier {
  readonly featureCount: number;
  readonly trees: SparkTrees;
  readonly weights: Float64Array;
  readonly thresholds: Float64Array | undefined;
}

/**
 * `gbt_classifier` with logistic loss: m = sum of weight * tree, raw [-m, m], p0 = 1 / (1 + e^2m).
 * Source: MLeap `GBTClassifierModel.scala`.
 */
export const gbtClassifier = classifierOperator<GbtClassifier>({
  op: 'gbt_classifier',
  bundle: {
    read: (attributes, folder) => {
      checkLoss(attributes);
      return {
        featureCount: attributes.integer('num_features'),
        trees: bundleTrees(attributes, folder, 1),
        weights: attributes.numbers('tree_weights'),
        thresholds: attributes.optionalNumbers('thresholds'),
      };
    },
  },
  write: ({ featureCount, trees, weights, thresholds }) =>
    writeTrees(
      {
        num_features: bundleValue.long(featureCount),
        num_classes: bundleValue.long(2),
        ...present({ thresholds: writeThresholds(thresholds) }),
      },
      {
        trees,
        weights,
        member: {
          op: 'decision_tree_regression',
          attributes: { num_features: bundleValue.long(featureCount) },
        },
      },
    ),
  spark: {
    className: 'GBTClassificationModel',
    read: (stage) => {
      const trees = savedTrees(stage, { width: 1, values: (node) => [node.number('prediction')] });
      const featureCount = stage.count('numFeatures');
      const parameters = { featureCount, trees, weights: readTreeWeights(stage), thresholds: savedThresholds(stage) };
      return { parameters, classCount: 2, featureCount };
    },
  },
  make({ featureCount, trees, weights, thresholds }, context) {
    if (weights.length !== trees.roots.length)
      throw context.bad(`has ${trees.roots.length} trees and ${weights.length} weights`);
    const fromProbability = thresholdRule({ thresholds, classCount: 2 }, context);
    const scratch = { values: new Float64Array(0) };
    const viaProbability = (raw: Float64Array) => {
      const probability = raw.slice();
      toProbability(probability);
      return fromProbability(probability);
    };
    return {
      classCount: 2,
      featureCount,
      score(input, row, raw) {
        const values = denseRow(input, row, scratch);
        let margin = 0;
        for (let tree = 0; tree < weights.length; tree++) {
          margin += weights[tree] * trees.leafValues[findLeaf(trees, trees.roots[tree], values)];
        }
        raw[0] = -margin;
        raw[1] = margin;
      },
      toProbability,
      fromProbability,
      fromRaw: thresholds === undefined ? fromProbability : viaProbability,
      predict: thresholds === undefined ? (raw) => (raw[1] > 0 ? 1 : 0) : viaProbability,
    };
  },
});

function checkLoss(attributes: Attributes): void {
  const classCount = attributes.classCount(2);
  const loss = attributes.string('lossType', 'logistic');
  if (classCount !== 2 || loss !== 'logistic')
    throw attributes.bad(`takes 2 classes and logistic loss, not ${classCount} and ${loss}`);
}

function toProbability(raw: Float64Array): void {
  raw[0] = 1 / (1 + Math.exp(-2 * raw[0]));
  raw[1] = 1 - raw[0];
}
