import { expf } from '../math/expf.ts';
import { defined } from '../util/defined.ts';
import { BestLabels, type ScoredLabel } from './best-labels.ts';
import { buildLabelTree, type LabelTree } from './label-tree.ts';
import type { Weights } from './weights.ts';

/** The `k` best labels of a hidden vector, best first. */
export type PredictLabels = (hidden: Float32Array, k: number) => readonly ScoredLabel[];

/** `std_log` of fastText: of no probability it is the logarithm of 0.00001. */
const logOf = (probability: number) => Math.fround(Math.log(probability + 1e-5));

/** How the labels of each loss are found, by fastText's number of it. Source: fastText's `src/loss.cc`. */
export function predictorOf(loss: number, output: Weights, counts: readonly number[]): PredictLabels | undefined {
  if (loss === 1) return hierarchicalSoftmax(output, buildLabelTree(counts));
  if (loss === 3) return (hidden, k) => bestOf(softmax(products(output, hidden)), k);
  if (loss !== 2 && loss !== 4) return undefined;
  const table = sigmoidTable();
  return (hidden, k) => bestOf(products(output, hidden).map(table), k);
}

const products = (output: Weights, hidden: Float32Array) =>
  Float32Array.from({ length: output.rows }, (_none, row) => output.dotRow(row, hidden));

function softmax(values: Float32Array): Float32Array {
  const most = values.reduce((a, b) => Math.max(a, b));
  const powers = values.map((value) => expf(Math.fround(value - most)));
  const total = powers.reduce((sum, power) => Math.fround(sum + power), 0);
  return powers.map((power) => power / total);
}

/** Half of the width of the table, and its parts. */
const REACH = 8;
const PARTS = 512;

function sigmoidTable(): (value: number) => number {
  const table = Float32Array.from({ length: PARTS + 1 }, (_none, at) => {
    const x = Math.fround((at * 2 * REACH) / PARTS) - REACH;
    return 1 / (1 + expf(-x));
  });
  return (value) => {
    if (value < -REACH) return 0;
    if (value > REACH) return 1;
    // What is no number has no place in the table.
    return table[Math.trunc(Math.fround(Math.fround(value + REACH) * PARTS) / REACH / 2)] ?? Number.NaN;
  };
}

function bestOf(probabilities: Float32Array, k: number): readonly ScoredLabel[] {
  const best = new BestLabels(k);
  probabilities.forEach((probability, label) => {
    // A hostile file's NaN is below the least probability too.
    if (!(probability >= 0)) return;
    const score = logOf(probability);
    if (!best.isBelow(score)) best.add({ score, label });
  });
  return best.sorted();
}

/** What is below it is not looked at, so that of many labels fewer than `k` may come. */
const LEAST_SCORE = logOf(0);

/** From the root down, left before right, as long as a node may still be among the best. */
function hierarchicalSoftmax(output: Weights, { left, right }: LabelTree): PredictLabels {
  const labels = (left.length + 1) / 2;
  return (hidden, k) => {
    const best = new BestLabels(k);
    const stack: ScoredLabel[] = [{ score: 0, label: left.length - 1 }];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const { score, label } = node;
      if (!(score >= LEAST_SCORE) || best.isBelow(score)) continue;
      if (label < labels) {
        best.add(node);
        continue;
      }
      const product = output.dotRow(label - labels, hidden);
      const toRight = Math.fround(1 / Math.fround(1 + expf(-product)));
      stack.push({ score: Math.fround(score + logOf(toRight)), label: defined(right[label]) });
      stack.push({ score: Math.fround(score + logOf(Math.fround(1 - toRight))), label: defined(left[label]) });
    }
    return best.sorted();
  };
}
