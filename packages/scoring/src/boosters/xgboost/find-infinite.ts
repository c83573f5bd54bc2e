import type { AssembledRows, FeatureRows } from '../../frame/feature-rows.ts';
import { findLastIndex } from '../../util/find-last-index.ts';

/** The first cell that is infinite as a float32, so also one beyond 3.4e38. */
export function findInfinite(rows: FeatureRows): { row: number; column: number; value: number } | undefined {
  const { values } = rows;
  if (areFinite(values)) return undefined;
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

/** Whether none of the columns that rows are put together from has an infinite cell. May deny it for numbers beyond 3.4e38. */
export function arePartsFinite({ parts, rowCount }: AssembledRows): boolean {
  return parts.every((part) =>
    areFiniteDoubles(part.values, part.kind === 'number' ? rowCount : part.starts[rowCount]),
  );
}

/** Numbers that float32 has no room for, and those next to them, times this are beyond double precision too. */
const scale = Number.MAX_VALUE / 3.4e38;

/** The usual case, found out without a branch. May deny it for numbers beyond 3.4e38. */
function areFinite(values: Float32Array | Float64Array): boolean {
  return areFiniteDoubles(values instanceof Float64Array ? values : Float64Array.from(values), values.length);
}

/**
 * Looks at the first `length` cells. A number minus itself is zero unless it is infinite or none. Four sums do not wait
 * for each other.
 */
function areFiniteDoubles(values: Float64Array, length: number): boolean {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 3 < length; at += 4) {
    const a = values[at] * scale;
    const b = values[at + 1] * scale;
    const c = values[at + 2] * scale;
    const d = values[at + 3] * scale;
    first += a - a;
    second += b - b;
    third += c - c;
    fourth += d - d;
  }
  for (; at < length; at++) {
    const value = values[at] * scale;
    first += value - value;
  }
  return first + second + third + fourth === 0;
}
