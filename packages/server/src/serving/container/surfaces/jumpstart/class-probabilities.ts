import { defined } from '@catenary/scoring/internal/values';
import type { ModelFile } from '@catenary/scoring/internal/models';
import { type Matrix, newMatrix, type Table, toMatrix } from '@catenary/scoring/internal/frame';

/** Objectives of a bare LightGBM Booster that give one probability, and those that give one a class. */
const binaryObjectives = /^(binary|cross_entropy)\b/;
const classObjectives = /^multiclass/;

/** How a model gives a probability for each class (rows × classes); undefined for a regressor. */
export function classProbabilities(model: ModelFile): ((table: Table) => Matrix) | undefined {
  const ask = (method: 'predict' | 'predict_proba', table: Table) => toMatrix(model.call(method, table).table);
  if (model.methods.includes('predict_proba')) return (table) => ask('predict_proba', table);
  const { objective = '' } = model.describe().details as { readonly objective?: string };
  if (classObjectives.test(objective)) return (table) => ask('predict', table);
  return binaryObjectives.test(objective) ? (table) => bothClasses(ask('predict', table)) : undefined;
}

/** The probability of the second class, as those of both. */
function bothClasses({ rows, values }: Matrix): Matrix {
  const both = Float64Array.from({ length: rows * 2 }, (_none, at) => {
    const second = defined(values[at >> 1]);
    return at % 2 === 1 ? second : 1 - second;
  });
  return newMatrix(rows, 2, both);
}
