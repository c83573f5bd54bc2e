import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { softmaxRows } from '../probabilities.ts';

/**
 * NearestCentroid: the class whose centre is nearest. Since release 1.6 there are priors, and with them (and for decision
 * values) distances count in standard deviations within classes. Source: `NearestCentroid._decision_function`.
 */
export function readNearestCentroid(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const metric = fitted.text('metric', 'euclidean');
  if (metric !== 'euclidean' && metric !== 'manhattan') throw fitted.refuse(`its metric is ${metric}`);
  const nearness = readNearness(fitted, metric === 'euclidean');
  const predict = (table: Table) => labelsAt(classes, argmax(nearness(table)));
  if (!fitted.has('class_prior_')) return { classes, predict };
  const scores = readScores(fitted, metric === 'euclidean');
  const byScores = (table: Table) => labelsAt(classes, argmax(scores(table)));
  const answer = { classes, predict: hasUniformPriors(fitted) ? predict : byScores };
  if (metric !== 'euclidean') return answer;
  const decisionFunction = (table: Table) => {
    const all = scores(table);
    if (all.columns !== 2) return all;
    const { values } = all;
    return newMatrix(
      all.rows,
      1,
      Float64Array.from({ length: all.rows }, (_none, row) => values[row * 2 + 1] - values[row * 2]),
    );
  };
  return { ...answer, decisionFunction, predictProba: (table) => softmaxRows(scores(table)) };
}

function hasUniformPriors(fitted: Fitted): boolean {
  const priors = fitted.doubles('class_prior_');
  return priors.every((prior) => Math.abs(prior - 1 / priors.length) <= 1e-8 + 1e-5 / priors.length);
}

/** Distances with their sign turned; of Euclidean ones the squares. */
function readNearness(fitted: Fitted, isEuclidean: boolean, scales?: Float64Array): (table: Table) => Matrix {
  const centers = fitted.matrix('centroids_');
  return (table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, centers.rows);
    for (let at = 0; at < answer.values.length; at++) {
      const [row, center] = [Math.floor(at / centers.rows), at % centers.rows];
      for (let column = 0; column < columns; column++) {
        const scale = scales?.[column] || 1;
        const gap = values[row * columns + column] / scale - centers.values[center * columns + column] / scale;
        answer.values[at] -= isEuclidean ? gap * gap : Math.abs(gap);
      }
    }
    return answer;
  };
}

function readScores(fitted: Fitted, isEuclidean: boolean): (table: Table) => Matrix {
  const nearness = readNearness(fitted, isEuclidean, fitted.doubles('within_class_std_dev_'));
  const priors = fitted.doubles('class_prior_').map((prior) => 2 * Math.log(prior));
  return (table) => {
    const { rows, columns, values } = nearness(table);
    const scores = values.map((value, at) => (isEuclidean ? value : -value * value) + priors[at % columns]);
    return newMatrix(rows, columns, scores);
  };
}
