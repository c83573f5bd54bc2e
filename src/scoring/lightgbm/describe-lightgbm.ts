import type { LightgbmBooster } from './read-lightgbm-text.ts';

/** Facts about a model, for people. */
export interface LightgbmDescription {
  readonly version: string;
  readonly objective: string;
  readonly featureCount: number;
  readonly outputCount: number;
  readonly treeCount: number;
  readonly iterationCount: number;
  readonly leafCount: number;
  /** Features that most splits look at, most first, at most ten. */
  readonly topFeatures: readonly { readonly feature: string; readonly splits: number }[];
}

export function describeLightgbm(booster: LightgbmBooster): LightgbmDescription {
  const splits = new Map<number, number>();
  for (const tree of booster.trees) {
    for (const feature of tree.splitFeature) splits.set(feature, (splits.get(feature) ?? 0) + 1);
  }
  return {
    version: booster.version,
    objective: booster.objective ?? 'none',
    featureCount: booster.featureCount,
    outputCount: booster.outputCount,
    treeCount: booster.trees.length,
    iterationCount: booster.trees.length / booster.outputCount,
    leafCount: booster.trees.reduce((sum, tree) => sum + tree.leafValue.length, 0),
    topFeatures: Array.from(splits, ([feature, count]) => ({
      feature: booster.featureNames[feature] ?? `Column_${feature}`,
      splits: count,
    }))
      .sort((a, b) => b.splits - a.splits)
      .slice(0, 10),
  };
}
