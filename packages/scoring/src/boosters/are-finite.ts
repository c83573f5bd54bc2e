/** Numbers that float32 has no room for, and those next to them, times this are beyond double precision too. */
const scale = Number.MAX_VALUE / 3.4e38;

/**
 * Whether none of the first `length` cells is infinite. May deny it for numbers beyond 3.4e38. A number minus itself is zero unless it is
 * infinite or none. Four sums do not wait for each other.
 */
export function areFinite(values: Float64Array, length: number): boolean {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let at = 0;
  for (; at + 3 < length; at += 4) {
    first += surplus(values[at]);
    second += surplus(values[at + 1]);
    third += surplus(values[at + 2]);
    fourth += surplus(values[at + 3]);
  }
  for (; at < length; at++) first += surplus(values[at]);
  return first + second + third + fourth === 0;
}

/** Zero, unless float32 has no room for the number. */
function surplus(value: number): number {
  const scaled = value * scale;
  return scaled - scaled;
}
