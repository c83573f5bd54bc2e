import { loadCatboost } from '../../boosters/catboost/load-catboost.ts';
import { isLabelLoss } from '../../boosters/catboost/losses.ts';
import type { CatboostBooster } from '../../boosters/catboost/read-catboost-json.ts';
import type { SparseRows } from '../../frame/feature-rows.ts';
import { ScoringError } from '../../scoring-error.ts';
import { type ModelMethod, noMethod } from '../../scoring-model.ts';
import { catboostNumbers, readCatboostRows } from '../../sklearn/boosters/catboost.ts';
import { present } from '../../util/present.ts';
import { catboostFacts } from '../catboost-facts.ts';
import { denseFeaturesOf, tableOf } from '../dense-features.ts';
import type { ModelAnswer, ModelFile, ModelInput } from '../model-file.ts';

/** A model of CatBoost: `predict` (of classifiers the probabilities, also as `predict_proba`) and `margin` (raw values). */
export function openCatboost(bytes: Uint8Array): ModelFile {
  const model = loadCatboost(bytes);
  const { lossFunction, featureCount, categoricalColumns, columnNames, trainedNames } = model.booster;
  const isClassifier = isLabelLoss(lossFunction);
  // A pickle of the class CatBoost: those of its subclasses are estimators.
  const isPickle = bytes[0] === 0x80;
  const methods: ModelMethod[] = isClassifier ? ['predict', 'predict_proba', 'margin'] : ['predict', 'margin'];
  return {
    library: 'CatBoost',
    methods,
    columnNames: namesOf(model.booster),
    ...present({
      rowNames: trainedNames.length === 0 ? undefined : { needed: [...columnNames.values()], known: trainedNames },
    }),
    featureCount,
    findsColumns: model.booster.columnNames.size > 0,
    takesTexts: false,
    readsCells: categoricalColumns.length > 0,
    numberRules: catboostNumbers,
    call(method: ModelMethod, input: ModelInput): ModelAnswer {
      if (!methods.includes(method)) throw noMethod('CatBoost', method, methods);
      const { rows, categories } =
        input.kind === 'sparse' ? readSparse(input, model.booster) : readCatboostRows(input, model.booster);
      const isRaw = method === 'margin' || (isPickle && method === 'predict');
      const values = isRaw ? model.margin(rows, categories) : model.predict(rows, categories);
      return { table: tableOf(values, rows.rowCount), numbers: 'float64' };
    },
    describe: () => catboostFacts(model.booster),
  };
}

/** Undefined unless all of its columns have names. */
function namesOf({ columnNames, featureCount }: CatboostBooster): string[] | undefined {
  const names = Array.from({ length: featureCount }, (_none, column) => columnNames.get(column));
  return names.every((name) => name !== undefined) ? names : undefined;
}

function readSparse(
  input: SparseRows,
  { featureCount, categoricalColumns }: CatboostBooster,
): ReturnType<typeof readCatboostRows> {
  if (categoricalColumns.length > 0)
    throw new ScoringError('wrong_type', 'The CatBoost model has categories, which libsvm rows cannot have.');
  return { rows: denseFeaturesOf(input, featureCount), categories: new Map() };
}
