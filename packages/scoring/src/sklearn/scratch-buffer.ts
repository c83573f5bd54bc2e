/** Cells that are kept room for between calls: as many as are scored at once. */
const MAX_KEPT = 2 ** 17;

/**
 * Room for cells that are used up before it is asked for again. Fresh memory costs more than light arithmetic on it: the
 * system clears each page.
 */
export function scratchBuffer(): (cells: number) => Float64Array {
  let kept = new Float64Array(0);
  return (cells) => {
    if (cells > MAX_KEPT) return new Float64Array(cells);
    if (cells > kept.length) kept = new Float64Array(cells);
    return kept.subarray(0, cells);
  };
}
