import { expect, it } from 'vitest';
import { latestDue } from '../../../src/serving/scaling/latest-due.ts';
import { parseCron } from '../../../src/util/parse-cron.ts';

const utc = (text: string) => Date.parse(`${text}Z`);
const seconds = (text: string) => utc(text) / 1000;
const createdAt = utc('2027-01-01T00:00:00');

it.each([
  ['at, before', { Schedule: 'at(2027-02-01T08:00:00)' }, '2027-02-01T07:59:59', undefined],
  ['at, then', { Schedule: 'at(2027-02-01T08:00:00)' }, '2027-02-01T08:00:00', '2027-02-01T08:00:00'],
  ['at, before it was made', { Schedule: 'at(2026-02-01T08:00:00)' }, '2027-02-01T08:00:00', undefined],
  // Berlin is an hour ahead of UTC in winter, two in summer.
  [
    'at, winter of a zone',
    { Schedule: 'at(2027-02-01T08:00:00)', Timezone: 'Europe/Berlin' },
    '2027-03-01T00:00:00',
    '2027-02-01T07:00:00',
  ],
  [
    'at, summer of a zone',
    { Schedule: 'at(2027-07-01T08:00:00)', Timezone: 'Europe/Berlin' },
    '2027-08-01T00:00:00',
    '2027-07-01T06:00:00',
  ],
  ['rate, before', { Schedule: 'rate(5 minutes)' }, '2027-01-01T00:04:59', undefined],
  ['rate, the second time', { Schedule: 'rate(5 minutes)' }, '2027-01-01T00:14:00', '2027-01-01T00:10:00'],
  [
    'rate, from a start',
    { Schedule: 'rate(1 day)', StartTime: seconds('2027-01-03T06:00:00') },
    '2027-01-03T07:00:00',
    '2027-01-03T06:00:00',
  ],
  [
    'rate, until an end',
    { Schedule: 'rate(1 hour)', EndTime: seconds('2027-01-01T02:30:00') },
    '2027-01-09T00:00:00',
    '2027-01-01T02:00:00',
  ],
  ['cron, then', { Schedule: 'cron(0 8 * * ? *)' }, '2027-02-01T08:00:05', '2027-02-01T08:00:00'],
  ['cron, before', { Schedule: 'cron(0 8 * * ? *)' }, '2027-02-01T07:59:59', undefined],
  ['cron, steps', { Schedule: 'cron(5/15 * * * ? *)' }, '2027-02-01T08:49:00', '2027-02-01T08:35:00'],
  // The 1st of February 2027 is a Monday, which is day 2.
  ['cron, a weekday', { Schedule: 'cron(0 8 ? * MON-FRI *)' }, '2027-02-01T08:00:00', '2027-02-01T08:00:00'],
  ['cron, its number', { Schedule: 'cron(0 8 ? * 2 2027)' }, '2027-02-01T08:00:00', '2027-02-01T08:00:00'],
  ['cron, the day after a weekend', { Schedule: 'cron(0 8 ? * SAT,SUN *)' }, '2027-02-01T08:00:00', undefined],
  [
    'cron, a zone',
    { Schedule: 'cron(30 22 * JUL ? *)', Timezone: 'Europe/Berlin' },
    '2027-07-01T20:31:00',
    '2027-07-01T20:30:00',
  ],
] as const)('%s', (_, schedule, now, expected) => {
  const due = latestDue(schedule, { createdAt, now: utc(now) });
  expect(due).toBe(expected === undefined ? undefined : utc(expected));
});

it.each([
  '* * * *',
  '60 * * * ? *',
  '0 8 L * ? *',
  '0 8 ? * 2#1 *',
  '5-1 * * * ? *',
  '*/0 * * * ? *',
  '0 8 * MAI ? *',
  '1-2-3 * * * ? *',
])('no cron expression: %s', (text) => {
  expect(parseCron(text)).toBeUndefined();
});

it.each(['cron(* * * * ? *)', 'rate(1 minute)', 'at(2027-01-01T00:00:00)'])(
  '%s is not due between times that no calendar has',
  (Schedule) => {
    const now = Date.UTC(2027, 0, 1);
    expect(latestDue({ Schedule, StartTime: -2e300, EndTime: -1e300 }, { createdAt: 0, now })).toBeUndefined();
    expect(latestDue({ Schedule, StartTime: 1e300 }, { createdAt: 0, now })).toBeUndefined();
    // From whenever on: it is due now.
    expect(latestDue({ Schedule, StartTime: -1e300, EndTime: 1e300 }, { createdAt: 0, now })).toBe(now);
  },
);
