import { defined } from '@catenary/scoring/internal/values';
import type { SampleColumns } from './samples.ts';

const subsets = 5;
const share = 0.8;

/** Five random subsets of four fifths of the samples, the same ones for the same samples. */
export function* randomSubsets({ labels, predictions, scores }: SampleColumns): Generator<SampleColumns> {
  const random = randomBits(labels.length);
  const order = Uint32Array.from(labels.keys());
  const size = Math.round(labels.length * share);
  for (let subset = 0; subset < subsets; subset++) {
    for (let at = 0; at < size; at++) {
      const other = at + Math.floor(random() * (order.length - at));
      const kept = defined(order[other]);
      order[other] = defined(order[at]);
      order[at] = kept;
    }
    const chosen = [...order.subarray(0, size)];
    const take = (values: readonly number[]) => (values.length === 0 ? [] : chosen.map((at) => defined(values[at])));
    yield { labels: take(labels), predictions: take(predictions), scores: take(scores) };
  }
}

/** Numbers from 0 to 1 (Mulberry32, of 32 bits of state). */
function randomBits(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
