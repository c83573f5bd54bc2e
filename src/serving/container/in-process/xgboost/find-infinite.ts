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

/** The usual case, found out without a branch: zero times a number is zero unless the number is infinite or none. */
function areFinite(values: Float32Array | Float64Array): boolean {
  let one = 0;
  let other = 0;
  let at = 0;
  for (; at + 1 < values.length; at += 2) {
    one += Math.fround(values[at] as number) * 0;
    other += Math.fround(values[at + 1] as number) * 0;
  }
  if (at < values.length) one += Math.fround(values[at] as number) * 0;
  return one + other === 0;
}
