import type { TreeEnsemble } from '../../kernels/trees/tree-ensemble.ts';
import {
  addSplit,
  type FeatureWorth,
  type SplitSums,
  type TreeFacts,
  topFeatures,
  treeFacts,
} from '../../kernels/trees/tree-facts.ts';
import type { Booster } from './booster.ts';

/** Facts about a model, for people. */
export interface BoosterDescription extends TreeFacts {
  readonly booster: string;
  readonly format: string;
  readonly version: string;
  readonly objective: string;
  readonly featureCount: number;
  readonly outputCount: number;
  readonly baseScore: readonly number[];
  readonly roundCount: number;
  /** Features with the largest sum of gain over their splits, most first, at most ten. Empty if the file has no gain. */
  readonly topFeatures: readonly FeatureWorth[];
}

export function describeBooster(booster: Booster): BoosterDescription {
  const { model } = booster;
  const trees = model.kind === 'gblinear' ? undefined : model;
  const ensemble = trees?.ensemble;
  return {
    booster: model.kind,
    format: booster.format,
    version: booster.version[0] === 0 ? '0.x' : booster.version.join('.'),
    objective: booster.objective,
    featureCount: booster.featureCount,
    outputCount: booster.outputCount,
    baseScore: Array.from(booster.baseScore),
    ...treeFacts(ensemble?.treeDepths ?? [], ensemble === undefined ? 0 : countLeaves(ensemble)),
    roundCount: trees === undefined ? 0 : trees.roundStarts.length - 1,
    topFeatures:
      ensemble === undefined || trees?.gains === undefined ? [] : featuresByGain(booster, ensemble, trees.gains),
  };
}

/** A tree has one leaf more than it has splits; deleted nodes are neither. */
function countLeaves(ensemble: TreeEnsemble): number {
  return ensemble.treeCount + ensemble.leftChild.reduce((splits, child) => splits + (child >= 0 ? 1 : 0), 0);
}

function featuresByGain(booster: Booster, ensemble: TreeEnsemble, gains: Float32Array): FeatureWorth[] {
  const sums: SplitSums = {};
  for (let node = 0; node < ensemble.leftChild.length; node++) {
    if (ensemble.leftChild[node] >= 0) addSplit(sums, ensemble.splitIndex[node], gains[node]);
  }
  return topFeatures(sums, (feature) => booster.featureNames[feature] ?? `f${feature}`);
}
