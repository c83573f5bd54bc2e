import { chooseDot } from '../../plan/old-map-vectors.ts';
import type { Classifier, ModelSource } from './classifier.ts';

/** Two classes by one linear function: m = x . coefficients + intercept, raw [-m, m]. */
export function readMargin(source: ModelSource): Pick<Classifier, 'classCount' | 'featureCount' | 'score'> {
  const coefficients = source.attributes.weights('coefficients');
  const intercept = source.attributes.number('intercept');
  const dot = chooseDot(source);
  return {
    classCount: 2,
    featureCount: coefficients.length,
    score(input, row, raw) {
      const margin = dot(input, row, coefficients) + intercept;
      raw[0] = -margin;
      raw[1] = margin;
    },
  };
}
