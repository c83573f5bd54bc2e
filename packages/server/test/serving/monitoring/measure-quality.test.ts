import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measureQuality, type Quality } from '../../../src/serving/monitoring/quality/measure-quality.ts';
import {
  findQualityViolations,
  readQualityConstraints,
} from '../../../src/serving/monitoring/quality/quality-constraints.ts';
import type { QualityAttributes } from '../../../src/serving/monitoring/quality/quality-plan.ts';
import {
  qualityStatistics,
  suggestQualityConstraints,
} from '../../../src/serving/monitoring/quality/quality-statistics.ts';
import { Samples } from '../../../src/serving/monitoring/quality/samples.ts';

interface Golden {
  readonly columns: Readonly<Record<string, readonly (number | string)[]>>;
  readonly expected: Readonly<Record<string, number>>;
}

const golden = (name: string) =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, `../../../../../test/golden/model-quality/${name}.json`), 'utf8'),
  ) as Golden;

const regression: QualityAttributes = { problem: 'Regression', inference: 'prediction', threshold: 0.5 };
const binary: QualityAttributes = { problem: 'BinaryClassification', probability: 'score', threshold: 0.5 };
const multiclass: QualityAttributes = { ...regression, problem: 'MulticlassClassification' };

function measure(attributes: QualityAttributes, { columns }: Pick<Golden, 'columns'>): Quality {
  const samples = new Samples(attributes);
  for (const [at, label] of (columns.label ?? []).entries()) {
    const row = new Map(Object.entries(columns).map(([name, cells]) => [name, String(cells[at])] as const));
    samples.add(row, String(label));
  }
  return measureQuality(attributes.problem, samples);
}

describe('measureQuality()', () => {
  it.each([
    ['regression', regression],
    ['binary', binary],
    ['multiclass', multiclass],
  ])('has the metrics of scikit-learn: %s', (name, attributes) => {
    const { expected, ...given } = golden(name);
    const { metrics } = measure(attributes, given);
    expect(metrics.map((metric) => metric.name).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const { name: metric, value } of metrics)
      expect(value, metric).toBeCloseTo(expected[metric] ?? Number.NaN, 12);
  });

  it("is that of the service's published example", () => {
    // Developer guide, "Model Quality Metrics": three of class 0, of which one is found, and one of class 1.
    const columns = { label: [0, 0, 0, 1], prediction: [0, 1, 1, 1] };
    const quality = measure({ ...regression, problem: 'BinaryClassification' }, { columns });
    expect(qualityStatistics(quality, 0)).toMatchObject({
      dataset: { item_count: 4 },
      binary_classification_metrics: {
        confusion_matrix: { 0: { 0: 1, 1: 2 }, 1: { 0: 0, 1: 1 } },
        recall: { value: 1, standard_deviation: 'NaN' },
        precision: { value: 1 / 3 },
        accuracy: { value: 0.5 },
        recall_best_constant_classifier: { value: 1 },
        precision_best_constant_classifier: { value: 0.25 },
        accuracy_best_constant_classifier: { value: 0.25 },
        true_negative_rate: { value: 1 / 3 },
        f0_5: { value: expect.closeTo(0.3846153846153846, 15) as number },
        f1: { value: 0.5 },
        f2: { value: 0.7142857142857143 },
        f0_5_best_constant_classifier: { value: 0.29411764705882354 },
        f1_best_constant_classifier: { value: 0.4 },
        f2_best_constant_classifier: { value: 0.625 },
      },
    });
  });

  it('says how much metrics deviate from 200 samples on', () => {
    const columns = (count: number) => ({
      label: Array.from({ length: count }, (_, at) => at),
      // An error of 0 or 2 by turns.
      prediction: Array.from({ length: count }, (_, at) => at + (at % 2) * 2),
    });
    const maeOf = (count: number) => measure(regression, { columns: columns(count) }).metrics[0];
    expect(maeOf(199)).toMatchObject({ name: 'mae', deviation: Number.NaN });
    // Of 160 of 200 without replacement: sqrt(1 / 160 * 40 / 199) = 0.035. The deviation of five is between a tenth and 2.5 times that.
    expect(maeOf(200)?.deviation).toBeGreaterThan(0.0035);
    expect(maeOf(200)?.deviation).toBeLessThan(0.09);
    expect(maeOf(200)).toEqual(maeOf(200));
  });

  it('has curves of the scores, with equal scores as one point', () => {
    const columns = { label: [1, 0, 1, 0], score: [0.9, 0.5, 0.5, 0.1] };
    const { curves } = measure(binary, { columns });
    // 0.9: one of two found; 0.5: both, and one of two others; 0.1: all. Area: 0.5 * (0.5 + 1) / 2 + 0.5 = 0.875.
    expect(curves).toEqual({
      falsePositiveRates: [0, 0, 0.5, 1],
      truePositiveRates: [0, 0.5, 1, 1],
      precisions: [1, 1, 2 / 3, 0.5],
      auc: 0.875,
      // 0.5 * 1 + 0.5 * (1 + 2/3) / 2
      auPrc: 0.5 + 0.5 * ((1 + 2 / 3) / 2),
    });
  });

  it('has no area where all labels are the same', () => {
    const quality = measure(binary, { columns: { label: [1, 1], score: [0.9, 0.2] } });
    expect(qualityStatistics(quality, 0)).toMatchObject({
      binary_classification_metrics: { auc: { value: 'NaN' }, recall: { value: 0.5 } },
    });
    expect(JSON.stringify(suggestQualityConstraints(quality))).not.toContain('auc');
  });
});

