import { describe, expect, it } from 'vitest';
import type { Baseline } from '../../../src/serving/monitoring/analysis/find-violations.ts';
import { readConstraints } from '../../../src/serving/monitoring/analysis/read-constraints.ts';
import { WeightedItems } from '../../../src/serving/monitoring/analysis/weighted-items.ts';
import { featureMetrics } from '../../../src/serving/monitoring/feature-metrics.ts';
import { profileOf } from '../../support/profile-of.ts';

const of = { region: 'us-east-1', endpoint: 'e', schedule: 's', time: 60_000 };

/** Values 1 and 3, one missing; a text. */
const profile = profileOf({ n: ['1', '3', undefined], t: ['a', 'a', 'a'] });

const shown = (baseline: Baseline) =>
  featureMetrics(profile, baseline, of).map(({ metric, values: { count, sum, min, max } }) => [
    metric.name,
    count,
    sum,
    min,
    max,
  ]);

describe('featureMetrics()', () => {
  it('has the numbers of a column, the share that is present, and the distance from the baseline', () => {
    const constraints = readConstraints({
      features: [{ name: 'n' }, { name: 't' }],
      monitoring_config: { distribution_constraints: { comparison_method: 'Simple' } },
    });
    const before = { name: 'n', inferredType: 'Integral', items: new WeightedItems([[3, 3]]) } as const;
    expect(shown({ constraints, statistics: new Map([['n', before]]) })).toEqual([
      ['feature_data_n', 2, 4, 1, 3],
      // Two of three rows.
      ['feature_non_null_n', 3, 2, 0, 1],
      // At 1: half of the values against none.
      ['feature_baseline_drift_n', 1, 0.5, 0.5, 0.5],
      ['feature_non_null_t', 3, 3, 1, 1],
    ]);
  });

  it('has the dimensions of the service', () => {
    const [first] = featureMetrics(profile, { constraints: [], statistics: new Map() }, of);
    expect(first).toMatchObject({
      time: 60_000,
      metric: {
        region: 'us-east-1',
        namespace: 'aws/sagemaker/Endpoints/data-metrics',
        dimensions: [
          ['Endpoint', 'e'],
          ['MonitoringSchedule', 's'],
        ],
        unit: 'None',
      },
    });
  });

  it('leaves out columns that the baseline does not know, and those whose metrics are switched off', () => {
    const off = { monitoringConfigOverrides: { emit_metrics: 'Disabled' } };
    const names = (features: readonly object[]) =>
      shown({ constraints: readConstraints({ features }), statistics: new Map() }).map(([name]) => name);
    expect(names([{ name: 't' }])).toEqual(['feature_non_null_t']);
    expect(names([{ name: 'n', ...off }, { name: 't' }])).toEqual(['feature_non_null_t']);
  });
});
