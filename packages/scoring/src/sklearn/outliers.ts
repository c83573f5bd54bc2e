import { type Matrix, newMatrix, type Table } from '../frame/table.ts';
import type { Estimator } from './estimator.ts';

/** What an outlier detector decides by its scores: `decision_function` is the score less the offset, `predict` -1 where that is negative. */
export function outliers(
  scoreSamples: (table: Table) => Matrix,
  offset: number,
): Pick<Estimator, 'predict' | 'decisionFunction'> {
  const decisionFunction = (table: Table) => {
    const scores = scoreSamples(table);
    return newMatrix(
      scores.rows,
      1,
      scores.values.map((score) => score - offset),
    );
  };
  const predict = (table: Table) => {
    const decision = decisionFunction(table);
    return newMatrix(
      decision.rows,
      1,
      decision.values.map((value) => (value < 0 ? -1 : 1)),
    );
  };
  return { predict, decisionFunction };
}
