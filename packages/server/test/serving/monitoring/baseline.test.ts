import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/serving/monitoring/analysis/column-profile.ts';
import { DataProfile, TooManyColumnsError } from '../../../src/serving/monitoring/analysis/data-profile.ts';
import { readConstraints } from '../../../src/serving/monitoring/analysis/read-constraints.ts';
import { readStatistics } from '../../../src/serving/monitoring/analysis/read-statistics.ts';
import { statisticsFile } from '../../../src/serving/monitoring/analysis/statistics-file.ts';
import { suggestConstraints } from '../../../src/serving/monitoring/analysis/suggest-constraints.ts';
import { profileOf } from '../../support/profile-of.ts';

describe('statisticsFile()', () => {
  it('writes statistics of numbers as the service does', () => {
    const profile = profileOf({ n: ['1', '2', '3', '4', undefined] });
    expect(statisticsFile(profile)).toEqual({
      version: 0,
      dataset: { item_count: 5 },
      features: [
        {
          name: 'n',
          inferred_type: 'Integral',
          numerical_statistics: {
            common: { num_present: 4, num_missing: 1 },
            mean: 2.5,
            sum: 10,
            // Of all values: sqrt((1.5^2 + 0.5^2 + 0.5^2 + 1.5^2) / 4) = sqrt(1.25)
            std_dev: Math.sqrt(1.25),
            min: 1,
            max: 4,
            distribution: {
              kll: {
                // Ten of 0.3: 1 in the first, 2 in [1.9, 2.2), 3 in [2.8, 3.1), 4 in the last, which has its end.
                buckets: [1, 0, 0, 1, 0, 0, 1, 0, 0, 1].map((count, at) => ({
                  lower_bound: expect.closeTo(1 + 0.3 * at, 12) as number,
                  upper_bound: expect.closeTo(1.3 + 0.3 * at, 12) as number,
                  count,
                })),
                sketch: { parameters: { c: 0.64, k: 2048 }, data: [[1, 2, 3, 4]] },
              },
            },
          },
        },
      ],
    });
  });

  it('writes statistics of texts as the service does', () => {
    const profile = profileOf({ t: ['a', 'b', 'a', undefined] });
    expect(statisticsFile(profile)).toMatchObject({
      features: [
        {
          inferred_type: 'String',
          string_statistics: {
            common: { num_present: 3, num_missing: 1 },
            distinct_count: 2,
            distribution: {
              categorical: {
                buckets: [
                  { value: 'a', count: 2 },
                  { value: 'b', count: 1 },
                ],
              },
            },
          },
        },
      ],
    });
  });

  it('has no distribution of more than 120 texts, and no block of a column without values', () => {
    const texts = Array.from({ length: 121 }, (_, at) => `text ${at}`);
    const { features } = statisticsFile(profileOf({ t: texts, none: [undefined] })) as { features: object[] };
    expect(features).toEqual([
      {
        name: 't',
        inferred_type: 'String',
        string_statistics: {
          common: { num_present: 121, num_missing: 0 },
          distinct_count: expect.any(Number) as number,
        },
      },
      { name: 'none', inferred_type: 'Unknown' },
    ]);
  });

  it('counts a column as missing in rows before it came, and after it went', () => {
    const profile = new DataProfile();
    profile.add(new Map([['a', '1']]));
    profile.add(new Map([['b', '2']]));
    profile.add(new Map([['b', '3']]));
    expect(profile.columns.map(({ name, present, missing }) => [name, present, missing])).toEqual([
      ['a', 1, 2],
      ['b', 2, 1],
    ]);
  });

  it('refuses to count columns without end', () => {
    const row = new Map(Array.from({ length: 2001 }, (_, at) => [`c${at}`, '1']));
    expect(() => new DataProfile().add(row)).toThrow(TooManyColumnsError);
  });
});

