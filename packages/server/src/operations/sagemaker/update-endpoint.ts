import { present } from '@catenary/scoring/internal/values';
import { validationException } from '../../contract/service-error.ts';
import { busyEndpointStatuses } from '../../contract/statuses.ts';
import { type AskedDeployment, beginDeployment } from '../../serving/endpoint/begin-deployment.ts';
import { canaryStep, canaryVariable } from '../../serving/endpoint/plan/canary-step.ts';
import { isBuiltInAlarm } from '../../serving/endpoint/traffic/split-monitor.ts';
import type { DeploymentConfig } from '../../serving/records/deployment-config.ts';
import type { EndpointRecord } from '../../serving/records/endpoint-record.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../serving/records/endpoint-snapshot.ts';
import { statuses } from '../../serving/records/statuses.ts';
import { targetsOf } from '../../serving/scaling/forget-target.ts';
import { instanceBounds, withinBounds } from '../../serving/scaling/instance-bounds.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkDeploymentConfig } from './check-deployment-config.ts';
import { checkServerlessUpdate } from './check-serverless.ts';
import { choosePolicy } from './choose-policy.ts';
import { findEndpoint } from './find-endpoint.ts';
import { findEndpointConfigHead } from './find-endpoint-config.ts';
import { takeSnapshot } from './take-snapshot.ts';

interface UpdateEndpointInput {
  readonly EndpointName: string;
  readonly EndpointConfigName: string;
  readonly RetainAllVariantProperties?: boolean;
  readonly DeploymentConfig?: DeploymentConfig;
  readonly RetainDeploymentConfig?: boolean;
  readonly ExcludeRetainedVariantProperties?: readonly { readonly VariantPropertyType: string }[];
}

/**
 * Starts the new chain beside the old one, and moves requests as DeploymentConfig says; without one all at once, as soon as
 * the new one is healthy.
 */
export async function updateEndpoint(input: UpdateEndpointInput, context: OperationContext): Promise<object> {
  const record = await findEndpoint(input.EndpointName, context);
  const active = activeOf(record);
  await findEndpointConfigHead(record.configName, context);
  const snapshot = await takeSnapshot(input.EndpointConfigName, context);
  checkServerlessUpdate(active, snapshot);
  const target = input.RetainAllVariantProperties === true ? retain(snapshot, active, input) : snapshot;
  const config =
    input.DeploymentConfig ?? (input.RetainDeploymentConfig === true ? record.deploymentConfig : undefined);
  if (config !== undefined) await checkRollout(config, target, context);
  checkCanaryStep(active, target, config);
  await checkScaled(record, target, context);
  await startDeployment(record, { ...deploymentOf(target, config, context.now()), deploymentConfig: config }, context);
  return { EndpointArn: record.arn };
}

/** A scalable target stays what it is (developer guide, "Update or delete endpoints that use automatic scaling"). */
async function checkScaled(
  { name, active }: EndpointRecord,
  target: EndpointSnapshot,
  { store }: OperationContext,
): Promise<void> {
  const typeIn = (snapshot: EndpointSnapshot | undefined, variant: string) =>
    snapshot?.variants.find((each) => each.name === variant)?.instanceType;
  const changed = (await targetsOf(store, name)).filter(
    ({ variant }) =>
      !target.variants.some((each) => each.name === variant) || typeIn(active, variant) !== typeIn(target, variant),
  );
  if (changed.length === 0) return;
  const names = changed.map(({ variant }) => `"${variant}"`).join(', ');
  throw validationException(
    `The variant name(s) ${names} must be deregistered as a scalable target with AWS Auto Scaling before they can be removed or have their instance type updated.`,
  );
}

/** What could not be shared would be started a second time without a word: it is refused. */
function checkCanaryStep(active: EndpointSnapshot, target: EndpointSnapshot, config?: DeploymentConfig): void {
  const step = canaryStep(active, target);
  if (step === undefined) return;
  if ('refused' in step)
    throw validationException(`${canaryVariable} has the other containers shared by both versions: ${step.refused}.`);
  if (config?.RollingUpdatePolicy !== undefined)
    throw validationException(
      `${canaryVariable} has the other containers shared by both versions, and RollingUpdatePolicy replaces them in batches: give BlueGreenUpdatePolicy.`,
    );
}

/** An alarm that there is none of would never be raised: a name that was mistyped is refused before anything is done. */
async function checkRollout(
  config: DeploymentConfig,
  target: EndpointSnapshot,
  context: OperationContext,
): Promise<void> {
  checkDeploymentConfig(config, target);
  const names = (config.AutoRollbackConfiguration?.Alarms ?? []).map(({ AlarmName: name }) => name);
  const known = await context.alarms.find(context.realm.region, names);
  const missing = names.filter((name) => !known.has(name) && !isBuiltInAlarm(name));
  if (missing.length > 0)
    throw validationException(`AutoRollbackConfiguration names alarms that do not exist: ${missing.join(', ')}.`);
}

function deploymentOf(target: EndpointSnapshot, config: DeploymentConfig | undefined, now: number): AskedDeployment {
  const policy = choosePolicy(config);
  if (config === undefined || policy === 'all-at-once') return { deployment: { policy: 'all-at-once', target } };
  return { deployment: { policy, target, rollout: { config, startedAt: now, step: 0, since: now } } };
}

/** Writes it, and begins to carry it out. Throws if the endpoint is in progress by now. */
export async function startDeployment(
  record: EndpointRecord,
  asked: AskedDeployment,
  context: OperationContext,
): Promise<void> {
  if (!(await beginDeployment(record, asked, context))) throw inProgress(record);
}

/** What an endpoint serves. Throws unless it is in a status that allows a change. */
export function activeOf(record: EndpointRecord): EndpointSnapshot {
  const { arn, status, active } = record;
  if (busyEndpointStatuses.includes(status)) throw inProgress(record);
  if (!statuses.endpoint.next[status].includes('Updating') || active === undefined)
    throw validationException(`Cannot update endpoint "${arn}" in status ${status}: delete it and create it again.`);
  return active;
}

export const inProgress = ({ arn }: EndpointRecord) =>
  validationException(`Cannot update in-progress endpoint "${arn}".`);

/** Keeps the live weights and instance counts of the variants whose names survive, and what is captured. */
function retain(snapshot: EndpointSnapshot, active: EndpointSnapshot, input: UpdateEndpointInput): EndpointSnapshot {
  const excluded = (input.ExcludeRetainedVariantProperties ?? []).map(({ VariantPropertyType: type }) => type);
  const variants = snapshot.variants.map((variant): VariantSnapshot => {
    const old = active.variants.find(({ name }) => name === variant.name);
    if (old === undefined) return variant;
    return {
      ...variant,
      ...present({
        weight: excluded.includes('DesiredWeight') ? undefined : old.weight,
        instanceCount: excluded.includes('DesiredInstanceCount')
          ? undefined
          : withinBounds(old.instanceCount, instanceBounds(variant.managedScaling)),
      }),
    };
  });
  const { dataCapture: given, ...rest } = snapshot;
  const dataCapture = excluded.includes('DataCaptureConfig') ? given : active.dataCapture;
  return { ...rest, variants, ...present({ dataCapture }) };
}
