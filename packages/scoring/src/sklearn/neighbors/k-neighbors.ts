import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { multiOutput, readLabelsOfTargets } from '../multi-output.ts';
import { normalizeRows } from '../probabilities.ts';
import { float32Mean } from './float32-mean.ts';
import { readNearest } from './nearest.ts';
import { readTargets } from './read-targets.ts';
import { readWeights } from './read-weights.ts';

/** Adds up what each row's neighbours say: `add(cells of the answer, neighbour, its weight)`. */
type Add = (answer: Float64Array, place: number, weight: number) => void;

function gather(fitted: Fitted, width: number, add: Add): (table: Table) => Matrix {
  const find = readNearest(fitted);
  const count = fitted.number('n_neighbors');
  const weigh = readWeights(fitted);
  return (table) => {
    const answer = newMatrix(table.rows, width);
    find(table, count, (row, nearest) => {
      const weights = weigh(nearest);
      const cells = answer.values.subarray(row * width, (row + 1) * width);
      nearest.places.forEach((place, at) => add(cells, place, weights[at]));
    });
    return answer;
  };
}

export function readKNeighborsClassifier(fitted: Fitted): Estimator {
  if (fitted.flag('outputs_2d_', false)) return readSeveral(fitted);
  const classes = fitted.labels('classes_');
  const labels = fitted.doubles('_y');
  const votes = gather(fitted, classes.values.length, (cells, place, weight) => (cells[labels[place]] += weight));
  const predictProba = (table: Table) => normalizeRows(votes(table), 'zero');
  return { classes, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
}

/** Several targets: neighbours vote for each. */
function readSeveral(fitted: Fitted): Estimator {
  const targets = readLabelsOfTargets(fitted);
  const most = Math.max(...targets.map(({ values }) => values.length));
  const { columns, values: labels } = fitted.matrix('_y');
  if (columns !== targets.length) throw fitted.unknown('_y', 'a column for each target');
  const votes = gather(fitted, targets.length * most, (cells, place, weight) => {
    for (let target = 0; target < columns; target++) cells[target * most + labels[place * columns + target]] += weight;
  });
  return multiOutput(targets, most, votes);
}

export function readKNeighborsRegressor(fitted: Fitted): Estimator {
  const { columns, values, isNested, isFloat32 } = readTargets(fitted);
  if (isFloat32) return { predict: float32Means(fitted, columns, values), isNested, isFloat32 };
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
  return { predict, isNested };
}

function float32Means(fitted: Fitted, columns: number, values: Float64Array): (table: Table) => Matrix {
  const find = readNearest(fitted);
  const count = fitted.number('n_neighbors');
  return (table) => {
    const answer = newMatrix(table.rows, columns);
    find(table, count, (row, { places }) => {
      for (let target = 0; target < columns; target++) {
        const valueOf = (at: number) => values[places[at] * columns + target];
        answer.values[row * columns + target] = float32Mean(places.length, valueOf, columns === 1);
      }
    });
    return answer;
  };
}
