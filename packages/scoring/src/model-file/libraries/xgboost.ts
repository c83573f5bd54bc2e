import { loadXgboost } from '../../boosters/xgboost/load-xgboost.ts';
import { refuseInfinite } from '../../boosters/xgboost/refuse-infinite.ts';
import { type ModelMethod, noMethod } from '../../scoring-model.ts';
import { xgboostRows } from '../../sklearn/boosters/xgboost-rows.ts';
import { tableOf } from '../dense-features.ts';
import type { ModelAnswer, ModelFile, ModelInput } from '../model-file.ts';
import { xgboostFacts } from '../xgboost-facts.ts';

/** A booster of XGBoost: `predict`, `margin` (`output_margin=True`) and `leaf` (`pred_leaf=True`). */
export function openXgboost(bytes: Uint8Array): ModelFile {
  const model = loadXgboost(bytes);
  const facts = model.describe();
  const rowsOf = xgboostRows(model);
  const columnNames = model.booster.featureNames.length > 0 ? model.booster.featureNames : undefined;
  const methods: ModelMethod[] = facts.booster === 'gblinear' ? ['predict', 'margin'] : ['predict', 'margin', 'leaf'];
  return {
    library: 'XGBoost',
    methods,
    columnNames,
    featureCount: facts.featureCount,
    takesTexts: false,
    readsCells: (model.categories?.size ?? 0) > 0,
    call(method: ModelMethod, input: ModelInput): ModelAnswer {
      if (method !== 'predict' && method !== 'margin' && method !== 'leaf') throw noMethod('XGBoost', method, methods);
      const rows = input.kind === 'sparse' ? input : rowsOf(input);
      refuseInfinite(rows, model.version);
      return {
        table: tableOf(model[method](rows), rows.rowCount),
        numbers: method === 'leaf' ? 'integer' : 'float32',
      };
    },
    describe: () => xgboostFacts(model),
  };
}
