import type { FeatureRows } from '../../frame/feature-rows.ts';
import { findLastIndex } from '../../util/find-last-index.ts';
import { areFinite } from '../are-finite.ts';

/** The first cell that is infinite as a float32, so also one beyond 3.4e38. */
export function findInfinite(rows: FeatureRows): { row: number; column: number; value: number } | undefined {
  const { values } = rows;
  // The usual case, found out without a branch.
  if (areFinite(values instanceof Float64Array ? values : Float64Array.from(values), values.length)) return undefined;
  for (let at = 0; at < values.length; at++) {
    const value = Math.fround(values[at]);
    if (value - value === 0 || value !== value) continue;
    if (rows.kind === 'dense') {
      return { row: Math.floor(at / rows.columnCount), column: at % rows.columnCount, value: values[at] };
    }
    const row = findLastIndex(rows.starts, (start) => start <= at);
    return { row, column: rows.indices[at], value: values[at] };
  }
  return undefined;
}
