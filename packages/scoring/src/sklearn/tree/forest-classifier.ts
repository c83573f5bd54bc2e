import type { Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { multiOutput, readLabelsOfTargets } from '../multi-output.ts';
import { averageForest } from './average-forest.ts';
import { describeForest } from './describe-forest.ts';
import type { Forest } from './forest.ts';

/** The class with the highest mean probability (not the most votes). */
export function forestClassifier(fitted: Fitted, forest: Forest): Estimator {
  if (fitted.number('n_outputs_', 1) !== 1) return targetsOf(fitted, forest);
  const classes = fitted.labels('classes_');
  if (forest.width !== classes.values.length) throw fitted.unknown('classes_', 'as long as the values of its trees');
  toProbabilities(forest);
  const predictProba = (table: Table) => averageForest(table, forest);
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
    ...multiOutput(targets, most, (table) => averageForest(table, forest)),
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
