import type { FeatureRows } from '../../../../scoring/frame/feature-rows.ts';

/** The first cell that is infinite as a float32, so also one beyond 3.4e38. */
export function findInfinite(rows: FeatureRows): { row: number; column: number; value: number } | undefined {
  const { values } = rows;
  if (areFinite(values)) return undefined;
  for (let at = 0; at < values.length; at++) {
    const value = Math.fround(values[at] as number);
    if (value - value === 0 || value !== value) continue;
    if (rows.kind === 'dense') {
      return { row: Math.floor(at / rows.columnCount), column: at % rows.columnCount, value: values[at] as number };
    }
    const row = rows.starts.findLastIndex((start) => start <= at);
    return { row, column: rows.indices[at] as number, value: values[at] as number };
  }
  return undefined;
}

/** The usual case, found out without a branch: a number minus itself is zero unless it is infinite or none. */
function areFinite(values: Float32Array | Float64Array): boolean {
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    const value = Math.fround(values[at] as number);
    sum += value - value;
  }
  return sum === 0;
}
