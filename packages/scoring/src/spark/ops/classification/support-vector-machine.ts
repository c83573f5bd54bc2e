import { argmax } from './argmax.ts';
import { classifierOperator } from './classifier-operator.ts';
import { type LinearMargin, linearMargin } from './linear-margin.ts';
import { thresholdRule } from './threshold-rule.ts';

interface SupportVectorMachine extends LinearMargin {
  readonly thresholds: Float64Array | undefined;
}

/** `support_vector_machine`: raw [-m, m], which also stands as the probability. Source: MLeap `SupportVectorMachineModel.scala`. */
export const supportVectorMachine = classifierOperator<SupportVectorMachine>({
  op: 'support_vector_machine',
  bundle: {
    read: (attributes) => ({
      coefficients: attributes.weights('coefficients'),
      intercept: attributes.number('intercept'),
      thresholds: attributes.optionalNumbers('thresholds'),
      isSparse: false,
    }),
  },
  make: ({ thresholds, ...margin }, context) => {
    const choose = thresholds === undefined ? argmax : thresholdRule({ thresholds, classCount: 2 }, context);
    return { ...linearMargin(margin), toProbability: () => {}, fromRaw: choose, fromProbability: choose };
  },
});
