import { dotRow } from '../../plan/map-vectors.ts';
import { argmax, thresholdRule } from './choose-class.ts';
import type { Classifier, LoadClassifier, ModelSource } from './classifier.ts';

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

function readMargin(source: ModelSource): Pick<Classifier, 'classCount' | 'featureCount' | 'score'> {
  const coefficients = source.attributes.numbers('coefficients');
  const intercept = source.attributes.number('intercept');
  return {
    classCount: 2,
    featureCount: coefficients.length,
    score(input, row, raw) {
      const margin = dotRow(input, row, coefficients) + intercept;
      raw[0] = -margin;
      raw[1] = margin;
    },
  };
}
