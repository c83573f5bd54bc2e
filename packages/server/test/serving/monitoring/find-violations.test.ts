import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/serving/monitoring/analysis/column-profile.ts';
import { findViolations } from '../../../src/serving/monitoring/analysis/find-violations.ts';
import { readConstraints } from '../../../src/serving/monitoring/analysis/read-constraints.ts';
import { readStatistics } from '../../../src/serving/monitoring/analysis/read-statistics.ts';
import { statisticsFile } from '../../../src/serving/monitoring/analysis/statistics-file.ts';
import { suggestConstraints } from '../../../src/serving/monitoring/analysis/suggest-constraints.ts';
import { profileOf } from '../../support/profile-of.ts';

type Columns = Readonly<Record<string, readonly Cell[]>>;

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, at) => String(from + at));
const texts = (count: number) => Array.from({ length: count }, (_, at) => ['red', 'green'][at % 2]);

/** A thousand rows: n is 0 to 999, t one of two texts. */
const before = { n: numbers(1000), t: texts(1000) };

function violations(
  data: Columns,
  edit: (constraints: { features: Record<string, unknown>[] }) => void = () => undefined,
) {
  const profile = profileOf(before);
  const constraints = suggestConstraints(profile) as { features: Record<string, unknown>[] };
  edit(constraints);
  return findViolations(profileOf(data), {
    constraints: readConstraints(constraints),
    statistics: readStatistics(statisticsFile(profile)),
  });
}

describe('findViolations()', () => {
  it('finds none in the data of the baseline', () => {
    expect(violations(before)).toEqual([]);
  });

  it('finds values of another type', () => {
    const n = numbers(1000).with(0, 'x').with(1, '1.5');
    expect(violations({ ...before, n })).toEqual([
      {
        feature_name: 'n',
        constraint_check_type: 'data_type_check',
        description:
          'Data type match requirement is not met. Expected data type: Integral, Expected match: 100.0%. Observed: Only 99.8% of data is Integral.',
      },
    ]);
  });

  it('finds missing values', () => {
    const n = numbers(1000).map((cell, at) => (at % 4 === 0 ? undefined : cell));
    expect(violations({ ...before, n })).toEqual([
      {
        feature_name: 'n',
        constraint_check_type: 'completeness_check',
        description: 'Value: 0.75 does not meet the constraint requirement! ',
      },
    ]);
  });

  it('finds texts that were not there before', () => {
    const t = texts(1000).with(0, 'blue');
    expect(violations({ ...before, t })).toEqual([
      {
        feature_name: 't',
        constraint_check_type: 'categorical_values_check',
        description: 'Value: 0.999 does not meet the constraint requirement! ',
      },
    ]);
  });

  it('finds numbers that are distributed otherwise', () => {
    // Half of the values are beyond the old ones: 0.5, less 1.8 * sqrt(2000 / 1000000) = 0.0804984472.
    const found = violations({ ...before, n: numbers(1000, 500) });
    expect(found).toMatchObject([{ feature_name: 'n', constraint_check_type: 'baseline_drift_check' }]);
    expect(found[0]?.description).toMatch(/^Numerical distance: 0\.41950155\d* exceeds numerical threshold: 0\.1$/);
  });

  it('finds texts that are distributed otherwise', () => {
    // All are red, of which half were: the same distance.
    const found = violations({ ...before, t: texts(1000).map(() => 'red') });
    expect(found).toMatchObject([{ feature_name: 't', constraint_check_type: 'baseline_drift_check' }]);
    expect(found[0]?.description).toMatch(/^Categorical distance: 0\.41950155\d* exceeds categorical threshold: 0\.1$/);
  });

  it('finds missing and extra columns', () => {
    expect(violations({ n: before.n })).toMatchObject([{ constraint_check_type: 'missing_column_check' }]);
    expect(violations({ ...before, more: ['1'] })).toEqual([
      {
        feature_name: 'Extra columns',
        constraint_check_type: 'extra_column_check',
        description:
          'There are extra columns in current dataset. Number of columns in current dataset: 3, Number of columns in baseline constraints: 2',
      },
    ]);
  });

  it('does not call a shift of few rows a drift: chance may have made it', () => {
    // 0.3 is less than 1.8 * sqrt(1030 / 30000) = 0.3335.
    expect(violations({ n: numbers(30, 300).map((_, at) => String(300 + at * 23)), t: texts(30) })).toEqual([]);
  });

  it('does not evaluate a column whose constraints are switched off, nor compare one whose comparison is', () => {
    const n = numbers(1000, 5000);
    const off = { monitoring_config_overrides: { evaluate_constraints: 'Disabled' } };
    const apart = { monitoring_config_overrides: { distribution_constraints: { perform_comparison: 'Disabled' } } };
    for (const overrides of [off, apart])
      expect(
        violations({ ...before, n }, ({ features }) => {
          Object.assign(features[0] ?? {}, { num_constraints: overrides });
        }),
      ).toEqual([]);
  });

  it('allows as many other texts as the threshold says', () => {
    const t = texts(1000).with(0, 'blue');
    const allow = (threshold: number) =>
      violations({ ...before, t }, ({ features }) => {
        Object.assign(features[1] ?? {}, { monitoringConfigOverrides: { domain_content_threshold: threshold } });
      });
    expect(allow(0.999)).toEqual([]);
    expect(allow(0.9995)).toHaveLength(1);
  });
});
