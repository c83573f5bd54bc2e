import { defined } from '@catenary/scoring/internal/values';
import type { SampleColumns } from './samples.ts';

/** How often each class (row) was taken for each class (column). */
export type ConfusionMatrix = readonly (readonly number[])[];

export function confusionMatrix({ labels, predictions }: SampleColumns, classCount: number): ConfusionMatrix {
  const counts = Array.from({ length: classCount }, () => Array.from({ length: classCount }, () => 0));
  for (const [at, label] of labels.entries()) {
    const row = defined(counts[label]);
    const predicted = defined(predictions[at]);
    row[predicted] = defined(row[predicted]) + 1;
  }
  return counts;
}

/** That of a classifier which always says the last class: of two, the positive one. */
export const constantMatrix = (matrix: ConfusionMatrix): ConfusionMatrix =>
  matrix.map((row) => row.map((_, at) => (at === row.length - 1 ? sumOf(row) : 0)));

/** Of what is of a class, and of what is said to be: how much is both. 0 where there is none. */
export interface ClassCounts {
  readonly right: number;
  readonly actual: number;
  readonly predicted: number;
}

export const countsOf = (matrix: ConfusionMatrix, at: number): ClassCounts => ({
  right: defined(defined(matrix[at])[at]),
  actual: sumOf(defined(matrix[at])),
  predicted: sumOf(matrix.map((row) => defined(row[at]))),
});

export const recallOf = ({ right, actual }: ClassCounts): number => rate(right, actual);
export const precisionOf = ({ right, predicted }: ClassCounts): number => rate(right, predicted);

/** The F measure that weighs recall `beta` times as much as precision. */
export const fMeasure = ({ right, actual, predicted }: ClassCounts, beta: number): number =>
  rate((1 + beta ** 2) * right, beta ** 2 * actual + predicted);

export const accuracyOf = (matrix: ConfusionMatrix): number =>
  rate(sumOf(matrix.map((row, at) => defined(row[at]))), sumOf(matrix.map(sumOf)));

export const rate = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
