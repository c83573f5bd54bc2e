import { ServiceError } from '../../contract/service-error.ts';
import { targetPath } from '../container/multi-model/target-path.ts';
import type { ContainerRequest } from '../container/payload.ts';
import type { Invocation } from './invocation.ts';

/**
 * The request with the model that it asks for, if the chain has a multi-model container. Throws ValidationError for a
 * model where there are none, none where there are, and a name that is no key below the prefix.
 */
export function withTargetModel({ id, target, request }: Invocation, isMultiModel: boolean): ContainerRequest {
  const { endpointName, targetModel } = target;
  if (targetModel === undefined) {
    if (!isMultiModel) return request;
    throw new ServiceError('ValidationError', `Request ${id} is missing a target model header.`);
  }
  if (isMultiModel) return { ...request, targetModel: targetPath(targetModel) };
  const message = `Endpoint ${endpointName} is not a multi-model endpoint and does not support target model header.`;
  throw new ServiceError(
    'ValidationError',
    JSON.stringify({ ErrorCode: 'TARGET_MODEL_HEADER_NOT_SUPPORTED', Message: message }),
  );
}
