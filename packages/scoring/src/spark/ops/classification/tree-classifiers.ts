import { denseRow } from '../../plan/old-map-vectors.ts';
import { loadTrees } from '../../tree/load-trees.ts';
import { readEnsemble } from '../../tree/read-ensemble.ts';
import { findLeaf, type SparkTrees } from '../../tree/spark-trees.ts';
import { normalize, thresholdRule } from './choose-class.ts';
import type { Classifier, LoadClassifier, ModelSource } from './classifier.ts';

/** `decision_tree_classifier`: raw is the leaf's class counts. Source: MLeap `DecisionTreeClassifierModel.scala`. */
export const loadDecisionTreeClassifier: LoadClassifier = (source) => {
  const classCount = source.attributes.classCount();
  const trees = loadTrees([source.folder], classCount, source.attributes.integer('num_features'));
  return treeClassifier(source, classCount, trees, (leaves, raw) => {
    for (let at = 0; at < classCount; at++) raw[at] = trees.leafValues[leaves[0] + at];
  });
};

/**
 * `random_forest_classifier`: raw is the sum over the trees of their leaf's shares; trees of an empty leaf do not count.
 * Weights are ignored. Source: MLeap `RandomForestClassifierModel.scala`.
 */
export const loadRandomForestClassifier: LoadClassifier = (source) => {
  const classCount = source.attributes.classCount();
  const trees = readEnsemble(source.folder, source.attributes, classCount);
  return treeClassifier(source, classCount, trees, (leaves, raw) => {
    raw.fill(0);
    for (const leaf of leaves) {
      let total = 0;
      for (let at = 0; at < classCount; at++) total += trees.leafValues[leaf + at];
      if (total !== 0) for (let at = 0; at < classCount; at++) raw[at] += trees.leafValues[leaf + at] / total;
    }
  });
};

function treeClassifier(
  source: ModelSource,
  classCount: number,
  trees: SparkTrees,
  sum: (leaves: Int32Array, raw: Float64Array) => void,
): Classifier {
  const fromProbability = thresholdRule(source, classCount);
  const hasThresholds = source.attributes.has('thresholds');
  const leaves = new Int32Array(trees.roots.length);
  const scratch = { values: new Float64Array(0) };
  const probability = new Float64Array(classCount);
  const viaProbability = (raw: Float64Array) => {
    probability.set(raw);
    normalize(probability);
    return fromProbability(probability);
  };
  return {
    classCount,
    featureCount: source.attributes.integer('num_features'),
    score(input, row, raw) {
      const values = denseRow(input, row, scratch);
      for (let tree = 0; tree < leaves.length; tree++) leaves[tree] = findLeaf(trees, trees.roots[tree], values);
      sum(leaves, raw);
    },
    toProbability: normalize,
    fromProbability,
    fromRaw: hasThresholds ? viaProbability : fromProbability,
  };
}

/**
 * `gbt_classifier` with logistic loss: m = sum of weight * tree, raw [-m, m], p0 = 1 / (1 + e^2m).
 * Source: MLeap `GBTClassifierModel.scala`.
 */
export const loadGbtClassifier: LoadClassifier = (source) => {
  const { attributes } = source;
  const classCount = attributes.classCount(2);
  const loss = attributes.string('lossType', 'logistic');
  if (classCount !== 2 || loss !== 'logistic')
    throw source.bad(`takes 2 classes and logistic loss, not ${classCount} and ${loss}`);
  const trees = readEnsemble(source.folder, attributes, 1);
  const weights = attributes.numbers('tree_weights');
  if (weights.length !== trees.roots.length)
    throw source.bad(`has ${trees.roots.length} trees and ${weights.length} weights`);
  const fromProbability = thresholdRule(source, classCount);
  const hasThresholds = attributes.has('thresholds');
  const scratch = { values: new Float64Array(0) };
  const toProbability = (raw: Float64Array) => {
    raw[0] = 1 / (1 + Math.exp(-2 * raw[0]));
    raw[1] = 1 - raw[0];
  };
  const viaProbability = (raw: Float64Array) => {
    const probability = raw.slice();
    toProbability(probability);
    return fromProbability(probability);
  };
  return {
    classCount,
    featureCount: attributes.integer('num_features'),
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
    fromRaw: hasThresholds ? viaProbability : fromProbability,
    predict: hasThresholds ? viaProbability : (raw) => (raw[1] > 0 ? 1 : 0),
  };
};
