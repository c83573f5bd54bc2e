/** Picks by weight: each one's share is its weight over the sum of weights. `at` is a random number in [0, 1). */
export function pickVariant<T extends { readonly weight: number }>(variants: readonly T[], at: number): T | undefined {
  if (variants.length === 1) return variants[0];
  const sum = variants.reduce((total, { weight }) => total + weight, 0);
  let left = at * sum;
  for (const variant of variants) {
    left -= variant.weight;
    if (left < 0) return variant;
  }
  // All weights zero: only TargetVariant reaches anyone; without it the first one answers.
  return variants.findLast(({ weight }) => weight > 0) ?? variants[0];
}
