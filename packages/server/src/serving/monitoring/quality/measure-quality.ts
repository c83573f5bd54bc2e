import { defined, present } from '@catenary/scoring/internal/values';
import { binaryMetrics, multiclassMetrics } from './class-metrics.ts';
import { type ConfusionMatrix, confusionMatrix } from './confusion-matrix.ts';
import type { ProblemType } from './quality-plan.ts';
import { randomSubsets } from './random-subsets.ts';
import { regressionMetrics } from './regression-metrics.ts';
import type { SampleColumns, Samples } from './samples.ts';
import { type ScoreCurves, scoreCurves } from './score-curves.ts';

/** A metric of a model. */
export interface QualityMetric {
  readonly name: string;
  /** NaN if it is not defined. */
  readonly value: number;
  /** Of five random subsets of four fifths; NaN if there are too few samples. */
  readonly deviation: number;
}

export interface Quality {
  readonly problem: ProblemType;
  readonly count: number;
  readonly metrics: readonly QualityMetric[];
  /** Where there are classes, whose names they are. */
  readonly matrix?: { readonly classes: readonly string[]; readonly counts: ConfusionMatrix };
  /** Where there are probabilities. */
  readonly curves?: ScoreCurves;
}

/** From this many samples on metrics have a deviation (developer guide, "Model Quality Metrics"). */
const leastForDeviation = 200;

/** How good the predictions are. */
export function measureQuality(problem: ProblemType, samples: Samples): Quality {
  const { order, classes } = sortedClasses(samples.classes);
  const columns = problem === 'MulticlassClassification' ? reordered(samples, order) : samples;
  const measure = measures[problem];
  const values = Object.entries(measure(columns, classes.length));
  const deviations =
    samples.count < leastForDeviation ? undefined : deviationsOf(columns, (one) => measure(one, classes.length));
  return {
    problem,
    count: samples.count,
    metrics: values.map(([name, value]) => ({ name, value, deviation: deviations?.get(name) ?? Number.NaN })),
    ...present({
      matrix: problem === 'Regression' ? undefined : { classes, counts: confusionMatrix(columns, classes.length) },
      curves: columns.scores.length === 0 ? undefined : scoreCurves(columns),
    }),
  };
}

const measures: Readonly<Record<ProblemType, (columns: SampleColumns, classCount: number) => Record<string, number>>> =
  {
    Regression: regressionMetrics,
    BinaryClassification: (columns) => {
      const metrics = binaryMetrics(confusionMatrix(columns, 2));
      if (columns.scores.length === 0) return metrics;
      const { auc, auPrc } = scoreCurves(columns);
      return { ...metrics, auc, au_prc: auPrc };
    },
    MulticlassClassification: (columns, classCount) => multiclassMetrics(confusionMatrix(columns, classCount)),
  };

/** Of the metric of each name: the deviation in the subsets, as Spark's `stddev` has it. */
function deviationsOf(
  columns: SampleColumns,
  measure: (columns: SampleColumns) => Record<string, number>,
): ReadonlyMap<string, number> {
  const values = new Map<string, number[]>();
  for (const subset of randomSubsets(columns))
    for (const [name, value] of Object.entries(measure(subset))) values.set(name, [...(values.get(name) ?? []), value]);
  return new Map([...values].map(([name, all]) => [name, sampleDeviation(all)]));
}

function sampleDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Classes in the order of numbers if all are numbers, otherwise of texts; and the new position of each. */
function sortedClasses(names: readonly string[]): {
  readonly classes: readonly string[];
  readonly order: readonly number[];
} {
  const areNumbers = names.every((name) => name !== '' && Number.isFinite(Number(name)));
  const classes = names.toSorted((one, other) => {
    if (areNumbers) return Number(one) - Number(other);
    return one < other ? -1 : 1;
  });
  const positions = new Map(classes.map((name, at) => [name, at]));
  return { classes, order: names.map((name) => defined(positions.get(name))) };
}

const reordered = ({ labels, predictions, scores }: SampleColumns, order: readonly number[]): SampleColumns => ({
  labels: labels.map((label) => defined(order[label])),
  predictions: predictions.map((prediction) => defined(order[prediction])),
  scores,
});
