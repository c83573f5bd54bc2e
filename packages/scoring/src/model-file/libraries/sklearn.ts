import type { Table } from '../../frame/table.ts';
import { type ModelMethod, noMethod } from '../../scoring-model.ts';
import { catboostNumbers } from '../../sklearn/boosters/catboost.ts';
import { loadSklearn } from '../../sklearn/load-sklearn.ts';
import type { SklearnMethod, SklearnModel } from '../../sklearn/sklearn-model.ts';
import { present } from '../../util/present.ts';
import { denseFeaturesOf } from '../dense-features.ts';
import type { ModelAnswer, ModelFile, ModelInput } from '../model-file.ts';
import { sklearnFacts } from '../sklearn-facts.ts';
import { typeOfRows } from '../written-cells.ts';

/** A fitted estimator of scikit-learn, with the methods of its class. */
export function openSklearn(bytes: Uint8Array): ModelFile {
  const model = loadSklearn(bytes);
  return {
    library: 'scikit-learn',
    methods: model.methods,
    columnNames: model.featureNames,
    featureCount: model.columns,
    findsColumns: model.findsColumns || model.className.startsWith('catboost.'),
    takesTexts: model.takesTexts,
    readsCells: model.readsCells,
    tellsFloats: model.rowTypes !== undefined,
    takesPlaces: model.className.startsWith('lightgbm.'),
    findsNames: model.findsNames,
    rowNames: { needed: model.featureNames ?? model.foundNames, known: model.featureNames ?? model.foundNames },
    dependsOnRows: model.dependsOnRows,
    ...present({ numberRules: model.className.startsWith('catboost.') ? catboostNumbers : undefined }),
    call(method: ModelMethod, input: ModelInput): ModelAnswer {
      if (!(model.methods as readonly ModelMethod[]).includes(method))
        throw noMethod(`scikit-learn ${model.className}`, method, model.methods);
      const rows = tableOf(input, model);
      return answerOf(model, method, { input: rows, table: model.call(method as SklearnMethod, rows) });
    },
    describe: () => sklearnFacts(model),
  };
}

function tableOf(input: ModelInput, { className, columns = 0 }: SklearnModel): Table {
  if (input.kind !== 'sparse') return input;
  const absent = className.startsWith('xgboost.') ? Number.NaN : 0;
  const { values, rowCount, columnCount } = denseFeaturesOf(input, columns, absent);
  return { kind: 'matrix', rows: rowCount, columns: columnCount, values: Float64Array.from(values) };
}

interface Scored {
  readonly input: Table;
  readonly table: Table;
}

function answerOf(model: SklearnModel, method: ModelMethod, { input, table }: Scored): ModelAnswer {
  if (method === 'transform') return { table, ...typesOf(model, input), ...present({ isNested: nestsColumn(model) }) };
  if (method !== 'predict')
    return { table, numbers: numbersOf(model, method, table), ...present({ isNested: nestsValue(model, method) }) };
  const { labelType, labelCode, isNested } = model;
  const shape = present({ isNested: isNested ? isNested : undefined, code: labelCode });
  if (labelType === 'bytes') return { table, numbers: 'float64', isBytes: true, ...shape };
  return { table, numbers: labelType ?? numbersOf(model, method, table), ...shape };
}

/** What a transformer gives has two dimensions, but of these two. */
const nestsColumn = ({ className }: SklearnModel) =>
  className === 'preprocessing.LabelEncoder' || className === 'isotonic.IsotonicRegression' ? undefined : true;

/** Probabilities are lists, also of one class; decision values of one are, where the class does not flatten them. */
function nestsValue({ className, classes }: SklearnModel, method: ModelMethod): true | undefined {
  if (method === 'predict_proba') return true;
  if (method !== 'decision_function') return undefined;
  const isChain = className === 'multioutput.ClassifierChain';
  return isChain || (className === 'ensemble.AdaBoostClassifier' && classes?.values.length === 1) ? true : undefined;
}

function typesOf(model: SklearnModel, input: Table): Pick<ModelAnswer, 'numbers' | 'code' | 'rowTypes'> {
  const { transformType, isFloat32 } = model;
  if (transformType !== undefined) return { numbers: transformType.type, ...present({ code: transformType.code }) };
  const rowTypes = model.rowTypes?.(input);
  return { numbers: typeOfRows(rowTypes) ?? (isFloat32 ? 'float32' : 'float64'), ...present({ rowTypes }) };
}

function numbersOf(model: SklearnModel, method: ModelMethod, table: Table): ModelAnswer['numbers'] {
  if (isWhole(model, method, table)) return 'integer';
  return model.isFloat32 ? 'float32' : 'float64';
}

/**
 * Labels and cluster numbers are whole; a regressor's numbers are doubles, even where all of them are whole. Only
 * regressors have `predict` alone.
 */
function isWhole(model: SklearnModel, method: ModelMethod, table: Table): boolean {
  if (method !== 'predict' || model.isWhole === false) return false;
  if (model.isWhole === undefined && model.classes === undefined && model.methods.length === 1) return false;
  return table.kind === 'matrix' && table.values.every((value) => Number.isSafeInteger(value));
}
