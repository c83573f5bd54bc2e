import { loadXgboost } from '../../xgboost/load-xgboost.ts';
import { featureRowsOf, noMethod, tableOf } from '../feature-input.ts';
import type { ModelAnswer, ModelFile, ModelInput, ModelMethod } from '../model-file.ts';
import { estimateCost } from '../estimate-cost.ts';

/** A booster of XGBoost: `predict`, `margin` (`output_margin=True`) and `leaf` (`pred_leaf=True`). */
export function openXgboost(bytes: Uint8Array): ModelFile {
  const model = loadXgboost(bytes);
  const facts = model.describe();
  const columnNames = model.booster.featureNames.length > 0 ? model.booster.featureNames : undefined;
  const methods: ModelMethod[] = facts.booster === 'gblinear' ? ['predict', 'margin'] : ['predict', 'margin', 'leaf'];
  return {
    library: 'XGBoost',
    methods,
    columnNames,
    takesTexts: false,
    call(method: ModelMethod, input: ModelInput): ModelAnswer {
      if (method !== 'predict' && method !== 'margin' && method !== 'leaf') throw noMethod('XGBoost', method, methods);
      const rows = featureRowsOf(input, columnNames);
      return {
        table: tableOf(model[method](rows), rows.rowCount),
        numbers: method === 'leaf' ? 'integer' : 'float32',
      };
    },
    describe: () => ({
      lines: [
        `XGBoost ${facts.version} model (${facts.format})`,
        `  booster ${facts.booster}, objective ${facts.objective}, base score ${facts.baseScore.join(', ')}`,
        `  features ${facts.featureCount}, outputs ${facts.outputCount}`,
        `  trees ${facts.treeCount} in ${facts.roundCount} rounds, depth at most ${facts.maxDepth}, leaves ${facts.leafCount}`,
        `  cost: ${estimateCost(facts.treeCount, facts.maxDepth)}`,
        ...facts.topFeatures.map(
          ({ feature, gain, splits }) => `  ${feature}: gain ${gain.toFixed(1)} over ${splits} splits`,
        ),
      ],
      details: { ...facts, featureNames: model.booster.featureNames },
    }),
  };
}
