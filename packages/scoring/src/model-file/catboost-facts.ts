import { describeCatboost } from '../boosters/catboost/describe-catboost.ts';
import type { CatboostBooster } from '../boosters/catboost/read-catboost-json.ts';
import type { ModelFacts } from '../scoring-model.ts';
import { treeLines } from './tree-lines.ts';

/** A model of CatBoost, for people. */
export function catboostFacts(booster: CatboostBooster): ModelFacts {
  const facts = describeCatboost(booster);
  const { lossFunction, featureCount, outputCount, categoricalColumns } = booster;
  return {
    lines: [
      'CatBoost model',
      `  loss function ${lossFunction === '' ? 'not stated' : lossFunction}`,
      `  features ${featureCount}${listed(categoricalColumns)}, outputs ${outputCount}`,
      ...treeLines(facts),
      ...facts.topFeatures.map(({ feature, splits }) => `  ${feature}: ${splits} splits`),
    ],
    details: facts,
  };
}

const listed = (columns: readonly number[]) =>
  columns.length === 0 ? '' : ` (categories in the columns ${columns.slice(0, 20).join(', ')})`;