describe('readStatistics()', () => {
  it('reads what was written', () => {
    const read = readStatistics(
      JSON.parse(JSON.stringify(statisticsFile(profileOf({ n: ['1', '2'], t: ['a', 'a'] })))),
    );
    expect(read.get('n')?.items?.items).toEqual([1, 2]);
    expect(read.get('t')?.categories).toEqual(new Map([['a', 2]]));
  });

  it('takes counts as doubles, and leaves out what it does not know', () => {
    const buckets = [{ value: 'a', count: 2.0 }, { value: 'b' }, null];
    const features = [
      { name: 't', inferred_type: 'String', string_statistics: { distribution: { categorical: { buckets } } } },
      { name: 'x', inferred_type: 'Other', numerical_statistics: { distribution: 7 } },
      'nothing',
    ];
    expect([...readStatistics({ features }).values()]).toEqual([
      { name: 't', inferredType: 'String', categories: new Map([['a', 2]]) },
      { name: 'x', inferredType: 'Unknown' },
    ]);
    expect(readStatistics(null).size).toBe(0);
  });
});

describe('suggestConstraints()', () => {
  const suggested = (columns: Readonly<Record<string, readonly Cell[]>>) =>
    (suggestConstraints(profileOf(columns)) as { features: object[] }).features;
  const times = (count: number, cell: Cell) => Array.from({ length: count }, () => cell);

  it('asks for no less than the 95 % interval of the share of values', () => {
    const half = [...times(50, '1'), ...times(50, undefined)];
    // 0.5 - 1.96 * sqrt(0.25 / 100) = 0.402, cut to 0.40; a share of 0.2 is none to count on.
    expect(suggested({ half, few: [...times(20, '1'), ...times(80, undefined)], full: times(100, '1') })).toEqual([
      { name: 'half', inferred_type: 'Integral', completeness: 0.4, num_constraints: { is_non_negative: true } },
      { name: 'few', inferred_type: 'Integral', num_constraints: { is_non_negative: true } },
      { name: 'full', inferred_type: 'Integral', completeness: 1, num_constraints: { is_non_negative: true } },
    ]);
  });

  it('sees negative numbers', () => {
    expect(suggested({ n: ['-0.5', '1'] })).toMatchObject([{ num_constraints: { is_non_negative: false } }]);
  });

  it('names the values of a text, the most frequent first, if hardly any occurs only once', () => {
    expect(suggested({ t: ['a', 'b', 'b', 'a', 'b'] })).toMatchObject([
      { string_constraints: { domains: ['b', 'a'] } },
    ]);
    // One of two occurs only once: more than a tenth.
    expect(suggested({ t: ['a', 'b', 'b'] })).toEqual([{ name: 't', inferred_type: 'String', completeness: 1 }]);
  });
});

describe('readConstraints()', () => {
  it('reads what was suggested', () => {
    const [n] = readConstraints(JSON.parse(JSON.stringify(suggestConstraints(profileOf({ n: ['1'] })))));
    expect(n).toEqual({
      name: 'n',
      inferredType: 'Integral',
      completeness: 1,
      config: {
        isEvaluated: true,
        emitsMetrics: true,
        dataTypeThreshold: 1,
        domainThreshold: 1,
        isCompared: true,
        comparisonThreshold: 0.1,
        categoricalThreshold: 0.1,
        method: 'Robust',
      },
    });
  });

  it('reads overrides in each of the places where they are written', () => {
    const off = { evaluate_constraints: 'Disabled' };
    const features = [
      { name: 'a', num_constraints: { monitoring_config_overrides: off } },
      { name: 'b', string_constraints: { monitoring_config_overrides: off } },
      { name: 'c', monitoringConfigOverrides: off },
      { name: 'd' },
    ];
    expect(readConstraints({ features }).map(({ config }) => config.isEvaluated)).toEqual([false, false, false, true]);
  });

  it('reads the words of older files and of other pages', () => {
    const shared = {
      min_domain_mass: 0.9,
      distribution_constraints: {
        enable_comparisons: 'Disabled',
        comparison_threshold: 0.3,
        comparison_method: 'linf_simple',
      },
    };
    const [column] = readConstraints({ features: [{ name: 'a' }], monitoring_config: shared });
    expect(column?.config).toMatchObject({
      domainThreshold: 0.9,
      isCompared: false,
      comparisonThreshold: 0.3,
      categoricalThreshold: 0.3,
      method: 'Simple',
    });
  });
});
