import type { Frame } from '@catenary/scoring/internal/frame';
import { type FileModel, frameNumbers, numberAnswer } from '@catenary/scoring/internal/models';
import { defined } from '@catenary/scoring/internal/values';

/** Objectives of a bare LightGBM Booster that give one probability, and those that give one a class. */
const binaryObjectives = /^(binary|cross_entropy)\b/;
const classObjectives = /^multiclass/;

/** How a model gives a probability for each class, a vector a row; undefined for a regressor. */
export function classProbabilities(model: FileModel<Frame>): ((frame: Frame) => Frame) | undefined {
  if (model.methods.includes('predict_proba')) return (frame) => model.call('predict_proba', frame);
  const { objective = '' } = model.describe().details as { readonly objective?: string };
  if (classObjectives.test(objective)) return (frame) => model.call('predict', frame);
  return binaryObjectives.test(objective) ? (frame) => bothClasses(model.call('predict', frame)) : undefined;
}

/** The probability of the second class, as those of both. */
function bothClasses(answer: Frame): Frame {
  const { rowCount } = answer;
  const probabilities = frameNumbers(answer);
  const values = Float64Array.from({ length: rowCount * 2 }, (_none, at) => {
    const second = defined(probabilities[at >> 1]);
    return at % 2 === 1 ? second : 1 - second;
  });
  return numberAnswer(values, rowCount, 'float64');
}
