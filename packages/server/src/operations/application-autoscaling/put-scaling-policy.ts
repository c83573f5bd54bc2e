import { randomUUID } from 'node:crypto';
import { present } from '@catenary/scoring/internal/values';
import { alarmArn } from '../../contract/alarm-arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { alarmQuery } from '../../serving/alarms/alarm-query.ts';
import { unevaluatedState } from '../../serving/alarms/unevaluated-state.ts';
import { QueryError } from '../../serving/metrics/metric-query.ts';
import { alarmRecords } from '../../serving/records/alarm-record.ts';
import { scalingRecords } from '../../serving/records/scaling-record.ts';
import { alarmsOf, type PolicyAlarm, removeAlarms } from '../../serving/scaling/policy-alarms.ts';
import type { StepScaling } from '../../serving/scaling/step-scaling.ts';
import {
  offeredMetrics,
  type TargetTracking,
  trackedMetric,
  trackingAlarms,
  type Unnamed,
} from '../../serving/scaling/target-tracking.ts';
import type { OperationContext } from '../operation-context.ts';
import { assertRoom } from './assert-room.ts';
import { checkSteps } from './check-steps.ts';
import { readVariant, refused, requireTarget, type ScaledVariant, type ScalingInput } from './scaling-input.ts';

interface Input extends ScalingInput {
  readonly PolicyName: string;
  readonly PolicyType?: string;
  readonly TargetTrackingScalingPolicyConfiguration?: TargetTracking;
  readonly StepScalingPolicyConfiguration?: StepScaling;
}

/** PutScalingPolicy: target tracking, with its alarms, or steps, for an alarm of the caller's. */
export async function putScalingPolicy(input: Input, context: OperationContext): Promise<object> {
  const { store, realm, now } = context;
  const variant = readVariant(input, context);
  await requireTarget(variant, context);
  const { region, resourceId, dimension } = variant;
  const key = { kind: 'policy', name: input.PolicyName, region, resourceId, dimension } as const;
  const before = await scalingRecords.find(store, key);
  const id = before === undefined ? randomUUID() : String(before.definition.id);
  const { PolicyName: name, PolicyType: type = 'StepScaling' } = input;
  const arn = `arn:aws:autoscaling:${region}:${realm.account}:scalingPolicy:${id}:resource/sagemaker/${resourceId}:policyName/${name}`;
  const made = alarmsFor(input, variant);
  const alarms = made.map(([kind, alarm]) =>
    named(alarm, { name: `TargetTracking-${resourceId}-${kind}-${id}`, policy: arn }),
  );
  const shown = alarms.map(({ AlarmName }): PolicyAlarm => ({ AlarmName, AlarmARN: alarmArn(realm, AlarmName) }));
  const { TargetTrackingScalingPolicyConfiguration, StepScalingPolicyConfiguration } = input;
  const configuration = present({ TargetTrackingScalingPolicyConfiguration, StepScalingPolicyConfiguration });
  await store.transaction().execute(async (transaction) => {
    if (before === undefined) await assertRoom(transaction, 'policy', key);
    else if (alarmsOf(before).length > shown.length) await removeAlarms(transaction, before);
    const definition = { id, PolicyType: type, ...configuration, Alarms: shown };
    await scalingRecords.put(transaction, { ...key, arn, createdAt: now(), definition });
    for (const alarm of alarms)
      await alarmRecords.put(transaction, {
        name: qualify(realm, alarm.AlarmName),
        arn: alarmArn(realm, alarm.AlarmName),
        definition: alarm,
        configuredAt: now(),
        state: unevaluatedState(now()),
      });
  });
  return { PolicyARN: arn, Alarms: shown };
}

type AlarmKind = 'AlarmHigh' | 'AlarmLow';

/** Throws `ServiceError` for a policy that cannot be. */
function alarmsFor(input: Input, { endpoint, variant }: ScaledVariant): (readonly [AlarmKind, Unnamed])[] {
  const {
    PolicyType: type = 'StepScaling',
    TargetTrackingScalingPolicyConfiguration: tracking,
    StepScalingPolicyConfiguration: steps,
  } = input;
  if (type === 'StepScaling') {
    checkSteps(steps);
    return [];
  }
  if (type !== 'TargetTrackingScaling')
    throw refused(`The policy type ${type} is not offered: there are TargetTrackingScaling and StepScaling.`);
  if (tracking === undefined)
    throw refused('TargetTrackingScalingPolicyConfiguration must be given with the policy type TargetTrackingScaling.');
  const { PredefinedMetricSpecification: standard, CustomizedMetricSpecification: own } = tracking;
  if ((standard === undefined) === (own === undefined))
    throw refused('Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be given.');
  const dimensions = [
    { Name: 'EndpointName', Value: endpoint },
    { Name: 'VariantName', Value: variant },
  ];
  const metric = trackedMetric(tracking, dimensions);
  if (metric === undefined)
    throw refused(
      `The predefined metric ${standard?.PredefinedMetricType} is not offered: there are ${offeredMetrics}.`,
    );
  const { high, low } = trackingAlarms(tracking, metric);
  checkQuery(high);
  return [['AlarmHigh', high], ...(low === undefined ? [] : [['AlarmLow', low] as const])];
}

function checkQuery(alarm: Unnamed): void {
  const { MetricName, Namespace, Metrics } = alarm;
  if (Metrics === undefined && (MetricName === undefined || Namespace === undefined))
    throw refused('CustomizedMetricSpecification must have MetricName and Namespace, or Metrics.');
  try {
    alarmQuery({ ...alarm, AlarmName: '' });
  } catch (error) {
    throw error instanceof QueryError ? refused(error.message) : error;
  }
}

const named = (alarm: Unnamed, { name, policy }: { readonly name: string; readonly policy: string }) => ({
  ...alarm,
  AlarmName: name,
  AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy}.`,
  AlarmActions: [policy],
});
