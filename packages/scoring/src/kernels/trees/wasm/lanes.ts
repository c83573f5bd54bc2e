/** Walks that go on at the same time: they do not wait for each other's loads. */
export const LANES = 8;

export const lanes: readonly number[] = Array.from({ length: LANES }, (_none, lane) => lane);

/** The next multiple of LANES. */
export function roundToLanes(count: number): number {
  return Math.ceil(count / LANES) * LANES;
}
