import { cellList, columnOf, numberList, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';

/** FixedThresholdClassifier and TunedThresholdClassifierCV (release 1.5): two classes, distinguished at another threshold. */
export function readThresholdClassifier(fitted: Fitted): Estimator {
  const inner = fitted.estimator('estimator_');
  const { classes } = inner;
  if (classes === undefined || classes.values.length !== 2) throw fitted.refuse('its estimator has not two classes');
  const positive = readPositive(fitted, cellList(classes));
  const respond = readResponse(fitted, inner, positive);
  const usual =
    fitted.text('response_method', 'auto') === 'decision_function' || inner.predictProba === undefined ? 0 : 0.5;
  const threshold = fitted.has('best_threshold_') ? fitted.number('best_threshold_') : thresholdOf(fitted, usual);
  const predict = (table: Table) =>
    labelsAt(
      classes,
      Int32Array.from(respond(table), (value) => (value >= threshold ? positive : 1 - positive)),
    );
  return { ...inner, predict };
}

function thresholdOf(fitted: Fitted, usual: number): number {
  return fitted.raw('threshold') === 'auto' ? usual : fitted.number('threshold');
}

function readPositive(fitted: Fitted, classes: readonly unknown[]): number {
  if (!fitted.has('pos_label')) return 1;
  const place = classes.indexOf(fitted.raw('pos_label'));
  if (place < 0) throw fitted.unknown('pos_label', 'one of its classes');
  return place;
}

function readResponse(
  fitted: Fitted,
  { predictProba, decisionFunction }: Estimator,
  positive: number,
): (table: Table) => ArrayLike<number> {
  const wanted = fitted.text('response_method', 'auto');
  if (predictProba !== undefined && wanted !== 'decision_function') {
    return (table) => numberList(columnOf(predictProba(table), positive), positive);
  }
  if (decisionFunction === undefined)
    throw fitted.refuse('its estimator has neither probabilities nor decision values');
  return (table) => decisionFunction(table).values.map((value) => (positive === 1 ? value : -value));
}
