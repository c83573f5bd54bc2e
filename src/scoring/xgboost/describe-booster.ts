import type { TreeEnsemble } from '../tree/tree-ensemble.ts';
import type { Booster } from './booster.ts';

/** Facts about a model, for people. */
export interface BoosterDescription {
  readonly booster: string;
  readonly format: string;
  readonly version: string;
  readonly objective: string;
  readonly featureCount: number;
  readonly outputCount: number;
  readonly baseScore: readonly number[];
  readonly treeCount: number;
  readonly roundCount: number;
  readonly leafCount: number;
  readonly maxDepth: number;
  /** Features with the largest sum of gain over their splits, most first, at most ten. Empty if the file tells no gain. */
  readonly topFeatures: readonly { readonly feature: string; readonly gain: number; readonly splits: number }[];
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
    treeCount: ensemble?.treeCount ?? 0,
    roundCount: trees === undefined ? 0 : trees.roundStarts.length - 1,
    leafCount: ensemble === undefined ? 0 : countLeaves(ensemble),
    maxDepth: ensemble === undefined ? 0 : ensemble.treeDepths.reduce((most, depth) => Math.max(most, depth), 0),
    topFeatures:
      ensemble === undefined || trees?.gains === undefined ? [] : topFeatures(booster, ensemble, trees.gains),
  };
}

/** A tree has one leaf more than it has splits; deleted nodes are neither. */
function countLeaves(ensemble: TreeEnsemble): number {
  return ensemble.treeCount + ensemble.leftChild.reduce((splits, child) => splits + (child >= 0 ? 1 : 0), 0);
}

function topFeatures(booster: Booster, ensemble: TreeEnsemble, gains: Float32Array): BoosterDescription['topFeatures'] {
  const totals = new Map<number, { gain: number; splits: number }>();
  for (let node = 0; node < ensemble.leftChild.length; node++) {
    if (ensemble.leftChild[node] < 0) continue;
    const total = totals.get(ensemble.splitIndex[node]) ?? { gain: 0, splits: 0 };
    totals.set(ensemble.splitIndex[node], { gain: total.gain + gains[node], splits: total.splits + 1 });
  }
  return Array.from(totals, ([feature, total]) => ({
    feature: booster.featureNames[feature] ?? `f${feature}`,
    ...total,
  }))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, 10);
}
