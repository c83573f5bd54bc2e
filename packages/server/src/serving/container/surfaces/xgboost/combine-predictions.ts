import { predictionFrame } from '@catenary/scoring/internal/boosters';
import type { Frame } from '@catenary/scoring/internal/frame';
import { defined } from '@catenary/scoring/internal/values';

/**
 * One prediction of several members': the mean in float32, or for predicted labels the most frequent value, of equals the
 * smallest. Source: `serve_utils.predict` of the container, which uses `numpy.mean` and `scipy.stats.mode`.
 */
export function combinePredictions(members: readonly Frame[], isVote: boolean): Frame {
  const first = defined(members[0]);
  if (members.length === 1) return first;
  const numbers = members.map(({ columns }) => defined(columns[0]).values as Float64Array);
  const combined = defined(numbers[0]).map((_value, at) => {
    const values = numbers.map((member) => defined(member[at]));
    return isVote ? mostFrequent(values) : meanOf(values);
  });
  return predictionFrame(combined, first.rowCount);
}

const meanOf = (values: readonly number[]) =>
  Math.fround(values.reduce((sum, value) => Math.fround(sum + value)) / values.length);

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => {
    const isBetter = entry[1] > best[1] || (entry[1] === best[1] && entry[0] < best[0]);
    return isBetter ? entry : best;
  })[0];
}
