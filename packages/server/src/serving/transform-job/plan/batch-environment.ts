import { present } from '@catenary/scoring/internal/values';
import type { TransformRequest } from '../../records/transform-request.ts';
import { strategyOf } from './batching.ts';

/**
 * What the containers of a job find in their environment besides their own (developer guide, "Use Your Own Inference
 * Code with Batch Transform").
 */
export function batchEnvironment(request: TransformRequest): Record<string, string> {
  const { MaxPayloadInMB: payload, MaxConcurrentTransforms: concurrent } = request;
  return {
    ...request.Environment,
    SAGEMAKER_BATCH: 'true',
    ...present({
      SAGEMAKER_MAX_PAYLOAD_IN_MB: payload === undefined ? undefined : String(payload),
      SAGEMAKER_BATCH_STRATEGY: strategyOf(request),
      SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: concurrent === undefined ? undefined : String(concurrent),
    }),
  };
}
