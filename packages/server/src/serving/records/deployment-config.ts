import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';
import { storedJson } from './stored-json.ts';

/** A part of a fleet: a number of instances, or a percentage of them. */
export interface CapacitySize {
  readonly Type: 'INSTANCE_COUNT' | 'CAPACITY_PERCENT';
  readonly Value: number;
}

export interface BlueGreenUpdatePolicy {
  readonly TrafficRoutingConfiguration: {
    readonly Type: 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR';
    readonly WaitIntervalInSeconds: number;
    readonly CanarySize?: CapacitySize;
    readonly LinearStepSize?: CapacitySize;
  };
  readonly TerminationWaitInSeconds?: number;
  readonly MaximumExecutionTimeoutInSeconds?: number;
}

export interface RollingUpdatePolicy {
  readonly MaximumBatchSize: CapacitySize;
  readonly WaitIntervalInSeconds: number;
  readonly MaximumExecutionTimeoutInSeconds?: number;
  readonly RollbackMaximumBatchSize?: CapacitySize;
}

/** DeploymentConfig as a caller writes it. */
export interface DeploymentConfig {
  readonly BlueGreenUpdatePolicy?: BlueGreenUpdatePolicy;
  readonly RollingUpdatePolicy?: RollingUpdatePolicy;
  readonly AutoRollbackConfiguration?: { readonly Alarms?: readonly { readonly AlarmName: string }[] };
}

const capacitySize = (z: Zod): z.ZodType<CapacitySize> =>
  z.looseObject({ Type: z.enum(['INSTANCE_COUNT', 'CAPACITY_PERCENT']), Value: z.number() });

const blueGreenPolicy = (z: Zod): z.ZodType<BlueGreenUpdatePolicy> =>
  z.looseObject({
    TrafficRoutingConfiguration: z.looseObject({
      Type: z.enum(['ALL_AT_ONCE', 'CANARY', 'LINEAR']),
      WaitIntervalInSeconds: z.number(),
      CanarySize: capacitySize(z).exactOptional(),
      LinearStepSize: capacitySize(z).exactOptional(),
    }),
    TerminationWaitInSeconds: z.number().exactOptional(),
    MaximumExecutionTimeoutInSeconds: z.number().exactOptional(),
  });

const rollingPolicy = (z: Zod): z.ZodType<RollingUpdatePolicy> =>
  z.looseObject({
    MaximumBatchSize: capacitySize(z),
    WaitIntervalInSeconds: z.number(),
    MaximumExecutionTimeoutInSeconds: z.number().exactOptional(),
    RollbackMaximumBatchSize: capacitySize(z).exactOptional(),
  });

export const deploymentConfig = (z: Zod): z.ZodType<DeploymentConfig> =>
  z.looseObject({
    BlueGreenUpdatePolicy: blueGreenPolicy(z).exactOptional(),
    RollingUpdatePolicy: rollingPolicy(z).exactOptional(),
    AutoRollbackConfiguration: z
      .looseObject({ Alarms: z.array(z.looseObject({ AlarmName: z.string() })).exactOptional() })
      .exactOptional(),
  });

export const deploymentConfigJson = storedJson({
  what: 'deployment configuration of endpoint',
  schema: deploymentConfig,
});
