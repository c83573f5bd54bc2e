import type { AlarmRequest, AlarmValue } from '../records/alarm-record.ts';

export type Comparison = AlarmRequest['ComparisonOperator'];

const comparisons: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** When an alarm goes off: `datapointsToAlarm` of `evaluationPeriods` breach the threshold. */
export interface AlarmRule {
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
}

/** Of each period, the oldest first; undefined where there is no value. */
export type Datapoints = readonly (number | undefined)[];

/** How many periods are looked at: more than are evaluated, so that older values can take the place of missing ones. */
export function evaluationRange({ evaluationPeriods }: AlarmRule): number {
  return evaluationPeriods + 2;
}

export function breaches({ comparison, threshold }: AlarmRule, value: number): boolean {
  return comparisons[comparison](value, threshold);
}

/**
 * The state that an alarm is in by the values of its evaluation range; undefined if it stays in the one that it has (CloudWatch user
 * guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data").
 *
 * The newest values that are there count, as many as there are evaluation periods. How missing ones are treated matters only if there
 * are fewer. As `missing`, values that all breach are enough for an alarm, however few, once the oldest of them is as old as
 * `datapointsToAlarm` periods.
 */
export function evaluateAlarm(rule: AlarmRule, datapoints: Datapoints): AlarmValue | undefined {
  const { evaluationPeriods, datapointsToAlarm: needed, treatMissingData } = rule;
  const known = knownOf(datapoints).slice(0, evaluationPeriods);
  const breaching = known.filter(({ value }) => breaches(rule, value)).length;
  const missing = evaluationPeriods - known.length;
  const counted = treatMissingData === 'breaching' ? breaching + missing : breaching;
  if (counted >= needed) return 'ALARM';
  const isFilled = missing === 0 || treatMissingData === 'breaching' || treatMissingData === 'notBreaching';
  if (isFilled) return 'OK';
  const [oldest] = known.slice(-1);
  if (oldest === undefined) return treatMissingData === 'missing' ? 'INSUFFICIENT_DATA' : undefined;
  if (breaching < known.length) return 'OK';
  if (treatMissingData === 'ignore') return undefined;
  return oldest.age >= needed ? 'ALARM' : 'OK';
}

/** Values that are there, the newest first; the age of the newest period is 1. */
function knownOf(datapoints: Datapoints): { readonly value: number; readonly age: number }[] {
  return datapoints.toReversed().flatMap((value, at) => (value === undefined ? [] : [{ value, age: at + 1 }]));
}
