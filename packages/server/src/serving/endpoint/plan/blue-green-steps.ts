import type { DeploymentConfig } from '../../records/deployment-config.ts';
import type { RolloutStep, StepStatus } from './rollout-step.ts';

/**
 * Blue/green (developer guide, "Blue/Green Deployments"): everything is started beside what is active; then it gets the
 * shares of requests, one after the other, and each is watched for WaitIntervalInSeconds; after the last one what was
 * active is kept for TerminationWaitInSeconds.
 */
export function blueGreenSteps(config: DeploymentConfig, shares: readonly number[]): RolloutStep[] {
  const { TrafficRoutingConfiguration: routing, TerminationWaitInSeconds: terminationSeconds = 0 } =
    config.BlueGreenUpdatePolicy ?? {};
  const bakeMs = (routing?.WaitIntervalInSeconds ?? 0) * 1000;
  const step = (status: StepStatus, traffic: number, waitMs = 0): RolloutStep => {
    return { status, traffic, target: 100, active: 100, waitMs };
  };
  return [
    step('Creating', 0),
    ...shares.flatMap((share) => [step('ActivatingTraffic', share), step('Baking', share, bakeMs)]),
    ...(terminationSeconds > 0 ? [step('Deleting', 100, terminationSeconds * 1000)] : []),
  ];
}
