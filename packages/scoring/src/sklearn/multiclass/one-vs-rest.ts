import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { present } from '../../util/present.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { normalizeRows } from '../probabilities.ts';
import { binaryResponse, fromColumns, lastColumn } from '../response.ts';

/** OneVsRestClassifier: a two-class estimator for each class. Also for several labels at once, answered as 0 and 1. */
export function readOneVsRest(fitted: Fitted): Estimator {
  const estimators = fitted.estimators('estimators_');
  const binarizer = fitted.object('label_binarizer_');
  const isMultilabel = binarizer.text('y_type_', '').startsWith('multilabel');
  const classes = binarizer.labels('classes_');
  const responses = estimators.map((estimator) => binaryResponse(estimator, fitted));
  const respond = (table: Table) => fromColumns(responses.map((response) => response.respond(table)));
  const { threshold } = responses[0];
  const predict = (table: Table): Table => {
    const answers = respond(table);
    if (isMultilabel)
      return newMatrix(
        answers.rows,
        answers.columns,
        answers.values.map((value) => (value > threshold ? 1 : 0)),
      );
    if (estimators.length > 1) return labelsAt(classes, lastArgmax(answers));
    return labelsAt(
      classes,
      Int32Array.from(answers.values, (value) => (value > threshold ? 1 : 0)),
    );
  };
  const estimator: Estimator = { classes, predict };
  const decides = estimators.every(({ decisionFunction }) => decisionFunction !== undefined);
  // A row to which no class gives anything is divided by 0 before release 1.7.
  const zeroBecomes = fitted.atLeast(1, 7) ? 'zero' : 'missing';
  const normalize = isMultilabel ? (answer: Matrix) => answer : (answer: Matrix) => normalizeRows(answer, zeroBecomes);
  const hasProbabilities = estimators.every(({ predictProba }) => predictProba !== undefined);
  return {
    ...estimator,
    ...present({
      decisionFunction: decides ? respond : undefined,
      predictProba: hasProbabilities ? (table: Table) => probabilities(estimators, table, normalize) : undefined,
    }),
  };
}

function probabilities(estimators: readonly Estimator[], table: Table, normalize: (answer: Matrix) => Matrix): Matrix {
  const columns = estimators.map(({ predictProba }) =>
    lastColumn((predictProba as NonNullable<Estimator['predictProba']>)(table)),
  );
  if (columns.length === 1) return fromColumns([columns[0].map((p) => 1 - p), columns[0]]);
  return normalize(fromColumns(columns));
}

/** The last of equals, as `OneVsRestClassifier.predict` takes it. */
function lastArgmax({ rows, columns, values }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_none, row) => {
    let best = 0;
    for (let at = 1; at < columns; at++) if (values[row * columns + at] >= values[row * columns + best]) best = at;
    return best;
  });
}

/** An estimator of OneVsRest whose class never, or always, occurred. */
export function readConstantPredictor(fitted: Fitted): Estimator {
  const [value] = fitted.doubles('y_');
  const decisionFunction = (table: Table) => newMatrix(table.rows, 1, new Float64Array(table.rows).fill(value));
  const predictProba = (table: Table) =>
    fromColumns([1 - value, value].map((p) => new Float64Array(table.rows).fill(p)));
  return { decisionFunction, predict: decisionFunction, predictProba };
}
