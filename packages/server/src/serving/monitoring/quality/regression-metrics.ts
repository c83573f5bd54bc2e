import { defined } from '@catenary/scoring/internal/values';
import type { SampleColumns } from './samples.ts';

/** Mean absolute and squared error, its root, and the share of the variance that is explained (scikit-learn's metrics of these names). */
export function regressionMetrics({ labels, predictions }: SampleColumns): Record<string, number> {
  const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  let absolute = 0;
  let squared = 0;
  let total = 0;
  for (const [at, label] of labels.entries()) {
    const error = label - defined(predictions[at]);
    absolute += Math.abs(error);
    squared += error ** 2;
    total += (label - mean) ** 2;
  }
  const mse = squared / labels.length;
  return { mae: absolute / labels.length, mse, rmse: Math.sqrt(mse), r2: explained(squared, total) };
}

/** Labels that are all the same have no variance: 1 if they are met, otherwise 0. */
function explained(squared: number, total: number): number {
  if (total > 0) return 1 - squared / total;
  return squared === 0 ? 1 : 0;
}
