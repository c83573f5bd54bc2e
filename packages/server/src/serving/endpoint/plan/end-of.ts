import type { Rollout } from '../../records/deployment.ts';

/** When a rollout is over at the latest, milliseconds since 1970. */
export function endOf({ startedAt, config }: Rollout): number | undefined {
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = config;
  const seconds = (blueGreen ?? rolling)?.MaximumExecutionTimeoutInSeconds;
  return seconds === undefined ? undefined : startedAt + seconds * 1000;
}