describe('Samples', () => {
  it('leaves out what is no answer to the problem, and describes the first', () => {
    const samples = new Samples(binary);
    samples.add(new Map([['score', '0.5']]), '1.0');
    samples.add(new Map([['score', '0.5']]), 'yes');
    samples.add(new Map([['score', 'high']]), '1');
    samples.add(new Map(), '1');
    samples.add(new Map([['score', '0.1']]), undefined);
    expect([samples.labels, samples.predictions, samples.scores]).toEqual([[1], [1], [0.5]]);
    expect(samples.leftOut).toEqual({ count: 4, first: 'its label is "yes", its prediction (score) "0.5"' });
  });

  it.each([
    ['score', 'a'],
    ['1', 'b'],
    ['$.score', 'a'],
    ['$.deep[1].score', 'c'],
    ['deep.1.score', 'c'],
    ['7', undefined],
  ])('finds a prediction by name, position and path: %s', (inference, found) => {
    const samples = new Samples({ problem: 'MulticlassClassification', inference, threshold: 0.5 });
    samples.add(new Map([['score', 'a'], ['other', 'b'], ['deep.1.score', 'c']]), 'a'); // biome-ignore format: a row
    expect(samples.classes[samples.predictions[0] ?? -1]).toBe(found);
  });
});

describe('findQualityViolations()', () => {
  const quality = () => measure(regression, { columns: { label: [1, 2, 3], prediction: [1, 2, 4] } });

  it('finds none with the constraints that the same quality suggests', () => {
    const constraints = readQualityConstraints(suggestQualityConstraints(quality()), 'Regression');
    expect(constraints.map(({ metric }) => metric)).toEqual(['mae', 'mse', 'rmse', 'r2']);
    expect(findQualityViolations(quality(), constraints)).toEqual([]);
  });

  it('finds an error that is greater, and a share that is less, than allowed', () => {
    const constraints = readQualityConstraints(
      {
        regression_constraints: {
          mae: { threshold: 0.25, comparison_operator: 'GreaterThanThreshold' },
          // 1 - 1 / 2
          r2: { threshold: 0.75, comparison_operator: 'LessThanThreshold' },
          mse: { threshold: 0.5, comparison_operator: 'GreaterThanThreshold' },
          unknown: { threshold: 1, comparison_operator: 'LessThanThreshold' },
          odd: { threshold: '1' },
        },
      },
      'Regression',
    );
    expect(findQualityViolations(quality(), constraints)).toEqual([
      {
        constraint_check_type: 'GreaterThanThreshold',
        description: 'Metric mae with 0.3333333333333333 was GreaterThanThreshold 0.25',
        metric_name: 'mae',
      },
      {
        constraint_check_type: 'LessThanThreshold',
        description: 'Metric r2 with 0.5 was LessThanThreshold 0.75',
        metric_name: 'r2',
      },
    ]);
  });
});
