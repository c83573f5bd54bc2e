import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { binaryProbabilities, softmaxRows } from '../probabilities.ts';
import { describeForest } from '../tree/describe-forest.ts';
import { type Forest, forestRows, readForest } from '../tree/forest.ts';
import type { ForestRows } from '../tree/forest-rows.ts';
import { walkForest } from '../tree/walk-forest.ts';

/** Sums of trees from a first guess: a column for regression and two classes, else one for each class. */
type RawPrediction = (table: Table) => Matrix;

export function readGradientBoostingRegressor(fitted: Fitted): Estimator {
  const { raw, describeTrees } = readRawPrediction(fitted, (init) => {
    const { predict } = init;
    if (predict === undefined) throw fitted.unknown('init_', 'a regressor');
    return (table) => predict(table) as Matrix;
  });
  return { predict: raw, describeTrees };
}

/** Losses: `log_loss` (before 1.1 `deviance`), and `exponential` for two classes, whose link is half the logit. */
export function readGradientBoostingClassifier(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const slope = fitted.text('loss') === 'exponential' ? 2 : 1;
  const { raw, describeTrees } = readRawPrediction(fitted, (init) => firstGuess(fitted, init, slope));
  const isBinary = classes.values.length === 2;
  const zeroIsSecond = fitted.atLeast(1, 4);
  const predictProba = (table: Table) => (isBinary ? binaryProbabilities(raw(table), slope) : softmaxRows(raw(table)));
  return {
    classes,
    describeTrees,
    decisionFunction: raw,
    predictProba,
    predict: (table) => labelsAt(classes, isBinary ? rankBinary(raw(table), zeroIsSecond) : argmax(raw(table))),
  };
}

/** The second class where the decision is above 0; since release 1.4 also at 0. */
function rankBinary(decision: Matrix, zeroIsSecond: boolean): Int32Array {
  return Int32Array.from(decision.values, (value) => (value > 0 || (zeroIsSecond && value === 0) ? 1 : 0));
}

/** What is summed up, and of which trees. */
interface Boosting extends Required<Pick<Estimator, 'describeTrees'>> {
  readonly raw: RawPrediction;
}

function readRawPrediction(fitted: Fitted, guess: (init: Estimator) => RawPrediction): Boosting {
  const perStage = perStageOf(fitted);
  const trees = fitted.list('estimators_').map((item) => fitted.objectOf(item, 'estimators_'));
  const forest = readForest(trees);
  const stages = { forest, rate: fitted.number('learning_rate'), perStage };
  const first =
    fitted.raw('init_') === 'zero'
      ? (table: Table) => newMatrix(table.rows, perStage)
      : guess(fitted.estimator('init_'));
  const raw: RawPrediction = (table) => {
    // Its trees know the way of missing cells, but GradientBoosting takes none.
    const rows = forestRows(table, forest, 'finite');
    // The first guess sees what the trees see: float32.
    return addTrees(first(newMatrix(rows.rows, rows.columns, rows.values)), rows, stages);
  };
  return { raw, describeTrees: () => describeForest(forest, 'all trees') };
}

function perStageOf(fitted: Fitted): number {
  const classes = fitted.has('classes_') ? fitted.labels('classes_').values.length : 1;
  return classes > 2 ? classes : 1;
}

/** All trees, of which each stage has `perStage`, and the share of each that counts. */
interface Stages {
  readonly forest: Forest;
  readonly rate: number;
  readonly perStage: number;
}

function addTrees(guess: Matrix, rows: ForestRows, { forest, rate, perStage }: Stages): Matrix {
  const guesses = new Float64Array(guess.values);
  walkForest(forest, rows, ({ tree, first, count, leaves, start }) => {
    const column = tree % perStage;
    for (let row = 0; row < count; row++)
      guesses[(first + row) * perStage + column] += rate * forest.values[leaves[start + row]];
  });
  return newMatrix(rows.rows, perStage, guesses);
}

/** The probabilities of `init_` through the link of the loss. Source: `_init_raw_predictions` (1.4 on), `get_init_raw_predictions`. */
function firstGuess(fitted: Fitted, init: Estimator, slope: number): RawPrediction {
  const { predictProba } = init;
  if (predictProba === undefined) throw fitted.unknown('init_', 'a classifier with probabilities');
  const margin = fitted.atLeast(1, 9) ? 2 ** -52 : 2 ** -23;
  const clip = (p: number) => Math.min(1 - margin, Math.max(margin, p));
  const isCentered = fitted.atLeast(1, 4);
  return (table) => {
    const probabilities = predictProba(table);
    const { rows, columns, values } = probabilities;
    if (columns === 2) {
      const logits = Float64Array.from({ length: rows }, (_none, row) => {
        const p = clip(values[row * 2 + 1]);
        return Math.log(p / (1 - p)) / slope;
      });
      return newMatrix(rows, 1, logits);
    }
    const logs = values.map((p) => Math.log(clip(p)));
    for (let row = 0; isCentered && row < rows; row++) {
      const cells = logs.subarray(row * columns, (row + 1) * columns);
      const mean = cells.reduce((sum, value) => sum + value, 0) / columns;
      for (let at = 0; at < columns; at++) cells[at] -= mean;
    }
    return newMatrix(rows, columns, logs);
  };
}
