import { newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';

/** DummyRegressor: one constant for each target. */
export function readDummyRegressor(fitted: Fitted): Estimator {
  const constants = fitted.doubles('constant_');
  const predict = (table: Table) => newMatrix(table.rows, constants.length, repeated(constants, table.rows));
  return { predict, isFloat32: fitted.isFloat32('constant_') };
}

/** DummyClassifier, except for the strategies that draw at random. */
export function readDummyClassifier(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const strategy = fitted.text(fitted.has('_strategy') ? '_strategy' : 'strategy');
  const priors = fitted.doubles('class_prior_');
  const chosen = chosenClass(fitted, strategy, priors);
  const oneHot = Float64Array.from(priors, (_prior, at) => (at === chosen ? 1 : 0));
  const row = strategy === 'prior' ? priors : oneHot;
  const predictProba = (table: Table) => newMatrix(table.rows, row.length, repeated(row, table.rows));
  return { classes, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
}

function chosenClass(fitted: Fitted, strategy: string, priors: Float64Array): number {
  if (strategy === 'prior' || strategy === 'most_frequent') return priors.indexOf(Math.max(...priors));
  if (strategy !== 'constant') throw fitted.refuse(`its strategy ${strategy} draws at random`);
  const constant = fitted.labels(fitted.dimensions('constant') > 0 ? 'constant' : 'classes_');
  const wanted = fitted.dimensions('constant') > 0 ? constant.values[0] : fitted.raw('constant');
  return Array.from<unknown>(fitted.labels('classes_').values).indexOf(wanted);
}

function repeated(row: Float64Array, count: number): Float64Array {
  const values = new Float64Array(row.length * count);
  for (let at = 0; at < count; at++) values.set(row, at * row.length);
  return values;
}
