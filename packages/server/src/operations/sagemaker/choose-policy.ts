import type { PolicyName } from '../../serving/records/deployment.ts';
import type { DeploymentConfig } from '../../serving/records/deployment-config.ts';

const byType = { ALL_AT_ONCE: 'watched-all-at-once', CANARY: 'canary', LINEAR: 'linear' } as const;

/** How an update is carried out that is to be rolled out so. One that waits for nothing is one replacement. */
export function choosePolicy(config: DeploymentConfig | undefined): PolicyName {
  if (config === undefined) return 'all-at-once';
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = config;
  if (rolling !== undefined) return 'rolling';
  if (blueGreen === undefined) return 'all-at-once';
  const { Type: type, WaitIntervalInSeconds: wait } = blueGreen.TrafficRoutingConfiguration;
  const waits = wait > 0 || (blueGreen.TerminationWaitInSeconds ?? 0) > 0;
  return type === 'ALL_AT_ONCE' && !waits && blueGreen.MaximumExecutionTimeoutInSeconds === undefined
    ? 'all-at-once'
    : byType[type];
}
