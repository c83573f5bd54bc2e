import { type Matrix, newMatrix, type Table, toMatrix } from '../../frame/table.ts';
import type { VisitLeaves } from '../../kernels/trees/double-walker.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { binaryProbabilities, softmaxRows } from '../probabilities.ts';
import { joinTrees, readHistTree } from './hist-tree.ts';

/** Losses of HistGradientBoostingRegressor whose link is the logarithm. */
const logLinks = new Set(['poisson', 'gamma']);

export function readHistGradientBoostingRegressor(fitted: Fitted): Estimator {
  const raw = readRaw(fitted, 1);
  const loss = fitted.text('loss');
  if (!logLinks.has(loss)) return { predict: raw };
  return {
    predict: (table) => {
      const { rows, values } = raw(table);
      return newMatrix(rows, 1, values.map(Math.exp));
    },
  };
}

export function readHistGradientBoostingClassifier(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  // A single class is one of two, of which the other never came.
  const isBinary = classes.values.length <= 2;
  const raw = readRaw(fitted, isBinary ? 1 : classes.values.length);
  const predictProba = (table: Table) => (isBinary ? binaryProbabilities(raw(table)) : softmaxRows(raw(table)));
  const predict = (table: Table) => labelsAt(classes, argmax(predictProba(table)));
  return { classes, decisionFunction: raw, predictProba, predict };
}

/** Base line plus trees, in doubles: a column for each tree of an iteration. */
function readRaw(fitted: Fitted, width: number): (table: Table) => Matrix {
  const baseline = fitted.doubles('_baseline_prediction');
  const prepare = readPreparation(fitted);
  const trees = fitted.list('_predictors').flatMap((iteration) => {
    const items = Array.isArray(iteration) ? iteration : [];
    if (items.length !== width) throw fitted.unknown('_predictors', 'lists of one tree for each class');
    return items.map((item) => readHistTree(fitted.objectOf(item, '_predictors')));
  });
  const forest = joinTrees(trees, readKnownCategories(fitted));
  return (table) => {
    const { rows, columns, values } = prepare(table);
    const answer = newMatrix(rows, width);
    for (let at = 0; at < answer.values.length; at++)
      answer.values[at] = baseline[baseline.length === 1 ? 0 : at % width];
    const add: VisitLeaves = ({ tree, first, count, leaves, start }) => {
      const column = tree % width;
      for (let row = 0; row < count; row++)
        answer.values[(first + row) * width + column] += forest.values[leaves[start + row]];
    };
    forest.walker.walk({ values, rowCount: rows, columnCount: columns }, add, forest.prepare);
    return answer;
  };
}

/** Since release 1.4 categorical columns are encoded first, which puts them in front. */
function readPreparation(fitted: Fitted): (table: Table) => Matrix {
  const columns = fitted.columns ?? fitted.number('_n_features', -1);
  if (!fitted.has('_preprocessor')) return (table) => toMatrix(table, columns < 0 ? undefined : columns);
  const { transform } = fitted.estimator('_preprocessor');
  if (transform === undefined) throw fitted.unknown('_preprocessor', 'a transformer');
  return (table) => toMatrix(transform(table));
}

/** For each categorical column the categories (0 to 255) seen in training, as a bit set of 8 words; by column. */
function readKnownCategories(fitted: Fitted): ReadonlyMap<number, Uint32Array> {
  const known = new Map<number, Uint32Array>();
  if (!fitted.has('is_categorical_')) return known;
  const mapper = fitted.object('_bin_mapper');
  const flags = mapper.doubles('is_categorical_');
  const thresholds = mapper.list('bin_thresholds_');
  flags.forEach((flag, column) => {
    const categories = thresholds[column];
    if (flag === 0 || !(categories instanceof NdArray)) return;
    const bits = new Uint32Array(8);
    for (const category of categories.doubles()) bits[(category >> 5) & 7] |= 1 << (category & 31);
    known.set(column, bits);
  });
  return known;
}
