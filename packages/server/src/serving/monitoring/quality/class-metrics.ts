import {
  accuracyOf,
  type ClassCounts,
  type ConfusionMatrix,
  constantMatrix,
  countsOf,
  fMeasure,
  precisionOf,
  rate,
  recallOf,
  sumOf,
} from './confusion-matrix.ts';

type Metrics = Record<string, number>;

/** Metrics of two classes, of which the second is the positive one; those of a score are not among them. */
export function binaryMetrics(matrix: ConfusionMatrix): Metrics {
  const [negative, positive] = [countsOf(matrix, 0), countsOf(matrix, 1)];
  return {
    ...ratesOf(matrix, ''),
    ...ratesOf(constantMatrix(matrix), '_best_constant_classifier'),
    true_positive_rate: recallOf(positive),
    true_negative_rate: recallOf(negative),
    false_positive_rate: rate(negative.actual - negative.right, negative.actual),
    false_negative_rate: rate(positive.actual - positive.right, positive.actual),
    ...measuresOf(matrix, ''),
    ...measuresOf(constantMatrix(matrix), '_best_constant_classifier'),
  };
}

function ratesOf(matrix: ConfusionMatrix, of: string): Metrics {
  const positive = countsOf(matrix, 1);
  return {
    [`recall${of}`]: recallOf(positive),
    [`precision${of}`]: precisionOf(positive),
    [`accuracy${of}`]: accuracyOf(matrix),
  };
}

function measuresOf(matrix: ConfusionMatrix, of: string): Metrics {
  const positive = countsOf(matrix, 1);
  return {
    [`f0_5${of}`]: fMeasure(positive, 0.5),
    [`f1${of}`]: fMeasure(positive, 1),
    [`f2${of}`]: fMeasure(positive, 2),
  };
}

/** Metrics of any number of classes: those of each, weighted by how often it is right to say it. */
export const multiclassMetrics = (matrix: ConfusionMatrix): Metrics => ({
  ...weightedMetrics(matrix, ''),
  ...weightedMetrics(constantMatrix(matrix), '_best_constant_classifier'),
});

function weightedMetrics(matrix: ConfusionMatrix, of: string): Metrics {
  const classes = matrix.map((_, at) => countsOf(matrix, at));
  const total = sumOf(classes.map(({ actual }) => actual));
  const weighted = (measure: (counts: ClassCounts) => number) =>
    rate(sumOf(classes.map((counts) => measure(counts) * counts.actual)), total);
  return {
    [`accuracy${of}`]: accuracyOf(matrix),
    [`weighted_recall${of}`]: weighted(recallOf),
    [`weighted_precision${of}`]: weighted(precisionOf),
    [`weighted_f0_5${of}`]: weighted((counts) => fMeasure(counts, 0.5)),
    [`weighted_f1${of}`]: weighted((counts) => fMeasure(counts, 1)),
    [`weighted_f2${of}`]: weighted((counts) => fMeasure(counts, 2)),
  };
}
