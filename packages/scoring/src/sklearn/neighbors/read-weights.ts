import type { Fitted } from '../fitted.ts';
import type { Nearest } from './nearest.ts';

/** `uniform`, or `distance`: 1 / distance, where neighbours at distance 0 outweigh all others. */
export function readWeights(fitted: Fitted): (nearest: Nearest) => Float64Array {
  const kind = fitted.has('weights') ? fitted.text('weights') : 'uniform';
  if (kind === 'uniform') return ({ places }) => new Float64Array(places.length).fill(1);
  if (kind !== 'distance') throw fitted.refuse(`its weights are ${kind}`);
  return ({ distances }) => {
    if (distances.includes(0)) return distances.map((distance) => (distance === 0 ? 1 : 0));
    return distances.map((distance) => 1 / distance);
  };
}
