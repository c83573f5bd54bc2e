import { loadLightgbm } from '../../boosters/lightgbm/load-lightgbm.ts';
import { type ModelMethod, noMethod } from '../../scoring-model.ts';
import { hasCategories, lightgbmCoder } from '../../sklearn/boosters/lightgbm-codes.ts';
import { denseFeaturesOf, tableOf } from '../dense-features.ts';
import { lightgbmFacts } from '../lightgbm-facts.ts';
import type { ModelAnswer, ModelFile, ModelInput } from '../model-file.ts';

const methods: readonly ModelMethod[] = ['predict', 'margin', 'leaf'];

/** A model of LightGBM: `predict`, `margin` (`raw_score=True`) and `leaf` (`pred_leaf=True`). */
export function openLightgbm(bytes: Uint8Array): ModelFile {
  const model = loadLightgbm(bytes);
  const { featureNames, featureCount } = model.booster;
  const encode = lightgbmCoder(model.booster);
  return {
    library: 'LightGBM',
    methods,
    columnNames: featureNames,
    featureCount,
    takesTexts: false,
    readsCells: hasCategories(model.booster),
    takesPlaces: true,
    call(method: ModelMethod, input: ModelInput): ModelAnswer {
      if (method !== 'predict' && method !== 'margin' && method !== 'leaf') throw noMethod('LightGBM', method, methods);
      const coded = input.kind === 'sparse' ? input : encode(input);
      const rows = denseFeaturesOf(coded, featureCount);
      return {
        table: tableOf(model[method](rows), rows.rowCount),
        numbers: method === 'leaf' ? 'integer' : 'float64',
      };
    },
    describe: () => lightgbmFacts(model),
  };
}
