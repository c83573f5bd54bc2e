import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/serving/metrics/math/evaluate.ts';
import type { MathValue } from '../../../src/serving/metrics/math/math-value.ts';
import { parseExpression } from '../../../src/serving/metrics/math/parse-expression.ts';

/** Periods of a minute at 0, 60 and 120 s. */
const begins = [0, 60_000, 120_000];
const series = (...values: readonly (number | undefined)[]) =>
  new Map(values.flatMap((value, at) => (value === undefined ? [] : [[at * 60_000, value] as const])));
const m1 = series(1, 2, 4);
const m2 = series(10, undefined, 30);
const metrics = new Map([
  ['m1', m1],
  ['m2', m2],
]);
const compute = (text: string, left = 1000): MathValue =>
  evaluate(parseExpression(text), {
    find: (id) => metrics.get(id),
    metrics,
    periods: { begins, seconds: 60 },
    budget: { left },
  });

describe('metric math', () => {
  it.each([
    ['m1 + m2', series(11, undefined, 34)],
    ['m2 / m1', series(10, undefined, 7.5)],
    ['m1 / (m1 - 2)', series(-1, undefined, 2)],
    ['-m1 * 2 ^ 3', series(-8, -16, -32)],
    ['1 + 2 * 3', 7],
    ['10 - 3 - 2', 5],
    ['m1 > 1 AND m1 < 4', series(0, 1, 0)],
    ['m1 == 1 || m1 >= 4', series(1, 0, 1)],
    ['SUM([m1, m2])', series(11, 2, 34)],
    ['AVG(METRICS())', series(5.5, 2, 17)],
    ['MAX(METRICS("m2"))', series(10, undefined, 30)],
    ['SUM(m1)', 7],
    ['MIN(m2)', 10],
    ['m1 / SUM(m1) * 7', series(1, 2, 4)],
    ['STDDEV(m1 * 0 + 3)', 0],
    ['FILL(m2, 0)', series(10, 0, 30)],
    ['FILL(m2, REPEAT)', series(10, 10, 30)],
    ['FILL(m2, LINEAR)', series(10, 20, 30)],
    ['FILL(m2, m1)', series(10, 2, 30)],
    ['RATE(m1)', series(undefined, 1 / 60, 2 / 60)],
    ['DIFF(m1)', series(undefined, 1, 2)],
    ['RUNNING_SUM(m1)', series(1, 3, 7)],
    ['PERIOD(m2)', series(60, undefined, 60)],
    ['m1 / PERIOD(m1)', series(1 / 60, 2 / 60, 4 / 60)],
    ['DATAPOINT_COUNT(m2)', 2],
    ['TIME_SERIES(5)', series(5, 5, 5)],
    ['IF(m1 > 1, m2, 0)', series(0, undefined, 30)],
    ['IF(FILL(m2, 0) == 0, -1, m1)', series(1, -1, 4)],
    ['CEIL(ABS(m1 - 3.5))', series(3, 2, 1)],
    ['LOG10(m2)', series(1, undefined, Math.log10(30))],
  ])('%s', (text, expected) => {
    expect(compute(text)).toEqual(expected);
  });

  it.each([
    ['m1 +', 'it ends at column 5'],
    ['m1 m2', 'unexpected m2 at column 4'],
    ['(m1', 'it ends at column 4, where ) is expected'],
    ['m3', 'there is no query with the id m3'],
    ['m1 # 2', 'unexpected # at column 4'],
    ['SEARCH("x", "Sum", 60)', 'the function SEARCH is not offered'],
    ['[m1, m2] * [m1]', 'two lists of series cannot be combined'],
    ['FILL(m1, [m2])', 'FILL takes a number, a series, REPEAT or LINEAR'],
    ['SUM(1)', 'take a series or a list of series'],
    ['"a"', 'the text "a" is no value'],
    [`${'('.repeat(100)}1${')'.repeat(100)}`, 'more than 30 levels'],
    [`${'-'.repeat(100)}1`, 'more than 30 levels'],
  ])('%s is refused', (text, message) => {
    expect(() => compute(text)).toThrow(message);
  });

  it('has a limit of what is computed: values of operands, and periods of functions', () => {
    // Three values of m1 and a number; three of the sum, and three periods of ABS
    expect(compute('ABS(m1 + 1)', 10)).toEqual(series(2, 3, 5));
    expect(() => compute('ABS(m1 + 1)', 9)).toThrow('it takes too many values');
  });
});
