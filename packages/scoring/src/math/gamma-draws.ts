import type { MersenneTwister } from './mersenne-twister.ts';

/**
 * Draws from the gamma distribution of a shape above 1 and a scale, in the order in which breeze 1 and 2 draw them.
 * Source: Marsaglia and Tsang, "A simple method for generating gamma variables" (2000).
 */
export function gammaDraws(generator: MersenneTwister, shape: number, scale: number, count: number): Float64Array {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  const draw = (): number => {
    for (;;) {
      const x = generator.nextGaussian();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const square = x * x;
      const u = generator.nextDouble();
      const isInside = u < 1 - 0.0331 * (square * square);
      if (isInside || Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return scale * d * v;
    }
  };
  return Float64Array.from({ length: count }, draw);
}
