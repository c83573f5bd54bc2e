import { present } from '../../../util/present.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import type { BundleModel } from '../../attributes/bundle-model.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { denseRow } from '../../plan/dense-row.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { savedTrees } from '../../save/saved-trees.ts';
import { findLeaf, type SparkTrees } from '../../tree/spark-trees.ts';
import type { Classifier, ClassifierContext } from './classifier.ts';
import type { SavedClassifier } from './classifier-operator.ts';
import { savedThresholds } from './saved-thresholds.ts';
import { thresholdRule } from './threshold-rule.ts';
import { writeThresholds } from './write-thresholds.ts';

/** Trees whose leaves hold a number a class. */
export interface TreeClassifier {
  readonly classCount: number;
  readonly featureCount: number;
  readonly trees: SparkTrees;
  readonly thresholds: Float64Array | undefined;
}

export type ReadTrees = (classCount: number) => SparkTrees;

/** The attributes of MLeap's tree classifiers. */
export function readTreeClassifier(attributes: Attributes, readTrees: ReadTrees): TreeClassifier {
  const classCount = attributes.classCount();
  return {
    classCount,
    featureCount: attributes.integer('num_features'),
    trees: readTrees(classCount),
    thresholds: attributes.optionalNumbers('thresholds'),
  };
}

/** The attributes of MLeap's tree classifiers, except for the trees. */
export function treeAttributes({ featureCount, classCount, thresholds }: TreeClassifier): BundleModel['attributes'] {
  return {
    num_features: bundleValue.long(featureCount),
    num_classes: bundleValue.long(classCount),
    ...present({ thresholds: writeThresholds(thresholds) }),
  };
}

/** A tree classifier as Spark saved it. */
export function savedTreeClassifier(stage: SavedStage): SavedClassifier<TreeClassifier> {
  const classCount = stage.count('numClasses');
  const featureCount = stage.count('numFeatures');
  const trees = savedTrees(stage, { width: classCount, values: (node) => [...node.numbers('impurityStats')] });
  const parameters = { classCount, featureCount, trees, thresholds: savedThresholds(stage) };
  return { parameters, classCount, featureCount };
}

/** Makes raw predictions of the leaves that a row reaches. */
export type SumLeaves = (leaves: Int32Array, raw: Float64Array) => void;

/** A classifier whose raw predictions become probabilities by their sum. */
export function treeClassifier(model: TreeClassifier, context: ClassifierContext, sum: SumLeaves): Classifier {
  const { classCount, featureCount, trees, thresholds } = model;
  const fromProbability = thresholdRule(model, context);
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
    featureCount,
    score(input, row, raw) {
      const values = denseRow(input, row, scratch);
      for (let tree = 0; tree < leaves.length; tree++) leaves[tree] = findLeaf(trees, trees.roots[tree], values);
      sum(leaves, raw);
    },
    toProbability: normalize,
    fromProbability,
    fromRaw: thresholds === undefined ? fromProbability : viaProbability,
  };
}

/** Divides by the sum, unless that is 0. */
function normalize(values: Float64Array): void {
  let sum = 0;
  for (const value of values) sum += value;
  if (sum === 0) return;
  for (let at = 0; at < values.length; at++) values[at] /= sum;
}
