import { defined } from '@catenary/scoring/internal/values';
import type { Quality, QualityMetric } from './measure-quality.ts';
import type { ProblemType } from './quality-plan.ts';

/** What members of files about a problem begin with. */
export const problemNames: Readonly<Record<ProblemType, string>> = {
  Regression: 'regression',
  BinaryClassification: 'binary_classification',
  MulticlassClassification: 'multiclass_classification',
};

/** Metrics of which more is worse: a greater value violates their constraint. */
const errors: readonly string[] = ['mae', 'mse', 'rmse', 'false_positive_rate', 'false_negative_rate'];

/** The most points of a curve that are written. */
const maxPoints = 1000;

/** statistics.json of the quality of a model (developer guide, "Model Quality Metrics"). `evaluatedAt`: milliseconds since 1970. */
export function qualityStatistics(quality: Quality, evaluatedAt: number): object {
  const { problem, count, metrics } = quality;
  return {
    version: 0,
    dataset: { item_count: count, evaluation_time: new Date(evaluatedAt).toISOString() },
    [`${problemNames[problem]}_metrics`]: {
      ...matrixOf(quality),
      ...curvesOf(quality),
      ...Object.fromEntries(metrics.map(({ name, value, deviation }) => [name, written(value, deviation)])),
    },
  };
}

/** constraints.json that the quality suggests: no metric gets worse than it is. */
export function suggestQualityConstraints({ problem, metrics }: Quality): object {
  const constrained = metrics.filter(({ name, value }) => !name.endsWith('_classifier') && !Number.isNaN(value));
  return {
    version: 0,
    [`${problemNames[problem]}_constraints`]: Object.fromEntries(constrained.map(constraintOf)),
  };
}

const constraintOf = ({ name, value }: QualityMetric): [string, object] => [
  name,
  { threshold: value, comparison_operator: errors.includes(name) ? 'GreaterThanThreshold' : 'LessThanThreshold' },
];

const written = (value: number, deviation: number) => ({
  value: numberOrText(value),
  standard_deviation: numberOrText(deviation),
});

/** JSON has no NaN: the service writes the text. */
const numberOrText = (value: number) => (Number.isNaN(value) ? 'NaN' : value);

function matrixOf({ matrix }: Quality): object {
  if (matrix === undefined) return {};
  const { classes, counts } = matrix;
  const byName = (row: readonly number[]) => Object.fromEntries(row.map((count, at) => [defined(classes[at]), count]));
  return { confusion_matrix: Object.fromEntries(counts.map((row, at) => [defined(classes[at]), byName(row)])) };
}

function curvesOf({ curves }: Quality): object {
  if (curves === undefined || Number.isNaN(curves.auc)) return {};
  return {
    receiver_operating_characteristic_curve: {
      false_positive_rates: thinned(curves.falsePositiveRates),
      true_positive_rates: thinned(curves.truePositiveRates),
    },
    precision_recall_curve: { precisions: thinned(curves.precisions), recalls: thinned(curves.truePositiveRates) },
  };
}

/** Points at equal distances in their list, with the first and the last. */
function thinned(points: readonly number[]): readonly number[] {
  if (points.length <= maxPoints) return points;
  const step = (points.length - 1) / (maxPoints - 1);
  return Array.from({ length: maxPoints }, (_, at) => defined(points[Math.round(at * step)]));
}
