import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { OperationContext } from '../operation-context.ts';
import { describeFleets } from './describe-fleets.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findEndpoint } from './find-endpoint.ts';

export async function describeEndpoint(input: { EndpointName: string }, context: OperationContext): Promise<object> {
  const record = await findEndpoint(input.EndpointName, context);
  const { failureReason, createdAt, modifiedAt, deploymentConfig } = record;
  const { variants, pending } = describeFleets(record);
  return {
    EndpointName: nameOf(record.name),
    EndpointArn: record.arn,
    EndpointConfigName: record.configName,
    ...present({ ProductionVariants: variants }),
    EndpointStatus: record.status,
    ...present({ FailureReason: failureReason }),
    CreationTime: epochSeconds(createdAt),
    LastModifiedTime: epochSeconds(modifiedAt),
    ...present({ LastDeploymentConfig: deploymentConfig, PendingDeploymentSummary: pending }),
  };
}
