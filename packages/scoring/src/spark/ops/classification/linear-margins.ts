import { argmax, thresholdRule } from './choose-class.ts';
import type { LoadClassifier } from './classifier.ts';
import { readMargin } from './read-margin.ts';

/** `linear_svc`: raw [-m, m], 1 if m > threshold; no probability. Source: MLeap `LinearSVCModel.scala`. */
export const loadLinearSvc: LoadClassifier = (source) => {
  const threshold = source.attributes.number('threshold');
  const choose = (raw: Float64Array) => (raw[1] > threshold ? 1 : 0);
  return { ...readMargin(source), fromRaw: choose, fromProbability: choose };
};

/** `support_vector_machine`: raw [-m, m], which also stands as the probability. Source: MLeap `SupportVectorMachineModel.scala`. */
export const loadSupportVectorMachine: LoadClassifier = (source) => {
  const choose = source.attributes.has('thresholds') ? thresholdRule(source, 2) : argmax;
  return { ...readMargin(source), toProbability: () => {}, fromRaw: choose, fromProbability: choose };
};
