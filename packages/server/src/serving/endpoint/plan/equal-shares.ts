/** What is reached in steps of that many percent: 40 gives 40, 80 and 100. */
export function equalShares(size: number): number[] {
  const steps = Math.max(1, Math.ceil(100 / size - 1e-9));
  return Array.from({ length: steps }, (_, at) => (at === steps - 1 ? 100 : size * (at + 1)));
}
