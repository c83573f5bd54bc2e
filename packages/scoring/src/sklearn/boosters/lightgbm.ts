import type { LightgbmModel, LightgbmRows } from '../../boosters/lightgbm/lightgbm-model.ts';
import { takeLightgbm } from '../../boosters/lightgbm/take-lightgbm.ts';
import { columnCount, type Matrix, newMatrix, sparseCells, type Table } from '../../frame/table.ts';
import { present } from '../../util/present.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { fromColumns } from '../response.ts';
import { denseRows } from './dense-rows.ts';
import { hasCategories, lightgbmCoder } from './lightgbm-codes.ts';

/**
 * LGBMClassifier: the booster's probabilities, and the label of the largest; since 4.7 its raw scores too, which
 * meta-estimators prefer to probabilities.
 * Source: `LGBMClassifier.predict` and `predict_proba` in LightGBM's `sklearn.py`, 2.3 to 4.7.
 */
export function readLightgbmClassifier(fitted: Fitted): Estimator {
  const { model, rowsOf } = readModel(fitted);
  const classes = fitted.labels(fitted.anyOf('_classes', 'classes_'));
  const predictProba = (table: Table) => {
    const answer = matrixOf(table, model.predict(rowsOf(table)));
    if (answer.columns > 1) return answer;
    return fromColumns([answer.values.map((p) => 1 - p), answer.values]);
  };
  const decisionFunction = (table: Table) => matrixOf(table, model.margin(rowsOf(table)));
  return {
    classes,
    trainedNames: model.booster.featureNames,
    predictProba,
    predict: (table) => labelsAt(classes, argmax(predictProba(table))),
    // Wrappers have no version; this attribute came with the method.
    ...present({
      decisionFunction: fitted.raw('_fitted_with_feature_names') === undefined ? undefined : decisionFunction,
    }),
  };
}

/** LGBMRegressor and LGBMRanker: what the booster predicts. */
export function readLightgbmRegressor(fitted: Fitted): Estimator {
  const { model, rowsOf } = readModel(fitted);
  const { featureNames: trainedNames } = model.booster;
  return { trainedNames, predict: (table) => matrixOf(table, model.predict(rowsOf(table))) };
}

/**
 * The booster, and the rows as it takes them: columns by position, whatever their names are, and categories as codes.
 */
interface Wrapped {
  readonly model: LightgbmModel;
  readonly rowsOf: (table: Table) => LightgbmRows;
}

function readModel(fitted: Fitted): Wrapped {
  // A function of the user's stands as a global, or is left out of the text: raw scores would be answered.
  if (fitted.has('_fobj') || (fitted.has('_objective') && typeof fitted.raw('_objective') !== 'string')) {
    throw fitted.refuse('its objective is a function');
  }
  const model = takeLightgbm(fitted.raw('_Booster'));
  if (hasCategories(model.booster)) {
    fitted.readCells();
    // Columns are taken by place, but a category is a text where columns have names, and else a code.
    fitted.findNames([]);
  }
  const encode = lightgbmCoder(model.booster);
  const rowsOf = (table: Table): LightgbmRows => {
    const stored = hasCategories(model.booster) ? undefined : sparseCells(table);
    if (stored === undefined) return denseRows(encode(table));
    const { starts, columns: indices, values } = stored;
    return {
      kind: 'sparse',
      starts,
      indices,
      values,
      rowCount: table.rows,
      columnCount: columnCount(table),
      absent: 0,
    };
  };
  return { model, rowsOf };
}

const matrixOf = ({ rows }: Table, values: Float64Array): Matrix => newMatrix(rows, values.length / rows, values);
