import { type Cells, type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { sigmoid } from '../../math/sigmoid.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readIsotonic } from '../isotonic/isotonic-regression.ts';
import { labelsAt } from '../labels-at.ts';
import { normalizeRows, softmaxRows } from '../probabilities.ts';
import { fromColumns, lastColumn } from '../response.ts';

/** From a decision value (or probability) to a calibrated probability. */
type Calibrator = (value: number) => number;

/** CalibratedClassifierCV: the mean of its calibrated classifiers, one for each fold. */
export function readCalibratedClassifier(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const parts = fitted
    .list('calibrated_classifiers_')
    .map((item) => readPart(fitted.objectOf(item, 'calibrated_classifiers_'), classes));
  const predictProba = (table: Table) => {
    const answer = newMatrix(table.rows, classes.values.length);
    for (const part of parts) part(table).values.forEach((p, at) => (answer.values[at] += p));
    for (let at = 0; at < answer.values.length; at++) answer.values[at] /= parts.length;
    return answer;
  };
  return { classes, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
}

function readPart(fitted: Fitted, classes: Cells): (table: Table) => Matrix {
  const method = fitted.text('method', 'sigmoid');
  if (method === 'temperature') return readTemperature(fitted);
  if (method !== 'sigmoid' && method !== 'isotonic') throw fitted.refuse(`it is calibrated by ${method}`);
  const estimator = fitted.estimator(fitted.anyOf('estimator', 'base_estimator'));
  const name = fitted.anyOf('calibrators', 'calibrators_');
  const calibrators = fitted.list(name).map((item) => readCalibrator(fitted.objectOf(item, name)));
  const respond = responseOf(estimator, fitted);
  const all = Array.from<unknown>(classes.values);
  const places = Array.from<unknown>(estimator.classes?.values ?? classes.values).map((label) => all.indexOf(label));
  const count = all.length;
  return (table) => {
    const { rows, columns, values } = respond(table);
    const answer = newMatrix(rows, count);
    values.forEach((value, at) => {
      const column = at % columns;
      const place = count === 2 ? 1 : places[column];
      answer.values[Math.floor(at / columns) * count + place] = calibrators[column](value);
    });
    if (count > 2) return normalizeRows(answer, 'uniform');
    for (let row = 0; row < rows; row++) answer.values[row * 2] = 1 - answer.values[row * 2 + 1];
    return answer;
  };
}

/**
 * One number for all classes (release 1.8): softmax of the logits times `beta_`. Logits are decision values (of two classes
 * the value and its negative) or logarithms of probabilities. Source: `_TemperatureScaling`, `_convert_to_logits`.
 */
function readTemperature(fitted: Fitted): (table: Table) => Matrix {
  const { decisionFunction, predictProba } = fitted.estimator('estimator');
  const [calibrator] = fitted.list('calibrators');
  const beta = fitted.objectOf(calibrator, 'calibrators').number('beta_');
  const logits = (table: Table): Matrix => {
    if (decisionFunction === undefined) {
      if (predictProba === undefined)
        throw fitted.refuse('its estimator has neither decision values nor probabilities');
      return mapCells(predictProba(table), (p) => Math.log(p + 1e-12));
    }
    const decision = decisionFunction(table);
    if (decision.columns > 1) return decision;
    return fromColumns([decision.values.map((value) => -value), decision.values]);
  };
  return (table) => softmaxRows(mapCells(logits(table), (value) => beta * value));
}

function mapCells({ rows, columns, values }: Matrix, map: (value: number) => number): Matrix {
  return newMatrix(rows, columns, values.map(map));
}

/** Decision values if there are any, else probabilities; of two classes the second only. */
function responseOf({ decisionFunction, predictProba }: Estimator, owner: Fitted): (table: Table) => Matrix {
  if (decisionFunction !== undefined) return decisionFunction;
  if (predictProba === undefined) throw owner.refuse('its estimator has neither decision values nor probabilities');
  return (table) => {
    const answer = predictProba(table);
    return answer.columns === 2 ? newMatrix(answer.rows, 1, lastColumn(answer)) : answer;
  };
}

function readCalibrator(fitted: Fitted): Calibrator {
  if (fitted.className === 'IsotonicRegression') return readIsotonic(fitted);
  const [a, b] = [fitted.number('a_'), fitted.number('b_')];
  return (value) => sigmoid(-(a * value + b));
}
