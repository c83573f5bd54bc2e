import { validationException } from '../../contract/service-error.ts';
import { capacityPercent } from '../../serving/endpoint/plan/capacity-percent.ts';
import { equalShares } from '../../serving/endpoint/plan/equal-shares.ts';
import { instancesOf } from '../../serving/endpoint/plan/scaled-snapshot.ts';
import type {
  BlueGreenUpdatePolicy,
  CapacitySize,
  DeploymentConfig,
  RollingUpdatePolicy,
} from '../../serving/records/deployment-config.ts';
import type { EndpointSnapshot } from '../../serving/records/endpoint-snapshot.ts';

const routingPath = 'DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration';

/** Throws ValidationException for what the service's model does not say itself; `target` is the fleet that is deployed. */
export function checkDeploymentConfig(config: DeploymentConfig, target: EndpointSnapshot): void {
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = config;
  if (blueGreen !== undefined && rolling !== undefined)
    throw validationException('DeploymentConfig has BlueGreenUpdatePolicy and RollingUpdatePolicy: give one of them.');
  const instances = instancesOf(target);
  if (blueGreen !== undefined) checkBlueGreen(blueGreen, instances);
  if (rolling !== undefined) checkRolling(rolling, instances);
}

function checkBlueGreen(policy: BlueGreenUpdatePolicy, instances: number): void {
  const routing = policy.TrafficRoutingConfiguration;
  const { Type: type, CanarySize: canary, LinearStepSize: linear, WaitIntervalInSeconds: wait } = routing;
  checkPresence(`${routingPath}.CanarySize`, canary, { type, neededBy: 'CANARY' });
  checkPresence(`${routingPath}.LinearStepSize`, linear, { type, neededBy: 'LINEAR' });
  if (canary !== undefined) checkSize(`${routingPath}.CanarySize`, canary, { instances, least: 0, most: 50 });
  if (linear !== undefined) checkSize(`${routingPath}.LinearStepSize`, linear, { instances, least: 10, most: 50 });
  const bakes = type === 'ALL_AT_ONCE' ? 1 : type === 'CANARY' ? 2 : batches(linear as CapacitySize, instances);
  const waits = bakes * wait + (policy.TerminationWaitInSeconds ?? 0);
  checkTimeout('BlueGreenUpdatePolicy', policy.MaximumExecutionTimeoutInSeconds, waits);
}

function checkRolling(policy: RollingUpdatePolicy, instances: number): void {
  const { MaximumBatchSize: batch, RollbackMaximumBatchSize: back, WaitIntervalInSeconds: wait } = policy;
  const path = 'DeploymentConfig.RollingUpdatePolicy';
  checkSize(`${path}.MaximumBatchSize`, batch, { instances, least: 5, most: 50 });
  if (back !== undefined) checkSize(`${path}.RollbackMaximumBatchSize`, back, { instances, least: 0, most: 100 });
  checkTimeout('RollingUpdatePolicy', policy.MaximumExecutionTimeoutInSeconds, batches(batch, instances) * wait);
}

const batches = (size: CapacitySize, instances: number) => equalShares(capacityPercent(size, instances)).length;

function checkPresence(
  path: string,
  size: CapacitySize | undefined,
  { type, neededBy }: { readonly type: string; readonly neededBy: string },
): void {
  if (type === neededBy && size === undefined)
    throw validationException(`${path} is missing: Type ${neededBy} needs it.`);
  if (type !== neededBy && size !== undefined)
    throw validationException(`${path} belongs to Type ${neededBy}, and Type is ${type}: leave it out.`);
}

interface SizeLimits {
  readonly instances: number;
  /** Percent of the fleet. */
  readonly least: number;
  readonly most: number;
}

function checkSize(path: string, size: CapacitySize, { instances, least, most }: SizeLimits): void {
  const { Type: type, Value: value } = size;
  const percent = type === 'CAPACITY_PERCENT' ? value : (value * 100) / instances;
  if (percent >= least && percent <= most) return;
  const range = least === 0 ? `at most ${most} %` : `from ${least} % to ${most} %`;
  const asked = type === 'CAPACITY_PERCENT' ? `${value} %` : `${value} of ${instances} instances`;
  throw validationException(`${path} is ${asked} and has to be ${range} of the fleet.`);
}

/** `waits`: all of them together, seconds. */
function checkTimeout(policy: string, timeout: number | undefined, waits: number): void {
  if (timeout === undefined || timeout > waits) return;
  throw validationException(
    `DeploymentConfig.${policy}.MaximumExecutionTimeoutInSeconds is ${timeout} and has to be longer than all waits together, which are ${waits} seconds.`,
  );
}
