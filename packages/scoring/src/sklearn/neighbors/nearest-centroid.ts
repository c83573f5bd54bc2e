import { SparseTable } from '../../frame/sparse-table.ts';
import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { FittedPoints } from '../fitted-points.ts';
import { labelsAt } from '../labels-at.ts';
import { softmaxRows } from '../probabilities.ts';
import { readSquares } from '../squares.ts';
import { storedCells } from '../stored-cells.ts';

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
function readNearness(fitted: Fitted, isEuclidean: boolean, given?: Float64Array): (table: Table) => Matrix {
  const centers = fitted.matrix('centroids_');
  const scales = given?.map((scale) => scale || 1);
  const scaledCenters = scaled(centers, scales);
  const points = new FittedPoints(scaledCenters);
  const squares = readSquares(points, fitted);
  return (table) => {
    const stored = isEuclidean || points.hasFewCells ? storedCells(table, fitted) : undefined;
    if (stored === undefined)
      return nearnessOf(scaled(finiteMatrix(table, fitted), scales), scaledCenters, isEuclidean);
    const cells = { ...stored, values: stored.values.map((value, at) => value / (scales?.[stored.columns[at]] ?? 1)) };
    const distances = isEuclidean
      ? squares(new SparseTable(cells, centers.columns)).values
      : points.stored.differences(cells);
    return newMatrix(
      table.rows,
      centers.rows,
      distances.map((distance) => -distance),
    );
  };
}

function scaled({ rows, columns, values }: Coefficients, scales: Float64Array | undefined): Coefficients {
  if (scales === undefined) return { rows, columns, values };
  return { rows, columns, values: values.map((value, at) => value / scales[at % columns]) };
}

function nearnessOf({ rows, columns, values }: Coefficients, centers: Coefficients, isEuclidean: boolean): Matrix {
  const answer = newMatrix(rows, centers.rows);
  for (let row = 0, out = 0; row < rows; row++) {
    for (let center = 0; center < centers.rows; center++, out++) {
      for (let column = 0; column < columns; column++) {
        const gap = values[row * columns + column] - centers.values[center * columns + column];
        answer.values[out] -= isEuclidean ? gap * gap : Math.abs(gap);
      }
    }
  }
  return answer;
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
