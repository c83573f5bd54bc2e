import { ServiceError } from '../../contract/service-error.ts';
import type { ContainerRequest } from '../../serving/container/payload.ts';
import { targetPath } from '../../serving/container/multi-model/target-path.ts';

interface TargetedRequest {
  readonly endpointName: string;
  readonly requestId: string;
  readonly targetModel?: string;
}

/**
 * The payload with the model that it asks for, if the chain has a multi-model container. Throws ValidationError for a
 * model where there are none, none where there are, and a name that is no key below the prefix.
 */
export function withTargetModel(
  payload: ContainerRequest,
  { endpointName, requestId, targetModel }: TargetedRequest,
  isMultiModel: boolean,
): ContainerRequest {
  if (targetModel === undefined) {
    if (!isMultiModel) return payload;
    throw new ServiceError('ValidationError', `Request ${requestId} is missing a target model header.`);
  }
  if (isMultiModel) return { ...payload, targetModel: targetPath(targetModel) };
  const message = `Endpoint ${endpointName} is not a multi-model endpoint and does not support target model header.`;
  throw new ServiceError(
    'ValidationError',
    JSON.stringify({ ErrorCode: 'TARGET_MODEL_HEADER_NOT_SUPPORTED', Message: message }),
  );
}
