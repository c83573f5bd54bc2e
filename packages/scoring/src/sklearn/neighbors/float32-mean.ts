/** Up to this many numbers that lie side by side, numpy adds them in one go; more of them in halves. */
const BLOCK = 128;

/** This many sums run beside each other in a block. */
const LANES = 8;

type ValueOf = (at: number) => number;

/**
 * The mean of float32 numbers as `numpy.mean` has it, each step rounded to float32. Numbers that lie side by side are added pairwise
 * (`pairwise_sum` of numpy's `loops_utils.h.src`), others one after the other.
 */
export function float32Mean(count: number, valueOf: ValueOf, isSideBySide: boolean): number {
  const sum = isSideBySide ? pairwiseSum(valueOf, 0, count) : plainSum(valueOf, 0, count);
  return Math.fround(sum / count);
}

function plainSum(valueOf: ValueOf, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) sum = Math.fround(sum + valueOf(at));
  return sum;
}

function pairwiseSum(valueOf: ValueOf, start: number, count: number): number {
  if (count < LANES) return plainSum(valueOf, start, start + count);
  if (count > BLOCK) {
    const half = Math.floor(count / 2);
    const first = half - (half % LANES);
    return Math.fround(pairwiseSum(valueOf, start, first) + pairwiseSum(valueOf, start + first, count - first));
  }
  const sums = Float32Array.from({ length: LANES }, (_none, lane) => valueOf(start + lane));
  const whole = count - (count % LANES);
  for (let at = LANES; at < whole; at++) sums[at % LANES] += valueOf(start + at);
  for (let width = 1; width < LANES; width *= 2) {
    for (let lane = 0; lane < LANES; lane += 2 * width) sums[lane] += sums[lane + width];
  }
  let sum = sums[0];
  for (let at = whole; at < count; at++) sum = Math.fround(sum + valueOf(start + at));
  return sum;
}
