import { ruleOf } from '../../src/serving/alarms/alarm-query.ts';
import { evaluateAlarm } from '../../src/serving/alarms/evaluate-alarm.ts';
import type { AlarmRequest } from '../../src/serving/records/alarm-record.ts';
import { decide, type LastChange, type PolicySituation } from '../../src/serving/scaling/decide.ts';
import { trackingAlarms } from '../../src/serving/scaling/target-tracking.ts';

export interface SimulatedScaling {
  /** Requests of each minute; undefined where nothing was measured. */
  readonly load: readonly (number | undefined)[];
  /** Requests that an instance is to have a minute. */
  readonly target: number;
  readonly min: number;
  readonly max: number;
}

/** A change of the number of instances, after so many minutes. */
export interface ScalingStep {
  readonly minute: number;
  readonly from: number;
  readonly to: number;
}

/** How long a change takes, milliseconds. */
const changeMs = 20_000;

/**
 * What target tracking of InvocationsPerInstance makes of a load, by a virtual clock: its two alarms over the values of whole minutes,
 * the policy, and a variant whose number of instances follows; without instances the first request adds one.
 */
export function simulateScaling({ load, target, min, max }: SimulatedScaling): ScalingStep[] {
  const tracking = { TargetValue: target };
  const { high, low } = trackingAlarms(tracking, { MetricName: 'InvocationsPerInstance', Statistic: 'Sum' });
  const values: (number | undefined)[] = [];
  const steps: ScalingStep[] = [];
  let capacity = Math.max(1, min);
  let last: LastChange | undefined;
  const change = (minute: number, to: number) => {
    steps.push({ minute, from: capacity, to });
    last = { from: capacity, to, endedAt: minute * 60_000 + changeMs, isFailed: false };
    capacity = to;
  };
  const alarmOf = (definition: Omit<AlarmRequest, 'AlarmName'> | undefined, isHigh: boolean) => {
    if (definition === undefined) return [];
    const rule = ruleOf({ ...definition, AlarmName: 'a' });
    const isInAlarm = evaluateAlarm(rule, values.slice(-(rule.evaluationPeriods + 2))) === 'ALARM';
    const value = values.findLast((each) => each !== undefined);
    const known = value === undefined ? {} : { value };
    return [{ name: isHigh ? 'high' : 'low', isInAlarm, isHigh, threshold: rule.threshold, ...known }];
  };
  for (const [at, requests] of load.entries()) {
    if (capacity === 0 && requests !== undefined && requests > 0) change(at, 1);
    values.push(requests === undefined ? undefined : requests / Math.max(1, capacity));
    const minute = at + 1;
    const policy: PolicySituation = {
      name: 'track',
      tracking,
      alarms: [...alarmOf(high, true), ...alarmOf(low, false)],
    };
    const decision = decide({
      capacity,
      bounds: { min, max, isInSuspended: false, isOutSuspended: false },
      policies: [policy],
      now: minute * 60_000,
      ...(last !== undefined && { last }),
    });
    if (decision !== undefined) change(minute, decision.capacity);
  }
  return steps;
}
