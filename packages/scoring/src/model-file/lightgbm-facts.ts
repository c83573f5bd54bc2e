import type { LightgbmModel } from '../boosters/lightgbm/lightgbm-model.ts';
import type { ModelFacts } from '../scoring-model.ts';
import { featureLines, treeLines } from './tree-lines.ts';

/** A model of LightGBM, for people. */
export function lightgbmFacts(model: LightgbmModel): ModelFacts {
  const facts = model.describe();
  return {
    lines: [
      `LightGBM ${facts.version} model`,
      `  objective ${facts.objective}`,
      `  features ${facts.featureCount}, outputs ${facts.outputCount}`,
      ...treeLines(facts, ` in ${facts.iterationCount} iterations`),
      ...featureLines(facts.topFeatures, 'gain'),
    ],
    details: { ...facts, featureNames: model.booster.featureNames },
  };
}
