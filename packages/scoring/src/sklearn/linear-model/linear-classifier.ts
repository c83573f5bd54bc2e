import { type Cells, type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { sigmoid } from '../../math/sigmoid.ts';
import { present } from '../../util/present.ts';
import { rankDecision } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { binaryProbabilities, normalizeRows, softmaxRows } from '../probabilities.ts';
import { affineBehindScaler, affineOf, type LinearFunctions, readLinearFunctions } from './affine.ts';

/** From decision values to probabilities. */
type Probabilities = (decision: Matrix) => Matrix;

/** A classifier that decides by the sign of a linear function, or by the largest of several. */
export function readLinearClassifier(fitted: Fitted, probabilities?: Probabilities): Estimator {
  const functions = readLinearFunctions(fitted);
  if (isMultilabel(fitted)) return severalLabels(fitted, functions);
  const classes = readClasses(fitted);
  const { rows } = functions.coefficients;
  const count = classes.values.length;
  // Trained on one class: a value above zero means a second one, and is refused, as scikit-learn finds none.
  const isAlone = rows === 1 && count === 1;
  if (!isAlone && count !== (rows === 1 ? 2 : rows)) throw fitted.unknown('classes_', 'as long as coef_');
  const decide = (table: Table) => affineOf(table, fitted, functions);
  const estimatorBy = (decisionFunction: (table: Table) => Matrix): Estimator => ({
    classes,
    decisionFunction,
    predict: (table) => labelsAt(classes, rankDecision(decisionFunction(table))),
    ...present({
      predictProba:
        probabilities === undefined || isAlone ? undefined : (table: Table) => probabilities(decisionFunction(table)),
    }),
  });
  const behindScaler = affineBehindScaler(functions, decide);
  if (behindScaler === undefined) return estimatorBy(decide);
  return { ...estimatorBy(decide), behindScaler: (scaler) => estimatorBy(behindScaler(scaler)) };
}

/** Ridge classifiers take several labels at once: each by the sign of its function. */
function isMultilabel(fitted: Fitted): boolean {
  return (
    fitted.has('_label_binarizer') && fitted.object('_label_binarizer').text('y_type_', '').startsWith('multilabel')
  );
}

function severalLabels(fitted: Fitted, functions: LinearFunctions): Estimator {
  const decisionFunction = (table: Table) => affineOf(table, fitted, functions);
  const predict = (table: Table) => {
    const { rows, columns, values } = decisionFunction(table);
    return newMatrix(
      rows,
      columns,
      values.map((value) => (value > 0 ? 1 : 0)),
    );
  };
  return { classes: readClasses(fitted), predict, decisionFunction, isWhole: true };
}

/** Ridge classifiers kept the labels in their label binarizer before release 1.3. */
function readClasses(fitted: Fitted): Cells {
  return (fitted.has('classes_') ? fitted : fitted.object('_label_binarizer')).labels('classes_');
}

/**
 * LogisticRegression(CV): one-vs-rest for two classes, liblinear or `ovr`, softmax otherwise; `multi_class` went away in
 * release 1.8, where two classes are the only one-vs-rest left. Source: `LogisticRegression.predict_proba`.
 */
export function readLogisticRegression(fitted: Fitted): Estimator {
  const multiClass = fitted.text('multi_class', 'auto');
  const isBinary = fitted.labels('classes_').values.length <= 2;
  const isFree = multiClass === 'auto' || multiClass === 'deprecated';
  const isOneVsRest =
    multiClass === 'ovr' || multiClass === 'warn' || (isFree && (isBinary || fitted.text('solver') === 'liblinear'));
  if (isOneVsRest) return readLinearClassifier(fitted, oneVsRestProbabilities(fitted));
  return readLinearClassifier(fitted, isBinary ? (decision) => binaryProbabilities(decision, 2) : softmaxRows);
}

/** SGDClassifier has probabilities for the logistic and the modified Huber loss only. */
export function readSgdClassifier(fitted: Fitted): Estimator {
  const loss = fitted.text('loss');
  if (loss === 'log' || loss === 'log_loss') return readLinearClassifier(fitted, oneVsRestProbabilities(fitted));
  return readLinearClassifier(fitted, loss === 'modified_huber' ? modifiedHuberProbabilities : undefined);
}

/**
 * The sigmoid of each function, divided by their sum. Where all of them vanish, NaN, since release 1.9 the same for all.
 * Source: `LinearClassifierMixin._predict_proba_lr`.
 */
function oneVsRestProbabilities(fitted: Fitted): (decision: Matrix) => Matrix {
  const zeroBecomes = fitted.atLeast(1, 9) ? 'uniform' : 'missing';
  return (decision) =>
    decision.columns === 1
      ? binaryProbabilities(decision)
      : normalizeRows({ ...decision, values: decision.values.map(sigmoid) }, zeroBecomes);
}

/** (clip(d, -1, 1) + 1) / 2, divided by the sum; uniform where all are 0. Source: `SGDClassifier.predict_proba`. */
function modifiedHuberProbabilities(decision: Matrix): Matrix {
  const clipped = decision.values.map((value) => (Math.min(1, Math.max(-1, value)) + 1) / 2);
  if (decision.columns > 1) return normalizeRows({ ...decision, values: clipped }, 'uniform');
  const answer = newMatrix(decision.rows, 2);
  clipped.forEach((p, row) => answer.values.set([1 - p, p], row * 2));
  return answer;
}
