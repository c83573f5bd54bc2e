import { describeCatboost } from '../../catboost/describe-catboost.ts';
import { loadCatboost } from '../../catboost/load-catboost.ts';
import { denseFeaturesOf, noMethod, tableOf } from '../feature-input.ts';
import { treeLines } from '../tree-lines.ts';
import type { ModelAnswer, ModelFile, ModelInput, ModelMethod } from '../model-file.ts';

const classifiers = ['Logloss', 'CrossEntropy', 'MultiClass', 'MultiClassOneVsAll'];

/** A JSON export of CatBoost: `predict` (of classifiers the probabilities, also as `predict_proba`) and `margin` (raw values). */
export function openCatboost(bytes: Uint8Array): ModelFile {
  const model = loadCatboost(bytes);
  const { lossFunction, featureCount, outputCount } = model.booster;
  const facts = describeCatboost(model.booster);
  const isClassifier = classifiers.includes(lossFunction);
  const methods: ModelMethod[] = isClassifier ? ['predict', 'predict_proba', 'margin'] : ['predict', 'margin'];
  return {
    library: 'CatBoost',
    methods,
    columnNames: undefined,
    takesTexts: false,
    call(method: ModelMethod, input: ModelInput): ModelAnswer {
      if (!methods.includes(method)) throw noMethod('CatBoost', method, methods);
      const rows = denseFeaturesOf(input, undefined, featureCount);
      const values = method === 'margin' ? model.margin(rows) : model.predict(rows);
      return { table: tableOf(values, rows.rowCount), numbers: 'float64' };
    },
    describe: () => ({
      lines: [
        'CatBoost model (JSON)',
        `  loss function ${lossFunction === '' ? 'not told' : lossFunction}`,
        `  features ${featureCount}, outputs ${outputCount}`,
        ...treeLines(facts),
        ...facts.topFeatures.map(({ feature, splits }) => `  ${feature}: ${splits} splits`),
      ],
      details: facts,
    }),
  };
}
