import {
  addSplit,
  depthOf,
  type FeatureWorth,
  type SplitSums,
  type TreeFacts,
  topFeatures,
  treeFacts,
} from '../../kernels/trees/tree-facts.ts';
import type { LightgbmBooster } from './read-lightgbm-text.ts';
import type { Tree } from './tree.ts';

/** Facts about a model, for people. */
export interface LightgbmDescription extends TreeFacts {
  readonly version: string;
  readonly objective: string;
  readonly featureCount: number;
  readonly outputCount: number;
  readonly iterationCount: number;
  /** Features with the largest sum of gain over their splits, as `feature_importance('gain')`; at most ten. */
  readonly topFeatures: readonly FeatureWorth[];
}

export function describeLightgbm(booster: LightgbmBooster): LightgbmDescription {
  const { trees, featureCount, outputCount, featureNames } = booster;
  const sums: SplitSums = {};
  for (const { splitFeature, splitGain } of trees) {
    splitFeature.forEach((feature, at) => addSplit(sums, feature, splitGain[at] ?? 0));
  }
  const leafCount = trees.reduce((sum, tree) => sum + tree.leafValue.length, 0);
  return {
    version: booster.version,
    objective: booster.objective ?? 'none',
    featureCount,
    outputCount,
    iterationCount: trees.length / outputCount,
    ...treeFacts(trees.map(depthOfTree), leafCount),
    topFeatures: topFeatures(sums, (feature) => featureNames[feature] ?? `Column_${feature}`),
  };
}

function depthOfTree({ root, leftChild, rightChild }: Tree): number {
  return depthOf(root, (node) => (node < 0 ? undefined : [leftChild[node], rightChild[node]]));
}
