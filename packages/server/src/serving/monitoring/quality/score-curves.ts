import { defined } from '@catenary/scoring/internal/values';
import type { SampleColumns } from './samples.ts';

/** Points at falling thresholds, beginning where nothing is said to be positive. */
export interface ScoreCurves {
  readonly falsePositiveRates: readonly number[];
  readonly truePositiveRates: readonly number[];
  readonly precisions: readonly number[];
  /** Area under the curve of the receiver, and under that of precision and recall; NaN if all labels are the same. */
  readonly auc: number;
  readonly auPrc: number;
}

/** How good the scores are at every threshold (Spark's BinaryClassificationMetrics without bins: equal scores are one point). */
export function scoreCurves({ labels, scores }: SampleColumns): ScoreCurves {
  const order = Uint32Array.from(scores.keys()).sort((one, other) => defined(scores[other]) - defined(scores[one]));
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  const found = { falsePositiveRates: [0], truePositiveRates: [0], precisions: [] as number[] };
  let right = 0;
  for (const [at, sample] of order.entries()) {
    right += defined(labels[sample]);
    const next = order[at + 1];
    if (next !== undefined && scores[next] === scores[sample]) continue;
    found.falsePositiveRates.push((at + 1 - right) / negatives);
    found.truePositiveRates.push(right / positives);
    found.precisions.push(right / (at + 1));
  }
  // The first point has the precision of the next one.
  const precisions = [found.precisions[0] ?? 0, ...found.precisions];
  const isOneClass = positives === 0 || negatives === 0;
  const area = (x: readonly number[], y: readonly number[]) => (isOneClass ? Number.NaN : areaUnder(x, y));
  return {
    ...found,
    precisions,
    auc: area(found.falsePositiveRates, found.truePositiveRates),
    auPrc: area(found.truePositiveRates, precisions),
  };
}

/** By trapezoids. */
function areaUnder(x: readonly number[], y: readonly number[]): number {
  let area = 0;
  for (let at = 1; at < x.length; at++)
    area += ((defined(x[at]) - defined(x[at - 1])) * (defined(y[at]) + defined(y[at - 1]))) / 2;
  return area;
}
