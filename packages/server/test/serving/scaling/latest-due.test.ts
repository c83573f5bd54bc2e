import { expect, it } from 'vitest';
import { latestDue } from '../../../src/serving/scaling/latest-due.ts';

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
  ['cron is not carried out', { Schedule: 'cron(0 8 * * ? *)' }, '2027-02-01T08:00:00', undefined],
] as const)('%s', (_, schedule, now, expected) => {
  const due = latestDue(schedule, { createdAt, now: utc(now) });
  expect(due).toBe(expected === undefined ? undefined : utc(expected));
});
