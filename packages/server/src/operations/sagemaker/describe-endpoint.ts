import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import { type DataCaptureConfig, doesCapture } from '../../serving/records/data-capture-config.ts';
import type { OperationContext } from '../operation-context.ts';
import { describeFleets } from './describe-fleets.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findEndpoint } from './find-endpoint.ts';

export async function describeEndpoint(input: { EndpointName: string }, context: OperationContext): Promise<object> {
  const record = await findEndpoint(input.EndpointName, context);
  const { failureReason, createdAt, modifiedAt, deploymentConfig } = record;
  const { variants, shadows, pending } = describeFleets(record);
  return {
    EndpointName: nameOf(record.name),
    EndpointArn: record.arn,
    EndpointConfigName: record.configName,
    ...present({
      ProductionVariants: variants,
      DataCaptureConfig: summarizeCapture(record.active?.dataCapture, context),
    }),
    EndpointStatus: record.status,
    ...present({ FailureReason: failureReason, AsyncInferenceConfig: record.active?.asyncInference }),
    CreationTime: epochSeconds(createdAt),
    LastModifiedTime: epochSeconds(modifiedAt),
    ...present({
      LastDeploymentConfig: deploymentConfig,
      PendingDeploymentSummary: pending,
      ShadowProductionVariants: shadows,
    }),
  };
}

/** DataCaptureConfigSummary. Capture that cannot be written at the moment is Stopped. */
function summarizeCapture(config: DataCaptureConfig | undefined, { captures }: OperationContext): object | undefined {
  if (config === undefined) return undefined;
  return {
    EnableCapture: doesCapture(config),
    CaptureStatus: doesCapture(config) && !captures.isPaused ? 'Started' : 'Stopped',
    CurrentSamplingPercentage: config.InitialSamplingPercentage,
    DestinationS3Uri: config.DestinationS3Uri,
    KmsKeyId: config.KmsKeyId ?? '',
  };
}
