import { newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { readNearest } from '../neighbors/nearest.ts';
import { normalizeRows } from '../probabilities.ts';
import { readSquares } from '../squares.ts';

/** LabelPropagation and LabelSpreading: the distributions of the training rows, weighed by kernel or by nearness. */
export function readLabelPropagation(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const distributions = fitted.matrix('label_distributions_');
  const add = (cells: Float64Array, place: number, weight: number) => {
    for (let at = 0; at < distributions.columns; at++)
      cells[at] += weight * distributions.values[place * distributions.columns + at];
  };
  const gather = fitted.text('kernel') === 'knn' ? byNeighbors(fitted, add) : byKernel(fitted, add);
  const predictProba = (table: Table) => {
    const answer = newMatrix(table.rows, distributions.columns);
    gather(table, (row) => answer.values.subarray(row * answer.columns, (row + 1) * answer.columns));
    // A row that every kernel weight underflows for is 0 / 0 in scikit-learn too, and so of the first class.
    return normalizeRows(answer, 'missing');
  };
  return { classes, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
}

type Add = (cells: Float64Array, place: number, weight: number) => void;
type Gather = (table: Table, cellsOf: (row: number) => Float64Array) => void;

function byNeighbors(fitted: Fitted, add: Add): Gather {
  const find = readNearest(fitted.object('nn_fit'));
  const count = fitted.number('n_neighbors');
  return (table, cellsOf) =>
    find(table, count, (row, { places }) => places.forEach((place) => add(cellsOf(row), place, 1)));
}

function byKernel(fitted: Fitted, add: Add): Gather {
  const kernel = fitted.text('kernel');
  if (kernel !== 'rbf') throw fitted.refuse(`its kernel is ${kernel}`);
  const squaresOf = readSquares(fitted.points('X_'), fitted);
  const gamma = fitted.number('gamma');
  return (table, cellsOf) => {
    const { columns, values } = squaresOf(table);
    values.forEach((square, at) => add(cellsOf(Math.floor(at / columns)), at % columns, Math.exp(-gamma * square)));
  };
}
