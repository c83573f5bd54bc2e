import { defined } from '@catenary/scoring/internal/values';

/**
 * One prediction of several members' (each row-major, of equal lengths): the mean in float32, or for predicted labels the
 * most frequent value, of equals the smallest.
 * Source: `serve_utils.predict` of the container, which uses `numpy.mean` and `scipy.stats.mode`.
 */
export function combinePredictions(members: readonly Float32Array[], isVote: boolean): Float32Array {
  const first = members[0] as Float32Array;
  if (members.length === 1) return first;
  return first.map((_value, at) => {
    const values = members.map((member) => defined(member[at]));
    return isVote ? mostFrequent(values) : values.reduce((sum, value) => Math.fround(sum + value)) / values.length;
  });
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => {
    const isBetter = entry[1] > best[1] || (entry[1] === best[1] && entry[0] < best[0]);
    return isBetter ? entry : best;
  })[0];
}
