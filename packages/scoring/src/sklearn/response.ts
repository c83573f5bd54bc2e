import { type Matrix, newMatrix, type Table, toMatrix } from '../frame/table.ts';
import type { Estimator } from './estimator.ts';
import type { Fitted } from './fitted.ts';

/** One number a row that grows with the second class: the decision value if there is one, else its probability. */
export function binaryResponse(
  estimator: Estimator,
  owner: Fitted,
): { respond: (table: Table) => Float64Array; threshold: number } {
  const { decisionFunction, predictProba, predict } = estimator;
  if (decisionFunction !== undefined) return { respond: (table) => decisionFunction(table).values, threshold: 0 };
  if (predictProba !== undefined) return { respond: (table) => lastColumn(predictProba(table)), threshold: 0.5 };
  if (predict !== undefined && estimator.classes === undefined) {
    return { respond: (table) => toMatrix(predict(table)).values, threshold: 0.5 };
  }
  throw owner.refuse('an estimator inside has neither decision values nor probabilities');
}

export function lastColumn({ rows, columns, values }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_none, row) => values[row * columns + columns - 1]);
}

/** Columns of equal length side by side. */
export function fromColumns(columns: readonly Float64Array[]): Matrix {
  const rows = columns[0]?.length ?? 0;
  const answer = newMatrix(rows, columns.length);
  columns.forEach((column, at) => {
    for (let row = 0; row < rows; row++) answer.values[row * columns.length + at] = column[row];
  });
  return answer;
}

/** `predict` as numbers; throws if the estimator has none. */
export function numericPredict(estimator: Estimator, owner: Fitted): (table: Table) => Matrix {
  const { predict } = estimator;
  if (predict === undefined) throw owner.refuse('an estimator inside does not predict');
  return (table) => toMatrix(predict(table));
}
