import { argmax, labelsAt } from '../classifier.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readLabelsOfTargets, multiOutput } from '../multi-output.ts';
import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { describeForest } from './describe-forest.ts';
import { type Forest, forestRows } from './forest.ts';
import { walkForest } from './walk-forest.ts';

/** The mean of the trees, a column for each target. */
export function forestRegressor(forest: Forest): Estimator {
  return { predict: (table) => average(table, forest), describeTrees: () => describeForest(forest, 'each tree') };
}

/** The class with the highest mean probability (not the most votes). */
export function forestClassifier(fitted: Fitted, forest: Forest): Estimator {
  if (fitted.number('n_outputs_', 1) !== 1) return targetsOf(fitted, forest);
  const classes = fitted.labels('classes_');
  if (forest.width !== classes.values.length) throw fitted.unknown('classes_', 'as long as the values of its trees');
  toProbabilities(forest);
  const predictProba = (table: Table) => average(table, forest);
  const predict = (table: Table) => labelsAt(classes, argmax(predictProba(table)));
  return { classes, predictProba, predict, describeTrees: () => describeForest(forest, 'each tree') };
}

/** Nodes hold as many numbers for each target as the one with the most labels has. */
function targetsOf(fitted: Fitted, forest: Forest): Estimator {
  const targets = readLabelsOfTargets(fitted);
  const most = Math.max(...targets.map(({ values }) => values.length));
  if (forest.width !== targets.length * most) throw fitted.unknown('classes_', 'as long as the values of its trees');
  toProbabilities(forest, most);
  return {
    ...multiOutput(targets, most, (table) => average(table, forest)),
    describeTrees: () => describeForest(forest, 'each tree'),
  };
}

/**
 * Leaves hold weights of classes; since release 1.3 they are stored as shares, which dividing by their sum of 1 changes
 * by less than an ulp or two, but those are kept as they are.
 */
function toProbabilities({ values, features, width: all }: Forest, width = all): void {
  for (let node = 0; node < (features.length * all) / width; node++) {
    const cells = values.subarray(node * width, (node + 1) * width);
    const sum = cells.reduce((total, value) => total + value, 0);
    if (sum === 0 || Math.abs(sum - 1) < 1e-9) continue;
    for (let at = 0; at < width; at++) cells[at] /= sum;
  }
}

function average(table: Table, forest: Forest): Matrix {
  const rows = forestRows(table, forest);
  const { roots, values, width } = forest;
  const answer = new Float64Array(rows.rows * width);
  walkForest(forest, rows, (_tree, first, count, leaves, start) => {
    for (let row = 0, target = first * width; row < count; row++) {
      for (let at = 0, value = leaves[start + row] * width; at < width; at++) answer[target++] += values[value++];
    }
  });
  for (let at = 0; at < answer.length; at++) answer[at] /= roots.length;
  return newMatrix(rows.rows, width, answer);
}
