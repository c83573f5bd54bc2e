import type { TimeRange } from '../../platform/metrics/read-series.ts';
import type { AlarmValue } from '../records/alarm-record.ts';
import { type AlarmRule, breaches, type Datapoints } from './evaluate-alarm.ts';

const words: Readonly<Record<AlarmRule['comparison'], string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

export interface Evaluation {
  readonly rule: AlarmRule;
  readonly datapoints: Datapoints;
  readonly range: TimeRange;
  readonly seconds: number;
  readonly value: AlarmValue;
}

/** Why an alarm is in its state: for readers, and as JSON for programs. */
export function describeState(evaluation: Evaluation): { readonly reason: string; readonly reasonData: string } {
  const { rule, datapoints, range, seconds } = evaluation;
  const known = datapoints
    .flatMap((value, at) => (value === undefined ? [] : [{ value, time: range.from + at * seconds * 1000 }]))
    .slice(-rule.evaluationPeriods);
  return {
    reason: reasonOf(evaluation, known),
    reasonData: JSON.stringify({
      version: '1.0',
      queryDate: new Date(range.to).toISOString(),
      startDate: new Date(range.from).toISOString(),
      period: seconds,
      recentDatapoints: known.map(({ value }) => value),
      threshold: rule.threshold,
    }),
  };
}

interface KnownValue {
  readonly value: number;
  readonly time: number;
}

function reasonOf({ rule, value: state }: Evaluation, known: readonly KnownValue[]): string {
  if (known.length === 0)
    return state === 'INSUFFICIENT_DATA'
      ? `Insufficient Data: ${rule.evaluationPeriods} datapoints were unknown.`
      : `No datapoints were received in the last ${rule.evaluationPeriods}: missing ones are treated as ${rule.treatMissingData}.`;
  const breaching = known.filter(({ value }) => breaches(rule, value)).length;
  const count = state === 'ALARM' ? breaching : known.length - breaching;
  const shown = known.map(({ value, time }) => `${value} (${new Date(time).toISOString()})`).join(', ');
  const not = state === 'ALARM' ? '' : 'not ';
  return (
    `Threshold Crossed: ${count} out of the last ${known.length} datapoints [${shown}] ${count === 1 ? 'was' : 'were'} ${not}` +
    `${words[rule.comparison]} the threshold (${rule.threshold}) (minimum ${rule.datapointsToAlarm} for an alarm).`
  );
}
