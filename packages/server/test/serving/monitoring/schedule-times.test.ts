import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../src/serving/monitoring/parse-duration.ts';
import { nextDue, parseScheduleExpression, spanBefore } from '../../../src/serving/monitoring/schedule-expression.ts';
import { hoursOf } from '../../../src/serving/monitoring/span.ts';

const at = (hour: number, minute = 0) => Date.UTC(2026, 0, 31, hour, minute);

function cron(text: string) {
  const expression = parseScheduleExpression(text);
  if (expression?.kind !== 'cron') throw new Error(`${text} is no cron expression`);
  return expression.isDue;
}

describe('parseScheduleExpression()', () => {
  it.each([
    'cron(5 * ? * * *)',
    'cron(0 24 ? * * *)',
    'cron(0 * ? * MON *)',
    'cron(0 * * * * *)',
    'cron(0 */2 ? * * *)',
    'cron(0 0/0 ? * * *)',
    'rate(1 hour)',
    'now',
    '',
  ])('does not take %j', (text) => {
    expect(parseScheduleExpression(text)).toBeUndefined();
  });

  it('takes NOW, and a schedule without an expression for a daily one', () => {
    expect(parseScheduleExpression('NOW')).toEqual({ kind: 'now' });
    const daily = parseScheduleExpression();
    expect(daily?.kind === 'cron' && nextDue(daily.isDue, at(0))).toBe(at(24));
  });
});

describe('nextDue() and spanBefore()', () => {
  it.each([
    ['cron(0 * ? * * *)', at(5, 30), at(6), at(5)],
    ['cron(0 * ? * * *)', at(5), at(6), at(5)],
    ['cron(0 5 ? * * *)', at(4, 59), at(5), at(-19)],
    ['cron(0 5 ? * * *)', at(5), at(29), at(5)],
    ['cron(0 3/8 ? * * *)', at(4), at(11), at(3)],
    // 3, 11 and 19 o'clock.
    ['cron(0 3/8 ? * * *)', at(20), at(27), at(19)],
  ])('of %s after %d', (text, after, due, from) => {
    expect(nextDue(cron(text), after)).toBe(due);
    expect(spanBefore(cron(text), due)).toEqual({ from, to: due });
  });
});

describe('parseDuration()', () => {
  it.each([
    ['PT0H', 0],
    ['-PT0H', 0],
    ['-PT5H', -5 * 3_600_000],
    ['PT1H30M', 90 * 60_000],
    ['-P1DT1S', -(86_400_000 + 1000)],
    ['P', undefined],
    ['PT', undefined],
    ['P1DT', undefined],
    ['5H', undefined],
    ['PT1.5H', undefined],
    ['', undefined],
  ])('reads %j', (text, duration) => {
    expect(parseDuration(text)).toBe(duration);
  });
});

describe('hoursOf()', () => {
  it('has each hour that a span touches', () => {
    expect(hoursOf({ from: at(5), to: at(7) })).toEqual([at(5), at(6)]);
    expect(hoursOf({ from: at(5, 59), to: at(6, 1) })).toEqual([at(5), at(6)]);
    expect(hoursOf({ from: at(5), to: at(5) })).toEqual([]);
  });
});
