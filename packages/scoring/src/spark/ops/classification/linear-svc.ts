import { bundleValue } from '../../attributes/bundle-value.ts';
import { checkWeights } from '../../save/check-weights.ts';
import { classifierOperator } from './classifier-operator.ts';
import { type LinearMargin, linearMargin } from './linear-margin.ts';

interface LinearSvc extends LinearMargin {
  /** Of the margin, for class 1. */
  readonly threshold: number;
}

/** `linear_svc`: raw [-m, m], 1 if m > threshold; no probability. Source: MLeap `LinearSVCModel.scala`. */
export const linearSvc = classifierOperator<LinearSvc>({
  op: 'linear_svc',
  bundle: {
    read: (attributes) => ({
      coefficients: attributes.weights('coefficients'),
      intercept: attributes.number('intercept'),
      threshold: attributes.number('threshold'),
      isSparse: false,
    }),
  },
  write: ({ coefficients, intercept, threshold }) => ({
    attributes: {
      num_classes: bundleValue.long(2),
      coefficients: bundleValue.vector(coefficients),
      intercept: bundleValue.double(intercept),
      threshold: bundleValue.double(threshold),
    },
  }),
  spark: {
    className: 'LinearSVCModel',
    read: (stage) => {
      const cell = stage.cell();
      const coefficients = checkWeights(stage, 'coefficients', cell.vector('coefficients'));
      const threshold = stage.params.number('threshold', 0);
      const parameters = { coefficients, intercept: cell.number('intercept'), threshold, isSparse: false };
      return { parameters, classCount: 2, featureCount: coefficients.length };
    },
  },
  make: ({ threshold, ...margin }) => {
    const choose = (raw: Float64Array) => (raw[1] > threshold ? 1 : 0);
    return { ...linearMargin(margin), fromRaw: choose, fromProbability: choose };
  },
});
