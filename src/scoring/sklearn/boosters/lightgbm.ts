import type { DenseRows } from '../../frame/feature-rows.ts';
import type { LightgbmModel } from '../../lightgbm/lightgbm-model.ts';
import { takeLightgbm } from '../../lightgbm/pickled-booster.ts';
import { argmax, labelsAt } from '../classifier.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { fromColumns } from '../meta/response.ts';
import { type Matrix, newMatrix, type Table, toMatrix } from '../table.ts';
import { withCategoryCodes } from './category-codes.ts';

/**
 * LGBMClassifier: the booster's probabilities, and the label of the largest; since 4.7 its raw scores too, which
 * meta-estimators prefer to probabilities.
 * Source: `LGBMClassifier.predict` and `predict_proba` in LightGBM's `sklearn.py`, 2.3 to 4.7.
 */
export function readLgbmClassifier(fitted: Fitted): Estimator {
  const model = readModel(fitted);
  const classes = fitted.labels(fitted.anyOf('_classes', 'classes_'));
  const predictProba = (table: Table) => {
    const answer = answerOf(model, table);
    if (answer.columns > 1) return answer;
    return fromColumns([answer.values.map((p) => 1 - p), answer.values]);
  };
  const decisionFunction = (table: Table) => matrixOf(table, model.margin(rowsOf(model, table)));
  return {
    classes,
    predictProba,
    predict: (table) => labelsAt(classes, argmax(predictProba(table))),
    // Wrappers tell no version; this attribute came with the method.
    ...(fitted.raw('_fitted_with_feature_names') === undefined ? {} : { decisionFunction }),
  };
}

/** LGBMRegressor and LGBMRanker: what the booster predicts. */
export function readLgbmRegressor(fitted: Fitted): Estimator {
  const model = readModel(fitted);
  return { predict: (table) => answerOf(model, table) };
}

function readModel(fitted: Fitted): LightgbmModel {
  // A function of the user's stands as a global, or is left out of the text: raw scores would be answered.
  if (fitted.has('_fobj') || (fitted.has('_objective') && typeof fitted.raw('_objective') !== 'string')) {
    throw fitted.refuse('its objective is a function');
  }
  return takeLightgbm(fitted.raw('_Booster'));
}

const rowsOf = (model: LightgbmModel, table: Table) => denseRows(withCategoryCodes(table, model.booster));

const answerOf = (model: LightgbmModel, table: Table) => matrixOf(table, model.predict(rowsOf(model, table)));

const matrixOf = ({ rows }: Table, values: Float64Array): Matrix => newMatrix(rows, values.length / rows, values);

/** A table as boosters take it: no check, since missing and infinite cells are lawful. */
export function denseRows(table: Table): DenseRows {
  const { values, rows, columns } = toMatrix(table);
  return { kind: 'dense', values, rowCount: rows, columnCount: columns };
}
