import type { XgboostModel } from '../boosters/xgboost/xgboost-model.ts';
import type { ModelFacts } from '../scoring-model.ts';
import { featureLines, treeLines } from './tree-lines.ts';

/** A booster of XGBoost, for people. */
export function xgboostFacts(model: XgboostModel): ModelFacts {
  const facts = model.describe();
  return {
    lines: [
      `XGBoost ${facts.version} model (${facts.format})`,
      `  booster ${facts.booster}, objective ${facts.objective}, base score ${facts.baseScore.join(', ')}`,
      `  features ${facts.featureCount}, outputs ${facts.outputCount}`,
      ...(facts.booster === 'gblinear' ? [] : treeLines(facts, ` in ${facts.roundCount} rounds`)),
      ...featureLines(facts.topFeatures, 'gain'),
    ],
    details: { ...facts, featureNames: model.booster.featureNames },
  };
}
