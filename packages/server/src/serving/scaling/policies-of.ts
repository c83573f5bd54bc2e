import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import { type AlarmRecord, alarmRecords } from '../records/alarm-record.ts';
import { type ScalingRecord, type ScalingResource, scalingRecords } from '../records/scaling-record.ts';
import type { AlarmSituation, PolicySituation } from './decide.ts';
import type { StepScaling } from './step-scaling.ts';
import type { TargetTracking } from './target-tracking.ts';

/** Where the newest value of an alarm's metric is looked up. */
export interface AlarmValues {
  newestValue(record: AlarmRecord): Promise<number | undefined>;
}

/** The alarms of a region. */
export type AlarmsOfRegion = (region: string) => Promise<readonly AlarmRecord[]>;

/** Each region's alarms, read once. */
export function alarmsOfRegions(store: Store): AlarmsOfRegion {
  const known = new Map<string, Promise<readonly AlarmRecord[]>>();
  return (region) => {
    const found = known.get(region) ?? alarmRecords.list(store, region);
    known.set(region, found);
    return found;
  };
}

interface PolicyDefinition {
  readonly TargetTrackingScalingPolicyConfiguration?: TargetTracking;
  readonly StepScalingPolicyConfiguration?: StepScaling;
}

/** The policies of a target, each with the alarms that have it for an action. */
export async function policiesOf(
  store: Store,
  resource: ScalingResource,
  { values, alarmsOf }: { readonly values: AlarmValues; readonly alarmsOf: AlarmsOfRegion },
): Promise<PolicySituation[]> {
  const policies = await scalingRecords.listOf(store, 'policy', resource);
  if (policies.length === 0) return [];
  const alarms = await alarmsOf(resource.region);
  return Promise.all(
    policies.map(async (policy) => {
      const own = alarms.filter((alarm) => calls(alarm, policy));
      return { ...configurationOf(policy), alarms: await Promise.all(own.map((alarm) => situationOf(alarm, values))) };
    }),
  );
}

function configurationOf({ name, definition }: ScalingRecord): Omit<PolicySituation, 'alarms'> {
  const { TargetTrackingScalingPolicyConfiguration: tracking, StepScalingPolicyConfiguration: steps } =
    definition as PolicyDefinition;
  if (tracking !== undefined) return { name, tracking };
  return steps === undefined ? { name } : { name, steps };
}

const calls = ({ definition }: AlarmRecord, { arn }: ScalingRecord) =>
  definition.ActionsEnabled !== false && (definition.AlarmActions ?? []).includes(arn);

async function situationOf(alarm: AlarmRecord, values: AlarmValues): Promise<AlarmSituation> {
  const { definition, state } = alarm;
  const isInAlarm = state.value === 'ALARM';
  const value = isInAlarm ? await values.newestValue(alarm) : undefined;
  return {
    name: nameOf(alarm.name),
    isInAlarm,
    isHigh: definition.ComparisonOperator.startsWith('Greater'),
    threshold: definition.Threshold,
    ...present({ value }),
  };
}
