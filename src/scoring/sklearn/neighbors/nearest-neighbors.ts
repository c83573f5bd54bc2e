import { argmax, labelsAt } from '../classifier.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { normalizeRows } from '../link.ts';
import { type Matrix, newMatrix, type Table } from '../table.ts';
import { outliers } from '../outliers.ts';
import { type Nearest, readNearest } from './nearest.ts';

/** Adds up what each row's neighbours say: `add(cells of the answer, neighbour, its weight)`. */
type Add = (answer: Float64Array, place: number, weight: number) => void;

function gather(fitted: Fitted, width: number, add: Add): (table: Table) => Matrix {
  const find = readNearest(fitted);
  const count = fitted.number('n_neighbors');
  const weigh = readWeights(fitted);
  return (table) => {
    const matrix = finiteMatrix(table, fitted);
    const answer = newMatrix(matrix.rows, width);
    find(matrix, count, (row, nearest) => {
      const weights = weigh(nearest);
      const cells = answer.values.subarray(row * width, (row + 1) * width);
      nearest.places.forEach((place, at) => add(cells, place, weights[at]));
    });
    return answer;
  };
}

/** `uniform`, or `distance`: 1 / distance, where neighbours at distance 0 outweigh all others. */
function readWeights(fitted: Fitted): (nearest: Nearest) => Float64Array {
  const kind = fitted.has('weights') ? fitted.text('weights') : 'uniform';
  if (kind === 'uniform') return ({ places }) => new Float64Array(places.length).fill(1);
  if (kind !== 'distance') throw fitted.refuse(`its weights are ${kind}`);
  return ({ distances }) => {
    if (distances.includes(0)) return distances.map((distance) => (distance === 0 ? 1 : 0));
    return distances.map((distance) => 1 / distance);
  };
}

export function readNeighborsClassifier(fitted: Fitted): Estimator {
  if (fitted.flag('outputs_2d_', false)) throw fitted.refuse('it has several targets');
  const classes = fitted.labels('classes_');
  const labels = fitted.doubles('_y');
  const votes = gather(fitted, classes.values.length, (cells, place, weight) => (cells[labels[place]] += weight));
  const predictProba = (table: Table) => normalizeRows(votes(table), 'zero');
  return { classes, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
}

export function readNeighborsRegressor(fitted: Fitted): Estimator {
  const targets = fitted.dimensions('_y') === 1 ? { columns: 1, values: fitted.doubles('_y') } : fitted.matrix('_y');
  const { columns, values } = targets;
  // One column more for the sum of weights.
  const sums = gather(fitted, columns + 1, (cells, place, weight) => {
    for (let at = 0; at < columns; at++) cells[at] += weight * values[place * columns + at];
    cells[columns] += weight;
  });
  const predict = (table: Table) => {
    const { rows, values: cells } = sums(table);
    const answer = newMatrix(rows, columns);
    for (let at = 0; at < answer.values.length; at++) {
      const row = Math.floor(at / columns);
      answer.values[at] = cells[row * (columns + 1) + (at % columns)] / cells[row * (columns + 1) + columns];
    }
    return answer;
  };
  return { predict };
}

/** LocalOutlierFactor fitted for novelty: density of a row's neighbours over its own, negated. Source: `score_samples`. */
export function readLocalOutlierFactor(fitted: Fitted): Estimator {
  if (!fitted.flag('novelty', false)) throw fitted.refuse('it was not fitted with novelty=True, so it cannot predict');
  const find = readNearest(fitted);
  const count = fitted.number('n_neighbors_');
  const reach = fitted.matrix('_distances_fit_X_');
  const densities = fitted.doubles('_lrd');
  const offset = fitted.number('offset_');
  const scoreOf = ({ places, distances }: Nearest) => {
    let reachable = 0;
    let density = 0;
    places.forEach((place, at) => {
      reachable += Math.max(distances[at], reach.values[place * reach.columns + count - 1]);
      density += densities[place];
    });
    const own = 1 / (reachable / places.length + 1e-10);
    return -(density / own) / places.length;
  };
  const scoreSamples = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    const answer = newMatrix(matrix.rows, 1);
    find(matrix, count, (row, nearest) => (answer.values[row] = scoreOf(nearest)));
    return answer;
  };
  return { ...outliers(scoreSamples, offset), scoreSamples };
}

/** Release 1.6 brought priors. */
function hasUniformPriors(fitted: Fitted): boolean {
  if (!fitted.has('class_prior_')) return true;
  const priors = fitted.doubles('class_prior_');
  return priors.every((prior) => Math.abs(prior - 1 / priors.length) < 1e-8);
}

/** NearestCentroid: the class whose centre is nearest (Euclidean). Priors and shrinkage are fitted into the centres. */
export function readNearestCentroid(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const centers = fitted.matrix('centroids_');
  if (fitted.text('metric', 'euclidean') !== 'euclidean' || !hasUniformPriors(fitted))
    throw fitted.refuse('it has priors or another metric');
  const predict = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    const nearness = newMatrix(matrix.rows, centers.rows);
    for (let at = 0; at < nearness.values.length; at++) {
      const [row, center] = [Math.floor(at / centers.rows), at % centers.rows];
      for (let column = 0; column < centers.columns; column++) {
        nearness.values[at] -=
          (matrix.values[row * centers.columns + column] - centers.values[center * centers.columns + column]) ** 2;
      }
    }
    return labelsAt(classes, argmax(nearness));
  };
  return { classes, predict };
}
