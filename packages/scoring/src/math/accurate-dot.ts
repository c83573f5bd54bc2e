/** 2^27 + 1 cuts a double in two halves of 26 bits. */
const SPLITTER = 134217729;

/**
 * Sum of `cells[start + at] * weights[other + at]`, rounded once (as if summed in twice the precision). Cells that are 0 cost
 * nothing. For finite numbers below 2^996.
 * Source: Ogita, Rump and Oishi, "Accurate sum and dot product" (2005), `Dot2`.
 */
export function accurateDot(
  cells: Float64Array,
  start: number,
  weights: Float64Array,
  other: number,
  count: number,
): number {
  let sum = 0;
  let rest = 0;
  for (let at = 0; at < count; at++) {
    const x = cells[start + at];
    if (x === 0) continue;
    const y = weights[other + at];
    const product = x * y;
    const [xHigh, yHigh] = [highHalf(x), highHalf(y)];
    const [xLow, yLow] = [x - xHigh, y - yHigh];
    const productRest = xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
    const next = sum + product;
    const kept = next - sum;
    rest += sum - (next - kept) + (product - kept) + productRest;
    sum = next;
  }
  return sum + rest;
}

function highHalf(value: number): number {
  const scaled = SPLITTER * value;
  return scaled - (scaled - value);
}
