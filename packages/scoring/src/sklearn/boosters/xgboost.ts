import type { Booster } from '../../boosters/xgboost/booster.ts';
import { openPickled } from '../../boosters/xgboost/format/read-booster.ts';
import { takeBooster } from '../../boosters/xgboost/format/read-pickled-booster.ts';
import { refuseInfinite } from '../../boosters/xgboost/refuse-infinite.ts';
import { XgboostModel } from '../../boosters/xgboost/xgboost-model.ts';
import type { FeatureRows, SparseRows } from '../../frame/feature-rows.ts';
import { sparseOf } from '../../frame/sparse-cells.ts';
import {
  type Cells,
  columnCount,
  type Matrix,
  newMatrix,
  sparseCells,
  type Table,
  toMatrix,
} from '../../frame/table.ts';
import { present } from '../../util/present.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { fromColumns } from '../response.ts';
import { xgboostRows } from './xgboost-rows.ts';

/** The booster of a wrapper, its rounds up to the best one, and what it takes for missing. */
interface Wrapped {
  readonly model: XgboostModel;
  predict(table: Table): Matrix;
  margin(table: Table): Matrix;
}

/**
 * XGBClassifier and XGBRFClassifier: of two classes `[1 - p, p]` in float32, distinguished at 0.5; of several the booster's
 * probabilities; of several labels at once 0 and 1 for each. Source: `XGBClassifier` in XGBoost's `sklearn.py`, 0.90 to 3.2.
 */
export function readXgboostClassifier(fitted: Fitted): Estimator {
  const booster = readWrapped(fitted);
  const classCount = fitted.number('n_classes_', Math.max(2, booster.model.booster.outputCount));
  const classes = readClasses(fitted, classCount);
  if (booster.model.booster.objective === 'multi:softmax') return softmaxClassifier(booster, classes);
  const isMultilabel = booster.model.predictionCount > 1 && classCount === 2;
  const predictProba = (table: Table) => {
    const answer = booster.predict(table);
    if (answer.columns > 1) return answer;
    return fromColumns([answer.values.map((p) => Math.fround(1 - p)), answer.values]);
  };
  const predict = (table: Table): Table => {
    const answer = booster.predict(table);
    const isOver = Int32Array.from(answer.values, (p) => (p > 0.5 ? 1 : 0));
    if (isMultilabel) return newMatrix(answer.rows, answer.columns, Float64Array.from(isOver));
    return labelsAt(classes, answer.columns > 1 ? argmax(answer) : isOver);
  };
  const methods = { predict, predictProba, isFloat32: true };
  // XGBoost writes several labels into an array of doubles.
  return isMultilabel ? { ...methods, labelType: 'float64' } : { ...methods, classes };
}

/** XGBRegressor, XGBRFRegressor and XGBRanker: what the booster predicts. */
export function readXgboostRegressor(fitted: Fitted): Estimator {
  const isRanker = fitted.className === 'xgboost.XGBRanker';
  const booster = readWrapped(fitted, isRanker);
  return {
    predict: (table) => booster.predict(table),
    isFloat32: true,
    ...present({ findsColumns: isRanker ? isRanker : undefined }),
  };
}

/** `multi:softmax` answers the number of the class itself; probabilities come from the margins, in float32. */
function softmaxClassifier(booster: Wrapped, classes: Cells): Estimator {
  const predict = (table: Table) => labelsAt(classes, Int32Array.from(booster.predict(table).values));
  const predictProba = (table: Table) => {
    const answer = booster.margin(table);
    const { columns, values } = answer;
    for (let start = 0; start < values.length; start += columns) {
      const row = values.subarray(start, start + columns);
      const max = Math.max(...row);
      const shares = row.map((margin) => Math.fround(Math.exp(Math.fround(margin - max))));
      const sum = shares.reduce((total, share) => Math.fround(total + share));
      row.set(shares.map((share) => Math.fround(share / sum)));
    }
    return answer;
  };
  return { classes, labelCode: '<i4', predict, predictProba, isFloat32: true };
}

function readWrapped(fitted: Fitted, isRanker = false): Wrapped {
  const { booster, bestTreeLimit } = openPickled(takeBooster(fitted.raw('_Booster')));
  const model = new XgboostModel(booster);
  const rounds = bestRounds(booster.attributes.get('best_iteration'));
  const trees = booster.model.kind === 'gblinear' ? undefined : booster.model;
  const limit = rounds ?? (bestTreeLimit === undefined ? undefined : bestTreeLimit / (trees?.parallelTrees ?? 1));
  const options = limit === undefined ? {} : { rounds: limit };
  const missing = fitted.number('missing', Number.NaN);
  const take = xgboostRows(model, isRanker);
  const rowsOf = (table: Table) => {
    const rows = withMissing(table.isSparse === true ? sparseRows(table) : take(table), missing);
    if (booster.model.kind === 'gblinear') refuseInfinite(rows, model.version);
    return rows;
  };
  if (model.categories?.size) fitted.readCells();
  declareInput(fitted, booster);
  const tableOf = (values: Float32Array, rows: number) =>
    newMatrix(rows, values.length / rows, Float64Array.from(values));
  return {
    model,
    predict: (table) => tableOf(model.predict(rowsOf(table), options), table.rows),
    margin: (table) => tableOf(model.margin(rowsOf(table), options), table.rows),
  };
}

/**
 * The names that the booster was trained with are compared with those of the rows. As many columns must come, but to
 * gblinear, which takes those that are not there for zeros.
 */
function declareInput(fitted: Fitted, { featureNames, featureCount, model }: Booster): void {
  const isNamed = featureNames.length > 0;
  if (isNamed) fitted.findNames(featureNames);
  if (!isNamed && model.kind === 'gblinear') return;
  fitted.declareInput({ columns: featureCount, featureNames: isNamed ? featureNames : undefined });
}

/** Early stopping writes the round, counted from 0, into the booster. */
function bestRounds(attribute: string | undefined): number | undefined {
  const best = attribute === undefined ? Number.NaN : Number(attribute);
  return Number.isSafeInteger(best) && best >= 0 ? best + 1 : undefined;
}

/** The stored cells of a sparse matrix; the others are missing to XGBoost. */
function sparseRows(table: Table): SparseRows {
  const { starts, columns: indices, values } = sparseCells(table) ?? sparseOf(toMatrix(table));
  return { kind: 'sparse', starts, indices, values, rowCount: table.rows, columnCount: columnCount(table) };
}

function withMissing<Rows extends FeatureRows>(rows: Rows, missing: number): Rows {
  if (Number.isNaN(missing)) return rows;
  const marker = Math.fround(missing);
  return { ...rows, values: rows.values.map((value) => (Math.fround(value) === marker ? Number.NaN : value)) };
}

/** 0, 1, 2 ... since 1.6; before that the labels themselves, in an encoder. */
function readClasses(fitted: Fitted, count: number): Cells {
  if (fitted.has('_le')) return fitted.object('_le').labels('classes_');
  if (fitted.has('classes_')) return fitted.labels('classes_');
  return { kind: 'number', values: Float64Array.from({ length: count }, (_none, at) => at), type: 'integer' };
}
