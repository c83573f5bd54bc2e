import { describe, expect, it } from 'vitest';
import { type AlarmRule, evaluateAlarm, evaluationRange } from '../../../src/serving/alarms/evaluate-alarm.ts';

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** `X` breaches, `0` does not, `-` is missing; the oldest stands first. */
function read(datapoints: string): (number | undefined)[] {
  return datapoints.split(' ').map((one) => (one === '-' ? undefined : one === 'X' ? 2 : 0));
}

const rule = (of: Partial<AlarmRule>): AlarmRule => ({
  comparison: 'GreaterThanThreshold',
  threshold: 1,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: 'missing',
  ...of,
});

/** By treatment: missing, ignore, breaching, notBreaching; undefined where the state is kept. */
type Row = readonly [datapoints: string, ...states: readonly (string | undefined)[]];

/** The tables of the CloudWatch user guide, "How alarm state is evaluated when data is missing". */
const threeOfThree: readonly Row[] = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', 'INSUFFICIENT_DATA', undefined, 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - X - -', 'ALARM', undefined, 'ALARM', 'OK'],
];
const twoOfThree: readonly Row[] = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - X -', 'ALARM', undefined, 'ALARM', 'OK'],
];
/** What follows from the same rules. */
const others: readonly Row[] = [
  // Of five values the newest three are evaluated.
  ['X X 0 0 X', 'OK', 'OK', 'OK', 'OK'],
  // An older value stands in for one that is missing.
  ['- X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  // One that breaches is not old enough yet.
  ['- - - - X', 'OK', undefined, 'ALARM', 'OK'],
];

describe('evaluateAlarm()', () => {
  const cases = [
    ...threeOfThree.map((row) => [3, row] as const),
    ...twoOfThree.map((row) => [2, row] as const),
    ...others.map((row) => [3, row] as const),
  ];
  it.each(cases)('%i of 3: %s', (datapointsToAlarm, [datapoints, ...states]) => {
    const found = treatments.map((treatMissingData) =>
      evaluateAlarm(rule({ datapointsToAlarm, treatMissingData }), read(datapoints)),
    );
    expect(found).toEqual(states);
  });

  it('looks at some periods more than it evaluates', () => {
    expect(evaluationRange(rule({}))).toBe(5);
  });

  it.each([
    ['GreaterThanThreshold', ['OK', 'OK', 'ALARM']],
    ['GreaterThanOrEqualToThreshold', ['OK', 'ALARM', 'ALARM']],
    ['LessThanThreshold', ['ALARM', 'OK', 'OK']],
    ['LessThanOrEqualToThreshold', ['ALARM', 'ALARM', 'OK']],
  ] as const)('compares by %s', (comparison, states) => {
    const of = rule({ comparison, evaluationPeriods: 1, datapointsToAlarm: 1 });
    expect([0, 1, 2].map((value) => evaluateAlarm(of, [undefined, undefined, value]))).toEqual(states);
  });
});
