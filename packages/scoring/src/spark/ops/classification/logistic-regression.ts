import { present } from '../../../util/present.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import type { BundleContext, BundleModel } from '../../attributes/bundle-model.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import type { Cells } from '../../save/cells.ts';
import { checkWeights } from '../../save/check-weights.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { type BinaryLogistic, binaryLogistic } from './binary-logistic.ts';
import { classifierOperator, type SavedClassifier } from './classifier-operator.ts';
import { type MultinomialLogistic, multinomialLogistic } from './multinomial-logistic.ts';
import { savedThresholds } from './saved-thresholds.ts';
import { writeThresholds } from './write-thresholds.ts';

type LogisticRegression = BinaryLogistic | MultinomialLogistic;

/**
 * `logistic_regression`, binary (margin, logistic function, a threshold on p1) or multinomial (a column-major matrix
 * and softmax; also of two classes, where Spark was set so). Source: MLeap `LogisticRegressionModel.scala`.
 */
export const logisticRegression = classifierOperator<LogisticRegression>({
  op: 'logistic_regression',
  bundle: { read: readAttributes },
  write: writeAttributes,
  spark: { className: 'LogisticRegressionModel', read: readStage },
  make: (parameters, context) =>
    parameters.form === 'binary' ? binaryLogistic(parameters) : multinomialLogistic(parameters, context),
});

function readAttributes(attributes: Attributes): LogisticRegression {
  if (attributes.classCount(2) > 2 || !attributes.has('coefficients')) {
    return {
      form: 'multinomial',
      classCount: attributes.classCount(),
      coefficients: attributes.weights('coefficient_matrix'),
      intercepts: attributes.numbers('intercept_vector'),
      thresholds: attributes.optionalNumbers('thresholds'),
      isSparse: false,
    };
  }
  return {
    form: 'binary',
    coefficients: attributes.weights('coefficients'),
    intercept: attributes.number('intercept'),
    threshold: attributes.number('threshold', 0.5),
    isSparse: false,
  };
}

function writeAttributes(model: LogisticRegression, { refuse }: BundleContext): BundleModel {
  if (model.form === 'binary') {
    const { coefficients, intercept, threshold } = model;
    return {
      attributes: {
        num_classes: bundleValue.long(2),
        coefficients: bundleValue.vector(coefficients),
        intercept: bundleValue.double(intercept),
        threshold: bundleValue.double(threshold),
      },
    };
  }
  const { classCount, coefficients, intercepts, thresholds } = model;
  if (classCount < 3) throw refuse('takes two classes for one line of coefficients (family "binomial")');
  return {
    attributes: {
      num_classes: bundleValue.long(classCount),
      coefficient_matrix: bundleValue.matrix(coefficients, classCount, coefficients.length / classCount),
      intercept_vector: bundleValue.vector(intercepts),
      ...present({ thresholds: writeThresholds(thresholds) }),
    },
  };
}

/**
 * Binomial models have one line of coefficients, multinomial ones (also of two classes) a line a class. Two `thresholds` stand
 * for one `threshold`. Source: Spark `LogisticRegressionModel`; up to 2.0 the data hold `coefficients` and `intercept`.
 */
function readStage(stage: SavedStage): SavedClassifier<LogisticRegression> {
  const cell = stage.cell();
  const classCount = cell.number('numClasses');
  const thresholds = savedThresholds(stage);
  if (!cell.has('isMultinomial') || !cell.boolean('isMultinomial')) return readBinary(stage, cell, thresholds);
  const parameters: MultinomialLogistic = {
    form: 'multinomial',
    classCount,
    coefficients: checkWeights(stage, 'coefficientMatrix', cell.matrix('coefficientMatrix').values),
    intercepts: cell.vector('interceptVector'),
    thresholds,
    isSparse: cell.isSparse('coefficientMatrix'),
  };
  return { parameters, classCount };
}

function readBinary(
  stage: SavedStage,
  cell: Cells,
  thresholds: Float64Array | undefined,
): SavedClassifier<LogisticRegression> {
  const [first = 0, second = 0] = thresholds ?? [];
  const isOld = cell.has('coefficients');
  const column = isOld ? 'coefficients' : 'coefficientMatrix';
  const coefficients = isOld ? cell.vector(column) : cell.matrix(column).values;
  const parameters: BinaryLogistic = {
    form: 'binary',
    coefficients: checkWeights(stage, column, coefficients),
    intercept: cell.has('intercept') ? cell.number('intercept') : (cell.vector('interceptVector')[0] ?? 0),
    threshold: thresholds === undefined ? stage.params.number('threshold', 0.5) : 1 / (1 + first / second),
    isSparse: cell.isSparse(column),
  };
  return { parameters, classCount: 2, featureCount: coefficients.length };
}
