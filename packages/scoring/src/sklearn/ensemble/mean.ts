import { type Matrix, newMatrix } from '../../frame/table.ts';

/** Weighted mean, cell by cell. */
export function mean(parts: readonly Matrix[], weights: Float64Array): Matrix {
  const [{ rows, columns }] = parts;
  const answer = newMatrix(rows, columns);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  parts.forEach((part, at) => part.values.forEach((value, cell) => (answer.values[cell] += weights[at] * value)));
  for (let cell = 0; cell < answer.values.length; cell++) answer.values[cell] /= total;
  return answer;
}
