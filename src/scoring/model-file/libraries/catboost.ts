import { formatPythonFloat } from '../../codec/python-float.ts';
import { type Categories, hashCategory } from '../../catboost/categories.ts';
import { describeCatboost } from '../../catboost/describe-catboost.ts';
import { loadCatboost } from '../../catboost/load-catboost.ts';
import type { CatboostBooster } from '../../catboost/read-catboost-json.ts';
import type { DenseRows } from '../../frame/feature-rows.ts';
import { ScoringError } from '../../scoring-error.ts';
import { type Cells, cellList, columnCount, columnOf } from '../../sklearn/table.ts';
import { denseFeaturesOf, noMethod, tableOf } from '../feature-input.ts';
import { treeLines } from '../tree-lines.ts';
import type { ModelAnswer, ModelFile, ModelInput, ModelMethod } from '../model-file.ts';

const classifiers = ['Logloss', 'CrossEntropy', 'MultiClass', 'MultiClassOneVsAll'];

/** A model of CatBoost: `predict` (of classifiers the probabilities, also as `predict_proba`) and `margin` (raw values). */
export function openCatboost(bytes: Uint8Array): ModelFile {
  const model = loadCatboost(bytes);
  const { lossFunction, featureCount, outputCount, categoricalColumns } = model.booster;
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
      const { rows, categories } = readRows(input, model.booster);
      const values = method === 'margin' ? model.margin(rows, categories) : model.predict(rows, categories);
      return { table: tableOf(values, rows.rowCount), numbers: 'float64' };
    },
    describe: () => ({
      lines: [
        'CatBoost model',
        `  loss function ${lossFunction === '' ? 'not told' : lossFunction}`,
        `  features ${featureCount}${listed(categoricalColumns)}, outputs ${outputCount}`,
        ...treeLines(facts),
        ...facts.topFeatures.map(({ feature, splits }) => `  ${feature}: ${splits} splits`),
      ],
      details: facts,
    }),
  };
}

const listed = (columns: readonly number[]) =>
  columns.length === 0 ? '' : ` (categories in the columns ${columns.slice(0, 20).join(', ')})`;

/** The rows as numbers, and the hashes of the cells that are categories. Sparse rows have no categories. */
function readRows(
  input: ModelInput,
  { featureCount, categoricalColumns }: CatboostBooster,
): { readonly rows: DenseRows; readonly categories: Categories } {
  if (categoricalColumns.length === 0)
    return { rows: denseFeaturesOf(input, undefined, featureCount), categories: new Map() };
  if (input.kind === 'sparse') {
    throw new ScoringError('wrong_type', 'The CatBoost model has categories, which libsvm rows cannot have.');
  }
  const width = columnCount(input);
  if (width < featureCount) {
    throw new ScoringError('wrong_size', `The CatBoost model needs ${featureCount} columns, the rows have ${width}.`);
  }
  const columns = Array.from({ length: width }, (_none, column) => columnOf(input, column));
  const categories = new Map(categoricalColumns.map((column) => [column, hashesOf(columns[column])]));
  const zeros: Cells = { kind: 'number', values: new Float64Array(input.rows) };
  const cells = columns.map((column, at) => (categories.has(at) ? zeros : column));
  return { rows: denseFeaturesOf({ kind: 'mixed', rows: input.rows, cells }, undefined, featureCount), categories };
}

/** Whole numbers are hashed as Python prints them. */
function hashesOf(cells: Cells): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(cellList(cells), (cell) => {
    const text = typeof cell === 'number' ? numberText(cell) : (cell ?? '');
    const hash = known.get(text) ?? hashCategory(text);
    known.set(text, hash);
    return hash;
  });
}

/** The text of a number that was read from a cell; a missing cell is an empty text. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '';
  return Number.isSafeInteger(value) ? String(value) : formatPythonFloat(value);
}
